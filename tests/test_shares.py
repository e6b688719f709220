"""Shares: every item is worked once, in whatever process; a lost process costs its share, and errors arrive."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from gazette.shares import LARGEST_SHARE, cut_shares
from tiny_site import ROOT

# In a process of its own: one that has threads, as pytest's workers have, is not forked.
PROGRAM = """
import os, signal, sys
from pathlib import Path
sys.path.insert(0, {scripts!r})
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell lets what runs in the background ignore it
from gazette.problems import PublicationError
from gazette.shares import work_shares

parent, folder = os.getpid(), Path({folder!r})

def work(number):
    if {what!r} == "killed once" and number == 13 and not (folder / "killed").exists():
        (folder / "killed").touch()
        os.kill(os.getpid(), signal.SIGKILL)
    if {what!r} == "killed always" and number == 13:
        os.kill(os.getpid(), signal.SIGKILL)
    if {what!r} == "error" and number == 13:
        raise ValueError("thirteen")
    return number * 2, os.getpid()

try:
    found = dict(work_shares(work, range(40), workers=3))
    print(sorted(found) == list(range(40)), all(found[each][0] == each * 2 for each in found))
    print(len({{process for _, process in found.values()}} - {{parent}}) > 1)
except (PublicationError, ValueError) as error:
    print(error.problems[0].code if isinstance(error, PublicationError) else error)
print(os.system("pgrep -P " + str(parent) + " python > /dev/null") != 0)
"""


def run(tmp_path: Path, what: str) -> list[str]:
    program = PROGRAM.format(scripts=str(ROOT / "scripts"), folder=str(tmp_path), what=what)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    return done.stdout.split("\n")[:-1]


@pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux only")
@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("nothing", ["True True", "True", "True"]),
        ("killed once", ["True True", "True", "True"]),
        ("killed always", ["worker.lost", "True"]),
        ("error", ["thirteen", "True"]),
    ],
)
def test_every_item_is_worked_and_no_process_is_left(tmp_path: Path, what: str, said: list[str]) -> None:
    assert run(tmp_path, what) == said


@pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux only")
@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_workers_end_with_the_process_that_started_them(tmp_path: Path, end: signal.Signals) -> None:
    program = PROGRAM.format(scripts=str(ROOT / "scripts"), folder=str(tmp_path), what="nothing").replace(
        "    return number * 2",
        f"    (Path({str(tmp_path)!r}) / str(os.getpid())).touch(); __import__('time').sleep(60)\n    return number * 2",
    )
    process = subprocess.Popen([sys.executable, "-c", program], start_new_session=True, stderr=subprocess.DEVNULL)
    while len(list(tmp_path.iterdir())) < 3:
        assert process.poll() is None
    process.send_signal(end)
    assert process.wait(20) != 0
    left = [Path("/proc", each.name, "stat") for each in tmp_path.iterdir()]
    deadline = time.monotonic() + 20
    while any(each.exists() and each.read_text().split()[2] != "Z" for each in left):
        assert time.monotonic() < deadline, "a worker outlives the process that started it"
        time.sleep(0.05)


@pytest.mark.parametrize(("items", "workers"), [(8, 2), (9, 2), (1000, 2), (10_000, 4), (50, 50)])
def test_shares_hold_all_items_in_their_order(items: int, workers: int) -> None:
    shares = cut_shares(range(items), workers)
    assert [each for share in shares for each in share] == list(range(items))
    assert max(map(len, shares)) <= LARGEST_SHARE and len(shares) >= min(items, workers)
