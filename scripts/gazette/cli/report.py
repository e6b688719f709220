"""Report (报告): what the door says: problems as text or JSON, sentences in the reader's language, progress in a terminal."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import click

from gazette.problems import WORDING_LANGUAGES, Problem, errors_of
from gazette.system_errors import system_words

_LANGUAGE = "gazette.language"  # in the context of click
_asked: str | None = None
ROOT = Path(__file__).resolve().parents[3]
EXIT_PROBLEMS = 1  # exit status of a verb that found errors


def say(lang: str, chinese: str, english: str) -> str:
    return chinese if lang == "zh" else english


def speak(lang: str | None) -> None:
    """From now on messages are in this language, where nothing else is asked for; None: that of the environment."""
    global _asked
    _asked = lang


def is_language(value: str) -> bool:
    """Whether messages are written in it."""
    return value in WORDING_LANGUAGES


def keep_language(context: click.Context, _option: click.Parameter, value: str | Sequence[str] | None) -> object:
    """For an option --lang: a language of messages is kept for the whole verb."""
    values = [value] if isinstance(value, str) else value or ()
    if known := [each for each in values if is_language(each)]:
        context.meta[_LANGUAGE] = known[-1]
    return value


def language_of(lang: str | None) -> str:
    """--lang, otherwise what the environment says (POSIX: LC_ALL, LC_MESSAGES, LANG)."""
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
    """To standard error, so that standard output holds nothing but the problems."""
    click.echo(_writable(say(lang, chinese, english)), err=True)


def _writable(text: str) -> str:
    """Text that any terminal takes: bytes of an argument or of a file's name that are no UTF-8 are shown as escapes."""
    return text.encode("utf-8", "backslashreplace").decode()


def refused(error: OSError, lang: str) -> None:
    """What the file system does not allow, in a sentence."""
    place, reason = error.filename or "", system_words(error.strerror or "", lang)
    note(lang, f"无法读写文件：{place}（{reason}）", f"Cannot read or write {place}: {reason}")


def shown(path: Path) -> str:
    path = path.resolve()
    return path.relative_to(ROOT).as_posix() + "/" if path.is_relative_to(ROOT) else path.as_posix()


@contextlib.contextmanager
def bar(description: str) -> Iterator[Callable[[int, int], None]]:
    """One bar in a terminal, nothing anywhere else; what it gives is called with done and total."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bars:
        task = bars.add_task(description, total=None)
        yield lambda done, total: bars.update(task, completed=done, total=total)


@contextlib.contextmanager
def progress(lang: str) -> Iterator[Callable[[str, int, int], None]]:
    """Three bars in a terminal, nothing anywhere else."""
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
