"""Confinement (限制): a function runs in a process of its own, within limits of memory and time, and ends whatever it is given.

A file that someone brings may be made to use up the machine; then it is the process that ends, and there is still an answer.
"""

from __future__ import annotations

import multiprocessing
import os
import resource
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any, TypeVar

_MEMORY = 640 << 20  # address space of the process: Python, the libraries, and the file several times over
SECONDS = 10  # of the processor; a busy machine may take twice as long by the clock
_BUSY = 2

T = TypeVar("T")


class ExceededError(Exception):
    """The function did not come to an end within its limits, or ended in a way that nothing foresaw."""


def run_confined(function: Callable[..., T], *arguments: object, seconds: int = SECONDS, memory: int = _MEMORY) -> T:
    """What `function` returns; arguments and result are pickled. Raises ExceededError."""
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_run, args=(sender, memory, seconds, function, arguments), daemon=True)
    process.start()
    sender.close()
    try:
        if not receiver.poll(seconds * _BUSY):
            raise ExceededError("time")
        is_done, result = receiver.recv()
    except (EOFError, OSError):  # before its answer, or within it
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
    """In the process. What libraries write to standard error is for nobody."""
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
