"""A build by a Dask cluster on loopback: the bytes of a local build, with a worker killed too; what cannot work is said at once.

The packages of scripts/cluster.txt are in an environment of their own, which is made once, in build/lanes.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from lane import python_of_lane
from tiny_site import ROOT, build_tiny, write_notice

URL = "https://www.example.org/"
WAIT = 60  # seconds
# A build that waits for workers not for a minute but for seconds.
IMPATIENT = """
import sys
from pathlib import Path
from gazette.cluster.workers import Cluster
from gazette.problems import PublicationError
from gazette.project import Project
from gazette.site.build import build_site
root, docs, out, address, shared = sys.argv[1:]
with Cluster(address, shared, patience=3) as workers:
    try:
        build_site(Project(Path(root), Path(docs)), Path(out), "https://www.example.org/", with_copies=False, workers=workers)
    except PublicationError as error:
        sys.exit("\\n".join(each.sentence("en") for each in error.problems))
"""


@pytest.fixture(scope="module")
def python() -> Path:
    return python_of_lane("cluster", (ROOT / "scripts" / "cluster.txt").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def docs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("texts") / "docs"
    for number in range(40):
        body = f"## 一\n\n见[另一篇](../n{(number + 1) % 40}/index.md)和[附件](plan.txt)。\n"
        file = write_notice(folder, f"n{number}", body, number=number + 1)
        file.with_name("plan.txt").write_text(f"方案 {number}", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def local(docs: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site as this machine makes it by itself."""
    return build_tiny(docs, tmp_path_factory.mktemp("local") / "site", URL).folder


