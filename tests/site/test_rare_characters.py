"""Rare characters of names, superscripts and signs of money: on paper as written, and read back as written."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from copies.verapdf import judge
from gazette.problems import PublicationError, errors_of
from gazette.project import Project
from gazette.site.printing import Order, print_copies
from gazette.site.stage_files import compose_stage
from gazette.verify.extract import extract_text, lines_of_pieces
from tiny_site import PLAN_FACTS, ROOT

URL = "https://www.example.org/"
NAMES = "㐂𠮷鿫𱁬喆𪚥"
BODY = (
    f"申请人王㐂、李𠮷、张鿫、赵𱁬、孙喆、周𪚥。{NAMES}\n\n"
    "二氧化碳（CO₂）、细颗粒物（PM₂.₅）、10⁻³、5ᵗʰ、面积25m²、商标™。\n\n"
    "罚款￥50000，或＄50000。\n\n"
    "为期3～5天，3〜5天，俄方Федеральная служба，Ωμέγα。\n"
)


def write_plan(docs: Path, facts: str = "", body: str = BODY) -> Project:
    file = docs / "interpretations" / "2022" / "plan" / "index.md"
    file.parent.mkdir(parents=True)
    front = PLAN_FACTS.replace("languages: [zh-Hans]\n", f"languages: [zh-Hans]\n{facts}")
    file.write_text(f"{front}{body}", encoding="utf-8")
    return Project(ROOT, docs)


@pytest.fixture
def docs(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "docs"
    shutil.rmtree(Project(ROOT, tmp_path / "docs").stage.parent, ignore_errors=True)


def test_a_rare_character_is_a_warning_once_and_stops_no_build(docs: Path) -> None:
    _, problems = compose_stage(write_plan(docs), URL)
    borrowed = [each for each in problems if each.code == "font.borrowed"]
    assert not [each for each in errors_of(problems) if each.code.startswith("font.")]
    assert sorted(each.found[0] for each in borrowed) == sorted(NAMES)


def test_the_editor_accepts_it_among_the_facts_of_the_text(docs: Path) -> None:
    _, problems = compose_stage(write_plan(docs, f"borrowed_characters: {NAMES}\n"), URL)
    assert not [each for each in problems if each.code.startswith("font.")]


def test_what_no_face_has_is_an_error_still(docs: Path) -> None:
    _, problems = compose_stage(write_plan(docs, f"borrowed_characters: {NAMES}\U0001f600\n", "王\U0001f600\n"), URL)
    assert [(each.code, each.found) for each in problems if each.code.startswith("font.")] == [
        ("font.missing", "\U0001f600 U+1F600")
    ]


def test_a_radical_in_a_name_stops_the_build_and_says_what_is_meant(docs: Path, tmp_path: Path) -> None:
    project = write_plan(docs, "", "关于⾦融的工作，⾦融。\n")
    with pytest.raises(PublicationError) as refused:
        print_copies(project, Order(), tmp_path / "out", URL, lambda done, total: None)
    [found] = [each for each in refused.value.problems if each.code == "source.double"]
    assert (found.found, dict(found.details)["wanted"]) == ("⾦ U+2FA6", "金 U+91D1")


def test_what_is_printed_is_read_back_as_written_and_is_archival(docs: Path, tmp_path: Path) -> None:
    project = write_plan(docs, f"borrowed_characters: {NAMES}\n")
    [copy] = print_copies(project, Order(), tmp_path / "out", URL, lambda done, total: None)
    told = subprocess.run(["pdftotext", "-raw", copy.file, "-"], capture_output=True, text=True).stdout
    own = lines_of_pieces(extract_text(copy.file.read_bytes()).pieces)
    wanted = re.sub(r"\s", "", BODY)
    assert wanted in re.sub(r"\s", "", own)
    assert re.sub(r"\s", "", BODY.split("\n\n")[0]) in re.sub(r"\s", "", told)
    assert "CO₂" in told and "10⁻³" in told and "￥50000" in told and "3〜5" in told and "3～5" in told
    verdict = judge([copy.file], tmp_path)[copy.file]
    assert verdict.is_compliant, verdict
