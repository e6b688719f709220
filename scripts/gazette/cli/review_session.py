"""Review (校核命令): `review` presents open doubts to a person, in the terminal, on a sheet, or before an upgrade."""

from __future__ import annotations

import datetime
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gazette.cli.asking import DAY, ask_signer, signed_day, stop_at
from gazette.cli.options import DOCS, LANG, LEDGER, project_of, stop_at_target
from gazette.cli.report import EXIT_PROBLEMS, language_of, note, progress, report
from gazette.problems import Problem, errors_of
from gazette.records.signer import check_signer
from gazette.whole_file import replace_file

if TYPE_CHECKING:
    from gazette.cli.review_walk import ReviewWalk
    from gazette.pipeline import CheckedSite
    from gazette.project import Project


@click.command(short_help="Decide about doubtful characters. 校核存疑字。")
@click.argument("publication", required=False)
@DOCS
@LEDGER
@click.option("--reviewer", default=None, metavar="NAME", help="Who signs; otherwise asked once. 校核人。")
@click.option(
    "--date",
    "day",
    type=DAY,
    default=None,
    help="Day of the decisions, not after today; for a sheet filled in by hand. 校核日期。",
)
@click.option("--html", type=click.Path(path_type=Path), default=None, help="Write a sheet to read or print. 校核单。")
@click.option(
    "--upgrade",
    is_flag=False,
    flag_value="",
    default=None,
    metavar="[VERSION]",
    help="Show what another version of OpenCC would change; without VERSION, carry signatures over. 升级前后对比。",
)
@LANG
def review(
    publication: str | None,
    docs: Path,
    ledger: Path | None,
    reviewer: str | None,
    day: datetime.datetime | None,
    html: Path | None,
    upgrade: str | None,
    lang: str | None,
) -> None:
    """Walk through every doubtful character that nobody has signed yet, worst first. Each answer is saved at once.

    逐项校核尚未校核的存疑字，最可疑的在前；每答一项即时保存，可随时结束，下次接着校核。

    \b
    Examples 示例:
      scripts/publish review
      scripts/publish review interpretations/2022/ip-pilot-city
      scripts/publish review --html sheet.html
      scripts/publish review --upgrade 1.4.3
    """
    project, lang = project_of(docs, ledger), language_of(lang)
    when = signed_day(day, lang)
    stop_at(check_signer(reviewer, "--reviewer") if reviewer is not None else [], lang)
    stop_at_target(html, project, lang)
    checked = _compose(project, publication, lang)
    if upgrade is not None:
        from gazette.cli.review_upgrade import carry_over, show_upgrade

        show_upgrade(project, checked, upgrade, lang) if upgrade else carry_over(project, checked, lang)
    elif html:
        _write_sheet(checked, html, lang)
    else:
        _walk(project, checked, reviewer, when, lang)


def _compose(project: Project, publication: str | None, lang: str) -> CheckedSite:
    """Return the converted texts, or report the errors and exit."""
    from functools import partial

    from gazette.pipeline import compose_project

    with progress(lang) as show:
        checked, problems = compose_project(project, None, partial(show, "compose"))
    errors = errors_of(problems)
    if checked is None or errors:
        report(errors, "text", lang)
        sys.exit(EXIT_PROBLEMS)
    if publication is None:
        return checked
    wanted = publication.strip("/").removeprefix("docs/").removesuffix("/index.md")
    chosen = checked.only(wanted)
    if not chosen.occurrences:
        known = sorted({each.doubt.place.publication for each in checked.occurrences})
        note(lang, f"没有“{wanted}”，或其中没有存疑字。现有：", f"No “{wanted}”, or nothing doubtful in it. There are:")
        click.echo("\n".join(known), err=True)
        sys.exit(EXIT_PROBLEMS)
    return chosen


def _write_sheet(checked: CheckedSite, html: Path, lang: str) -> None:
    from gazette.cli.review_sheet import compose_sheet

    html.parent.mkdir(parents=True, exist_ok=True)
    replace_file(html, compose_sheet(checked.occurrences, lang).encode())
    note(lang, f"已写入 {html}，可用浏览器打开、打印。", f"Wrote {html}: open it in a browser, or print it.")


def _walk(project: Project, checked: CheckedSite, reviewer: str | None, day: datetime.date, lang: str) -> None:
    from gazette.cli.review_screen import run_walk
    from gazette.cli.review_walk import NotSavedError, ReviewWalk
    from gazette.convert.ledger import Ledger, write_ledger
    from gazette.convert.review import find_questions

    questions = find_questions(checked.occurrences)
    if not questions:
        total = len(checked.occurrences)
        note(lang, f"存疑字 {total} 处，均已校核。", f"All {total} doubtful characters are reviewed.")
        return
    if not sys.stdin.isatty() or not sys.stdout.isatty():
        note(
            lang,
            f"有 {len(questions)} 项未校核。请在终端中运行，或用 --html 生成校核单。",
            f"{len(questions)} questions are open. Run this in a terminal, or write a sheet with --html.",
        )
        sys.exit(EXIT_PROBLEMS)
    name = ask_signer(reviewer, "--reviewer", lang)

    def save(now: Ledger, before: Ledger) -> tuple[Ledger, list[Problem]]:
        return write_ledger(project.ledger_file, now, before)

    from rich.console import Console

    walk = ReviewWalk(questions, checked.ledger, name, day, save)
    prompt = "附注：" if lang == "zh" else "note: "
    try:
        run_walk(walk, Console(), click.getchar, lambda: str(click.prompt(prompt, prompt_suffix="", default="")), lang)
    except NotSavedError as error:
        note(lang, "最后一项未保存；此前各项均已保存。", "The last answer was not saved; those before it are.")
        stop_at(error.problems, lang)
    except KeyboardInterrupt:
        pass
    _say_result(walk, checked, lang)


def _say_result(walk: ReviewWalk, checked: CheckedSite, lang: str) -> None:
    from gazette.cli.review_walk import open_questions, remaining

    left = open_questions(checked.occurrences, walk.ledger)
    total = len(checked.occurrences)
    signed = sum(not each.is_open for each in remaining(checked.occurrences, walk.ledger))
    click.clear()
    report(walk.refused, "text", lang)
    note(
        lang,
        f"存疑字 {total} 处，已校核 {signed} 处；尚余 {len(left)} 项。已存入 {walk.ledger.path}。",
        f"Of {total} doubtful characters {signed} are reviewed; {len(left)} questions are left. Saved in {walk.ledger.path}.",
    )
