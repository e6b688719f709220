"""Chinese (简繁): the only room door to OpenCC; character configurations only, which never change a text's length."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import opencc

from gazette.convert.terms import find_terms
from gazette.settings import ConversionProfile

# Simplified → Traditional and back. Phrase configurations (s2twp) change words and do not come back: never here.
CONFIGURATIONS: dict[ConversionProfile, tuple[str, str]] = {
    "tw": ("s2tw", "tw2s"),
    "hk": ("s2hk", "hk2s"),
    "t": ("s2t", "t2s"),
}
OPENCC_VERSION = "1.4.2"


class WrongEngine(RuntimeError):
    """Another package than the official binding answers to the name `opencc`."""


@dataclass(frozen=True)
class Difference:
    """One character that a conversion changed or did not bring back. `offset` counts characters from 0."""

    offset: int
    before: str
    between: str
    after: str


class ScriptConverter:
    """Converts with one profile; protected terms (受保护词语) take their locked form before OpenCC sees the text.

    A locked form of another length is the model's problem to report; here it does not count.
    """

    def __init__(self, profile: ConversionProfile, protected: Mapping[str, str]) -> None:
        forward, backward = CONFIGURATIONS[profile]
        self.profile = profile
        self._forward, self._backward, self._simplify = engine(forward), engine(backward), engine("t2s")
        self._protected = {term: form for term, form in protected.items() if term and len(term) == len(form)}

    def to_traditional(self, text: str) -> str:
        return self._pieces(text, self._forward, self._protected.__getitem__)

    def to_simplified(self, text: str) -> str:
        """t2s: changes nothing but stray Traditional characters in a Simplified text."""
        return self._pieces(text, self._simplify, str)

    def back_to_simplified(self, text: str) -> str:
        """The profile's Traditional text → Simplified; protected terms are given from their Traditional form."""
        return self._pieces(text, self._backward, self._protected.__getitem__)

    def stray_traditional(self, text: str) -> list[Difference]:
        """Characters of a Simplified text that t2s would change."""
        simplified = self.to_simplified(text)
        return [Difference(at, a, a, b) for at, (a, b) in enumerate(zip(text, simplified, strict=True)) if a != b]

    def round_trip(self, text: str) -> list[Difference]:
        """Characters of a Simplified text that do not come back from the Traditional one."""
        there = self._pieces(text, self._forward, str)
        back = self._pieces(text, lambda piece: self._backward(self._forward(piece)), str)
        return [Difference(at, a, b, c) for at, (a, b, c) in enumerate(zip(text, there, back, strict=True)) if a != c]

    def _pieces(self, text: str, convert: Callable[[str], str], locked: Callable[[str], str]) -> str:
        pieces, at = [], 0
        for match in find_terms(text, self._protected):
            pieces += [convert(text[at : match.start()]), locked(match[0])]
            at = match.end()
        pieces.append(convert(text[at:]))
        return "".join(pieces)


def fold_map() -> dict[str, str]:
    """Every character (BMP and planes 2, 3) that t2s, tw2s or hk2s turns into another one, with that one."""
    blocks = ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0xF900, 0xFB00), (0x20000, 0x32400))
    characters = [chr(code) for start, end in blocks for code in range(start, end)]
    folded: dict[str, str] = {}
    for name in ("hk2s", "tw2s", "t2s"):  # the last word is t2s's
        # A line feed between the characters keeps phrases from forming.
        converted = engine(name)("\n".join(characters)).split("\n")
        folded.update({a: b for a, b in zip(characters, converted, strict=True) if a != b and len(b) == 1})
    # 麼 becomes 么, and 么 becomes 幺: all three must meet.
    while chains := {a: folded[b] for a, b in folded.items() if b in folded and folded[b] != b}:
        folded.update(chains)
    return {a: b for a, b in folded.items() if a != b}


@cache
def engine(name: str) -> Callable[[str], str]:
    """One OpenCC configuration as a function; raises WrongEngine when another package answers to the name."""
    origin = Path(opencc.__file__)
    if opencc.__version__ != OPENCC_VERSION or not (origin.parent / "clib").is_dir():
        raise WrongEngine(f"{origin}: opencc {getattr(opencc, '__version__', '?')}")
    convert = opencc.OpenCC(name).convert

    def checked(text: str) -> str:
        converted = "\0".join(str(convert(piece)) if piece else "" for piece in text.split("\0"))
        if len(converted) != len(text):
            raise AssertionError(f"{name} changed the length of {text!r} to {converted!r}")
        return converted

    return checked
