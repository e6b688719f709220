"""What takes too much of the processor or of the memory is ended, wherever it is, and the page is named."""

from __future__ import annotations

import os
import re
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from gazette import budget
from gazette.budget import Budget, OverBudget, within
from gazette.pipeline import compose_project
from gazette.project import Project
from in_time import in_time
from tiny_site import ROOT, write_notice

LITTLE = Budget(seconds=0.3, megabytes=1000)


def spin() -> None:
    while True:
        pass


def swallow() -> None:
    """As a library does that takes every error for its own."""
    while True:
        with suppress(Exception):
            spin()


def search() -> None:
    """Takes longer than the sun shines."""
    re.fullmatch("(a+)+", "a" * 60 + "b")


def sort() -> None:
    while True:
        sorted(range(100_000), key=lambda each: -each)


@pytest.mark.parametrize("work", [spin, swallow, search, sort])
def test_work_without_an_end_is_ended(work: Callable[[], None]) -> None:
    with in_time(), pytest.raises(OverBudget, match=r"^0\.3 s$"), within(LITTLE):
        work()


HOARD = """
import resource
from gazette.budget import Budget, OverBudget, within
held, peak = [], resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1000
try:
    with within(Budget(60, 100)):
        while True:
            held.append(bytearray(b"x" * 1_000_000))
            sum(range(10_000))
except OverBudget as over:
    print(over.amount, len(held) - peak)
"""


def test_memory_without_an_end_is_ended() -> None:
    """Beyond its peak, which a new process has from the one that started it."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "scripts")}
    command = [sys.executable, "-c", HOARD]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=60, check=True)
    amount, _, beyond = done.stdout.rpartition(" ")
    assert amount == "100 MB" and int(beyond) < 1_000


def test_what_was_held_before_does_not_count() -> None:
    """By the first page, tables and dictionaries: what all have in common is nobody's excess."""
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1000
    with within(Budget(60, held)):
        end = time.process_time() + 0.4  # several looks
        while time.process_time() < end:
            pass


def test_afterwards_nothing_is_limited_and_another_s_handler_is_back() -> None:
    heard: list[int] = []
    before = signal.signal(signal.SIGPROF, lambda signum, frame: heard.append(signum))
    try:
        with within(LITTLE):
            assert signal.getitimer(signal.ITIMER_PROF) != (0, 0)
        assert signal.getitimer(signal.ITIMER_PROF) == (0, 0)
        end = time.process_time() + 0.5
        while time.process_time() < end:
            pass
        assert heard == []
        signal.raise_signal(signal.SIGPROF)
        assert heard == [signal.SIGPROF]
    finally:
        signal.signal(signal.SIGPROF, before)


def test_outside_the_main_thread_the_work_is_done_without_a_limit() -> None:
    done: list[bool] = []

    def work() -> None:
        with within(Budget(0.0, 0)):
            done.append(sum(range(3_000_000)) > 0)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert done == [True]


def test_a_publication_that_takes_too_long_is_named_and_the_others_are_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_notice(tmp_path / "docs", "short", "正文。", number=1)
    project = Project(ROOT, tmp_path / "docs", tmp_path / "ledger.tsv")
    compose_project(project, "https://www.example.org/")  # the tables and dictionaries are read by the first
    paragraphs = "\n\n".join(f"推动知识产权{number}高质量发展，有关部门应于二周内制定办法。" for number in range(8_000))
    write_notice(tmp_path / "docs", "long", paragraphs, number=2)
    monkeypatch.setattr(budget, "_PAGE", Budget(seconds=2.0, megabytes=2000))
    checked, problems = compose_project(project, "https://www.example.org/")
    assert checked and [each.path for each in checked.site.records] == ["interpretations/2023/short"]
    (only,) = [each for each in problems if each.level == "error"]
    assert only.path.endswith("interpretations/2023/long")
    assert only.sentence("en") == (
        f'{only.path}: found "2 s", expected a page within the limits of time and memory; its processing was stopped '
        "— hint: remove or split what is very long or repeated endlessly (paragraphs, tables, signs), or publish it in "
        "several parts. [page.budget]"
    )
