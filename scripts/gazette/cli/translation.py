"""Translation (译务命令): `status` shows the progress of each translation, `translated` signs one as up to date."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gazette.cli.asking import DAY, ask_signer, signed_day
from gazette.cli.options import DOCS, EDITION, LEDGER, MESSAGES, MESSAGES_OR_EDITION, editions_of, project_of
from gazette.cli.report import EXIT_PROBLEMS, language_of, note, report, say
from gazette.problems import Problem, errors_of

if TYPE_CHECKING:
    from gazette.records.desk import Desk
    from gazette.translate.freshness import TranslatedPassage

_HEAD = {
    "zh": ("出版物", "语种", "状态", "已译", "过期", "未登记", "缺译", "完成"),
    "en": ("publication", "language", "status", "translated", "stale", "unsigned", "missing", "done"),
}
_STATES = {
    "zh": {"official": "官方", "reviewed": "已审", "unofficial": "非官方", "": "—"},
    "en": {"official": "official", "reviewed": "reviewed", "unofficial": "unofficial", "": "—"},
}


@click.command(short_help="How far translations are. 译文进度。")
@click.argument("publication", required=False)
@EDITION
@MESSAGES_OR_EDITION
@DOCS
@LEDGER
def status(
    publication: str | None, editions: Sequence[str], older: Sequence[str], docs: Path, ledger: Path | None
) -> None:
    """Show the progress of all translations; for one publication, each passage that is not up to date.

    列出各篇译文的进度；指定一篇时，逐段显示旧原文、新原文（标出改动）和译文。

    \b
    Examples 示例:
      scripts/publish status
      scripts/publish status --edition en
      scripts/publish status interpretations/2022/ip-pilot-city --edition en
    """
    lang = language_of(None)
    tag = next(reversed(editions_of(editions, older, lang)), None)
    desk = _opened(docs, ledger, lang)
    if publication is None:
        _show_table(desk, tag, lang)
    else:
        _show_passages(desk, publication, tag, lang)


@click.command(short_help="Sign a translation. 登记译文。")
@click.argument("publication")
@click.argument("language")
@click.option("--translator", default=None, metavar="NAME", help="Who answers for it; otherwise asked once. 译者。")
@click.option(
    "--date",
    "day",
    type=DAY,
    default=None,
    show_default="today",
    help="Day, from that of the last signature to today. 登记日期。",
)
@DOCS
@LEDGER
@MESSAGES
def translated(
    publication: str, language: str, translator: str | None, day: datetime | None, docs: Path, ledger: Path | None
) -> None:
    """Record that a translation says what its source says now. Refused while check finds an error in it.

    登记：译文与现在的原文一致。有缺译或 check 报告其错误时不予登记。记录写入 scripts/review/translations.tsv，随文本一并提交。

    \b
    Examples 示例:
      scripts/publish translated interpretations/2022/ip-pilot-city en
      scripts/publish translated interpretations/2022/ip-pilot-city en --translator 李华
    """
    from gazette.records.translations import record_translation
    from gazette.records.versions import command_line

    lang = language_of(None)
    when, name = signed_day(day, lang), ask_signer(translator, "--translator", lang)
    desk = _opened(docs, ledger, lang)
    passages, wrong = record_translation(desk, publication, language, name, when)
    if any(each.path.endswith(".md") for each in wrong):
        command = command_line(desk.project, "check")
        note(lang, f"没有登记。用 {command} 查看：", f"Nothing was recorded; {command} shows this too:")
    _stop_at(wrong, lang)
    for each in passages:
        click.echo(f"{each.counterpart.key}  {each.state}")
    note(lang, f"已登记 {len(passages)} 段。", f"Recorded: {len(passages)} passages.")


def _opened(docs: Path, ledger: Path | None, lang: str) -> Desk:
    from gazette.records.desk import open_desk

    desk, problems = open_desk(project_of(docs, ledger))
    if desk is None:
        _stop_at(problems, lang)
        sys.exit(EXIT_PROBLEMS)
    return desk


def _stop_at(problems: list[Problem], lang: str) -> None:
    if errors_of(problems):
        report(errors_of(problems), "text", lang)
        sys.exit(EXIT_PROBLEMS)


def _show_table(desk: Desk, tag: str | None, lang: str) -> None:
    from rich.console import Console
    from rich.table import Table

    from gazette.records.progress import find_progress

    console = Console(width=None if sys.stdout.isatty() else 160)
    table = Table(box=None, pad_edge=False)
    for number, name in enumerate(_HEAD[lang]):
        table.add_column(name, justify="right" if number > 2 else "left", no_wrap=True)
    for row in find_progress(desk):
        if tag in (None, row.language):
            numbers = (row.fresh, row.stale, row.unsigned, row.missing)
            state = _STATES[lang][row.status]
            table.add_row(row.publication, row.language, state, *map(str, numbers), f"{row.percentage} %")
    console.print(table)


def _show_passages(desk: Desk, name: str, tag: str | None, lang: str) -> None:
    from gazette.records.desk import find_publication
    from gazette.translate.freshness import translated_passages, translated_tags

    tags = (
        [tag]
        if tag
        else list(translated_tags(desk.publications[name.strip("/")]))
        if name.strip("/") in desk.publications
        else [""]
    )
    for each in tags:
        _stop_at(find_publication(desk, name, each), lang)
        publication = desk.publications[name.strip("/")]
        if each not in publication.editions:
            note(lang, f"还没有 {each} 译文。", f"There is no {each} translation yet.")
            continue
        open_ones = [one for one in translated_passages(publication, each, desk.record) if one.state != "fresh"]
        for passage in open_ones:
            _show(passage, publication.editions[each].file, lang)
        note(lang, f"{each}：{len(open_ones)} 段待处理。", f"{each}: {len(open_ones)} passages to be looked at.")


def _show(passage: TranslatedPassage, file: str, lang: str) -> None:
    """Print old source, new source and translation, with changes marked by signs as well as colours."""
    from rich.console import Console
    from rich.text import Text

    from gazette.translate.changed_words import mark_change

    one = passage.counterpart
    names = {"stale": "过期", "edited": "译文有改动", "unsigned": "未登记"} if lang == "zh" else {}
    console = Console(soft_wrap=True, highlight=False)
    console.print(Text(f"{file}:{one.line}  {one.key}  {names.get(passage.state, passage.state)}", style="bold"))
    old, new = Text(), Text()
    for kind, before, after in mark_change(passage.seen.source if passage.seen else one.source, one.source):
        changed = kind == "changed"
        old.append(f"[-{before}-]" if changed and before else before, style="red" if changed else "")
        new.append(f"{{+{after}+}}" if changed and after else after, style="green" if changed else "")
    if passage.state == "stale":
        console.print(Text(say(lang, "旧原文  ", "old source   ")).append_text(old))
    console.print(Text(say(lang, "新原文  ", "new source   ")).append_text(new))
    console.print(Text(say(lang, "译文    ", "translation  ")).append(" ".join(one.translation.split())))
    console.print()
