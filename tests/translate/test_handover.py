"""Passages to a translator's tool and back: nothing of the Markdown lost, everything else in the file byte for byte."""

from __future__ import annotations

import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest
from lxml import etree
from translate.storage import factory

from gazette.problems import Problem
from gazette.project import Project
from gazette.records.exchange import export_passages
from gazette.records.progress import find_progress
from gazette.records.translations import record_translation
from gazette.translate.freshness import TranslatedPassage
from gazette.translate.tbx import format_tbx
from gazette.translate.term_base import read_term_base
from gazette.translate.xliff import Exchange, XliffUnit, format_xliff, lost_markup, parse_xliff
from handovers import XLIFF, desk_of, first_publication, imported, rewrite
from translations import PATH, seed_text

RICH = '**一是**见[附件](a.pdf "题")和`code`。\n第二行<br>![图](a.png)'


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return first_publication(tmp_path)


def exported(project: Project, tag: str = "en") -> tuple[Exchange, bytes]:
    exchange, problems = export_passages(desk_of(project), PATH, tag)
    assert exchange and problems == []
    return exchange, format_xliff(exchange)


def translated(data: bytes, targets: dict[str, str]) -> bytes:
    """The file as a tool gives it back: targets without placeholders, as tools that do not know them write them."""
    root = etree.fromstring(data)
    for unit in root.iter(f"{XLIFF}trans-unit"):
        if (text := targets.get(unit.get("id"))) is not None:
            target = unit.find(f"{XLIFF}target")
            target = etree.SubElement(unit, f"{XLIFF}target") if target is None else target
            for child in list(target):
                target.remove(child)
            target.text = text
    return bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True))


def test_markup_comes_back_as_it_went() -> None:
    english = RICH.replace("一是", "First, ").replace("题", "Title")
    units = (XliffUnit("a", RICH, english, "paragraph"), XliffUnit("title", "甲 & <乙>", "", None))
    exchange, problems = parse_xliff(format_xliff(Exchange("x/2022/y", "en", units)), "x.xlf")
    assert problems == [] and exchange
    assert [(each.key, each.source, each.target) for each in exchange.units] == [
        ("a", RICH, english),
        ("title", "甲 & <乙>", ""),
    ]


def test_marks_are_placeholders_and_words_are_not() -> None:
    root = etree.fromstring(format_xliff(Exchange("x/2022/y", "en", (XliffUnit("a", RICH, "", "paragraph"),))))
    (source,) = root.iter(f"{XLIFF}source")
    marks = [each.text for each in source]
    assert marks[:4] == ["**", "**", "[", '](a.pdf "']
    assert (
        "".join([source.text or "", *(each.tail or "" for each in source)]).replace("\n", "")
        == "一是见附件题和。第二行图"
    )


def test_another_program_opens_it(tmp_path: Path) -> None:
    """Translate Toolkit's own reader finds out by itself what the file is; xmllint reads it as XML."""
    file = tmp_path / "a.xlf"
    file.write_bytes(format_xliff(Exchange("x/2022/y", "en", (XliffUnit("a", RICH, "A", "paragraph", "旧", ("变",)),))))
    (unit,) = factory.getobject(str(file)).units
    assert (unit.source, unit.target, unit.getnotes()) == (RICH, "A", "变")
    assert [each.source for each in unit.getalttrans()] == ["旧"]
    if shutil.which("xmllint"):
        assert subprocess.run(["xmllint", "--noout", str(file)]).returncode == 0


def test_only_what_is_missing_or_stale_goes_out(project: Project) -> None:
    assert exported(project)[0].units == ()
    rewrite(project, "index.md", "3376件", "3377件")
    (stale,) = exported(project)[0].units
    assert (stale.key, stale.before.count("3376件"), stale.source.count("3377件")) == ("question-1+1", 1, 1)
    assert stale.notes[0] == "…全市授权发明专利[-3376-]{+3377+}件，申请PCT国…"
    assert "发明专利 = invention patent" in stale.notes[1]


def test_a_stale_passage_comes_back(project: Project) -> None:
    rewrite(project, "index.md", "3376件", "3377件")
    (unit,), data = exported(project)[0].units, exported(project)[1]
    before = (project.docs / PATH / "index.en.md").read_bytes()
    text = unit.target.replace("3,376", "3,377")
    assert imported(project, translated(data, {unit.key: text})) == (1, [])
    assert (project.docs / PATH / "index.en.md").read_bytes() == before.replace(b"3,376", b"3,377")
    assert imported(project, translated(data, {unit.key: text})) == (0, [])


