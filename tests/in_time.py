"""Work that must end: a limit far above what it takes, far below what it took while its cost was the square of its length.

The processor's time is counted; still a busy or an old machine takes several times what a quiet one does. How fast a thing is
says tests/bench, by a ratio.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

SECONDS = 15.0


@contextmanager
def in_time() -> Iterator[None]:
    """Asserts that what is done meanwhile took less than SECONDS of the processor."""
    started = time.process_time()
    yield
    assert time.process_time() - started < SECONDS
