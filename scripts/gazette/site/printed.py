"""Printed characters (印刷用字): the characters that a stage prints in each role, and the stage with fonts of just these."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

from lxml import html

from gazette.copies.fonts import read_faces
from gazette.pages.canonical import render_body
from gazette.pages.labels import Labels
from gazette.pages.page import Page
from gazette.rendered import Content, Rendered
from gazette.shares import work_shares
from gazette.site.assets import FONTS, bundle_assets
from gazette.site.outputs import with_assets
from gazette.site.print_fonts import PrintedWords, choose_faces, cut_faces
from gazette.site.stage_files import StageFiles

# The elements that official-copy.css sets in each role, besides title and body.
_STRONG, _EMPHASIS = ("h2", "strong", "b", "th", "caption"), ("em", "i", "cite")
_SET_IN = {"level1": _STRONG, "level2": ("h3", "blockquote"), "emphasis": _EMPHASIS}
_MONO = ("code", "pre", "kbd", "samp")

CharactersByRole = dict[tuple[str, str], str]  # language tag and role → characters, sorted


def add_print_fonts(stage: StageFiles, overrides: Path, twins: Path) -> StageFiles:
    """Return the stage with subset faces instead of whole ones; raise DamagedFontError."""
    context = stage.context
    words = _Gathered()
    words.add_labels(context.labels)
    for page in stage.pages:
        words.add_page(page)
    draft_marks = {tag: own["draft_mark"] for tag, own in context.labels.items()}
    for printed in _printed_in(stage.publications, draft_marks):
        words.merge(printed)
    chosen = choose_faces(words.found, read_faces(overrides / FONTS))
    assets = bundle_assets(overrides, cut_faces(chosen, twins))
    named = {tag: tuple(each.shorthand for each in own) for tag, own in chosen.by_language.items()}
    kept = {name: content for name, content in stage.common.items() if name not in context.assets.files}
    return replace(
        stage,
        common={**kept, **assets.files},
        context=replace(context, assets=assets, print_faces=named),
        outputs=with_assets(stage.outputs, assets.files),
    )


def _printed_in(publications: Iterable[Rendered], draft_marks: Mapping[str, str]) -> Iterator[CharactersByRole]:
    """Yield the characters of each publication; those not known yet are found in all cores."""
    unknown = []
    for each in publications:
        known: CharactersByRole | None = each.recall("printed")
        if known is None:
            unknown.append(each)
        else:
            yield known
    for each, found in work_shares(partial(_find_in, draft_marks), unknown):
        each.keep("printed", found)
        yield found


def _find_in(draft_marks: Mapping[str, str], rendered: Rendered) -> CharactersByRole:
    return find_printed(rendered.content, draft_marks)


class _Gathered:
    """The characters printed in each role, by language; the body has all, since its face stands in for any other."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], set[str]] = {}

    @property
    def found(self) -> PrintedWords:
        return {key: frozenset(map(ord, characters)) for key, characters in self._found.items()}

    def add(self, tag: str, role: str, words: Iterable[str]) -> None:
        self._found.setdefault((tag, role), set()).update(*words)

    def merge(self, printed: CharactersByRole) -> None:
        """Add what find_printed() found in one publication."""
        for (tag, role), characters in printed.items():
            self.add(tag, role, [characters])

    def add_labels(self, labels: Mapping[str, Labels]) -> None:
        for tag, own in labels.items():
            named = (*own.words.values(), own.site_title, own.bureau, *own.columns.values(), *own.topics.values())
            self.add(tag, "body", named)
            self.add(tag, "body", (other.language.name for other in labels.values()))
            self.add(tag, "level1", [own["facts"], own["contact"], own["accessibility_checks"]])
            self.add(tag, "level2", [own["preview"]])

    def add_page(self, page: Page) -> None:
        """Add everything that a page may print; a few signs of JSON besides do no harm."""
        shown = (page.title, page.description, page.keywords, page.data, page.body)
        self.add(page.tag, "body", [json.dumps(shown, ensure_ascii=False, default=str)])
        self.add(page.tag, "title", [page.title])

    def printed(self) -> CharactersByRole:
        return {key: "".join(sorted(characters)) for key, characters in self._found.items()}


def find_printed(content: Content, draft_marks: Mapping[str, str]) -> CharactersByRole:
    """Return the characters of one publication's pages, by language and role; `draft_marks` by language."""
    words = _Gathered()
    for page in content.pages:
        words.add_page(page)
        if "official" in page.data or page.body:
            words.add(page.tag, "title", [page.title, draft_marks[page.tag]])
            words.add(page.tag, "level2", page.data.get("notice", ()))
            for role, text in _in_roles(page):
                words.add(page.tag, role, [text])
    return words.printed()


def _in_roles(page: Page) -> Iterable[tuple[str, str]]:
    if not page.body.strip():
        return
    root = html.fragment_fromstring(render_body(page.body), create_parent="div")
    for role, names in (*_SET_IN.items(), ("mono", _MONO)):
        for element in root.iter(*names):
            yield role, element.text_content()
    # Both at once, whichever is inside the other; a heading of the third level is both in languages without 楷体.
    for outer, inner in ((_STRONG, _EMPHASIS), (_EMPHASIS, _STRONG), (("h3",), _EMPHASIS)):
        for element in root.iter(*outer):
            yield from (("strong-emphasis", each.text_content()) for each in element.iter(*inner))
    if not page.tag.startswith("zh"):
        yield from (("strong-emphasis", element.text_content()) for element in root.iter("h3"))
