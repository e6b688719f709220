"""Record (登记): `record` signs the present text of a publication as a version, so that copies of it can be verified."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from gazette.cli.options import DOCS, LANG, LEDGER, project_of
from gazette.cli.report import language_of, note, report
from gazette.problems import errors_of


@click.command(short_help="Record texts as versions. 登记版本。")
@click.argument("publications", nargs=-1, metavar="[PUBLICATION]…")
@click.option("--recorder", required=True, metavar="NAME", help="Who answers for it. 登记人。")
@click.option("--note", "remark", default="", metavar="TEXT", help="Why the text changed. 说明。")
@click.option(
    "--date", "day", type=click.DateTime(["%Y-%m-%d"]), default=None, show_default="today", help="Date. 登记日期。"
)
@DOCS
@LEDGER
@LANG
def record(
    publications: Sequence[str],
    recorder: str,
    remark: str,
    day: object,
    docs: Path,
    ledger: Path | None,
    lang: str | None,
) -> None:
    """Record the present text of publications, in each language in which it changed, as their next version.

    The fingerprint of the text goes into scripts/review/versions.tsv, to be committed with the texts: official copies and
    the pages that verify them say which version they hold, and whether it is the current one.

    把出版物现在的文本登记为新版本，正式文本和核验页据此标明版本。

    \b
    Examples 示例:
      scripts/publish record --recorder 王斌
      scripts/publish record interpretations/2022/ip-pilot-city --recorder 王斌 --note 更正联系电话
    """
    from gazette.site.recording import record_versions

    lang, project = language_of(lang), project_of(docs, ledger)
    remark, recorder = " ".join(remark.split()), " ".join(recorder.split())
    when = day.date() if hasattr(day, "date") else date.today()
    made, problems = record_versions(project, publications, recorder, when, remark)
    report(errors_of(problems), "text", lang)
    if errors_of(problems):
        note(lang, "有错误，没有登记。", "There are errors: nothing was recorded.")
        sys.exit(1)
    for each in made:
        click.echo(f"{each.publication}  {each.language}  {each.number}  {each.fingerprint[:16]}")
    note(lang, f"已登记 {len(made)} 个文本。", f"Recorded: {len(made)} texts.")
