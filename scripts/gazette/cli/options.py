"""Options (选项): what several verbs take, with the same name and the same meaning."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gazette.cli.report import ROOT, report

if TYPE_CHECKING:
    from gazette.site.staging import Project

DOCS = click.option(
    "--docs",
    type=click.Path(path_type=Path),
    default=ROOT / "docs",
    show_default="docs",
    help="Folder of publications. 出版物目录。",
)
FORMAT = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How problems are written. 问题的输出格式。",
)
LANG = click.option(
    "--lang",
    type=click.Choice(["zh", "en"]),
    default=None,
    help="Language of messages; otherwise from LANG. 提示语言。",
)
SITE_URL = click.option(
    "--site-url",
    default=None,
    metavar="URL",
    help="Public address of the site, instead of site_url in mkdocs.yml. 网站地址。",
)
RELEASE = click.option(
    "--release", is_flag=True, help="Fail while anything is not reviewed. 正式发布：有未校核之处即不通过。"
)
LEDGER = click.option(
    "--ledger",
    type=click.Path(path_type=Path),
    default=None,
    show_default="scripts/review/ledger.tsv",
    help="Decisions of the review. 校核台账。",
)
STRICT = click.option("--strict", is_flag=True, help="Warnings count as errors. 警告也视为错误。")


def project_of(docs: Path, ledger: Path | None = None) -> Project:
    """The project with the folder of texts and the ledger that the options name."""
    from gazette.site.staging import Project

    return Project(ROOT, docs.resolve(), ledger.resolve() if ledger else None)


def stop_at_target(out: Path | None, project: Project, lang: str, form: str = "text", status: int = 1) -> None:
    """Say why nothing may be written at `out`, and end; before anything is read or made."""
    from gazette.site.target import check_target

    if out is not None and (problems := check_target(out, project)):
        report(problems, form, lang)
        sys.exit(status)
