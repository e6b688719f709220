"""A preview of texts with errors: each stands at its own address, on no other page, and the log is in the reader's language."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from gazette.cli.preview_log import log_words
from gazette.problems import problem
from gazette.site.preview import owning_publication
from tiny_site import ROOT, write_notice

PATIENCE = 60


class Running:
    """A preview of a copy of the project, started while one of its texts has an error in its facts."""

    def __init__(self, project: Path) -> None:
        for name in ("overrides", "scripts"):
            shutil.copytree(ROOT / name, project / name)
        shutil.copy(ROOT / "mkdocs.yml", project)
        write_notice(project / "docs", "good", "正文一。", title="关于甲的通知", number=1)
        self.bad = write_notice(project / "docs", "bad", "正文二。", title="关于乙的通知", number=2)
        self.bad.write_text(self.bad.read_text(encoding="utf-8").replace("2023-03-01", "2023-02-30"), encoding="utf-8")
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.address = f"127.0.0.1:{probe.getsockname()[1]}"
        self.log = project / "log"
        environment = {
            **os.environ, "PYTHONPATH": str(project / "scripts"), "PYTHONUNBUFFERED": "1", "LC_ALL": "zh_CN.UTF-8"
        }  # fmt: skip
        with self.log.open("w") as output:
            command = [sys.executable, "-m", "gazette.cli", "serve", "--address", self.address]
            self.process = subprocess.Popen(command, cwd=project, env=environment, stdout=output, stderr=output)
        self.wait_for("预览地址：")

    def wait_for(self, words: str, times: int = 1) -> None:
        end = time.monotonic() + PATIENCE
        while self.log.read_text(encoding="utf-8").count(words) < times:
            assert self.process.poll() is None and time.monotonic() < end, self.log.read_text(encoding="utf-8")
            time.sleep(0.2)

    def read(self, path: str) -> str:
        with urllib.request.urlopen(f"http://{self.address}/{path}", timeout=PATIENCE) as response:
            return str(response.read().decode("utf-8"))


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    preview = Running(tmp_path_factory.mktemp("running"))
    yield preview
    preview.process.terminate()
    preview.process.wait(10)


SAID = "bad/index.md:6 issued（发文日期）：现为“2023-02-30”"


@pytest.mark.parametrize("language", ["", "zh-Hant/", "en/"])
def test_a_text_with_an_error_says_so_at_its_own_address(running: Running, language: str) -> None:
    assert SAID in running.read(f"{language}interpretations/2023/bad/")


@pytest.mark.parametrize("page", ["", "interpretations/2023/good/", "zh-Hant/interpretations/2023/good/", "all/"])
def test_on_no_other_page_stands_its_error(running: Running, page: str) -> None:
    assert "2023-02-30" not in running.read(page)


def test_the_log_is_in_the_language_of_the_reader(running: Running) -> None:
    running.wait_for("留意改动：")
    lines = running.log.read_text(encoding="utf-8").splitlines()
    assert any(line.endswith(f"] 预览地址：http://{running.address}/") for line in lines) and "正在生成…" in lines
    assert [line for line in lines if SAID in line]


def test_a_mended_text_is_shown_and_one_spoiled_again_stays_with_its_error(running: Running) -> None:
    text = running.bad.read_text(encoding="utf-8")
    running.bad.write_text(text.replace("2023-02-30", "2023-03-01"), encoding="utf-8")
    running.wait_for("正在刷新浏览器", 1)
    mended = running.read("interpretations/2023/bad/")
    assert "正文二。" in mended and "2023-02-30" not in mended
    running.bad.write_text(text, encoding="utf-8")
    running.wait_for("正在刷新浏览器", 2)
    spoiled = running.read("interpretations/2023/bad/")
    assert SAID in spoiled and "正文二。" in spoiled
    assert "正文一。" in running.read("interpretations/2023/good/")


def test_a_problem_belongs_to_the_folder_it_lies_in() -> None:
    folders = {"a/2023/x", "a/2023/x-more"}
    owners = {
        path: owning_publication(problem("docs.empty", path), "docs", folders)
        for path in (
            "docs/a/2023/x/index.md",
            "docs/a/2023/x-more/img/a.png",
            "docs/a/2023/x",
            "docs/a/2023/y.md",
            "mkdocs.yml",
        )
    }
    assert list(owners.values()) == ["a/2023/x", "a/2023/x-more", "a/2023/x", "", ""]


@pytest.mark.parametrize(
    ("said", "chinese"),
    [
        ("Serving on http://127.0.0.1:8000/", "预览地址：http://127.0.0.1:8000/"),
        ("Documentation built in 1.25 seconds", "生成完毕，用时 1.25 秒"),
        ("Browser connected: http://127.0.0.1:8000/{}/", "浏览器已连接：http://127.0.0.1:8000/{}/"),
        ("[12:04:58] Detected file changes", "[12:04:58] 文件有改动"),
        ("Something new", "Something new"),
    ],
)
def test_a_line_of_the_log_in_chinese(said: str, chinese: str) -> None:
    assert log_words(said, "zh") == chinese and log_words(said, "en") == said