@pytest.mark.parametrize(("newline", "mark"), [("\r\n", ""), ("\n", "\ufeff"), ("\r\n", "\ufeff")])
def test_line_ends_and_byte_order_mark_stay(newline: str, mark: str, project: Project) -> None:
    file = project.docs / PATH / "index.en.md"
    before = mark + file.read_text(encoding="utf-8").replace("\n", newline) + "  " + newline
    file.write_bytes(before.encode())
    rewrite(project, "index.md", "更加完备", "更加完善")
    exchange, data = exported(project)
    (unit,) = exchange.units
    back = unit.target.replace("more complete", "more nearly complete")
    assert imported(project, translated(data, {unit.key: back})) == (1, [])
    assert file.read_bytes() == before.replace("more complete", "more nearly complete").encode()


def test_a_missing_passage_is_put_in_its_place(project: Project) -> None:
    english = seed_text("en")
    gone = next(part for part in english.split("\n\n") if part.startswith("**Third, "))
    rewrite(project, "index.en.md", gone + "\n\n", "")
    exchange, data = exported(project)
    assert [(each.key, each.target) for each in exchange.units] == [("measure-3", "")]
    assert imported(project, translated(data, {"measure-3": gone})) == (1, [])
    assert (project.docs / PATH / "index.en.md").read_text(encoding="utf-8") == english


def test_a_new_language_begins_as_one_file(project: Project) -> None:
    (project.docs / PATH / "index.en.md").unlink()
    rewrite(project, "index.md", "topics:", CHINESE_WORDS)
    exchange, data = exported(project)
    assert len(exchange.units) == 20 and {each.target for each in exchange.units} == {""}
    source = {each.key: each.source for each in exchange.units}
    assert imported(project, data) == (0, [])
    targets = {key: f"{text}: en" if key.count(".") or key == "title" else f"{text}E" for key, text in source.items()}
    assert imported(project, translated(data, targets)) == (20, [])
    text = (project.docs / PATH / "index.en.md").read_text(encoding="utf-8")
    assert text.startswith(
        '---\ntitle: "局长解读：《淄博市国家知识产权强市试点城市建设工作方案（2022-2025年）》: en"\n'
    )
    assert "\nsubject_words: [知识产权, 试点E]\n" in text
    assert 'speaker:\n  name: "苏凯: en"\n' in text and "translation:\n  status: unofficial\n---\n" in text
    (row,) = [each for each in find_progress(desk_of(project)) if each.language == "en"]
    assert (row.total, row.missing, row.unsigned + row.stale + row.fresh) == (20, 0, 20)


CHINESE_WORDS = "subject_words: [知识产权, 试点]\ntopics:"


def test_a_fact_that_the_translation_lacks_is_put_above_its_last(project: Project) -> None:
    rewrite(project, "index.md", "topics:", CHINESE_WORDS)
    exchange, data = exported(project)
    assert [(each.key, each.source, each.target) for each in exchange.units] == [
        ("subject_words", "知识产权、试点", "")
    ]
    assert imported(project, translated(data, {"subject_words": "intellectual property; trial: one"})) == (1, [])
    text = (project.docs / PATH / "index.en.md").read_text(encoding="utf-8")
    written = 'subject_words: [intellectual property, "trial: one"]\n'
    assert text == seed_text("en").replace("translation:\n", f"{written}translation:\n", 1)
    (unit,) = exported(project)[0].units  # nobody has signed it yet
    assert (unit.key, unit.target) == ("subject_words", "intellectual property, trial: one")


def test_a_fact_inside_another_is_not_put_anywhere(project: Project) -> None:
    rewrite(project, "index.en.md", "contact:\n  person: Wang Bin\n", "")
    data = exported(project)[1]
    assert codes(imported(project, translated(data, {"contact.person": "Wang Bin"}))) == ["xliff.unfit"]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("subject_words: [intellectual property, 'a: b']", "subject_words: [intellectual property, trial]"),
        ('主题词:\n- intellectual property\n- "a: b"', "主题词: [intellectual property, trial]"),
        ("subject_words:\n  [intellectual property,\n  'a: b']", "subject_words: [intellectual property, trial]"),
        ("subject_words: [intellectual property, # remark\n  'a: b']", ""),
        ("subject_words: [intellectual property, 'a: b'\n  ]", ""),
    ],
)
def test_a_list_comes_back_as_a_list(project: Project, written: str, expected: str) -> None:
    rewrite(project, "index.md", "topics:", CHINESE_WORDS)
    rewrite(project, "index.en.md", "translation:", f"{written}\ntranslation:")
    exchange, data = exported(project)
    assert [(each.key, each.target) for each in exchange.units] == [("subject_words", "intellectual property, a: b")]
    back = imported(project, translated(data, {"subject_words": "intellectual property, trial"}))
    text = (project.docs / PATH / "index.en.md").read_text(encoding="utf-8")
    if expected:
        assert back == (1, []) and f"\n{expected}\ntranslation:" in text
    else:
        assert codes(back) == ["xliff.unfit"] and written in text


