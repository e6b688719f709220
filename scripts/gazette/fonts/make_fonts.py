"""Making fonts (制作印刷字体): make overrides/fonts from Debian's packages; run by a person, never by a build.

    PYTHONPATH=scripts .venv/bin/python -m gazette.fonts.make_fonts            # about ten minutes, 360 MB of packages
    PYTHONPATH=scripts .venv/bin/python -m gazette.fonts.make_fonts --check    # makes them elsewhere and compares
    PYTHONPATH=scripts .venv/bin/python -m gazette.fonts.make_fonts --audit    # compares every glyph with other faces

Tables in data/: recipes.tsv (what is made from what), packages.tsv (the packages), grafts.tsv (glyphs composed of
parts), removed.tsv (characters that a source draws wrongly), accepted.tsv (findings of the audit that a person has
inspected and accepts), looked.tsv (that every glyph was inspected, and how; written by the person who inspected the
sheets of `--audit`). The same packages give the same bytes.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import hashlib
import io
import re
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from itertools import groupby
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from fontTools.ttLib.woff2 import WOFF2FlavorData

from gazette.copies.fonts import COVERAGE_FILE, FACES_FILE, FACES_HEAD, coverage_table, licence_file, read_faces
from gazette.fonts.audit import describe_finding
from gazette.fonts.characters import SPACES, UNIHAN, character_sets, wanted_characters
from gazette.fonts.grafts import RAISED_SIZE, raised_parts, read_grafts
from gazette.fonts.outlines import UNITS_PER_EM, Graft, finish_font, open_font, reduce_font
from gazette.fonts.package_files import read_members
from gazette.fonts.packages import RefusedPackageError, fetch_package, read_packages
from gazette.fonts.recipes import Recipe, read_recipes
from gazette.fonts.sheet import print_fonts_css
from gazette.fonts.survey import find_unaccepted

_ROOT = Path(__file__).resolve().parents[3]
_FONTS = _ROOT / "overrides" / "fonts"
PACKAGES = _ROOT / "build" / "font-packages"
SHEETS = _ROOT / "build" / "font-audit"
_LICENCE_TEXTS = {
    "texlive-lang-chinese": ("doc:fonts/fandol/README", "doc:fonts/fandol/COPYING.gz"),
}

Members = Mapping[str, Mapping[str, bytes]]


def write_fonts(out: Path, packages: Path, say: Callable[[str], None]) -> None:
    """Make every face with its licence, the table of faces and the style sheet in `out`. Raises RefusedPackageError."""
    recipes = read_recipes()
    members = _read_sources(recipes, packages, say)
    sets = character_sets(members["unicode-data"][UNIHAN].decode("utf-8"))
    out.mkdir(parents=True, exist_ok=True)
    rows: list[tuple[str, ...]] = []
    for number, (recipe, data, points) in enumerate(_make_faces(recipes, sets, members), 1):
        (out / f"{recipe.face}.woff2").write_bytes(data)
        (out / licence_file(recipe.face)).write_text(_licence(recipe, members), encoding="utf-8")
        rows.append(_row(recipe, hashlib.sha256(data).hexdigest()))
        say(f"{number:2}/{len(recipes)} {recipe.face:24} {len(points):6,} characters, {len(data) / 1e6:5.2f} MB")
    with (out / FACES_FILE).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_NONE)
        writer.writerows([FACES_HEAD, *sorted(rows)])
    (out / COVERAGE_FILE).write_text(coverage_table(read_faces(out)), encoding="utf-8")
    (out / "print-fonts.css").write_text(print_fonts_css(read_faces(out)), encoding="utf-8")


def _make_faces(
    recipes: Iterable[Recipe], sets: Mapping[str, frozenset[int]], members: Members
) -> Iterator[tuple[Recipe, bytes, frozenset[int]]]:
    """Yield each recipe with its woff2 file and its characters, in parallel on all processors.

    A face that leaves out other faces' characters is made after them, in order of how many faces it leaves out.
    """
    covered: dict[str, frozenset[int]] = {}
    ordered = sorted(recipes, key=lambda each: (len(each.lacking), each.face))
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        for _, group in groupby(ordered, key=lambda each: len(each.lacking)):
            wave = list(group)
            wanted = [
                (wanted_characters(each, sets) - frozenset().union(*(covered[name] for name in each.lacking))) | SPACES
                for each in wave
            ]
            sources = [members[each.package] for each in wave]
            for recipe, (data, points) in zip(wave, pool.map(_make_face, wave, wanted, sources), strict=True):
                covered[recipe.face] = points
                yield recipe, data, points


def _read_sources(recipes: tuple[Recipe, ...], packages: Path, say: Callable[[str], None]) -> Members:
    """Return all files that the recipes need: package → file name → bytes."""
    names: dict[str, set[str]] = {"unicode-data": {UNIHAN}}
    for recipe in recipes:
        names.setdefault(recipe.package, set()).update({recipe.member, *_licence_texts(recipe.package)})
    found = {}
    for package, wanted in sorted(names.items()):
        say(f"      {package} {read_packages()[package].version}")
        found[package] = read_members(fetch_package(package, packages), frozenset(wanted))
    return found


def _make_face(recipe: Recipe, wanted: frozenset[int], members: Mapping[str, bytes]) -> tuple[bytes, frozenset[int]]:
    """Return the woff2 file and its characters, made from the files of the package."""

    def source(file: str) -> Any:
        return open_font(io.BytesIO(members[file or recipe.member]), recipe.index)

    font, original = source(""), cache(source)
    grafts = [
        Graft(character, UNITS_PER_EM, tuple((part, original(part.file)) for part in parts))
        for character, parts in read_grafts(recipe.face).items()
    ]
    grafts += _raised(wanted - font.getBestCmap().keys() - read_grafts(recipe.face).keys(), original(""))
    reduce_font(font, wanted & font.getBestCmap().keys(), recipe.features)
    finish_font(font, recipe, grafts)
    font.flavor = "woff2"
    # Without woff2's transformation a file is a tenth larger but unpacks fifty times as fast at each first build.
    font.flavorData = WOFF2FlavorData(transformedTables=())
    out = io.BytesIO()
    font.save(out, reorderTables=False)
    return out.getvalue(), frozenset(font.getBestCmap()) - SPACES


def _raised(points: frozenset[int], source: Any) -> list[Graft]:
    """Compose superscripts and subscripts that the source lacks from its own letters."""
    unit = UNITS_PER_EM / source["head"].unitsPerEm
    widths = {chr(point): source["hmtx"][name][0] * unit for point, name in source.getBestCmap().items()}
    return [
        Graft(chr(point), round(parts[-1].matrix[2] + widths[parts[-1].character] * RAISED_SIZE), sourced)
        for point in sorted(points)
        if (parts := raised_parts(point, widths)) and (sourced := tuple((part, source) for part in parts))
    ]


def _row(recipe: Recipe, digest: str) -> tuple[str, ...]:
    version = read_packages()[recipe.package].version
    return (recipe.face, recipe.family, recipe.serves, str(recipe.weight), recipe.style,
            f"{recipe.face}.woff2", digest, f"{recipe.package} {version}", recipe.licence)  # fmt: skip


def _licence_texts(package: str) -> tuple[str, ...]:
    return _LICENCE_TEXTS.get(package, (f"doc:{package}/copyright",))


def _licence(recipe: Recipe, members: Members) -> str:
    """Return the licence file: what was changed, then the licence texts of the package."""
    package = read_packages()[recipe.package]
    shared = [each for each in read_recipes() if licence_file(each.face) == licence_file(recipe.face)]
    lines = [
        f"Modified from {', '.join(each.member for each in shared)}: {', '.join(each.face for each in shared)}",
        f"Source: Debian's package {package.package} {package.version}",
        f"(https://deb.debian.org/debian/{package.address}).",
        "Changed: fewer characters, TrueType outlines, other vertical metrics and name.",
        "It is made from this source by scripts/gazette/fonts/make_fonts.py.",
        f"Licence: {recipe.licence}.",
    ]
    if read_grafts(recipe.face):
        lines.insert(3, "Some glyphs are put together from others, see scripts/gazette/fonts/data/grafts.tsv.")
    if "exception" in recipe.licence:
        lines.append("The font exception at the end of the licence is extended to this version.")
    texts = (_licence_text(name, members[recipe.package][name]) for name in _licence_texts(recipe.package))
    return "\n\n".join(["\n".join(lines), *texts]) + "\n"


def _licence_text(name: str, data: bytes) -> str:
    """Return a licence text without the list of files that Debian left out."""
    text = (gzip.decompress(data) if name.endswith(".gz") else data).decode("utf-8")
    return re.sub(r"Files-Excluded:\n(?: .*\n)*", "", "\n".join(map(str.rstrip, text.splitlines()))).strip()


def find_unequal_files(made: Path, committed: Path) -> list[str]:
    """Return the names of files that differ between the folders or are in only one of them, sorted."""
    names = {file.name for folder in (made, committed) for file in folder.iterdir() if file.is_file()}
    files = {name: (made / name, committed / name) for name in names}
    return sorted(
        n for n, (a, b) in files.items() if not (a.is_file() and b.is_file() and a.read_bytes() == b.read_bytes())
    )


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def main() -> None:
    """Make the fonts, or check or audit them, as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--check", action="store_true", help="make them in a temporary folder and compare with overrides/fonts"
    )
    parser.add_argument(
        "--packages", type=Path, default=PACKAGES, help="where the packages are kept (build/font-packages)"
    )
    parser.add_argument(
        "--audit", action="store_true", help="compare every glyph with other faces; sheets go to build/font-audit"
    )
    options = parser.parse_args()
    try:
        if options.audit:
            raise SystemExit(_audit(options.packages))
        if options.check:
            raise SystemExit(_check(options.packages))
        write_fonts(_FONTS, options.packages, _say)
    except RefusedPackageError as refused:
        raise SystemExit(str(refused)) from None


def _check(packages: Path) -> str | None:
    """Return what differs from overrides/fonts, or None."""
    with tempfile.TemporaryDirectory() as folder:
        write_fonts(Path(folder), packages, _say)
        different = find_unequal_files(Path(folder), _FONTS)
    if different:
        return f"Not the same as in overrides/fonts: {', '.join(different)}."
    _say("Every file in overrides/fonts is the same, byte for byte.")
    return None


def _audit(packages: Path) -> str | None:
    findings, unused = find_unaccepted(_FONTS, packages, SHEETS, _say)
    told = [*map(describe_finding, findings), *(f"accepted.tsv, without need: {each}" for each in unused)]
    if told:
        return "\n".join([*told, f"{len(told)} findings. Look at the sheets in {SHEETS}."])
    _say("Every glyph is nearest to its own character, or accepted.")
    return None


if __name__ == "__main__":
    main()
