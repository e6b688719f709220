"""What is hard to set reads back as what was published: tables that lie across, merged cells over pages, words broken at a line's end."""

from __future__ import annotations

from pathlib import Path

import pytest

from copies.samples import converted, published
from copies.stress import MERGED, MERGED_LONG, NO_HEAD, SIDE_HEADS, TEXTS, TWO_HEADS, nested
from gazette.copies.typeset import typeset
from gazette.project import Project
from gazette.site.copy_jobs import plan_copies
from gazette.site.stage_files import compose_stage
from gazette.verify.compare import verify_text
from gazette.verify.extract import extract_text
from tiny_site import ROOT, write_notice

WIDE = (
    "|"
    + "|".join(f"项目{number}" for number in range(14))
    + "|\n|"
    + "---|" * 14
    + "\n"
    + ("|" + "9137030028612343|" * 14 + "\n") * 30
)
MARKDOWN = {
    "wide table": f"前文。\n\n{WIDE}\n\n后文。",
    "long words": "".join(f"{body}\n\n" for _, body in (TEXTS[name] for name in ("cyrillic", "long word", "words", "address"))),
    "merged cells": f"{MERGED}\n\n{SIDE_HEADS}\n\n{TWO_HEADS}\n\n{NO_HEAD}\n\n{MERGED_LONG}",
    "nested lists": nested(4, "ul"),
    "signature": "特此通知。\n\n淄博市市场监督管理局\n\n2022年10月27日",
    "quotation": "> 引文一行\n> 又一行\n\n正文。",
}  # fmt: skip


@pytest.mark.parametrize("name", MARKDOWN)
def test_a_copy_reads_back_as_what_was_published(name: str, tmp_path: Path) -> None:
    write_notice(tmp_path / "docs", "n", MARKDOWN[name], languages="zh-Hans")
    project = Project(ROOT, tmp_path / "docs")
    stage, problems = compose_stage(project, "https://www.example.org/")
    assert stage, problems
    [job] = plan_copies(stage.publications, stage.context, ROOT / "overrides", project.fonts)
    verdict = verify_text(
        extract_text(typeset(job.document).content), published(converted(tmp_path / "docs"), "zh-Hans")
    )
    assert verdict.differences == ()
