"""Workers of a cluster (集群工人): work shares on the machines of a Dask cluster, through a process that talks to it."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from itertools import islice
from multiprocessing.connection import Connection
from typing import Any, TypeVar

from gazette.problems import PublicationError, problem
from gazette.shares import HERE, Task, cut_shares

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")
LONGEST_WAIT = 60.0  # seconds to wait for a worker where there is none
_AHEAD = 2  # shares per thread that are sent at once, so that no worker waits for its next one


class WorkerCodeError(RuntimeError):
    """Raised with the traceback of an error that a worker's code did not expect."""


def is_installed() -> bool:
    """True if the packages of scripts/cluster.txt are there."""
    return all(find_spec(name) for name in ("distributed", "fsspec"))


class Cluster:
    """The workers of the Dask scheduler at `address`; `shared` is the URL of a place that they and we reach.

    A process of its own talks to them, so that this one has no threads and may fork. Nobody waits for it until there is
    work to share.
    """

    def __init__(self, address: str, shared: str, patience: float = LONGEST_WAIT) -> None:
        self._address, self._number, self._threads = address, 0, 0
        self._connection, theirs = multiprocessing.Pipe()
        arguments = (address, shared, patience, theirs, self._connection)
        self._process = multiprocessing.get_context("fork").Process(target=_dispatch, args=arguments, daemon=True)
        self._process.start()
        theirs.close()

    def __enter__(self) -> Cluster:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()  # by which the process knows that it is to end
        self._process.join(10)
        self._process.kill()

    @property
    def count(self) -> int:
        """The threads of all workers; raise PublicationError if the cluster cannot be used."""
        if not self._threads:
            kind, self._threads = self._receive()
            assert kind == "ready"
        return self._threads

    def work(self, task: Task[_Item, _Result], items: Sequence[_Item]) -> Iterator[tuple[_Item, _Result]]:
        """Yield each item with its result, as they are finished; raise PublicationError."""
        if len(items) < task.least:
            yield from HERE.work(task, items)
            return
        waiting = iter(cut_shares(items, self.count, task.away.largest))
        self._send("means", task.away.name, task.away.means())
        running = dict[int, Sequence[_Item]]()
        while True:
            for share in islice(waiting, max(0, _AHEAD * self._threads - len(running))):
                self._number += 1
                running[self._number] = share
                self._send("share", self._number, task.away.packed(share))
            if not running:
                return
            _, number, made, self._threads = self._receive()
            if share := running.pop(number, ()):  # not of work that was given up
                yield from zip(share, task.away.restored(share, made), strict=True)

    def _send(self, *message: Any) -> None:
        try:
            self._connection.send(message)
        except OSError:
            self._receive()  # why it has ended
            raise

    def _receive(self) -> tuple[Any, ...]:
        try:
            message: tuple[Any, ...] = self._connection.recv()
        except (EOFError, OSError):
            raise PublicationError([problem("cluster.unreachable", self._address)]) from None
        if message[0] == "stopped":
            raise PublicationError(message[1])
        if message[0] == "broken":
            raise WorkerCodeError(message[1])
        return message


def _dispatch(address: str, shared: str, patience: float, parent: Connection, others: Connection) -> None:
    others.close()
    from gazette.cluster.dispatch import dispatch  # Dask is loaded in this process only

    dispatch(address, shared, patience, parent)
