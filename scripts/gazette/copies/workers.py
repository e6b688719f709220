"""Copy workers (排印进程): the processes that set copies, each forked with the typesetter loaded and ended with its parent."""

from __future__ import annotations

import gc
import multiprocessing
import os
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import forkserver
from multiprocessing.context import BaseContext

from gazette.budget import Budget, OverBudget, within
from gazette.copies.kept_fonts import keep_fonts, let_go_fonts
from gazette.copies.typeset import CopyDocument, CopyError, TypesetCopy, typeset


def typeset_within(
    budget: Budget, document: CopyDocument, work: Callable[[CopyDocument], TypesetCopy] = typeset
) -> TypesetCopy:
    """Return the copy; a text that exceeds its time or memory is refused with CopyError."""
    try:
        with within(budget):
            return work(document)
    except OverBudget as over:
        raise CopyError(document.title, (f"typesetting takes more than {over.amount}",), document.identifier) from None


@contextmanager
def copy_workers(number: int) -> Iterator[ProcessPoolExecutor]:
    """Give processes that set copies; this module and what it imports are all that is loaded for them."""
    context = _context()
    try:
        with ProcessPoolExecutor(number, context, initializer=_begin) as pool:
            yield pool
    finally:
        if context.get_start_method() == "forkserver":
            # Otherwise it would stay until this process ends, and its time would be nobody's.
            forkserver._forkserver._stop()  # type: ignore[attr-defined]


def _context() -> BaseContext:
    """Return how workers are started.

    On Linux they are forked from a process that has loaded the typesetter and has one thread: one that has more may be
    forked while another thread holds a lock, and to convert a text starts threads. Elsewhere each loads it for itself.
    """
    if not sys.platform.startswith("linux"):
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    return context


def _begin() -> None:
    gc.freeze()  # what it was forked with is not searched for garbage again and again
    keep_fonts()
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """End this worker when its parent is killed: it would wait for work for ever."""
    if parent := multiprocessing.parent_process():
        parent.join()
    let_go_fonts()
    os._exit(1)
