"""Sitting (驻守): the process that works shares on a machine of a cluster: `python -m gazette.cluster.sitting`.

A process of its own, since a page's budget needs the main thread, and so that edited code is taken up by a new process.
It reads orders from standard input, one in JSON a line, and answers each with a line; it ends with its input.
"""

from __future__ import annotations

import json
import os
import pickle
import queue
import shutil
import sys
import tempfile
import threading
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TextIO

from gazette.cluster.identity import own_identity
from gazette.cluster.place import SharedPlace
from gazette.digests import code_stamps
from gazette.knowledge import renew_knowledge
from gazette.problems import PublicationError
from gazette.render_task import RENDER, set_up_rendering
from gazette.site.html_task import HTML, set_up_html

Work = Callable[[bytes], bytes]
SET_UP: Mapping[str, Callable[[bytes, Path], Work]] = {RENDER: set_up_rendering, HTML: set_up_html}
_IDLE = 600.0  # seconds after which a process that nobody asks ends: it holds 200 MB


class _Sitting:
    """What a process keeps from order to order: its identity, and the work that it is set up for."""

    def __init__(self, room: Path) -> None:
        self._room, self._identity, self._stamps = room, own_identity(), code_stamps()
        self._set_up = dict[str, tuple[str, Work]]()

    def answer(self, order: dict[str, Any]) -> dict[str, Any]:
        """Return `identity` unless it is the one ordered; otherwise `result`, or what was in its way."""
        if code_stamps() != self._stamps:
            return {"is_outdated": True}
        if order.get("identity") != self._identity:
            return {"identity": self._identity}
        try:
            place = SharedPlace(order["place"])
            try:
                made = self._work(place, order)(place.get(order["share"]))
            except PublicationError as error:
                return {"problems": place.put(pickle.dumps(error.problems))}
            return {"result": place.put(made)}
        except OSError as error:
            return {"unusable": str(error)}
        except Exception:
            return {"broken": traceback.format_exc()}

    def _work(self, place: SharedPlace, order: dict[str, Any]) -> Work:
        name, means = order["task"], order["means"]
        known, work = self._set_up.get(name, ("", None))
        if work is None or known != means["sha256"]:
            room = self._room / name
            shutil.rmtree(room, ignore_errors=True)
            room.mkdir()
            renew_knowledge()
            work = SET_UP[name](place.get(means), room)
            self._set_up[name] = means["sha256"], work
        return work


def main() -> None:
    """Answer orders until there are none."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what a library prints is no answer
    orders = queue.Queue[dict[str, Any]]()
    room = Path(tempfile.mkdtemp(prefix="gazette-"))
    threading.Thread(target=_listen, args=(sys.stdin, orders, room), daemon=True).start()
    try:
        sitting = _Sitting(room)
        while True:
            answers.write(f"{json.dumps(sitting.answer(orders.get(timeout=_IDLE)))}\n")
            answers.flush()
    except (queue.Empty, BrokenPipeError):
        return
    finally:
        shutil.rmtree(room, ignore_errors=True)


def _listen(lines: TextIO, orders: queue.Queue[dict[str, Any]], room: Path) -> None:
    """Put each order into the queue; end the process, whatever it does, when whoever ordered is gone."""
    for line in lines:
        orders.put(json.loads(line))
    shutil.rmtree(room, ignore_errors=True)
    os._exit(0)


if __name__ == "__main__":
    main()
