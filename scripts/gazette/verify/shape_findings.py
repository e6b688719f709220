"""Shape findings (构成差异): what a PDF shows and does besides its words, where it differs from the original."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from gazette.verify.parts import Finding
from gazette.verify.shape import FileShape, PageShape


def check_shape(found: FileShape, original: FileShape | None) -> list[Finding]:
    """Return what `found` has that the original lacks or has differently; without one, what no official copy has."""
    if original is None:
        return [*found.foreign, *_joined(found.hidden), *found.replaced]
    wanted = set(original.foreign)
    findings = [each for each in found.foreign if each not in wanted]
    findings += _joined(_without(found.hidden, original.hidden))
    findings += _without(found.replaced, original.replaced)
    if len(found.pages) != len(original.pages):
        findings.append(Finding("pages", 0, f"{len(found.pages)} ≠ {len(original.pages)}"))
    fonts = {font for page in original.pages for font in page.fonts}
    for number, page in enumerate(found.pages, 1):
        wanted_page = (
            original.pages[number - 1] if number <= len(original.pages) else PageShape((), (), (), frozenset())
        )
        findings += _check_page(number, page, wanted_page, fonts)
    return findings


def _check_page(number: int, page: PageShape, original: PageShape, fonts: set[str]) -> Iterator[Finding]:
    if original.box and page.box != original.box:
        yield Finding("size", number, " × ".join(f"{each:g}" for each in page.box))
    for link in (Counter(page.links) - Counter(original.links)).elements():
        yield Finding("link", number, link)
    for link in (Counter(original.links) - Counter(page.links)).elements():
        yield Finding("link", number, f"∅ ({link})")
    added = Counter(page.pictures) - Counter(original.pictures)
    if count := added.total():
        yield Finding("picture", number, f"+{count}")
    if page.fonts - fonts:
        yield Finding("font", number, f"+{len(page.fonts - fonts)}")


def _without(found: Iterable[Finding], original: Iterable[Finding]) -> list[Finding]:
    return sorted((Counter(found) - Counter(original)).elements())


def _joined(hidden: Iterable[Finding]) -> list[Finding]:
    """Merge hidden words into one finding per page: text is drawn in many pieces."""
    words: dict[int, str] = {}
    for each in hidden:
        words[each.page] = words.get(each.page, "") + each.found
    return [Finding("hidden", page, text) for page, text in sorted(words.items())]
