"""Asking (署名): who signs, and when: what the door asks once, keeps, and shows before anything is written."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date, datetime

import click

from gazette.cli.report import EXIT_PROBLEMS, ROOT, note, report, say
from gazette.problems import Problem, errors_of, problem
from gazette.records.signer import check_day, check_note, check_signer, git_name, keep_name, kept_signer, one_spaced

# The day is given as 2022-10-27; what it means is said by each verb.
DAY = click.DateTime(["%Y-%m-%d"])


def stop_at(problems: Sequence[Problem], lang: str) -> None:
    """An end with the errors said, where there are any."""
    if errors := errors_of(problems):
        report(errors, "text", lang)
        sys.exit(EXIT_PROBLEMS)


def ask_signer(given: str | None, option: str, lang: str) -> str:
    """The name that signs: of the option, kept from before, or asked once in a terminal; shown, and never invented."""
    if given is not None:
        stop_at(check_signer(given, option), lang)
        name = one_spaced(given)
    elif not (name := kept_signer()):
        if not sys.stdin.isatty():
            stop_at([problem("signed.no-name", option, option=option)], lang)
        name = _ask(option, lang)
    note(lang, f"署名：{name}（换人时用 {option}）", f"Signed by {name} (another person: {option})")
    return name


def _ask(option: str, lang: str) -> str:
    """Until it is a name; what git knows is offered. The answer is kept for the next time."""
    question = say(lang, "署名（您的姓名，将写入登记表）", "Your name, as it is to stand in the tables")
    while True:
        name = str(click.prompt(question, default=git_name(ROOT) or None, err=True))
        if not (problems := check_signer(name, option)):
            break
        click.echo(problems[0].sentence(lang), err=True)
    name = one_spaced(name)
    if file := keep_name(name):
        note(lang, f"已记入 {file}，以后不再询问。", f"Kept in {file}: you are not asked again.")
    return name


def signed_day(given: datetime | None, lang: str) -> date:
    """The day of a signature: that of --date, otherwise today; never later."""
    today = date.today()
    day = given.date() if given else today
    stop_at(check_day(day, today, "--date"), lang)
    return day


def signed_note(text: str, lang: str) -> str:
    """A remark that the tables can hold."""
    stop_at(check_note(text, "--note"), lang)
    return one_spaced(text)
