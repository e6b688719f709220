"""The bureau's spellings: each row really changes or settles what OpenCC writes, and rows that cannot be meant are named."""

from __future__ import annotations

from pathlib import Path

import pytest

from gazette.convert.chinese import CONFIGURATIONS, engine
from gazette.convert.loading import load_chooser
from gazette.convert.overlay import OVERLAY, OVERLAY_HEAD, check_overlay, read_overlay

# OpenCC writes it in a word only.
ONLY_IN_A_WORD = {"蔘": "海参"}
ROWS = [line.split("\t") for line in OVERLAY.read_text(encoding="utf-8").splitlines()[1:]]


def test_the_projects_own_overlay_has_no_problem() -> None:
    assert check_overlay() == [] and read_overlay("tw")["公佈"] == "公布"


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_every_row_is_what_opencc_writes(row: list[str]) -> None:
    """In every profile for which the row stands."""
    assert row[3] and row[4]
    for profile in row[2].split(","):
        there, back = map(engine, CONFIGURATIONS[profile])
        assert row[0] in there(ONLY_IN_A_WORD.get(row[0], back(row[0])))


@pytest.mark.parametrize(
    ("rows", "codes"),
    [
        (["公佈\t公布\ttw\treason\tsource"], []),
        (["平臺\t平臺\ttw\treason\tsource"], []),  # a spelling that is kept is no cycle
        (["公佈\t公布\ttw\treason"], [("overlay.row", 2)]),
        (["公佈\t公布\ttw\t\tsource"], [("overlay.row", 2)]),
        (["公佈\t公布\tmo\treason\tsource"], [("overlay.row", 2)]),
        (["公佈\t公\ttw\treason\tsource"], [("overlay.length", 2)]),
        (["甲乙\t丙丁\ttw\tr\ts", "甲乙\t戊己\ttw\tr\ts"], [("overlay.twice", 3)]),
        (["公佈\t公布\ttw\tr\ts", "公布\t公佈\ttw\tr\ts"], [("overlay.cycle", 2), ("overlay.cycle", 3)]),
        (["甲\t乙\ttw\tr\ts", "乙\t丙\ttw\tr\ts", "丙\t甲\ttw\tr\ts"], [("overlay.cycle", each) for each in (2, 3, 4)]),
    ],
)
def test_one_fault(rows: list[str], codes: list[tuple[str, int]], tmp_path: Path) -> None:
    file = tmp_path / "overlay.tsv"
    file.write_text("\n".join(["\t".join(OVERLAY_HEAD), *rows]) + "\n", encoding="utf-8")
    assert [(each.code, each.line) for each in check_overlay(file)] == codes


def test_a_wrong_head_is_named(tmp_path: Path) -> None:
    file = tmp_path / "overlay.tsv"
    file.write_text("from\tto\n", encoding="utf-8")
    assert [each.sentence("en") for each in check_overlay(file, "overlay.tsv")] == [
        'overlay.tsv:1: found "from\tto", expected the columns converted, form, profiles, reason, source, separated by tabs, '
        "none of them empty — hint: profiles are tw, hk, t, cn, separated by commas. [overlay.row]".replace(
            "\t", "<U+0009>"
        )
    ]


def test_a_spelling_of_one_character_holds_whoever_chose_it_and_raises_no_doubt() -> None:
    text = "抢占、占据、占领和占比"
    converted, choices = load_chooser("tw").convert(text)
    assert converted == "搶占、占據、占領和占比"
    assert {(each.tier == 1, *each.reasons) for each in choices if each.source == "占"} == {(False,)}
