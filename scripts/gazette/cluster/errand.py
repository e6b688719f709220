"""Errand (差事): the function that a worker of Dask runs: it has a share worked by a process of its own, and answers."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
from typing import Any

_MOST_SHARES = 20  # of one process, which then ends, so that its memory is returned
_guard = threading.Lock()


class LostSittingError(Exception):
    """Raised if the process that works a share has ended without an answer, e.g. for want of memory."""


class _Child:
    def __init__(self) -> None:
        command = (sys.executable, "-P", "-m", "gazette.cluster.sitting")
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8")
        self.worked = 0

    def ask(self, order: dict[str, Any]) -> dict[str, Any]:
        assert self._process.stdin and self._process.stdout
        try:
            self._process.stdin.write(f"{json.dumps(order)}\n")
            self._process.stdin.flush()
            answer = self._process.stdout.readline()
        except OSError:
            answer = ""
        if not answer:
            raise LostSittingError(f"{socket.gethostname()}: exit status {self._process.wait()}")
        self.worked += 1
        found: dict[str, Any] = json.loads(answer)
        return found

    def end(self) -> None:
        self._process.kill()
        self._process.wait()


_idle: list[_Child] = []


def run_errand(order: dict[str, Any]) -> dict[str, Any]:
    """Have an order answered, once more by a new process if the one at hand runs outdated code or is gone."""
    if child := _waiting():
        try:
            answer = child.ask(order)
            if not answer.get("is_outdated"):
                _release(child)
                return answer
        except LostSittingError:
            pass
        child.end()
    child = _Child()
    try:
        answer = child.ask(order)
        if answer.get("is_outdated"):
            raise LostSittingError("the code was edited while it was loaded")
    except BaseException:
        child.end()
        raise
    _release(child)
    return answer


def end_sittings() -> None:
    """End all idle processes of this worker."""
    while child := _waiting():
        child.end()


def _waiting() -> _Child | None:
    with _guard:
        return _idle.pop() if _idle else None


def _release(child: _Child) -> None:
    if child.worked >= _MOST_SHARES:
        child.end()
        return
    with _guard:
        _idle.append(child)
