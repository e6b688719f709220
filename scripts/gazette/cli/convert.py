"""Conversion (转换命令): `convert` converts standard input to the other script line by line, or lists the doubts."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from gazette.cli.options import MESSAGES
from gazette.cli.report import language_of, note, report
from gazette.languages import PROFILES

if TYPE_CHECKING:
    from gazette.languages import ConversionProfile


@click.command(short_help="Convert text between the scripts. 简繁转换。")
@click.option(
    "--to",
    "target",
    type=click.Choice(["zh-Hant", "zh-Hans"]),
    default="zh-Hant",
    show_default=True,
    help="Script to convert to. 目标文字。",
)
@click.option(
    "--profile",
    type=click.Choice(PROFILES),
    default="tw",
    show_default=True,
    help="Regional forms. 地区字形。",
)
@click.option("--doubts", is_flag=True, help="Write one JSON line for each doubtful character instead. 输出存疑字。")
@MESSAGES
def convert(target: str, profile: ConversionProfile, *, doubts: bool) -> None:
    """Convert standard input line by line to standard output. Needs no publication and no review.

    从标准输入逐行读取，转换后写到标准输出。

    \b
    Examples 示例:
      echo 机关征收 | scripts/publish convert
      scripts/publish convert --profile hk < text.txt
      scripts/publish convert --doubts < text.txt
      scripts/publish convert --to zh-Hans < traditional.txt
      scripts/publish convert --to zh-Hans --doubts < traditional.txt
    """
    from gazette.convert.chinese import check_engine
    from gazette.convert.doubts import convert_line, convert_text, return_line
    from gazette.convert.overlay import check_overlay
    from gazette.convert.reasons import doubt_record
    from gazette.convert.tables import read_protected_terms

    if problems := [*check_engine(), *check_overlay()]:
        report(problems, "text", language_of(None))
        sys.exit(1)
    there = target == "zh-Hant"
    terms = {a if there else b: b if there else a for a, b in read_protected_terms().items()}
    for number, text in enumerate(_lines()):
        if there and not doubts:
            _write(convert_text(text, profile, terms))
            continue
        converted, choices = (convert_line if there else return_line)(text, profile, terms)
        if not doubts:
            _write(converted)
        for each in choices if doubts else ():
            _write(json.dumps(doubt_record(number, each), ensure_ascii=False))


def _lines() -> Iterator[str]:
    """Yield the lines of standard input as UTF-8 whatever the locale; other bytes end the program with a message."""
    for number, line in enumerate(sys.stdin.buffer):
        try:
            yield line.removesuffix(b"\n").decode("utf-8")
        except UnicodeDecodeError:
            note(language_of(None), f"第 {number + 1} 行不是 UTF-8 编码。", f"Line {number + 1} is not in UTF-8.")
            sys.exit(1)


def _write(line: str) -> None:
    sys.stdout.buffer.write(line.encode("utf-8") + b"\n")
