"""Report (报告): the output of all verbs: problems as text or JSON, messages in the reader's language, progress bars."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import click

from gazette.problems import WORDING_LANGUAGES, Problem, errors_of
from gazette.system_errors import system_words

_LANGUAGE = "gazette.language"  # key in click's context
_asked: str | None = None
ROOT = Path(__file__).resolve().parents[3]
EXIT_PROBLEMS = 1  # exit status of a verb that found errors


def say(lang: str, chinese: str, english: str) -> str:
    return chinese if lang == "zh" else english


def speak(lang: str | None) -> None:
    """Set the default language of messages; None restores that of the environment."""
    global _asked
    _asked = lang


def is_language(value: str) -> bool:
    """True if messages exist in this language."""
    return value in WORDING_LANGUAGES


def keep_language(context: click.Context, _option: click.Parameter, value: str | Sequence[str] | None) -> object:
    """Callback of the option --lang: store a language of messages for the whole verb."""
    values = [value] if isinstance(value, str) else value or ()
    if known := [each for each in values if is_language(each)]:
        context.meta[_LANGUAGE] = known[-1]
    return value


def language_of(lang: str | None) -> str:
    """Return the language of messages: --lang, or else by LC_ALL, LC_MESSAGES or LANG (POSIX)."""
    context = click.get_current_context(silent=True)
    if lang := lang or (context.meta.get(_LANGUAGE) if context else None) or _asked:
        return lang
    environment = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return "zh" if environment.lower().startswith("zh") else "en"


def report(problems: Sequence[Problem], form: str, lang: str) -> None:
    if form == "json":
        click.echo(_writable(json.dumps([each.worded(lang) for each in problems], ensure_ascii=False, indent=2)))
        return
    for each in problems:
        mark = say(lang, "错误", "error") if each.is_error else say(lang, "警告", "warning")
        click.echo(_writable(f"{mark}  {each.sentence(lang)}"))
    if problems:
        errors = len(errors_of(problems))
        warnings = len(problems) - errors
        note(lang, f"错误 {errors} 个，警告 {warnings} 个。", f"{errors} errors, {warnings} warnings.")


def note(lang: str, chinese: str, english: str) -> None:
    """Write a message to standard error, so that standard output holds the problems only."""
    click.echo(_writable(say(lang, chinese, english)), err=True)


def _writable(text: str) -> str:
    """Return text that any terminal accepts, with bytes of arguments or file names that are not UTF-8 as escapes."""
    return text.encode("utf-8", "backslashreplace").decode()


def refused(error: OSError, lang: str) -> None:
    """Report a file system error in one sentence."""
    place, reason = error.filename or "", system_words(error.strerror or "", lang)
    note(lang, f"无法读写文件：{place}（{reason}）", f"Cannot read or write {place}: {reason}")


def shown(path: Path) -> str:
    path = path.resolve()
    return path.relative_to(ROOT).as_posix() + "/" if path.is_relative_to(ROOT) else path.as_posix()


@contextlib.contextmanager
def bar(description: str) -> Iterator[Callable[[int, int], None]]:
    """Show one progress bar in a terminal only; yield a function that takes (done, total)."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bars:
        task = bars.add_task(description, total=None)
        yield lambda done, total: bars.update(task, completed=done, total=total)


@contextlib.contextmanager
def progress(lang: str) -> Iterator[Callable[[str, int, int], None]]:
    """Show the three progress bars of a build in a terminal only."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bars:
        tasks = {
            "compose": bars.add_task(say(lang, "检查与编排", "Checking and composing"), total=None),
            "typeset": bars.add_task(say(lang, "排印正式文本", "Typesetting copies"), total=None),
            "render": bars.add_task(say(lang, "生成页面", "Rendering pages"), total=None),
        }

        def show(step: str, done: int, total: int) -> None:
            bars.update(tasks[step], completed=done, total=total) if total else bars.advance(tasks[step], done)

        yield show
