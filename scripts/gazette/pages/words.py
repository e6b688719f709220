"""Words (文字): the check that every character of a source text appears, in order, in each form made from the text.

Compared are letters, digits, ideographs, punctuation and symbols: on one side the source without its markup, by our own
scanner; on the other each form made from it, read back by other means. White space, list marks, footnote marks and the
site's own additions to a passage are left out on both sides.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from lxml import html

from gazette.pages.canonical import PLAIN
from gazette.problems import Problem, problem
from gazette.source.body import Block, defined_labels, without_separators
from gazette.source.extents import FOOTNOTE
from gazette.source.inline import scan_inline, shown_text

# The forms of a text, as messages name them, in Chinese and in English.
_PLACES: Mapping[str, tuple[str, str]] = {
    "page": ("网页", "the page"),
    "canonical": ("规范文本", "the canonical text"),
    "search": ("检索文本", "the text of the search"),
    "copy": ("正式文本", "the official copy"),
}
ADDED = ("footnote-ref", "footnote-backref", "gz-stale")  # footnote marks and the "stale" remark
_LONGEST = 40
_HYPHEN = "\N{HYPHEN}"


@dataclass(frozen=True)
class Said:
    """One block and the characters that a reader should see of it; `file` is set when several files are combined."""

    block: Block
    characters: str
    file: str = ""


class _Seen(dict[int, str | None]):
    """Translation table that maps white space, controls and variation selectors to None and keeps the rest."""

    def __missing__(self, code: int) -> str | None:
        character = chr(code)
        category = unicodedata.category(character)
        is_selector = category == "Mn" and (0xFE00 <= code <= 0xFE0F or code >= 0xE0100 or code in (0x34F, 0x180B))
        self[code] = None if category[0] in "ZC" or is_selector else character
        return self[code]


_SEEN = _Seen()


def characters_of(text: str) -> str:
    """Return the compared characters of a text, in NFC."""
    if PLAIN.fullmatch(text):
        return "".join(text.split())
    return unicodedata.normalize("NFC", text.translate(_SEEN))


def find_said(blocks: Sequence[Block]) -> list[Said]:
    """Return the compared characters of each block, in source order; blocks without any are left out."""
    labels = defined_labels(blocks)
    said = [Said(block, _characters(block, labels)) for block in without_separators(blocks)]
    return [each for each in said if each.characters]


def in_page_order(blocks: Sequence[Block], said: Iterable[Said]) -> list[Said]:
    """Return `said` in the order of the page, on which footnotes (脚注) come last."""
    notes, is_note = set(), False
    for block in blocks:
        written = block.raw.lstrip("\n")
        is_note = bool(FOOTNOTE.match(written)) or (is_note and written.startswith(("    ", "\t")))
        notes |= {id(block)} if is_note else set()
    return sorted(said, key=lambda each: id(each.block) in notes)


@lru_cache(maxsize=16)
def rendered_characters(body: str) -> str:
    """Return the compared characters of a rendered body, without the site's own additions."""
    root = html.fragment_fromstring(body, create_parent="div")
    for element in list(root.iter("a")):
        if set(element.get("class", "").split()).intersection(ADDED):
            element.drop_tree()
    return characters_of(root.text_content())


def check_words(file: str, said: Sequence[Said], place: str, characters: str) -> list[Problem]:
    """Report each block whose characters are missing or out of order in `characters`, and any surplus characters.

    `place` names the form checked: `page`, `canonical`, `search` or `copy`. Code: body.words-lost.
    """
    if place == "copy":  # the typesetter may add hyphens at line ends
        said = [replace(each, characters=each.characters.replace(_HYPHEN, "")) for each in said]
        characters = characters.replace(_HYPHEN, "")
    if "".join(each.characters for each in said) == characters:
        return []
    problems, at = [], 0
    for number, each in enumerate(said):
        if characters.startswith(each.characters, at):
            at += len(each.characters)
            continue
        end = _resumed(said[number + 1 :], characters, at)
        problems.append(_lost(file, each, place, characters[at:end]))
        at = end
    if at < len(characters) and said and not problems:
        problems.append(_lost(file, said[-1], place, said[-1].characters + characters[at:]))
    return problems


def _resumed(following: Sequence[Said], characters: str, at: int) -> int:
    """Return the offset in `characters` of the first following block that occurs again, or its length."""
    return next((found for each in following if (found := characters.find(each.characters, at)) >= 0), len(characters))


def _lost(file: str, said: Said, place: str, shown: str) -> Problem:
    start = _alike(said.characters, shown)
    written, shown = said.characters[max(0, start - 4) :], shown[max(0, start - 4) :]
    end = _alike(written[::-1], shown[::-1])
    written, shown = (each[: max(len(each) - end + 4, 1)][:_LONGEST] for each in (written, shown))
    chinese, english = _PLACES[place]
    found = said.block.raw.strip().split("\n", 1)[0][:_LONGEST]
    details = {"written": written, "shown": shown or "∅", "place_zh": chinese, "place_en": english}
    return problem("body.words-lost", said.file or file, said.block.line, found=found, **details)


def _characters(block: Block, labels: frozenset[str]) -> str:
    if block.kind in ("rule", "definition"):
        return ""
    text = block.text
    if block.kind == "code":
        return characters_of(text.split("\n", 1)[1].rsplit("\n", 1)[0] if text.count("\n") > 1 else "")
    if block.kind == "indented":
        return characters_of(text)
    if block.kind == "underlined":
        text = text.rsplit("\n", 1)[0]
    return characters_of("".join(shown_text(text, scan_inline(text, labels, block.kind))))


def _alike(one: str, other: str) -> int:
    """Return the length of the common prefix of two texts."""
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
