"""Ranges and lists that share a year, a scale, a unit or a noun: what each language leaves out is understood, and no other figure passes for it."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from gazette.model.counterparts import Counterpart
from gazette.translate.parity import find_figure_differences

with Path(__file__).with_name("ranges.tsv").open(encoding="utf-8", newline="") as file:
    CASES = list(csv.DictReader(file, delimiter="\t"))


def differences(source: str, translation: str) -> list[tuple[str, str]]:
    """What the source has and the translation lacks, and the other way round."""
    counterpart = Counterpart("key", source, translation, 1, 1)
    return [
        (each.missing.figure.text if each.missing else "", each.surplus.figure.text if each.surplus else "")
        for each in find_figure_differences(counterpart, "en")
    ]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['source']}|{case['translation']}")
def test_shared_parts(case: dict[str, str]) -> None:
    found = differences(case["source"], case["translation"])
    assert (found == []) == (case["verdict"] == "agree"), found


def test_there_are_enough_cases_of_both_verdicts() -> None:
    verdicts = [case["verdict"] for case in CASES]
    assert verdicts.count("agree") >= 180 and verdicts.count("differ") >= 50
