"""Bad input: an answer in time and in little memory, whatever a file is, and never a traceback."""

from __future__ import annotations

import gc
import hashlib
import os
import struct
import subprocess
import sys
import time
from datetime import date
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from click.testing import CliRunner

from gazette.cli.examining import take
from gazette.cli.verbs import main
from gazette.model.issued import IssuedCopy, issued_copies
from gazette.verify import reading
from gazette.verify.compare import verify_text
from gazette.verify.confined import ExceededError, run_confined
from gazette.verify.identity import identify
from gazette.verify.published import Published
from in_time import SECONDS
from verify.bad_files import BAD

SCRIPTS = str(Path(__file__).resolve().parents[2] / "scripts")
GIBIBYTE = 1 << 20  # in the kibibytes of ru_maxrss
SLOW = ["forms_in_forms", "a_form_in_itself", "a_million_words_that_were_painted_over"]
QUICK = ["half_a_gigabyte_of_ends", "a_stream_squeezed_twice", "noise"]


def keep_busy() -> None:
    while True:
        pass


def sleep() -> None:
    time.sleep(60)


def take_memory() -> int:
    return len(bytearray(4 << 30))


def end() -> None:
    os._exit(3)


def end_within_the_answer() -> None:
    [sender] = [each for each in gc.get_objects() if isinstance(each, Connection) and each.writable]
    os.write(sender.fileno(), struct.pack("!i", 1000) + b"the beginning")
    os._exit(3)


def fail() -> None:
    raise LookupError("nobody foresaw this")


def answer(text: str) -> str:
    return text * 2


def test_what_a_function_returns_comes_back() -> None:
    assert run_confined(answer, "甲") == "甲甲"


@pytest.mark.parametrize(
    ("function", "reason"),
    [
        (keep_busy, "ended"),
        (sleep, "time"),
        (take_memory, "memory"),
        (end, "ended"),
        (end_within_the_answer, "ended"),
        (fail, "LookupError"),
    ],
)
def test_whatever_a_function_does_it_ends(function: object, reason: str) -> None:
    started = time.monotonic()
    with pytest.raises(ExceededError) as caught:
        # What ends by itself has time for it, so that it is seen how it ended.
        run_confined(function, seconds=1 if function in (keep_busy, sleep) else 5)  # type: ignore[arg-type]
    # By the clock, where the machine does other work, before the processor's limit is reached.
    assert str(caught.value) in {reason, "time"} and time.monotonic() - started < SECONDS


# In a process of its own: the memory of this one, and of those that it has started, is also that of all tests before.
MEASURED = """
import re, resource, sys
from pathlib import Path
from gazette.cli.examining import take
from gazette.model.issued import IssuedCopies
from gazette.verify import reading

reading._SECONDS = int(sys.argv[2])
taken = take("a", Path(sys.argv[1]), IssuedCopies(), b"")
own = re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())
print(int(own[1]) + resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, taken.problem.code if taken.problem else "-")
"""


def judged(name: str, file: Path, seconds: int = reading._SECONDS) -> str:
    """The problem's code, or "-"; asserts that it came within thirty seconds and a gibibyte."""
    BAD[name](file)
    started = time.monotonic()
    command = [sys.executable, "-c", MEASURED, file, str(seconds)]
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": SCRIPTS})
    taken = time.monotonic() - started
    assert done.returncode == 0, done.stderr
    peak, code = done.stdout.split()
    print(name, code, f"{taken:.1f} s, {int(peak) >> 10} MiB")
    assert taken < 30 and int(peak) < GIBIBYTE, (taken, peak)
    return code


@pytest.mark.parametrize("name", QUICK)
def test_a_bad_file_has_an_answer(tmp_path: Path, name: str) -> None:
    assert judged(name, tmp_path / "a.pdf") in {"copy.too-large", "copy.damaged"}


@pytest.mark.long
@pytest.mark.parametrize("name", [name for name in BAD if name not in QUICK and "character_a" not in name])
def test_every_bad_file_has_an_answer(tmp_path: Path, name: str) -> None:
    expected = {"copy.too-large", "copy.damaged", "copy.encrypted", "copy.no-text", "copy.too-much"}
    assert judged(name, tmp_path / ("a.txt" if "of_text" in name else "a.pdf")) in expected | {"copy.kind", "-"}


@pytest.mark.parametrize("name", [SLOW[0], *(pytest.param(name, marks=pytest.mark.long) for name in SLOW[1:])])
def test_what_takes_too_long_is_ended(tmp_path: Path, name: str) -> None:
    """The same limit, made short for this test."""
    assert judged(name, tmp_path / "a.pdf", seconds=1) in {"copy.too-much", "copy.damaged", "copy.no-text"}


def test_the_sentence_and_the_status(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    BAD["ten_thousand_pages"](tmp_path / "a.pdf")
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    done = CliRunner().invoke(main, ["verify", str(tmp_path / "a.pdf")])
    assert (done.exit_code, done.stdout) == (
        2,
        f"错误  {tmp_path}/a.pdf：应为不大于 64 MB、不多于 2000 页的 PDF，或不大于 4 MB 的文本。"
        "办法：官方文本没有这样大的；SHA-256 与已发布文件均不同。 [copy.too-large]\n",
    )


def test_a_very_file_of_any_size_is_known(tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    with file.open("wb") as out:
        out.write(b"%PDF-1.7\n")
        out.truncate(100 << 20)
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    issued = issued_copies([IssuedCopy("a/2022/b", "en", 1, digest, date(2022, 10, 27), "王斌")])
    taken = take("a.pdf", file, issued, b"")
    assert taken.identity and taken.identity.is_whole and taken.problem is None


@pytest.mark.parametrize("ends", [1, 2, 3, 70])
@pytest.mark.parametrize("behind", [b"", b"\n", b"\r\n", b"x", b"\n%%EOF\n"])
@pytest.mark.parametrize("shift", range(-7, 8))
def test_an_issued_file_at_the_start_is_found_wherever_it_ends(
    tmp_path: Path, ends: int, behind: bytes, shift: int
) -> None:
    """Pieces of a mebibyte are read at a time; the end may lie across two of them."""
    body = b"%PDF-1.7\n" + b"a%%EOF" * (ends - 1) + b"."
    body += b"x" * ((1 << 20) - len(body) - 5 + shift) + b"%%EOF\n"
    (tmp_path / "a").write_bytes(body + behind)
    row = IssuedCopy("a/2022/b", "en", 1, hashlib.sha256(body).hexdigest(), date(2022, 10, 27), "王斌")
    with (tmp_path / "a").open("rb") as stream:
        found = identify(stream, issued_copies([row]))
    assert (found.sha256, found.size) == (hashlib.sha256(body + behind).hexdigest(), len(body + behind))
    is_known = ends < 64 or not behind  # so many revisions has no signed copy
    assert found.length == (len(body) if is_known else 0) and found.is_whole == (not behind)


@pytest.mark.parametrize(
    "text",
    [
        "的" * 1_000_000,
        *(
            pytest.param(text, marks=pytest.mark.long)
            for text in ("的\n" * 300_000, "知识产权" * 100_000, "a1 " * 300_000)
        ),
    ],
)
def test_a_long_text_of_few_characters_is_compared_in_time(text: str) -> None:
    lines = "\n".join("推动知识产权高质量发展的若干规定的实施" * 3 for _ in range(100))
    started = time.monotonic()
    published = Published("a/2022/b", "zh-Hans", "标题", "", f"标题\n{lines}\n", beside=frozenset({"公开信息"}))
    assert not verify_text(text, published).is_equal and time.monotonic() - started < SECONDS
