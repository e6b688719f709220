"""Dispatch (派发): hands shares to the workers of a Dask cluster and returns what they made; the only module that knows Dask."""

from __future__ import annotations

import logging
import pickle
import queue
import signal
import threading
import traceback
import uuid
import warnings
from collections.abc import Iterator
from concurrent.futures import CancelledError
from multiprocessing.connection import Connection
from typing import Any

from distributed import Client, Future, KilledWorker  # pyright: ignore[reportMissingImports]  # an extra

from gazette.cluster.errand import LostSittingError, end_sittings, run_errand
from gazette.cluster.identity import check_identity, own_identity
from gazette.cluster.place import Deposit, PlaceError, SharedPlace
from gazette.problems import Problem, PublicationError, problem

_REACHED = 10  # seconds within which a scheduler answers
_LOOK = 1.0  # seconds between two looks whether there are workers
_RETRIES = 1  # of a share whose process was lost; Dask itself counts lost workers


def dispatch(address: str, shared: str, patience: float, parent: Connection) -> None:
    """Work the shares that come from `parent` until it closes the connection, and send back what became of them."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent ends us
    logging.getLogger("distributed").setLevel(logging.CRITICAL + 1)
    warnings.simplefilter("ignore")
    try:
        with _connected(address) as client:
            place = SharedPlace(f"{shared.rstrip('/')}/{uuid.uuid4().hex}")
            try:
                _Dispatch(client, place, parent, patience).run()
            finally:
                place.remove()
    except PublicationError as error:
        _tell(parent, "stopped", error.problems)
    except PlaceError as error:
        _tell(parent, "stopped", [problem("cluster.place", shared, found=str(error))])
    except Exception:
        _tell(parent, "broken", traceback.format_exc())


def _tell(parent: Connection, *message: Any) -> None:
    try:
        parent.send(message)
    except OSError:
        return  # it has given up


def _connected(address: str) -> Client:
    try:
        return Client(address, timeout=_REACHED, set_as_default=False)
    except (OSError, ValueError, TimeoutError, ImportError) as error:
        found = str(error).splitlines() or [""]
        raise PublicationError([problem("cluster.unreachable", address, found=found[0])]) from None


class _Dispatch:
    """The work on one cluster: what happens comes through one queue, from the parent and from Dask."""

    def __init__(self, client: Client, place: SharedPlace, parent: Connection, patience: float) -> None:
        self._client, self._place, self._parent, self._patience = client, place, parent, patience
        self._identity = own_identity()
        self._events = queue.Queue[tuple[Any, ...]]()
        self._running = dict[int, tuple[Future, Deposit]]()
        self._means: dict[str, Any] = {}

    def run(self) -> None:
        """Work until the parent is gone; raise PublicationError."""
        self._check_workers()
        self._parent.send(("ready", self._threads()))
        threading.Thread(target=self._listen, daemon=True).start()
        for event in self._happening():
            kind, what, value = event
            if kind == "means":
                self._means = {"task": what, "means": self._place.put(value)}
            elif kind == "share":
                self._submit(what, value)
            else:
                self._finish(what)
        self._client.run(end_sittings)

    def _check_workers(self) -> None:
        """Raise PublicationError if there is no worker, or one that differs from us."""
        try:
            self._client.wait_for_workers(1, timeout=self._patience)
        except TimeoutError:
            raise PublicationError([self._without_workers()]) from None
        try:
            self._client.run_on_scheduler(end_sittings)  # which has none, but must know our package to pass it on
            answers = self._client.run(run_errand, {}, on_error="return")
        except Exception as error:  # e.g. of a machine without our package
            raise PublicationError([self._unusable(self._address, str(error))]) from None
        problems = [found for place, answer in answers.items() for found in self._refused(place, answer)]
        if problems:
            raise PublicationError(problems)

    def _refused(self, place: str, answer: Any) -> list[Problem]:
        if isinstance(answer, BaseException):
            return [self._unusable(place, str(answer))]
        return check_identity(place, self._identity, answer["identity"])

    def _listen(self) -> None:
        try:
            while True:
                self._events.put(self._parent.recv())
        except (EOFError, OSError):
            self._events.put(())

    def _happening(self) -> Iterator[tuple[Any, ...]]:
        """Yield what happens until the parent is gone; raise PublicationError if work waits in vain for a worker."""
        alone = 0.0
        while True:
            try:
                event = self._events.get(timeout=_LOOK)
            except queue.Empty:
                alone = alone + _LOOK if self._running and not self._threads() else 0.0
                if alone > self._patience:
                    raise PublicationError([self._without_workers()]) from None
                continue
            if not event:
                return
            yield event

    def _submit(self, number: int, content: bytes) -> None:
        share = self._place.put(content)
        order = {"identity": self._identity, "place": self._place.url, "share": share, **self._means}
        future = self._client.submit(run_errand, order, pure=False, retries=_RETRIES)
        self._running[number] = future, share
        future.add_done_callback(lambda _: self._events.put(("finished", number, None)))

    def _finish(self, number: int) -> None:
        future, share = self._running.pop(number)
        answer = self._answer(future)
        if "identity" in answer:
            raise PublicationError(check_identity(self._address, self._identity, answer["identity"]))
        if "problems" in answer:
            raise PublicationError(pickle.loads(self._place.take(answer["problems"])))
        if "unusable" in answer:
            raise PublicationError([self._unusable(self._address, answer["unusable"])])
        if "broken" in answer:
            raise RuntimeError(answer["broken"])
        self._parent.send(("done", number, self._place.take(answer["result"]), max(1, self._threads())))
        self._place.take(share)

    def _answer(self, future: Future) -> dict[str, Any]:
        """Return a worker's answer; what has gone wrong on the way to it is a PublicationError."""
        try:
            answer: dict[str, Any] = future.result(timeout=self._patience)
            return answer
        except (KilledWorker, LostSittingError) as error:
            raise PublicationError([problem("cluster.lost", self._address, found=str(error))]) from None
        except TimeoutError:
            raise PublicationError([self._without_workers()]) from None
        except (CancelledError, OSError) as error:
            raise PublicationError([problem("cluster.unreachable", self._address, found=str(error))]) from None
        except ImportError as error:
            raise PublicationError([self._unusable(self._address, str(error))]) from None

    def _threads(self) -> int:
        try:
            return sum(self._client.nthreads().values())
        except (OSError, TimeoutError, ValueError) as error:
            raise PublicationError([problem("cluster.unreachable", self._address, found=str(error))]) from None

    @property
    def _address(self) -> str:
        return str(self._client.scheduler.address if self._client.scheduler else "")

    def _without_workers(self) -> Problem:
        return problem("cluster.no-workers", self._address, seconds=f"{self._patience:g}")

    def _unusable(self, place: str, found: str) -> Problem:
        return problem("cluster.worker", place, found=found)
