"""Budget (限额): how much processor time and memory one page may take; work beyond it ends, and a problem names the page.

The processor's time is counted, not the clock's, so that a busy machine refuses nothing. The kernel's timer is asked (SIGPROF), which
reaches into a regular expression as well.
"""

from __future__ import annotations

import resource
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from types import FrameType
from typing import Protocol, TypeVar

from gazette.problems import Problem, problem

_LOOK = 0.1  # seconds of the processor between two looks
_UNIT = 1_000_000 if sys.platform == "darwin" else 1_000  # of ru_maxrss in a megabyte
_Result = TypeVar("_Result")


@dataclass(frozen=True)
class Budget:
    """Seconds of the processor, and megabytes beyond the most that the process has held before."""

    seconds: float
    megabytes: int


# A text of 300 KB takes 5 seconds; the first page reads tables and dictionaries for all: 2 seconds and 200 MB.
_PAGE = Budget(seconds=30, megabytes=600)


class OverBudget(BaseException):
    """Work that took too much; no Exception, so that nothing on the way takes it for a mistake of its own."""

    def __init__(self, amount: str) -> None:
        super().__init__(amount)
        self.amount = amount


class Folder(Protocol):
    """Whatever is named by a path below docs/."""

    @property
    def path(self) -> str: ...


class _Shown(Protocol):
    """Whatever knows how problems name docs/."""

    @property
    def shown(self) -> str: ...


_Place = TypeVar("_Place", bound=Folder)
_Inputs = TypeVar("_Inputs", bound=_Shown)


def held_to_budget(
    work: Callable[[_Place, _Inputs], tuple[_Result | None, list[Problem]]],
) -> Callable[[_Place, _Inputs], tuple[_Result | None, list[Problem]]]:
    """The same work; where a folder takes more than PAGE, nothing and a problem that names the folder."""

    @wraps(work)
    def held(folder: _Place, inputs: _Inputs) -> tuple[_Result | None, list[Problem]]:
        try:
            with within(_PAGE):
                return work(folder, inputs)
        except OverBudget as over:
            return None, [problem("page.budget", f"{inputs.shown}/{folder.path}", found=over.amount)]

    return held


@contextmanager
def within(budget: Budget) -> Iterator[None]:
    """Raises OverBudget in the middle of the work. Only the main thread gets signals: elsewhere nothing is limited."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    started, held, is_over = time.thread_time(), _most_held(), False

    def look(signum: int, frame: FrameType | None) -> None:
        spent, grown = time.thread_time() - started, _most_held() - held
        if not is_over and spent > budget.seconds:
            raise OverBudget(f"{budget.seconds:g} s")
        if not is_over and grown > budget.megabytes:
            raise OverBudget(f"{budget.megabytes} MB")

    before = signal.signal(signal.SIGPROF, look)
    signal.setitimer(signal.ITIMER_PROF, _LOOK, _LOOK)
    try:
        yield
    finally:
        is_over = True
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _most_held() -> float:
    """Megabytes of memory that this process has held at the most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _UNIT