class Cluster:
    """A scheduler, and workers that one can stop and kill."""

    def __init__(self, python: Path, room: Path, scripts: Path | None = ROOT / "scripts") -> None:
        self._python, self._room = python, room
        self.shared = room / "shared"
        self.shared.mkdir()
        self.started: list[subprocess.Popen[bytes]] = []
        file = room / "scheduler.json"
        self._start("scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(file), scripts=scripts)
        until(file.is_file)
        self.address: str = json.loads(file.read_text())["address"]

    def worker(self, scripts: Path | None = ROOT / "scripts") -> subprocess.Popen[bytes]:
        options = ("--nthreads", "1", "--no-nanny", "--local-directory", str(self._room))
        return self._start("worker", self.address, *options, scripts=scripts)

    def _start(self, *arguments: str, scripts: Path | None = None) -> subprocess.Popen[bytes]:
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
        environment |= {"PYTHONPATH": str(scripts)} if scripts else {}
        command = (self._python.with_name("dask"), *arguments, "--no-dashboard")
        with (self._room / f"{len(self.started)}.log").open("wb") as log:
            process = subprocess.Popen(command, env=environment, cwd=self._room, stdout=log, stderr=log)
        self.started.append(process)
        return process

    def is_complete(self) -> bool:
        """True if all workers have reached the scheduler."""
        said = [(self._room / f"{number}.log").read_text() for number in range(1, len(self.started))]
        return all("Starting established connection" in each for each in said)

    def end(self) -> None:
        for each in self.started:
            each.kill()
            each.wait()


@pytest.fixture
def cluster(python: Path, tmp_path: Path) -> Iterator[Cluster]:
    cluster = Cluster(python, tmp_path)
    yield cluster
    cluster.end()


def until(holds: Callable[[], object]) -> None:
    ends = time.monotonic() + WAIT
    while not holds():
        assert time.monotonic() < ends
        time.sleep(0.05)


@dataclass
class Build:
    process: subprocess.Popen[str]
    said: str = ""


@contextmanager
def building(python: Path, *arguments: str) -> Iterator[Build]:
    """A build that runs during the block and has ended after it."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "scripts"), "LANG": "C.UTF-8"}
    pipe = subprocess.PIPE
    with subprocess.Popen(
        (python, *arguments), env=environment, stdout=pipe, stderr=subprocess.STDOUT, text=True
    ) as process:
        build = Build(process)
        try:
            yield build
            build.said = process.communicate(timeout=4 * WAIT)[0]
        finally:
            process.kill()


def asked(docs: Path, out: Path, address: str, shared: object) -> tuple[str, ...]:
    asked_for = ("-m", "gazette.cli", "build", "--fresh", "--no-copies", "--docs", str(docs), "--out", str(out))
    return (*asked_for, "--site-url", URL, "--lang", "en", "--scheduler", address, "--shared", str(shared))


def contents(site: Path) -> dict[str, bytes]:
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def test_a_worker_that_is_killed_costs_its_share(
    python: Path, cluster: Cluster, docs: Path, local: Path, tmp_path: Path
) -> None:
    killed, *_ = [cluster.worker() for _ in range(3)]
    until(cluster.is_complete)
    with building(python, *asked(docs, tmp_path / "out", cluster.address, f"file://{cluster.shared}")) as build:
        until(lambda: files_in(cluster.shared) or build.process.poll() is not None)
        killed.send_signal(signal.SIGSTOP)
        time.sleep(5)
        assert build.process.poll() is None, build.process.communicate()[0]  # it waits for the share of that worker
        killed.kill()
    assert build.process.returncode == 0, build.said
    ours, theirs = contents(local), contents(tmp_path / "out")
    assert sorted(theirs) == sorted(ours) and len(ours) > 100
    assert [name for name, content in ours.items() if theirs[name] != content] == []
    assert list(cluster.shared.iterdir()) == []


def test_without_any_worker_left_the_old_site_stays(
    python: Path, cluster: Cluster, docs: Path, local: Path, tmp_path: Path
) -> None:
    workers = [cluster.worker() for _ in range(3)]
    until(cluster.is_complete)
    shutil.copytree(local, tmp_path / "out")
    arguments = (str(ROOT), str(docs), str(tmp_path / "out"), cluster.address, str(cluster.shared))
    with building(python, "-c", IMPATIENT, *arguments) as build:
        until(lambda: files_in(cluster.shared) or build.process.poll() is not None)
        for each in workers:
            each.kill()
    assert build.process.returncode == 1
    assert "expected a worker within 3 s" in build.said and "[cluster.no-workers]" in build.said
    assert contents(tmp_path / "out") == contents(local)
    assert list(cluster.shared.iterdir()) == []


def files_in(folder: Path) -> list[Path]:
    return [each for each in folder.rglob("*") if each.is_file()]


@pytest.mark.parametrize(
    ("what", "code"), [("other code", "version"), ("no code", "worker"), ("no scheduler's", "worker")]
)
def test_a_machine_without_the_same_code_is_named(
    python: Path, docs: Path, local: Path, tmp_path: Path, what: str, code: str
) -> None:
    other = tmp_path / "scripts"
    if what == "other code":
        shutil.copytree(ROOT / "scripts", other, ignore=shutil.ignore_patterns("__pycache__"))
        with (other / "gazette" / "render.py").open("a", encoding="utf-8") as file:
            file.write("\n")
    shutil.copytree(local, tmp_path / "out")
    cluster = Cluster(python, tmp_path, None if what == "no scheduler's" else ROOT / "scripts")
    try:
        cluster.worker()
        if what != "no scheduler's":
            cluster.worker(other if what == "other code" else None)
        until(cluster.is_complete)
        with building(python, *asked(docs, tmp_path / "out", cluster.address, cluster.shared)) as build:
            pass
    finally:
        cluster.end()
    assert build.process.returncode == 1
    [line] = [line for line in build.said.splitlines() if "[cluster." in line]
    assert line.startswith("error  tcp://127.0.0.1:") and f"[cluster.{code}]" in line
    assert contents(tmp_path / "out") == contents(local) and list(cluster.shared.iterdir()) == []


def test_a_scheduler_that_is_not_there_is_named(python: Path, docs: Path, local: Path, tmp_path: Path) -> None:
    shutil.copytree(local, tmp_path / "out")
    with building(python, *asked(docs, tmp_path / "out", "tcp://127.0.0.1:1", tmp_path / "shared")) as build:
        pass
    assert build.process.returncode == 1
    [line] = [line for line in build.said.splitlines() if "[cluster." in line]
    assert line.startswith("error  tcp://127.0.0.1:1: ") and "[cluster.unreachable]" in line
    assert contents(tmp_path / "out") == contents(local) and not (tmp_path / "shared").exists()
