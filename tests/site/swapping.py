"""Run by tests in a process of its own, to be killed: puts prepared trees in place of a site, one after the other.

Arguments: the site, and the trees. `--two-renames` takes the way of a system that knows no exchange; `--die-between` ends
there, between the renames, as a kill would.
"""

from __future__ import annotations

import itertools
import os
import shutil
import signal
import sys
from pathlib import Path

from gazette.site import swap
from gazette.site.kept import keep_previous


def die_at_the_second(rename: object) -> object:
    count = itertools.count(1)

    def renamed(path: Path, target: Path) -> Path:
        if next(count) == 2:
            os.kill(os.getpid(), signal.SIGKILL)
        return rename(path, target)  # type: ignore[operator, no-any-return]

    return renamed


def put(tree: Path, out: Path) -> None:
    swap.restore(out)
    with swap.beside(out) as fresh:
        shutil.copytree(tree, fresh, dirs_exist_ok=True)
        keep_previous(out, fresh)
        fresh.chmod(0o755)
        swap.place(fresh, out)


def main() -> None:
    options = {each for each in sys.argv[1:] if each.startswith("--")}
    out, *trees = (Path(each) for each in sys.argv[1:] if not each.startswith("--"))
    if options & {"--two-renames", "--die-between"}:
        swap.exchange = lambda one, other: False  # what it says where the file system cannot
    if "--die-between" in options:
        Path.rename = die_at_the_second(Path.rename)  # type: ignore[method-assign, assignment]
    print("ready", flush=True)
    for tree in trees if "--once" in options else itertools.cycle(trees):
        put(tree, out)


if __name__ == "__main__":
    main()
