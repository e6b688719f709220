"""Doubles (异码同形字): finds characters that only look like the intended one, such as ⼀ (a radical, U+2F00) for 一."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from gazette.knowledge import kept, table_rows
from gazette.problems import Problem, problem
from gazette.source.body import Block, defined_labels
from gazette.source.inline import scan_inline
from gazette.yaml_tree import KeyPath, YamlTree

_TABLE = Path(__file__).with_name("data") / "radicals.tsv"
# Character references of HTML: a numeric one counts without its semicolon too.
_REFERENCE = re.compile(r"&(?:#\d+|#[xX][0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);?")
# Half-width letters and signs, and mathematical letters: a <font> decomposition elsewhere (ℓ, ℂ) is written on purpose.
_SAME = {"<narrow>": range(0xFF61, 0xFFDD), "<font>": range(0x1D400, 0x1D800)}
# Unicode maps these to the Japanese dot and to combining marks: Chinese text means the middle dot and spacing marks.
_MEANT = {"\uff65": "·", "\uff9e": "゛", "\uff9f": "゜"}


def check_doubles(text: str, shown: str) -> list[Problem]:
    """Report each such character of a file once, with every line on which it stands.

    Search does not find it, conversion skips it, and a font draws it differently: it comes with text that was copied
    out of a PDF.
    """
    places = {
        character: [number for number, line in enumerate(text.split("\n"), 1) if character in line]
        for character in sorted(filter(meant_character, set(text)))
    }
    return [_problem(character, _named(character), shown, lines) for character, lines in places.items()]


def check_written_doubles(facts: YamlTree, blocks: Iterable[Block], text: str, shown: str) -> list[Problem]:
    """Report characters that the file `text` holds only as an entity (`&#x2F00;`) or a YAML escape (`"\\u2F00"`)."""
    places: dict[tuple[str, str], list[int]] = {}
    for character, written, line in [*_in_facts(facts.values, (), facts, frozenset(text)), *_in_blocks(tuple(blocks))]:
        places.setdefault((character, written), []).append(line)
    return [
        _problem(character, f"{written} {_named(character)}", shown, sorted(set(lines)))
        for (character, written), lines in places.items()
    ]


def _problem(character: str, found: str, shown: str, lines: list[int]) -> Problem:
    told = {"wanted": _named(meant_character(character)), "lines": ", ".join(map(str, lines))}
    return problem("source.double", shown, lines[0], found=found, **told)


def _in_facts(value: Any, at: KeyPath, facts: YamlTree, literal: frozenset[str]) -> Iterator[tuple[str, str, int]]:
    """Yield (character, escape, line) for doubles in the values of the facts that are no `literal` characters."""
    if isinstance(value, str):
        for character in sorted(filter(meant_character, set(value) - literal)):
            yield (
                character,
                f"\\u{ord(character):04X}" if ord(character) < 0x10000 else f"\\U{ord(character):08X}",
                facts.line(at),
            )
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in pairs:
        yield from _in_facts(each, (*at, key), facts, literal)


def _in_blocks(blocks: tuple[Block, ...]) -> Iterator[tuple[str, str, int]]:
    """Yield (character, entity as written, line) for doubles written as entities; in code an entity is literal."""
    labels = defined_labels(blocks)
    for block in blocks:
        for start, piece in [(0, block.attributes), *_pieces(block, labels)]:
            for match in _REFERENCE.finditer(piece):
                line = block.line + block.text.count("\n", 0, start + match.start())
                for character in filter(meant_character, html.unescape(match[0])):
                    yield character, match[0], line


def _pieces(block: Block, labels: frozenset[str]) -> list[tuple[int, str]]:
    """Return (offset, piece) for the parts of a block's text that may hold an entity: in raw HTML all of it."""
    if block.kind == "html":
        return [(0, block.text)]
    if block.kind in ("code", "indented", "rule"):
        return []
    spans = scan_inline(block.text, labels, block.kind)
    read = (each for each in spans if each.kind == "attribute" or block.text[each.start] == "&")
    return [(each.start, block.text[each.start : each.end]) for each in read]


@kept
def meant_character(character: str) -> str:
    """Return the character to write instead, or an empty string if `character` is no double.

    Doubles are radicals, strokes, half-width forms, mathematical letters, and characters that Unicode holds to be the
    same as one other. An accented letter of two parts is no double.
    """
    kind, *parts = unicodedata.decomposition(character).split() or [""]
    if not parts and kind:  # a canonical singleton: compatibility ideographs, the Kelvin and the Ångström sign
        return unicodedata.normalize("NFC", character)
    if 0x2F00 <= ord(character) < 0x2FE0 and parts:
        return chr(int(parts[0], 16))
    if ord(character) in _SAME.get(kind, ()):
        return _MEANT.get(character) or chr(int(parts[0], 16))
    return _radicals().get(character, "")


def _named(character: str) -> str:
    return f"{character} U+{ord(character):04X}"


@kept
def _radicals() -> dict[str, str]:
    return {row["character"]: row["ideograph"] for row in table_rows(_TABLE)}
