"""What was signed of a translation: fresh, stale, edited, unsigned; and the record of it, which people merge and mistype."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from gazette.model.publication import Publication
from gazette.records.translations import sign_translation
from gazette.translate.changed_words import mark_change, show_change
from gazette.translate.freshness import stale_positions, translated_passages
from gazette.translate.freshness_check import check_freshness, find_freshness
from gazette.translate.translation_record import (
    NOTHING_SEEN,
    TranslationRecord,
    format_translations,
    parse_translations,
    read_translations,
    write_translations,
)
from translations import PATH, examine, seed_record, seed_text

SOURCE = """---
type: plan
title: 工作方案
index_number: 11370300MB28612343/2022-5323960
document_number: 无文号
issued: 2022-10-27
published: 2022-10-27
issuing_body: 市局
languages: [zh-Hans, zh-Hant, en]
---

甲是红的。

## 乙

丙是绿的。
"""
ENGLISH = """---
title: Work Plan
issuing_body: The Bureau
translation: {status: unofficial}
---

A is red.

## B

C is green.
"""
DAY = date(2026, 1, 2)
HEAD = "publication\tlanguage\tblock\tsource_fingerprint\ttranslation_fingerprint\tdate\ttranslator\tsource\n"


def signed(
    folder: Path, source: str = SOURCE, english: str = ENGLISH, **more: str
) -> tuple[Publication, TranslationRecord]:
    publication = examine(folder, zh_Hans=source, en=english, **more).publication
    record = NOTHING_SEEN
    for tag in publication.editions:
        record = record if tag == "zh-Hans" else sign_translation(publication, tag, "李华", DAY, record)
    return publication, record


def states(publication: Publication, record: TranslationRecord, tag: str = "en") -> dict[str, str]:
    return {each.counterpart.key: each.state for each in translated_passages(publication, tag, record)}


def test_nothing_signed_is_one_problem(tmp_path: Path) -> None:
    examined = examine(tmp_path, zh_Hans=SOURCE, en=ENGLISH)
    (unsigned,) = [each for each in examined.problems if each.code.startswith("translation.")]
    assert (unsigned.code, unsigned.level, unsigned.for_release) == ("translation.unsigned", "warning", False)
    assert unsigned.sentence("en") == (
        "index.en.md: expected a translation recorded by a translator as made from the present source — hint: compare "
        f"it with the source and run scripts/publish translated {PATH} en. [translation.unsigned]"
    )
    assert replace(unsigned, for_release=True).is_error


def test_a_signed_translation_is_fresh(tmp_path: Path) -> None:
    publication, record = signed(tmp_path)
    assert set(states(publication, record).values()) == {"fresh"}
    assert check_freshness({PATH: find_freshness(publication, record)}, record) == []


def test_one_edited_sentence_makes_one_block_stale_in_each_translated_language(tmp_path: Path) -> None:
    hant = ENGLISH.replace("translation: {status: unofficial}\n", "").replace("A is", "甲是").replace("C is", "丙是")
    _, record = signed(tmp_path, zh_Hant=hant)
    examined = examine(tmp_path, record, zh_Hans=SOURCE.replace("丙是绿的。", "丙是蓝的。"), en=ENGLISH, zh_Hant=hant)
    assert examined.found == [
        ("translation.stale", "index.en.md", 11),
        ("translation.stale", "index.zh-Hant.md", 10),
    ]
    assert stale_positions(examined.publication, "en", record) == {2: "section-1"}
    stale = examined.problems[0]
    assert stale.sentence("en") == (
        'index.en.md:11: found "C is green.", expected a translation of the present source (index.md:16): '
        "丙是[-绿-]{+蓝+}的。 — hint: update the translation and run scripts/publish translated "
        f"{PATH} en; for the old and new source run scripts/publish status {PATH}. [translation.stale]"
    )


def test_a_traditional_text_made_by_opencc_is_never_stale(tmp_path: Path) -> None:
    publication, record = signed(tmp_path)
    changed = examine(tmp_path, record, zh_Hans=SOURCE.replace("绿", "蓝"), en=ENGLISH).publication
    found = check_freshness({PATH: find_freshness(changed, record)}, record)
    assert {each.path for each in found} == {"index.en.md"}
    assert publication.tags == ("zh-Hans", "zh-Hant", "en")


def test_a_new_passage_is_told_by_itself(tmp_path: Path) -> None:
    _, record = signed(tmp_path)
    examined = examine(tmp_path, record, zh_Hans=SOURCE + "\n丁。\n", en=ENGLISH + "\nD.\n")
    assert examined.found == [("translation.new", "index.en.md", 13)]


def test_both_texts_edited_is_stale_by_its_name(tmp_path: Path) -> None:
    _, record = signed(tmp_path)
    after = examine(tmp_path, record, zh_Hans=SOURCE.replace("绿", "蓝"), en=ENGLISH.replace("green", "blue"))
    assert after.found == [("translation.stale", "index.en.md", 11)]


def test_a_passage_is_known_by_its_texts_wherever_it_went(tmp_path: Path) -> None:
    _, record = signed(tmp_path)
    source = SOURCE.replace("丙是绿的。", "戊是新的。\n\n丙是蓝的。")
    after = examine(tmp_path, record, zh_Hans=source, en=ENGLISH.replace("C is green.", "E is new.\n\nC is green."))
    assert after.found == [("translation.new", "index.en.md", 11), ("translation.stale", "index.en.md", 13)]
    assert dict(after.problems[1].details)["change"] == "丙是[-绿-]{+蓝+}的。"


def test_a_title_can_be_stale(tmp_path: Path) -> None:
    _, record = signed(tmp_path)
    assert examine(tmp_path, record, zh_Hans=SOURCE.replace("工作方案", "实施方案"), en=ENGLISH).found == [
        ("translation.stale", "index.en.md", 2)
    ]


def test_signing_again_keeps_the_signature_of_what_did_not_change(tmp_path: Path) -> None:
    _, record = signed(tmp_path)
    changed = examine(tmp_path, record, zh_Hans=SOURCE.replace("绿", "蓝"), en=ENGLISH).publication
    again = sign_translation(changed, "en", "王芳", date(2026, 2, 3), record)
    assert {row.block: (row.translator, row.date.isoformat()) for row in again.of(PATH, "en")} == {
        "title": ("李华", "2026-01-02"),
        "issuing_body": ("李华", "2026-01-02"),
        "top+1": ("李华", "2026-01-02"),
        "section-1": ("李华", "2026-01-02"),
        "section-1+1": ("王芳", "2026-02-03"),
    }
    assert set(states(changed, again).values()) == {"fresh"}


def test_a_fingerprint_that_matches_nothing(tmp_path: Path) -> None:
    _, record = signed(tmp_path, SOURCE + "\n丁。\n", ENGLISH + "\nD.\n")
    record = parse_translations(format_translations(record), "translations.tsv")[0] or record
    (unused,) = examine(tmp_path, record, zh_Hans=SOURCE, en=ENGLISH).problems
    assert unused.sentence("en") == (
        f'translations.tsv:5: found "{PATH} en section-1+2", expected a passage with one of the two fingerprints of this row '
        f"— hint: if the passage was removed, run scripts/publish translated {PATH} en. [seen.unused]"
    )


def test_a_publication_or_a_translation_that_is_gone(tmp_path: Path) -> None:
    publication, record = signed(tmp_path)
    rows = {("gone/2020/x", "en"): record.of(PATH, "en"), (PATH, "fr"): record.of(PATH, "en"), **record.rows}
    fresh = {PATH: find_freshness(publication, record)}
    found = check_freshness(fresh, TranslationRecord("t.tsv", rows))
    assert [(each.code, each.found) for each in found] == [
        ("seen.publication", "gone/2020/x"),
        ("seen.language", f"{PATH} fr"),
    ]
    assert check_freshness(fresh, TranslationRecord("t.tsv", rows), with_unused=False) == []


def test_the_record_of_the_seed_is_written_as_it_is_read() -> None:
    record = seed_record()
    text = format_translations(record)
    again, problems = parse_translations(text, "translations.tsv")
    assert problems == [] and again
    assert format_translations(again) == text
    assert [row.block for row in again.of(PATH, "en")][:3] == ["contact.person", "interprets.title", "issuing_body"]


def test_rows_stand_in_the_order_of_the_text(tmp_path: Path) -> None:
    _, record = signed(tmp_path)
    rows = [replace(record.of(PATH, "en")[0], block=f"section-{number}") for number in (10, 9, 1)]
    text = format_translations(TranslationRecord("t.tsv", {(PATH, "en"): tuple(rows)}))
    assert [line.split("\t")[2] for line in text.splitlines()] == ["block", "section-1", "section-9", "section-10"]


ROW = "a/2022/b\ten\ttitle\t{mark}\t0123456789abcdef\t2026-01-02\t李华\t标题\n"
GOOD = ROW.format(mark="5a9a5b4cbb1d4a8b")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (HEAD, []),
        ("x\ty\n", [("seen.row", 1)]),
        (HEAD + "a\tb\n", [("seen.row", 2)]),
        (HEAD + ROW.format(mark="XYZ"), [("seen.row", 2)]),
        (HEAD + ROW.format(mark="0" * 16), [("seen.fingerprint", 2)]),
        (HEAD + "{row}", []),
        (HEAD + "{row}{row}", [("seen.duplicate", 3)]),
        (HEAD + "{row}".replace("{row}", "{late}"), [("seen.date", 2)]),
        (
            HEAD + "<<<<<<< HEAD\n{row}=======\n{row}>>>>>>> other\n",
            [("seen.conflict", 2), ("seen.conflict", 4), ("seen.conflict", 6)],
        ),
    ],
)
def test_rows_that_cannot_be_meant(text: str, expected: list[tuple[str, int]]) -> None:
    from gazette.model.text_marks import text_mark

    row = ROW.format(mark=text_mark("标题"))
    written = text.replace("{row}", row).replace("{late}", row.replace("2026-01-02", "2026-13-02"))
    record, problems = parse_translations(written, "translations.tsv")
    assert [(each.code, each.line) for each in problems] == expected
    assert (record is None) == bool(expected)


def test_the_record_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    _, record = signed(tmp_path)
    file = tmp_path / "review" / "translations.tsv"
    assert write_translations(file, record, NOTHING_SEEN)[1] == []
    read, problems = read_translations(file, "translations.tsv")
    assert problems == [] and read and read.of(PATH, "en") and len(list(file.parent.iterdir())) == 1
    rows = [replace(row, translator="苏凯") for row in record.of(PATH, "en")]
    _, clashes = write_translations(file, record.replacing(PATH, "en", rows), NOTHING_SEEN)
    assert {each.code for each in clashes} == {"signed.changed"} and len(clashes) == len(rows)
    assert file.read_text(encoding="utf-8") == format_translations(record)


def test_changes_are_marked() -> None:
    assert mark_change("甲3376件乙", "甲3377件丙") == [
        ("same", "甲", "甲"),
        ("changed", "3376", "3377"),
        ("same", "件", "件"),
        ("changed", "乙", "丙"),
    ]
    assert (
        show_change("甲" * 30 + "乙" + "丙" * 30, "甲" * 30 + "丙" * 30) == "…甲甲甲甲甲甲甲甲[-乙-]丙丙丙丙丙丙丙丙…"
    )


def test_the_seed_s_own_record_holds_for_the_seed_alone(tmp_path: Path) -> None:
    examined = examine(tmp_path, seed_record(), zh_Hans=seed_text("zh-Hans"), en=seed_text("en"))
    assert set(states(examined.publication, seed_record()).values()) == {"fresh"}
    assert len(seed_record().of(PATH, "en")) == 19
