"""Record (登记): `record` signs the present text of a publication as a version, together with its official copy."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gazette.cli.asking import DAY, ask_signer, signed_day, signed_note
from gazette.cli.options import DOCS, LANG, LEDGER, SITE_URL, project_of
from gazette.cli.report import bar, language_of, note, report, say
from gazette.problems import errors_of

if TYPE_CHECKING:
    from gazette.records.versions import Recorded


@click.command(short_help="Record texts as versions. 登记版本。")
@click.argument("publications", nargs=-1, metavar="[PUBLICATION]…")
@click.option("--recorder", default=None, metavar="NAME", help="Who answers for it; otherwise asked once. 登记人。")
@click.option("--note", "remark", default="", metavar="TEXT", help="Why the text changed. 说明。")
@click.option(
    "--date",
    "day",
    type=DAY,
    default=None,
    show_default="today",
    help="Day, from that of the last version to today. 登记日期。",
)
@SITE_URL
@DOCS
@LEDGER
@LANG
def record(
    publications: Sequence[str],
    recorder: str | None,
    remark: str,
    day: datetime | None,
    site_url: str | None,
    docs: Path,
    ledger: Path | None,
    lang: str | None,
) -> None:
    """Record the present text of publications, in each language in which it changed, as their next version.

    The fingerprint of the text goes into scripts/review/versions.tsv, the SHA-256 of its official copy as it will be published
    into scripts/review/copies.tsv; commit both with the texts. Copies and the pages that verify them say which version they
    hold, and the very file can be told from any other. Where only the typesetting or the site's address has changed, the new
    file is added to the same version. Record with the --site-url with which the site is built. Refused while a doubtful
    character is open or anything is wrong.

    把出版物现在的文本登记为新版本，同时登记其正式文本文件的 SHA-256；核验时据此认出版本和原文件。有错误或有存疑字未校核时不予登记。

    \b
    Examples 示例:
      scripts/publish record
      scripts/publish record --recorder 王斌
      scripts/publish record interpretations/2022/ip-pilot-city --recorder 王斌 --note 更正联系电话
    """
    from gazette.records.versions import Recording, record_versions

    lang, project = language_of(lang), project_of(docs, ledger)
    remark, when = signed_note(remark, lang), signed_day(day, lang)
    entry = Recording(ask_signer(recorder, "--recorder", lang), when, remark)
    with bar(say(lang, "排印正式文本", "Typesetting copies")) as progress:
        made, problems = record_versions(project, publications, entry, site_url, progress)
    report(errors_of(problems), "text", lang)
    if errors_of(problems) and not made.versions:
        note(lang, "有错误，没有登记。", "There are errors: nothing was recorded.")
        sys.exit(1)
    _tell(made, lang)
    if errors_of(problems):
        sys.exit(1)


def _tell(made: Recorded, lang: str) -> None:
    for each in made.versions:
        click.echo(f"{each.publication}  {each.language}  {each.number}  {each.fingerprint[:16]}")
    for file in made.files:
        click.echo(f"{file.publication}  {file.language}  {file.number}  PDF {file.sha256[:16]}")
    texts, files = len(made.versions), len(made.files)
    note(lang, f"已登记 {texts} 个文本、{files} 个文件。", f"Recorded: {texts} texts, {files} files.")
