"""Cluster (集群选项): `build --scheduler` sends the shares of a build to a Dask cluster."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from gazette.cli.report import ROOT, note
from gazette.shares import HERE, Workers

EXIT_USAGE = 2
SCHEDULER = click.option(
    "--scheduler",
    default=None,
    metavar="ADDRESS",
    help="Render on the machines of a Dask cluster. 由集群生成。",
)
SHARED_PLACE = click.option(
    "--shared",
    default=None,
    metavar="URL",
    show_default="build/cluster",
    help="Folder or fsspec URL that these machines reach. 集群的共享位置。",
)


@contextmanager
def chosen_workers(scheduler: str | None, shared: str | None, lang: str) -> Iterator[Workers]:
    """Yield the workers of the scheduler, or this machine's without one; exit if the packages are missing."""
    if scheduler is None:
        yield HERE
        return
    from gazette.cluster.workers import Cluster, is_installed

    if not is_installed():
        lock = "scripts/cluster.txt"
        command = f"{sys.executable} -m pip install --require-hashes -r {lock}"
        note(lang, f"集群需要另外的软件包，请运行：{command}", f"A cluster needs further packages. Run: {command}")
        sys.exit(EXIT_USAGE)
    with Cluster(scheduler, shared or str(ROOT / "build" / "cluster")) as cluster:
        yield cluster
