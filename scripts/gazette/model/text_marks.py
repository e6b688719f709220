"""Text marks (段落标记): a short hash of a passage that ignores white space and the width of punctuation."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache
from typing import NewType

from gazette.signed_table import one_line
from gazette.source.inline import find_targets, scan_inline

# 16 hexadecimal digits; not the digest of a whole canonical text (CanonicalDigest).
TextMark = NewType("TextMark", str)
LENGTH = 16  # hexadecimal digits of SHA-256: 64 bits tell a few thousand blocks of one publication apart
# Punctuation that differs by keyboard; a reader takes the variants for the same.
_SAME = {
    **dict.fromkeys("“”„‟〝〞「」『』«»", '"'),
    **dict.fromkeys("‘’‚‛′", "'"),
    **dict.fromkeys("‐‑‒–—―─−", "-"),
    **dict.fromkeys("《〈〔【［", "["),
    **dict.fromkeys("》〉〕】］", "]"),
    "。": ".",
    "、": ",",
    "…": "...",
    "・": "·",
    "•": "·",
}


class _Folded(dict[int, str]):
    """Character → its compared form, computed once: narrow, empty for format characters, otherwise as in _SAME."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        kind, _, narrow = unicodedata.decomposition(character).partition(" ")
        if unicodedata.category(character) == "Cf":
            character = ""
        elif kind in ("<wide>", "<narrow>"):
            character = chr(int(narrow, 16))
        self[code] = _SAME.get(character, character)
        return self[code]


_FOLDED = _Folded()
_BETWEEN_WORDS = re.compile(r"(?<=[^\W_])\s+(?=[^\W_])")
_CHINESE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


@lru_cache(maxsize=8192)
def text_mark(text: str) -> TextMark:
    """Return the mark of inline Markdown: a hash of its words and of the destinations of its links."""
    line = one_line(text)
    words = "".join(_pieces(line))
    places = " ".join(target.destination for target in find_targets(line))
    return TextMark(hashlib.sha256(f"{folded_words(words)}\n{places}".encode()).hexdigest()[:LENGTH])


def _pieces(line: str) -> list[str]:
    spans = scan_inline(line)
    kept = (span for span in spans if span.kind != "markup")
    return [span.shown if span.kind == "opaque" else line[span.start : span.end] for span in kept]


@lru_cache(maxsize=8192)
def folded_words(words: str) -> str:
    """Return words without differences in the spelling of spaces and signs.

    Width is folded and nothing else of NFKC: 10² would become 102, and ½ would become 1⁄2.
    """
    text = unicodedata.normalize("NFC", words).translate(_FOLDED)
    text = re.sub("-+", "-", text)
    return re.sub(r"\s+", "", _BETWEEN_WORDS.sub(_kept_space, text)).replace("\0", " ")


def _kept_space(match: re.Match[str]) -> str:
    """Keep a space between two words (as NUL), drop it beside a Chinese character, where it says nothing."""
    around = match.string[match.start() - 1] + match.string[match.end()]
    return "" if _CHINESE.search(around) else "\0"
