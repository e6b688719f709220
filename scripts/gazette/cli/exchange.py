"""Exchange (交换命令): `xliff`, `terms` and `memory` exchange passages, terms and signed translations with other tools."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gazette.cli.options import DOCS, LEDGER, MESSAGES, project_of, stop_at_target
from gazette.cli.report import EXIT_PROBLEMS, ROOT, language_of, note, report, shown
from gazette.cli.usage import usage_error
from gazette.paths import read_file, unreadable
from gazette.problems import Problem, errors_of
from gazette.whole_file import replace_file

if TYPE_CHECKING:
    from gazette.records.desk import Desk


@click.command(short_help="Passages to a translator’s tool and back. 与翻译软件交换。")
@click.argument("publication", required=False)
@click.argument("language", required=False)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="File to write. 输出文件。")
@click.option(
    "--import",
    "back",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="File that came back. 译回的文件。",
)
@DOCS
@LEDGER
@MESSAGES
def xliff(
    publication: str | None, language: str | None, out: Path | None, back: Path | None, docs: Path, ledger: Path | None
) -> None:
    """Export missing and stale passages as XLIFF 1.2; with --import, write the translations into index.LANGUAGE.md.

    导出缺译和过期的段落（XLIFF 1.2），或把译好的文件写回译文；Markdown 标记原样保留。

    \b
    Examples 示例:
      scripts/publish xliff interpretations/2022/ip-pilot-city en --out ip.xlf
      scripts/publish xliff --import ip.xlf
    """
    from gazette.records.desk import open_desk

    lang = language_of(None)
    if bool(publication and language and out) == bool(back):
        raise usage_error("give PUBLICATION LANGUAGE --out FILE, or --import FILE")
    stop_at_target(out, project_of(docs, ledger), lang)
    desk, problems = open_desk(project_of(docs, ledger))
    if desk is None:
        _stop(problems, lang)
    elif back:
        _take(desk, back, lang)
    elif publication and language and out:
        _send(desk, publication, language, out, lang)


def _send(desk: Desk, publication: str, language: str, out: Path, lang: str) -> None:
    from gazette.records.exchange import export_passages
    from gazette.translate.xliff import format_xliff

    exchange, wrong = export_passages(desk, publication, language)
    _stop(wrong, lang)
    if exchange and exchange.units:
        replace_file(out, format_xliff(exchange))
        note(lang, f"已导出 {len(exchange.units)} 段：{out}", f"Wrote {len(exchange.units)} passages: {out}")
    else:
        note(lang, "没有缺译或过期的段落，未写文件。", "Nothing is missing or stale: no file was written.")


def _take(desk: Desk, back: Path, lang: str) -> None:
    from gazette.records.exchange import import_passages

    try:
        data = read_file(back)
    except OSError as error:
        _stop([unreadable(error, str(back))], lang)
    name, number, wrong = import_passages(desk, data, back.name)
    if not number:
        _stop(wrong, lang)
    if number:
        note(lang, f"已写入 {number} 段：{name}", f"Wrote {number} passages: {name}")
    else:
        note(lang, "没有新的译文，未写文件。", "Nothing in it is new: no file was written.")
    _stop(wrong, lang)


@click.command(short_help="The term base as TBX. 导出术语库。")
@click.option("--out", required=True, type=click.Path(path_type=Path, dir_okay=False), help="File to write. 输出文件。")
@click.option("--language", default="en", show_default=True, help="Language of the forms. 译名语种。")
@MESSAGES
def terms(out: Path, language: str) -> None:
    """Write the term base (scripts/gazette/translate/data/terms.tsv) as TBX for a translator's tool.

    把术语库导出为 TBX，供翻译软件使用。

    \b
    Examples 示例:
      scripts/publish terms --out terms.tbx
    """
    from gazette.translate.tbx import format_tbx
    from gazette.translate.term_base import check_term_base, read_term_base

    lang = language_of(None)
    stop_at_target(out, project_of(ROOT / "docs"), lang)
    _stop(check_term_base(), lang)
    base = read_term_base()
    replace_file(out, format_tbx(base, language))
    note(
        lang,
        f"已导出 {len(base)} 个术语：{shown(out).rstrip('/')}",
        f"Wrote {len(base)} terms: {shown(out).rstrip('/')}",
    )


@click.command(short_help="Signed translations as TMX. 导出翻译记忆库。")
@click.option("--out", required=True, type=click.Path(path_type=Path, dir_okay=False), help="File to write. 输出文件。")
@click.option("--language", default="en", show_default=True, help="Language of the translations. 译文语种。")
@DOCS
@LEDGER
@MESSAGES
def memory(out: Path, language: str, docs: Path, ledger: Path | None) -> None:
    """Write every passage that a translator signed, with its source, as TMX 1.4 for a translator's tool.

    把已签署的译文与原文逐段对照，导出为 TMX，供翻译软件使用。

    \b
    Examples 示例:
      scripts/publish memory --out memory.tmx
    """
    from gazette.records.desk import open_desk
    from gazette.translate.tmx import format_tmx

    lang = language_of(None)
    project = project_of(docs, ledger)
    stop_at_target(out, project, lang)
    desk, problems = open_desk(project)
    if desk is None:
        _stop(problems, lang)
        return
    data, number = format_tmx((desk.publications[path] for path in sorted(desk.publications)), language, desk.record)
    if number:
        replace_file(out, data)
        note(
            lang, f"已导出 {number} 段：{shown(out).rstrip('/')}", f"Wrote {number} passages: {shown(out).rstrip('/')}"
        )
    else:
        note(
            lang,
            f"没有已签署的 {language} 译文，未写文件。",
            f"No translation into {language} is signed: no file was written.",
        )


def _stop(problems: list[Problem], lang: str) -> None:
    if errors_of(problems):
        report(errors_of(problems), "text", lang)
        sys.exit(EXIT_PROBLEMS)