def codes(found: tuple[int, list[Problem]]) -> list[str]:
    assert found[0] == 0
    return [each.code for each in found[1]]


def test_what_cannot_be_taken_back_changes_nothing(project: Project) -> None:
    rewrite(project, "index.md", "3376件", "3377件")
    rewrite(project, "index.md", "更加完备", "更加[完善](a.pdf)")
    data = exported(project)[1]
    file = project.docs / PATH / "index.en.md"
    before = file.read_bytes()
    assert codes(imported(project, b"<xliff")) == ["xliff.file"]
    assert codes(imported(project, b"no xml at all")) == ["xliff.file"]
    assert codes(imported(project, data.replace(PATH.encode(), b"gone/2020/x"))) == ["xliff.publication"]
    twice = data.replace(b'id="question-2+1"', b'id="question-1+1"')
    assert codes(imported(project, twice)) == ["xliff.duplicate"]
    assert codes(imported(project, translated(data, {"question-2+1": "Without the link."}))) == ["xliff.markup"]
    two = translated(data, {"question-1+1": "One.\n\nTwo."})
    assert codes(imported(project, two.replace(b"[", b"[", 1)))[:1] in (["xliff.markup"], ["xliff.unfit"])
    rewrite(project, "index.md", "3377件", "3378件")
    ((version,),) = [imported(project, translated(data, {"question-1+1": "x"}))[1]]
    assert version.sentence("en") == (
        'back.xlf: found "question-1+1", expected a file made from the present source; 1 passages differ — hint: export it again '
        f"with scripts/publish xliff {PATH} en --out passages.xlf. [xliff.version]"
    )
    assert file.read_bytes() == before


def sign(project: Project, name: str, tag: str, day: date) -> tuple[list[TranslatedPassage], list[Problem]]:
    return record_translation(desk_of(project), name, tag, "李华", day)


def test_a_translator_signs_only_what_is_complete(project: Project) -> None:
    day = date(2026, 11, 28)
    rewrite(project, "index.md", "3376件", "3377件")
    assert [each.code for each in sign(project, PATH, "en", day)[1]] == ["parity.differs"]
    rewrite(project, "index.en.md", "3,376", "3,377")
    (early,) = sign(project, PATH, "en", date(2026, 1, 2))[1]
    assert (early.code, early.found, dict(early.details)) == ("translation.date", "2026-01-02", {"last": "2026-11-25"})
    passages, wrong = sign(project, PATH, "en", day)
    assert wrong == [] and [each.counterpart.key for each in passages] == ["question-1+1"]
    english = seed_text("en")
    gone = next(part for part in english.split("\n\n") if part.startswith("**Third, "))
    rewrite(project, "index.en.md", gone + "\n\n", "")
    before = project.translations_file.read_bytes()
    passages, wrong = sign(project, PATH, "en", day)
    assert passages == [] and [each.code for each in wrong] == ["translation.gap"]
    (project.docs / PATH / "index.en.md").unlink()
    assert [each.code for each in sign(project, PATH, "en", day)[1]] == ["translation.missing"]
    assert [each.code for each in sign(project, "x", "en", day)[1]] == ["publication.unknown"]
    assert [each.code for each in sign(project, PATH, "xx", day)[1]] == ["translation.target"]
    assert project.translations_file.read_bytes() == before


def test_emphasis_is_the_translator_s_own() -> None:
    assert lost_markup("《甲》**乙**", "*A* b", "paragraph") == []
    assert lost_markup("[甲](a.pdf)", "A", "paragraph") == ["[", "](a.pdf)"]
    assert lost_markup("[甲](a.pdf)", "A", None) == []


def test_the_terms_as_tbx() -> None:
    base = read_term_base()
    root = etree.fromstring(format_tbx(base, "en"))
    entries = {each.findtext(".//term"): each for each in root.iter("termEntry")}
    assert set(entries) == set(base)
    sets = {
        each.get("{http://www.w3.org/XML/1998/namespace}lang"): each for each in entries["商业秘密"].iter("langSet")
    }
    groups = [
        (each.findtext("term"), each.findtext("termNote"), each.findtext("admin")) for each in sets["en"].iter("tig")
    ]
    assert groups == [
        ("trade secret", "preferredTerm-admn-sts", "Anti-Unfair Competition Law of the PRC (2019)"),
        ("business secret", "deprecatedTerm-admn-sts", "TRIPS usage and the law of 2019: trade secret"),
    ]
