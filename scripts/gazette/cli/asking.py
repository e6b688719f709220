"""Asking (署名): the name, date and remark of the person who signs, from options or asked once in a terminal."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date, datetime

import click

from gazette.cli.report import EXIT_PROBLEMS, ROOT, note, report, say
from gazette.problems import Problem, errors_of, problem
from gazette.records.signer import check_day, check_note, check_signer, git_name, keep_name, kept_signer, one_spaced

# A day is given as 2022-10-27; each verb says what it means.
DAY = click.DateTime(["%Y-%m-%d"])


def stop_at(problems: Sequence[Problem], lang: str) -> None:
    """Report the errors and exit, if there are any."""
    if errors := errors_of(problems):
        report(errors, "text", lang)
        sys.exit(EXIT_PROBLEMS)


def ask_signer(given: str | None, option: str, lang: str) -> str:
    """Return the signer's name and show it: from the option, stored earlier, or asked in a terminal; never guessed."""
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
    """Ask until the name is valid, suggesting git's, and store it for the next time."""
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
    """Return the day of a signature, from --date or today; exit with a problem if it is in the future."""
    today = date.today()
    day = given.date() if given else today
    stop_at(check_day(day, today, "--date"), lang)
    return day


def signed_note(text: str, lang: str) -> str:
    """Return a remark; exit with a problem if it is unfit for the tables."""
    stop_at(check_note(text, "--note"), lang)
    return one_spaced(text)
