"""kill -9 at random moments under a reader through nginx: no 404 for what is in both sites, and no page with another's assets."""

from __future__ import annotations

import http.client
import os
import random
import re
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from browser.nginx import free_ports, run_nginx
from gazette.site.swap import MARKER, restore
from tiny_site import ROOT, write_notice

SWAPPING = Path(__file__).with_name("swapping.py")
PAGES = [f"p{number}/" for number in range(40)]
SERVER = "  server {{ listen 127.0.0.1:{port}; root {root}/site; }}"
LONGEST = 0.12  # seconds from the start of swapping to the kill; one swap takes about 0.02


def prepare(folder: Path, words: str) -> Path:
    """A site of pages that each name the style sheet of their own site."""
    style = f"assets/gazette.{words * 8}.css"
    for name in ("", *PAGES):
        (folder / name).mkdir(parents=True, exist_ok=True)
        (folder / name / "index.html").write_text(f"<link href=/{style}>{words * 2000}", encoding="utf-8")
    (folder / "assets").mkdir()
    (folder / style).write_text(words * 100, encoding="utf-8")
    (folder / MARKER).touch()
    return folder


class Reader(threading.Thread):
    """Asks for a page and then for its style sheet, again and again; `faults` are what no reader should see."""

    def __init__(self, port: int, paths: list[str]) -> None:
        super().__init__()
        self.port, self.paths = port, paths
        self.seen: Counter[str] = Counter()
        self.faults: list[str] = []
        self.ended = threading.Event()

    def run(self) -> None:
        server = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        while not self.ended.is_set():
            page = self._ask(server, "/" + random.choice(self.paths))
            style = re.search(r'href="?/?([./]*assets/gazette\.([0-9a-f]{8})\.css)', page)
            if style is None:
                self.faults.append(f"no style sheet in {page[:60]!r}")
                continue
            self.seen[style[2]] += 1
            sheet = self._ask(server, "/" + style[1].lstrip("./"))
            if len(set(style[2])) == 1 and (set(sheet) != {style[2][0]} or not page.endswith(style[2][0] * 2000)):
                self.faults.append(f"mixed: {style[2]} {sheet[:20]}")

    def _ask(self, server: http.client.HTTPConnection, path: str) -> str:
        server.request("GET", path)
        answer = server.getresponse()
        content = answer.read().decode("utf-8")
        if answer.status != 200:
            self.faults.append(f"{answer.status} {path}")
        return content


@contextmanager
def reading(folder: Path, paths: list[str]) -> Iterator[Reader]:
    (port,) = free_ports(1)
    with run_nginx(folder, port, SERVER.format(port=port, root=folder)):
        reader = Reader(port, paths)
        reader.start()
        try:
            yield reader
        finally:
            reader.ended.set()
            reader.join()


def kill_while_swapping(folder: Path, moment: float, *trees: str) -> None:
    command = [sys.executable, str(SWAPPING), str(folder / "site"), *(str(folder / tree) for tree in trees)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "scripts")}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE) as process:
        assert process.stdout and process.stdout.readline() == b"ready\n"
        time.sleep(moment)
        process.kill()
        assert process.wait() == -signal.SIGKILL


def kill_often(folder: Path, times: int) -> None:
    for name, words in (("one", "1"), ("two", "2"), ("site", "1")):
        prepare(folder / name, words)
    chance = random.Random(times)
    left_behind = 0
    with reading(folder, ["", *PAGES]) as reader:
        for number in range(times):
            trees = ("one", "two") if number % 2 else ("two", "one")
            kill_while_swapping(folder, chance.uniform(0, LONGEST), *trees)
            left_behind += any(each.name.startswith(".site-") for each in folder.iterdir())
    assert reader.faults == []
    assert set(reader.seen) == {"1" * 8, "2" * 8} and sum(reader.seen.values()) > times
    assert left_behind > times // 3, "the kills came when nothing was under way"
    restore(folder / "site")
    assert [each.name for each in folder.iterdir() if each.name.startswith(".")] == []


def test_twelve_kills(tmp_path: Path) -> None:
    kill_often(tmp_path, 12)


@pytest.mark.long
def test_two_hundred_kills(tmp_path: Path) -> None:
    kill_often(tmp_path, 200)


def build(docs: Path, out: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "gazette.cli", "build", "--no-copies", "--docs", str(docs), "--out", str(out)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "scripts")}
    return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


@pytest.mark.long
def test_whole_builds_that_are_killed(tmp_path: Path) -> None:
    docs, out = tmp_path / "docs", tmp_path / "site"
    write_notice(docs, "trial", "正文。")
    started = time.monotonic()
    assert build(docs, out).wait() == 0
    length = time.monotonic() - started
    paths = ["", "interpretations/2023/trial/", "zh-Hant/interpretations/2023/trial/", "search/", "all/"]
    with reading(tmp_path, paths) as reader:
        for part in (0.3, 0.6, 0.8, 0.95):
            process = build(docs, out)
            time.sleep(length * part)
            process.kill()
            process.wait()
        assert build(docs, out).wait() == 0
    assert reader.faults == []
    assert [each.name for each in tmp_path.iterdir() if each.name.startswith(".")] == []
