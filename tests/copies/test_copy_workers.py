"""The workers that set copies: the same bytes as without them, and none outlives the process that started it."""

from __future__ import annotations

import hashlib
import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

from copies.specimens import copy_of, page
from gazette.copies.typeset import CopyDocument, typeset
from gazette.site.copy_cache import _typeset_all

MAKE = """
from copies.test_copy_workers import digests, documents
from gazette.site import copy_cache

print(*digests(documents(3)))
"""
# Copies of a minute each; the workers have begun when the first is there.
HANG = """
import os
from pathlib import Path
from copies.test_copy_workers import documents
from gazette.site import copy_cache

def children(process):
    return [int(each) for each in Path(f"/proc/{process}/task/{process}/children").read_text().split()]

made = copy_cache._typeset_all([(each, str(at)) for at, each in enumerate([*documents(1), *documents(8, 20_000)])])
next(made)
print(*(each for child in children(os.getpid()) for each in (child, *children(child))), flush=True)
next(made)
"""


def documents(count: int, length: int = 1) -> list[CopyDocument]:
    bodies = (f"<p>第{number}号</p>" + "<p>推动知识产权高质量发展。</p>" * length for number in range(count))
    return [copy_of("zh-Hans", page("zh-Hans", body, "样张")) for body in bodies]


def digests(copies: list[CopyDocument]) -> list[str]:
    """Through workers where there are several."""
    made = _typeset_all([(each, str(number)) for number, each in enumerate(copies)])
    return [hashlib.sha256(copy.content).hexdigest() for _, copy in made]


def run(script: str, folder: Path) -> subprocess.Popen[str]:
    environment = {**os.environ, "TMPDIR": str(folder), "PYTHONPATH": ":".join(sys.path)}
    command = (sys.executable, "-c", script)
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_workers_make_the_same_copies_and_leave_nothing_behind(tmp_path: Path) -> None:
    with run(MAKE, tmp_path) as process:
        said, errors = process.communicate()
    assert said.split() == [hashlib.sha256(typeset(each).content).hexdigest() for each in documents(3)], errors
    assert errors == "" and list(tmp_path.iterdir()) == []


def test_the_time_of_workers_is_that_of_the_process_that_started_them() -> None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    digests(documents(3, 400))
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    alone = time.process_time()
    typeset(documents(1, 400)[0])
    assert after.ru_utime - before.ru_utime > 1.5 * (time.process_time() - alone)


def test_workers_end_with_a_process_that_is_killed(tmp_path: Path) -> None:
    with run(HANG, tmp_path) as process:
        assert process.stdout
        family = [int(each) for each in process.stdout.readline().split()]
        process.send_signal(signal.SIGKILL)
        assert len(family) >= 3
        waited_until = time.monotonic() + 60
        while (left := [each for each in family if is_running(each)]) and time.monotonic() < waited_until:
            time.sleep(0.05)
    assert left == []
    assert list(tmp_path.glob("weasyprint-*/*")) == []


def is_running(process: int) -> bool:
    """Neither ended nor waiting to be collected by whoever inherited it."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] not in ("Z", "X")
    except OSError:
        return False
