"""Usage (用法): click's own messages in the reader's language, by usage.tsv."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
from click import core, decorators, exceptions, formatting, parser, termui, types, utils

from gazette.cli.report import is_language, language_of, speak
from gazette.knowledge import kept, table_rows

_TABLE = Path(__file__).with_name("usage.tsv")
# Each module imports gettext's functions under these names, so they must be replaced in each.
_SPEAKING: tuple[Any, ...] = (core, decorators, exceptions, formatting, parser, termui, types, utils)


class Verbs(click.Group):
    """A command group whose verbs use the language of --lang, wherever it stands, also in errors of the command line."""

    def main(self, args: Sequence[str] | None = None, *more: Any, **options: Any) -> Any:
        given = list(sys.argv[1:] if args is None else args)
        speak(_asked(given))
        try:
            return super().main(given, *more, **options)
        except SystemExit:
            speak(None)
            raise


def translate_click() -> None:
    """Make click take its messages from our table."""
    for module in _SPEAKING:
        for name, function in (("_", _say), ("ngettext", _say_number)):
            if hasattr(module, name):
                setattr(module, name, function)


def usage_error(text: str) -> click.UsageError:
    """Return a usage error with its text translated by the table."""
    return click.UsageError(_say(text))


def _asked(arguments: Sequence[str]) -> str | None:
    """Return the language after --lang before anything is parsed, ignoring all after `--`; None if there is none."""
    arguments = arguments[: arguments.index("--")] if "--" in arguments else arguments
    pairs = zip(arguments, [*arguments[1:], ""], strict=True)
    values = [one.partition("=")[2] or other for one, other in pairs if one.partition("=")[0] == "--lang"]
    return next((each for each in reversed(values) if is_language(each)), None)


def _say(text: str) -> str:
    return _chinese().get(text, text) if language_of(None) == "zh" else text


def _say_number(one: str, many: str, number: int) -> str:
    return _say(one if number == 1 else many)


@kept
def _chinese() -> dict[str, str]:
    """Return the Chinese for each English message; the table writes line ends and tabs as Python escapes."""
    return {_unescaped(row["english"]): _unescaped(row["chinese"]) for row in table_rows(_TABLE)}


def _unescaped(cell: str) -> str:
    return cell.replace("\\n", "\n").replace("\\t", "\t")
