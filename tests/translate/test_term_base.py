"""Terms: each one of a source passage is rendered by one of its forms, none by a forbidden one; rows that contradict each other."""

from __future__ import annotations

from pathlib import Path

import pytest

from gazette.problems import Problem
from gazette.translate.term_base import TERMS, Form, TermBase, check_term_base, read_term_base
from gazette.translate.term_check import check_terms
from gazette.translate.term_places import find_in
from translations import examine, seed_text

HEAD = "zh-Hans\ten\tstatus\tsource\n"
BASE: TermBase = {
    "专利": (Form("patent", "preferred", "s"),),
    "发明专利": (Form("invention patent", "preferred", "s"), Form("patent for invention", "admitted", "s")),
    "市场主体": (Form("market entity", "preferred", "s"), Form("market subject", "forbidden", "s")),
    "电子商务": (Form("e-commerce", "preferred", "s"),),
    "许可": (Form("license", "preferred", "s"),),
}
FACTS = "---\ntype: page\ntitle: 题\nlanguages: [zh-Hans, en]\n---\n\n"


def found(folder: Path, source: str, english: str, front: str = "") -> list[tuple[str, str, str]]:
    texts = {"zh_Hans": FACTS + source + "\n", "en": f"---\ntitle: T\n{front}---\n\n{english}\n"}
    publication = examine(folder, only_parity=True, **texts).publication
    problems = check_terms(publication, BASE)
    return [(each.code, dict(each.details).get("term", ""), each.found) for each in problems]


@pytest.mark.parametrize(
    ("source", "english", "expected"),
    [
        ("专利", "A patent.", []),
        ("专利", "Patents; PATENTED", []),
        ("专利", "The patent’s owner", []),
        ("专利", "An invention.", [("term.missing", "专利", "")]),
        ("发明专利", "Invention patents.", []),
        ("发明专利", "Patents for inventions.", []),
        ("发明专利", "Patents.", [("term.missing", "发明专利", "")]),
        ("发明专利和专利", "Invention patents.", []),
        ("市场主体", "Market entities.", []),
        ("市场主体", "market subject", [("term.forbidden", "市场主体", "market subject")]),
        ("市场主体", "Market entities, not market subject.", [("term.forbidden", "市场主体", "market subject")]),
        ("甲", "market subject", []),
        ("电子商务", "E-commerce and e-\ncommerce", []),
        ("**专**利", "A **pa**tent", []),
        ("许可", "licensing", []),
        ("专\n利", "*patent*", []),
    ],
)
def test_terms_in_a_passage(source: str, english: str, expected: list[tuple[str, str, str]], tmp_path: Path) -> None:
    assert found(tmp_path, source, english) == expected


def test_a_term_inside_a_name_that_has_a_rendering_is_the_name_s() -> None:
    assert find_in("《专利纲要》和专利", BASE, ["专利纲要"]) == ["专利"]
    assert find_in("“专利”纲要", BASE, ['"专利"纲要']) == []


EXCUSE = "translation:\n  status: unofficial\n  exceptions:\n    - {{block: {block}, term: 专利, reason: understood}}\n"


def test_an_exception_with_a_reason(tmp_path: Path) -> None:
    assert found(tmp_path, "专利", "It.", EXCUSE.format(block="top+1")) == []
    assert [each[0] for each in found(tmp_path, "专利", "It.", EXCUSE.format(block="top+2"))] == [
        "term.missing",
        "term.unused",
    ]


def test_the_sentence_in_full(tmp_path: Path) -> None:
    english = seed_text("en").replace("business environment", "business climate")
    (one,) = [
        each
        for each in examine(tmp_path, zh_Hans=seed_text("zh-Hans"), en=english).problems
        if each.code == "term.missing"
    ]
    assert one.level == "warning"
    assert one.sentence("en") == (
        "index.en.md:60: expected “business environment” for “营商环境” (index.md:29, passage question-2+1) — hint: "
        "correct it as the term base says; if another word is right here, give block, term and reason under exceptions in "
        "translation. [term.missing]"
    )


def check(folder: Path, rows: str) -> list[tuple[str, int, str]]:
    file = folder / "terms.tsv"
    file.write_text(rows, encoding="utf-8")
    problems: list[Problem] = check_term_base(file, "terms.tsv")
    return [(each.code, each.line, each.found) for each in problems]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (HEAD + "专利\tpatent\tpreferred\tlaw\n", []),
        ("x\n", [("term-base.row", 1, "x")]),
        (HEAD + "专利\tpatent\tgood\tlaw\n", [("term-base.row", 2, "专利\tpatent\tgood\tlaw")]),
        (HEAD + "专利\tpatent\tpreferred\t\n", [("term-base.row", 2, "专利\tpatent\tpreferred\t")]),
        (
            HEAD + "专利\tpatent\tpreferred\ta\n专利\tPatent\tforbidden\tb\n",
            [("term-base.conflict", 3, "专利: Patent")],
        ),
        (
            HEAD + "专利\tpatent\tpreferred\ta\n专利\tletters\tpreferred\tb\n",
            [("term-base.conflict", 3, "专利: letters")],
        ),
        (HEAD + "专利\tpatent\tadmitted\ta\n专利\tletters\tadmitted\tb\n", [("term-base.preferred", 2, "专利")]),
    ],
)
def test_rows_that_contradict_each_other(rows: str, expected: list[tuple[str, int, str]], tmp_path: Path) -> None:
    assert check(tmp_path, rows) == expected


def test_the_term_base_is_sound_and_speaks_of_the_seed() -> None:
    assert check_term_base() == []
    base = read_term_base()
    lines = TERMS.read_text(encoding="utf-8").splitlines()[1:]
    assert len(base) >= 60 and lines == sorted(lines)
    assert all(form.source for forms in base.values() for form in forms)
    seed = find_in(seed_text("zh-Hans"), base)
    assert len(set(seed)) >= 25


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("报国家专利局备案", []),
        ("由省知识产权局、市专利代办处受理", []),
        ("市知识产权局受理专利申请", ["专利申请"]),
        ("全市专利和知识产权局面良好", ["专利", "知识产权"]),
        ("由淄博市市场监管局办理", ["市场监管局"]),
        ("专利在全国的布局", ["专利"]),
    ],
)
def test_a_term_inside_the_name_of_an_office_is_part_of_the_name(text: str, found: list[str]) -> None:
    base = {term: read_term_base()[term] for term in ("专利", "专利申请", "知识产权", "市场监管局")}
    assert find_in(text, base) == found
