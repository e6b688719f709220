"""What a command costs as a process of its own: CPU with its children's, time of the clock, peak memory of all its processes."""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

EVERY = 0.2  # seconds from one look at the memory to the next
_PSS = re.compile(r"^Pss:\s+(\d+) kB", re.MULTILINE)


class FailedCommandError(Exception):
    """The command, its exit status and the end of what it said."""


@dataclass(frozen=True)
class Spent:
    """Seconds of CPU (user and system, with all children that were waited for), seconds of the clock, and MB at the peak."""

    cpu: float
    wall: float
    peak: float

    def __add__(self, other: Spent) -> Spent:
        """One after the other."""
        return Spent(self.cpu + other.cpu, self.wall + other.wall, max(self.peak, other.peak))


def measure_command(command: Sequence[str], folder: Path, environment: Mapping[str, str] | None = None) -> Spent:
    """Run the command in a process group of its own; raise FailedCommandError.

    The peak is that of proportional set sizes (PSS: a page that n processes share counts 1/n for each), summed over the
    group and looked at every 0.2 s: a shorter peak may be missed, memory shared by workers is not counted twice.
    """
    with tempfile.TemporaryFile() as said:
        started = time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            start_new_session=True,
        )
        peaks, ended = [0.0], threading.Event()
        watcher = threading.Thread(target=_watch, args=(process.pid, peaks, ended))
        watcher.start()
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        ended.set()
        watcher.join()
        if process.returncode:
            said.seek(0)
            end = said.read().decode(errors="replace").strip()[-2000:]
            raise FailedCommandError(f"{' '.join(command)} ended with {process.returncode}: {end}")
    return Spent(used.ru_utime + used.ru_stime, wall, max(peaks))


def _watch(group: int, peaks: list[float], ended: threading.Event) -> None:
    while not ended.is_set():
        peaks.append(memory_of_group(group))
        ended.wait(EVERY)


def memory_of_group(group: int) -> float:
    """Return the proportional set size in MB of all processes of a process group, from /proc."""
    kilobytes = 0
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            # The name before the last parenthesis may hold anything; state, parent and group follow it.
            if int((folder / "stat").read_text(errors="replace").rpartition(")")[2].split()[2]) == group:
                kilobytes += sum(map(int, _PSS.findall((folder / "smaps_rollup").read_text())))
        except (OSError, IndexError):  # it has just ended
            continue
    return kilobytes * 1024 / 1e6
