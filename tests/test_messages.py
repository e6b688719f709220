"""messages.tsv: sorted, unique, used, complete, and every row can be worded in both languages."""

from __future__ import annotations

import csv
import re
from itertools import pairwise
from pathlib import Path
from string import Formatter

import pytest

from gazette.model.facts import Facts, TranslatedFacts
from gazette.problems import LONGEST_QUOTE, WORDING_LANGUAGES, problem, quoted
from gazette.settings import GazetteSettings

GAZETTE = Path(__file__).resolve().parents[1] / "scripts" / "gazette"
LINES = (GAZETTE / "messages.tsv").read_text(encoding="utf-8").removesuffix("\n").split("\n")
ROWS = list(csv.DictReader(LINES, delimiter="\t", quoting=csv.QUOTE_NONE))
CODES = [row["code"] for row in ROWS]
WORDS = ("expected_zh", "expected_en", "hint_zh", "hint_en")
QUOTED = re.compile(r"\"([a-z]+(?:-[a-z]+)*\.[a-z]+(?:-[a-z]+)*)\"")
FILE_NAME = re.compile(r"\.(?:html|yml|md|txt|xml|svg|css|js|json|tsv|woff2?)$")


def _source() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(GAZETTE.rglob("*.py")))


def _placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_the_table_is_sorted_and_each_code_stands_once() -> None:
    assert sorted(CODES) == CODES
    assert [a for a, b in pairwise(CODES) if a == b] == []


def test_every_row_is_complete() -> None:
    assert LINES[0] == "code\tlevel\texpected_zh\texpected_en\thint_zh\thint_en"
    for line in LINES:
        assert len(line.split("\t")) == 6, line
        assert all(cell == cell.strip() and cell for cell in line.split("\t")), line
    assert {row["level"] for row in ROWS} == {"error", "warning", "release"}


def test_every_row_is_used() -> None:
    used = set(QUOTED.findall(_source()))
    assert sorted(set(CODES) - used) == []


def test_every_code_has_a_row() -> None:
    source = _source()
    direct = set(re.findall(r"(?:problem|PydanticCustomError)\(\s*\"([^\"]+)\"", source))
    rooms = {code.split(".")[0] for code in CODES}
    indirect = {code for code in QUOTED.findall(source) if code.split(".")[0] in rooms and not FILE_NAME.search(code)}
    assert len(direct) > 40
    assert sorted((direct | indirect) - set(CODES)) == []


@pytest.mark.parametrize("row", ROWS, ids=CODES)
def test_both_languages_say_the_same(row: dict[str, str]) -> None:
    chinese = _placeholders(row["expected_zh"]) | _placeholders(row["hint_zh"])
    english = _placeholders(row["expected_en"]) | _placeholders(row["hint_en"])
    # A word that differs from language to language comes once in each: place_zh, place_en.
    assert {name.removesuffix("_zh") for name in chinese} == {name.removesuffix("_en") for name in english}
    for name in ("expected_zh", "hint_zh"):
        assert re.search(r"[\u4e00-\u9fff]", row[name])
        assert not re.search(r"[,;:.?!](?:\s|$)", re.sub(r"“[^”]*”|\[[^]]*\]", "", row[name])), row[name]
    for name in ("expected_en", "hint_en"):
        assert not row[name].endswith((".", "。"))
        assert not re.search(r"[，。；：（）、？！]", row[name])


@pytest.mark.parametrize("row", ROWS, ids=CODES)
def test_every_row_can_be_worded(row: dict[str, str]) -> None:
    names = set().union(*(_placeholders(row[name]) for name in WORDS)) - {"field", "found"}
    one = problem(row["code"], "docs/a/index.md", 3, "title", "甲", **{name: f"<{name}>" for name in names})
    for language in WORDING_LANGUAGES:
        worded = one.worded(language)
        assert list(worded) == ["code", "level", "path", "line", "field", "found", "expected", "hint"]
        sentence = one.sentence(language)
        assert sentence.startswith("docs/a/index.md:3 title")
        assert sentence.endswith(f"[{row['code']}]")
        others = tuple(f"_{other}" for other in WORDING_LANGUAGES if other != language)
        assert all(f"<{name}>" in sentence for name in names if not name.endswith(others))
        assert "{<" not in sentence


def test_a_sentence_in_full() -> None:
    one = problem("field.misspelt", "docs/a/index.md", 6, "isued", "isued", nearest="issued")
    assert one.sentence("en") == (
        'docs/a/index.md:6 isued: found "isued", expected “issued” — hint: correct the name of the field. [field.misspelt]'
    )
    assert (
        one.sentence("zh") == "docs/a/index.md:6 isued：现为“isued”，应为“issued”。办法：更正字段名。 [field.misspelt]"
    )


def test_a_quotation_is_one_line_of_what_can_be_seen() -> None:
    assert quoted("甲\n乙\u200b丙\u202e") == "甲⏎乙<U+200B>丙<U+202E>"
    assert quoted("长" * LONGEST_QUOTE) == "长" * LONGEST_QUOTE
    assert quoted("长" * (LONGEST_QUOTE + 1)) == "长" * LONGEST_QUOTE + "…"


def test_a_clerk_reads_the_chinese_name_of_a_field() -> None:
    found = problem("date.invalid", "docs/index.md", 6, "issued", "2022-13-27")
    assert found.sentence("zh").startswith("docs/index.md:6 issued（发文日期）：现为“2022-13-27”，应为")
    assert found.sentence("en").startswith('docs/index.md:6 issued: found "2022-13-27", expected')


def test_every_named_field_is_one_that_can_be_written() -> None:
    table = (GAZETTE / "fields.tsv").read_text(encoding="utf-8").splitlines()[1:]
    models = (Facts, TranslatedFacts, GazetteSettings)
    known = {"site_url", *(name for model in models for name in model.model_fields)}
    assert {row.split("\t")[0].split(".")[0] for row in table} <= known
