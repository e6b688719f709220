"""Text marks (段落标记): a short hash of what a passage says, blind to white space and to the width of punctuation."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache
from typing import NewType

from gazette.signed_table import one_line
from gazette.source.inline import find_targets, scan_inline

# 16 hexadecimal digits; the digest of a whole canonical text is another thing (CanonicalDigest).
TextMark = NewType("TextMark", str)
LENGTH = 16  # hexadecimal digits of SHA-256: 64 bits tell a few thousand blocks of one publication apart
# Marks that one keyboard writes so and another otherwise; a reader takes them for the same.
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
    """Each character as it is compared, looked up once: narrow, nothing where no eye sees it, otherwise as in the table."""

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
    """The mark of inline Markdown: of its words, and of the places to which it links."""
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
    """What is left when only the spelling of spaces and signs differs.

    Width is folded and nothing else of NFKC: 10² would become 102, and ½ would become 1⁄2.
    """
    text = unicodedata.normalize("NFC", words).translate(_FOLDED)
    text = re.sub("-+", "-", text)
    return re.sub(r"\s+", "", _BETWEEN_WORDS.sub(_kept_space, text)).replace("\0", " ")


def _kept_space(match: re.Match[str]) -> str:
    """A space parts two words of a script that has spaces; beside a Chinese character it says nothing."""
    around = match.string[match.start() - 1] + match.string[match.end()]
    return "" if _CHINESE.search(around) else "\0"
