"""Confinement (限制): run a function in its own process with limits of memory and CPU time.

A submitted file may be built to exhaust the machine; then only that process ends, and the caller still gets an answer.
"""

from __future__ import annotations

import multiprocessing
import os
import resource
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any, TypeVar

_MEMORY = 640 << 20  # bytes of address space: Python, the libraries, and the file several times over
SECONDS = 10  # of CPU time; a busy machine may take _BUSY times as long by the clock
_BUSY = 2

T = TypeVar("T")


class ExceededError(Exception):
    """The function reached a limit, raised an exception, or its process died."""


def run_confined(function: Callable[..., T], *arguments: object, seconds: int = SECONDS, memory: int = _MEMORY) -> T:
    """Return `function(*arguments)`, run in a spawned process; arguments and result are pickled. Raises ExceededError.

    `seconds`: CPU time; wall time is limited to twice that. `memory`: bytes of address space.
    """
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_run, args=(sender, memory, seconds, function, arguments), daemon=True)
    process.start()
    sender.close()
    try:
        if not receiver.poll(seconds * _BUSY):
            raise ExceededError("time")
        is_done, result = receiver.recv()
    except (EOFError, OSError):  # the process died before or while it answered
        raise ExceededError("ended") from None
    finally:
        process.kill()
        process.join()
        receiver.close()
    if not is_done:
        raise ExceededError(str(result))
    answer: T = result
    return answer


def _run(sender: Connection, memory: int, seconds: int, function: Callable[..., Any], arguments: Any) -> None:
    """Run inside the process: silence stderr (only libraries write there), set the limits, send (is done, result)."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    try:
        sender.send((True, function(*arguments)))
    except MemoryError:
        sender.send((False, "memory"))
    except Exception as error:
        sender.send((False, type(error).__name__))
