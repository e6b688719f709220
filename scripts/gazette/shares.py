"""Shares (分份): work on many items in several processes, each of which takes one share and then ends.

Whoever has such work describes it as a Task, and whoever does it is a Workers: processes of this machine, or a cluster.
A process is forked, so that it has the tables of its parent without loading them; it ends after its share, so that its
memory is returned. A process that is lost costs its share, which is worked once more.
"""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import Generic, Protocol, TypeVar

from gazette.problems import PublicationError, problem

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")
_PR_SET_PDEATHSIG = 1  # <linux/prctl.h>
LARGEST_SHARE = 50  # items; more would hold more memory and lose more with a lost process
_SHARES_PER_WORKER = 4  # so that no core waits long for the last share
LEAST_SHARED = 8  # items; fewer are not worth a process


@dataclass(frozen=True)
class Away(Generic[_Item, _Result]):
    """How another machine does a task; everything that crosses is bytes.

    `name` is what that machine knows the work by, `means` what all shares need. `packed` describes items, `restored`
    makes their results of what came back. A share has at most `largest` items.
    """

    name: str
    means: Callable[[], bytes]
    packed: Callable[[Sequence[_Item]], bytes]
    restored: Callable[[Sequence[_Item], bytes], Sequence[_Result]]
    largest: int = LARGEST_SHARE


@dataclass(frozen=True)
class Task(Generic[_Item, _Result]):
    """Work on many items: `work` does one of them here. Fewer than `least` items are not worth sharing."""

    work: Callable[[_Item], _Result]
    away: Away[_Item, _Result]
    least: int = LEAST_SHARED


class Workers(Protocol):
    """Whoever does a task: processes of this machine, or a cluster."""

    @property
    def count(self) -> int:
        """How many shares are worked at the same time."""
        ...

    def work(self, task: Task[_Item, _Result], items: Sequence[_Item]) -> Iterator[tuple[_Item, _Result]]:
        """Yield each item with its result, as they are finished; raise what the work raises."""
        ...


@dataclass(frozen=True)
class Processes:
    """Workers that are processes of this machine; 0 for one per core."""

    number: int = 0

    @property
    def count(self) -> int:
        return self.number or cores()

    def work(self, task: Task[_Item, _Result], items: Sequence[_Item]) -> Iterator[tuple[_Item, _Result]]:
        return work_shares(task.work, items, self.number, task.least)


HERE = Processes()


def cores() -> int:
    """Return the number of cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def work_shares(
    work: Callable[[_Item], _Result], items: Sequence[_Item], workers: int = 0, least: int = LEAST_SHARED
) -> Iterator[tuple[_Item, _Result]]:
    """Yield each item with the result of `work`, as they are finished; raise what `work` raises.

    `workers` is the number of processes, 0 one per core. Fewer than `least` items, or items of a process that cannot
    be forked, are worked in this process. Results must be picklable. If the process of a share was ended from outside
    twice, e.g. for want of memory, PublicationError (worker.lost) is raised.
    """
    count = min(workers or cores(), len(items))
    if count < 2 or len(items) < least or not _can_fork():
        yield from ((each, work(each)) for each in items)
        return
    waiting = [(share, False) for share in reversed(cut_shares(items, count))]
    running: dict[object, _Share[_Item, _Result]] = {}
    try:
        while waiting or running:
            while waiting and len(running) < count:
                one = _Share(work, *waiting.pop())
                running[one.results] = one
            for ready in wait([each.results for each in running.values()]):
                one = running[ready]
                try:
                    found = one.receive()
                except EOFError:
                    del running[ready]
                    if left := one.finish():
                        if one.is_second:
                            raise PublicationError([problem("worker.lost", "scripts/publish")]) from None
                        waiting.append((left, True))
                    continue
                yield found
    finally:
        for one in running.values():
            one.stop()


def cut_shares(items: Sequence[_Item], workers: int, largest: int = LARGEST_SHARE) -> list[Sequence[_Item]]:
    """Return the items in shares of equal size, in their order."""
    size = max(1, min(largest, -(-len(items) // (workers * _SHARES_PER_WORKER))))
    return [items[at : at + size] for at in range(0, len(items), size)]


def _can_fork() -> bool:
    """True if a fork does no harm: on Linux, with one thread, and not in a worker."""
    if sys.platform != "linux" or multiprocessing.current_process().daemon:
        return False
    return len(os.listdir("/proc/self/task")) == 1  # threads, those of libraries too


class _Share(Generic[_Item, _Result]):
    """A process that works one share; `is_second` if the share's first process was lost."""

    def __init__(self, work: Callable[[_Item], _Result], items: Sequence[_Item], is_second: bool) -> None:  # noqa: FBT001
        self.is_second = is_second
        self._left = list(items)
        self.results, sending = multiprocessing.Pipe(duplex=False)
        context = multiprocessing.get_context("fork")
        self._process = context.Process(target=_work, args=(work, self._left, sending, os.getpid()), daemon=True)
        self._process.start()
        sending.close()

    def receive(self) -> tuple[_Item, _Result]:
        """Return the next item with its result; raise EOFError after the last, and what the work raised."""
        try:
            result, error = self.results.recv()
        except OSError:  # a process killed while it sent
            raise EOFError from None
        if error is not None:
            raise error
        return self._left.pop(0), result

    def finish(self) -> list[_Item]:
        """Return the items without result once the process has ended."""
        self.results.close()
        self._process.join()
        return self._left

    def stop(self) -> None:
        self._process.kill()
        self.finish()


def _work(work: Callable[[_Item], _Result], items: Sequence[_Item], results: Connection, parent: int) -> None:
    """Send (result, None) for each item, or (None, error) and end.

    The parent ends its children when it is interrupted; when it is killed, the kernel does.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        return
    for each in items:
        try:
            sent = work(each), None
        except Exception as error:
            results.send((None, error))
            return
        results.send(sent)
