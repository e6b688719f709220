"""Budget (限额): limits the processor time and memory that one page may take.

CPU time is measured, not wall-clock time, so that a busy machine refuses nothing. The kernel's profiling timer
(SIGPROF) is used because it also interrupts a running regular expression.
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

_LOOK = 0.1  # CPU seconds between two checks
_UNIT = 1_000_000 if sys.platform == "darwin" else 1_000  # units of ru_maxrss in a megabyte
_Result = TypeVar("_Result")


@dataclass(frozen=True)
class Budget:
    """Limits: CPU seconds, and megabytes of growth beyond the peak memory of the process so far."""

    seconds: float
    megabytes: int


# Measured: a text of 300 KB takes 5 s; the first page also loads the tables and dictionaries: 2 s and 200 MB.
_PAGE = Budget(seconds=30, megabytes=600)


class OverBudget(BaseException):
    """Raised when work exceeds its budget; `amount` is the limit (`30 s`, `600 MB`).

    It is a BaseException, so that no `except Exception` around the work handles it as an error of its own.
    """

    def __init__(self, amount: str) -> None:
        super().__init__(amount)
        self.amount = amount


class Folder(Protocol):
    """Anything with a path below docs/."""

    @property
    def path(self) -> str: ...


class _Shown(Protocol):
    """Anything that says how problems name the folder of texts."""

    @property
    def shown(self) -> str: ...


_Place = TypeVar("_Place", bound=Folder)
_Inputs = TypeVar("_Inputs", bound=_Shown)


def held_to_budget(
    work: Callable[[_Place, _Inputs], tuple[_Result | None, list[Problem]]],
) -> Callable[[_Place, _Inputs], tuple[_Result | None, list[Problem]]]:
    """Decorate `work` so that exceeding _PAGE returns None and a `page.budget` problem that names the folder."""

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
    """Raise OverBudget inside the block as soon as it exceeds `budget`.

    Only the main thread receives signals: in any other thread nothing is limited.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    started, held, is_over, amount = time.thread_time(), _most_held(), False, ""

    def look(signum: int, frame: FrameType | None) -> None:
        nonlocal amount
        spent, grown = time.thread_time() - started, _most_held() - held
        if not is_over and spent > budget.seconds:
            amount = f"{budget.seconds:g} s"
        elif not is_over and grown > budget.megabytes:
            amount = f"{budget.megabytes} MB"
        if not is_over and amount:
            raise OverBudget(amount)

    before = signal.signal(signal.SIGPROF, look)
    signal.setitimer(signal.ITIMER_PROF, _LOOK, _LOOK)
    try:
        yield
    except Exception:
        # A library that handles every error made another one of ours.
        if amount:
            raise OverBudget(amount) from None
        raise
    finally:
        is_over = True
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
    if amount:
        raise OverBudget(amount)


def _most_held() -> float:
    """Return the peak memory of this process in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _UNIT
