"""Font map (字符映射): the Unicode text of a PDF font's character codes, by its ToUnicode CMap."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

import pikepdf

UNKNOWN = "\ufffd"  # stands for a code that the ToUnicode CMap lacks
_MOST = 1 << 17  # limit of mappings per font: twice the number of two-byte codes
_TOKEN = re.compile(rb"<([0-9A-Fa-f\s]*)>|(\[)|(\])|(begin|end)(bfchar|bfrange|codespacerange)")


@dataclass(frozen=True)
class Font:
    """Decoder of a font's codes: `width` bytes per code; `characters` maps a code to its text."""

    width: int
    characters: dict[int, str]

    def read(self, data: bytes) -> str:
        """Return the text of a string of codes; UNKNOWN for each code without a mapping."""
        codes = (int.from_bytes(data[at : at + self.width], "big") for at in range(0, len(data), self.width))
        return "".join(self.characters.get(code, UNKNOWN) for code in codes)


def read_font_map(font: Any) -> Font:
    """Return the decoder of a PDF font dictionary; without a ToUnicode CMap every code reads as UNKNOWN."""
    width = 2 if font.get("/Subtype") == pikepdf.Name.Type0 else 1
    stream = font.get("/ToUnicode")
    if not isinstance(stream, pikepdf.Stream):
        return Font(width, {})
    return Font(width, dict(islice(_mapped(stream.read_bytes()), _MOST)))


def _mapped(cmap: bytes) -> Iterator[tuple[int, str]]:
    section, values, depth = b"", list[Any](), 0
    for match in _TOKEN.finditer(cmap):
        if match[5]:
            section, values = (match[5] if match[4] == b"begin" else b""), []
        elif match[2]:
            depth = 1
            values.append([])
        elif match[3]:
            depth = 0
        elif section in (b"bfchar", b"bfrange"):
            (values[-1] if depth else values).append(re.sub(rb"\s", b"", match[1]))
        if section == b"bfchar" and len(values) == 2:
            yield int(values[0] or b"0", 16), _characters(values[1])
            values = []
        elif section == b"bfrange" and len(values) == 3 and not depth:
            yield from _range(*values)
            values = []


def _range(first: bytes, last: bytes, target: Any) -> Iterator[tuple[int, str]]:
    start, end = int(first, 16), min(int(last, 16), int(first, 16) + 0xFFFF)
    for code in range(start, end + 1):
        if isinstance(target, list):
            if code - start < len(target):
                yield code, _characters(target[code - start])
        else:
            text = _characters(target)
            yield code, text[:-1] + chr(min(ord(text[-1]) + code - start, 0x10FFFF)) if text else ""


def _characters(digits: bytes) -> str:
    data = bytes.fromhex(digits.decode("ascii").zfill(-(-len(digits) // 4) * 4))
    return data.decode("utf-16-be", errors="replace")
