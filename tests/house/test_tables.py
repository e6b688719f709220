"""Tables of language knowledge: sorted, unique, every row used, with its reason."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from gazette.convert.dictionaries import load_dictionaries
from recorded import RECORD

ROOT = Path(__file__).resolve().parents[2]
TABLES = sorted((ROOT / "scripts" / "gazette").rglob("*.tsv"))


def rows(table: Path) -> list[list[str]]:
    with table.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def test_there_are_tables() -> None:
    assert len(TABLES) >= 2


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_table_is_sorted_unique_and_full(table: Path) -> None:
    header, *body = rows(table)
    # A key may be several columns: a character and what stands around it, words and their language.
    keys = [
        row[: 2 if header[1] in ("window", "place", "form", "language", "en", "value") and header[0] != "phrase" else 1]
        for row in body
    ]
    assert keys == sorted(keys) and len(keys) == len(set(map(tuple, keys)))
    assert all(len(row) == len(header) and all(row) for row in body)


def test_every_protected_term_keeps_its_length_and_stands_in_a_publication() -> None:
    texts = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "docs").rglob("index.md"))
    _, *body = rows(ROOT / "scripts" / "gazette" / "convert" / "data" / "protected_terms.tsv")
    for simplified, traditional, reason in body:
        assert len(simplified) == len(traditional) and simplified in texts and reason


def test_every_label_is_used_by_a_template_or_by_the_pages() -> None:
    places = [*(ROOT / "overrides").rglob("*.html"), *(ROOT / "scripts" / "gazette").rglob("*.py")]
    used = "".join(path.read_text(encoding="utf-8") for path in places if "languages" not in path.parts)
    # Families whose last part is data: sizes, schemes, ways an edition was made.
    families = ("text_size_", "color_scheme_", "notice_", "colophon_profile_", "check_", "result_")
    for line in (ROOT / "overrides" / "labels" / "zh-Hans.yml").read_text(encoding="utf-8").splitlines():
        key = line.split(":")[0]
        if line and not line.startswith("#") and not key.startswith(families):
            assert f'"{key}"' in used or f"labels.{key}" in used or f"words.{key}" in used, key


def test_every_component_has_its_style_under_its_name() -> None:
    styles = {path.stem for path in (ROOT / "overrides" / "css").glob("*.css")}
    whole_page = {"tokens", "base", "article", "official-copy", "parallel", "search", "verify"}
    partials = {path.stem for path in (ROOT / "overrides" / "partials").glob("*.html")} - {"columns"}
    assert styles - whole_page == partials
    for name in partials:
        assert f"gz-{name}" in (ROOT / "overrides" / "partials" / f"{name}.html").read_text(encoding="utf-8"), name


def test_every_form_of_every_ambiguous_character_has_its_meaning() -> None:
    _, *body = rows(ROOT / "scripts" / "gazette" / "convert" / "data" / "glosses.tsv")
    candidates = load_dictionaries("tw").candidates
    assert {(row[0], row[1]) for row in body} == {(each, form) for each, forms in candidates.items() for form in forms}
    assert max(len(row[2]) for row in body) <= 40


def test_the_headers_in_the_handbook_are_those_of_the_table() -> None:
    _, *body = rows(ROOT / "scripts" / "gazette" / "site" / "headers.tsv")
    handbook = (ROOT / "scripts" / "handbook" / "serving.md").read_text(encoding="utf-8")
    lines = [f'    add_header {name} "{value}" always;\n' for name, value, _ in body]
    assert "\n\n" + "".join(lines) + "\n" in handbook


def test_the_record_of_accessibility_has_a_row_for_every_check_of_the_tests_and_no_other() -> None:
    marked: dict[str, set[str]] = {}
    for file in (ROOT / "tests" / "browser").glob("*.py"):
        for arguments in re.findall(r"mark\.accessibility\(([^)]+)\)", file.read_text(encoding="utf-8")):
            check, *criteria = re.findall(r'"([^"]+)"', arguments)
            marked.setdefault(check, set()).update(criteria)
    _, *body = rows(RECORD)
    assert {check: set(criteria.split()) for check, criteria, *_ in body} == marked
    assert {row[3] for row in body} == {"passed"}
