"""Printing (印制命令): `print` makes official copies as PDF files named by their titles."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from gazette.cli.options import (
    DOCS,
    EDITION,
    LEDGER,
    MESSAGES_OR_EDITION,
    SITE_URL,
    editions_of,
    project_of,
    stop_at_target,
)
from gazette.cli.report import EXIT_PROBLEMS, ROOT, bar, language_of, note, report, say, shown
from gazette.problems import PublicationError


@click.command("print", short_help="Make official copies as PDF. 印制正式文本。")
@click.argument("publications", nargs=-1, metavar="[PUBLICATION]…")
@EDITION
@MESSAGES_OR_EDITION
@click.option("--all", "is_bound", is_flag=True, help="Bind each year into one PDF with contents. 按年份合订。")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=ROOT / "build" / "official-copies",
    show_default="build/official-copies",
    help="Folder for the PDF files. 存放目录。",
)
@DOCS
@SITE_URL
@LEDGER
def print_verb(
    *,
    publications: Sequence[str],
    editions: Sequence[str],
    older: Sequence[str],
    is_bound: bool,
    out: Path,
    docs: Path,
    site_url: str | None,
    ledger: Path | None,
) -> None:
    """Make official copies of publications in all their languages: A4, archivable (PDF/A-2a), accessible (PDF/UA-1).

    Each file is named by its title. A copy that has not changed is not typeset again.

    印制出版物各语种的正式文本（PDF），文件名即标题；没有变化的不重新排印。

    \b
    Examples 示例:
      scripts/publish print
      scripts/publish print interpretations/2022/ip-pilot-city --edition zh-Hans
      scripts/publish print --all --out /tmp/copies
    """
    from gazette.site.printing import Order, print_copies

    lang, project = language_of(None), project_of(docs, ledger)
    tags = editions_of(editions, older, lang)
    stop_at_target(out, project, lang)
    try:
        with bar(say(lang, "排印正式文本", "Typesetting copies")) as progress:
            order = Order(publications, tags, is_bound)
            printed = print_copies(project, order, out.resolve(), site_url, progress)
    except PublicationError as cause:
        report(cause.problems, "text", lang)
        note(lang, "有错误，未印制。", "There are errors: nothing was made.")
        sys.exit(EXIT_PROBLEMS)
    for each in printed:
        pages = say(lang, f"{each.pages} 页", f"{each.pages} pages")
        click.echo(f"{shown(each.file).rstrip('/')}  ({pages})")
