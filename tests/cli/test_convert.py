"""`scripts/publish convert`: standard input to standard output, line by line."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

PUBLISH = Path(__file__).resolve().parents[2] / "scripts" / "publish"


def convert(text: bytes, *options: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [PUBLISH, "convert", *options], input=text, capture_output=True, env={**os.environ, **environment}
    )


def test_lines_stay_lines_whatever_the_language_of_the_machine() -> None:
    done = convert("机关征收\n\n王斌\r\n最后一行".encode(), LANG="C", PYTHONUTF8="0")
    assert done.stdout.decode() == "機關徵收\n\n王斌\r\n最後一行\n"


def test_back_to_simplified() -> None:
    assert convert("機關徵收，在裡面，蘇凱\n".encode(), "--to", "zh-Hans").stdout.decode() == "机关征收，在里面，苏凯\n"


def test_doubts_are_json_lines_with_line_and_offset_from_zero() -> None:
    done = convert("标准\n公布\n".encode(), "--doubts")
    records = [json.loads(line) for line in done.stdout.decode().splitlines()]
    assert [(each["line"], each["offset"], each["source"], each["chosen"]) for each in records] == [
        (0, 1, "准", "準"),
        (1, 1, "布", "布"),
    ]
    assert list(records[0]) == ["line", "offset", "source", "chosen", "candidates", "entry", "tier", "reasons"]


def test_bytes_that_are_not_utf8_end_with_a_sentence() -> None:
    done = convert("好\n".encode() + "体".encode("gb18030") + b"\n")
    assert (done.returncode, done.stderr.decode().strip()) == (1, "Line 2 is not in UTF-8.")
