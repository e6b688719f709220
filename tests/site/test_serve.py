"""The preview: one edit, one rebuild, shown; a mistake is shown on top of the last good page."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tiny_site import ROOT

PAGE = "interpretations/2022/ip-pilot-city/"
PATIENCE = 90


@dataclass(frozen=True)
class Preview:
    project: Path
    base: str
    log: Path

    def read(self, path: str) -> str:
        with urllib.request.urlopen(self.base + path, timeout=PATIENCE) as response:
            return str(response.read().decode("utf-8"))

    def rebuilds(self) -> int:
        return self.log.read_text(encoding="utf-8").count("Detected file changes")

    def finished(self) -> int:
        return self.log.read_text(encoding="utf-8").count("Reloading browsers")

    def edit(self, name: str, before: str, after: str) -> None:
        """Change a file, wait for its rebuild, and for the time in which a second one would come."""
        file, done = self.project / name, self.finished()
        text = file.read_text(encoding="utf-8")
        assert before in text
        # At once, as editors save: between emptying a file and filling it a rebuild might begin.
        fresh = self.project / "fresh"
        fresh.write_text(text.replace(before, after), encoding="utf-8")
        fresh.replace(file)
        wait_until(lambda: self.finished() > done)
        time.sleep(1.5)
        assert self.finished() == done + 1 and self.rebuilds() == done + 1


def wait_until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "nothing happened"
        time.sleep(0.1)


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    project = tmp_path_factory.mktemp("preview")
    for name in ("docs", "overrides", "scripts"):
        shutil.copytree(ROOT / name, project / name)
    shutil.copy(ROOT / "mkdocs.yml", project)
    budget = project / "scripts" / "gazette" / "budget.py"  # a tenth of it, as nobody likes to wait
    written = budget.read_text(encoding="utf-8")
    assert "PAGE = Budget(seconds=30, " in written
    budget.write_text(written.replace("PAGE = Budget(seconds=30, ", "PAGE = Budget(seconds=3, "), encoding="utf-8")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    log = project / "log"
    with log.open("w") as output:
        environment = {**os.environ, "PYTHONPATH": str(project / "scripts"), "PYTHONUNBUFFERED": "1"}
        command = [sys.executable, "-m", "gazette.cli", "serve", "--address", address, "--lang", "en"]
        process = subprocess.Popen(command, cwd=project, env=environment, stdout=output, stderr=output)
    wait_until(lambda: "Serving on" in log.read_text(encoding="utf-8"))
    time.sleep(1)
    yield Preview(project, f"http://{address}/", log)
    process.terminate()
    process.wait(10)


def test_an_edit_to_a_publication_a_template_or_a_term_table_shows_after_one_rebuild(preview: Preview) -> None:
    preview.edit(f"docs/{PAGE}index.md", "为落实《", "为切实落实《")
    assert "为切实落实《" in preview.read(PAGE) and "為切實落實《" in preview.read("zh-Hant/" + PAGE)
    preview.edit("overrides/partials/footer.html", "</footer>", "<!-- edited --></footer>")
    assert "<!-- edited -->" in preview.read("en/" + PAGE)
    terms = "scripts/gazette/convert/data/protected_terms.tsv"
    preview.edit(terms, "王斌\t王斌", "王斌\t王彬")
    assert "王彬" in preview.read("zh-Hant/" + PAGE)


def test_a_mistake_is_shown_on_the_page_and_gone_when_it_is_mended(preview: Preview) -> None:
    page = f"docs/{PAGE}index.md"
    preview.edit(page, "issued: 2022-10-27", "issued: 2022-02-30")
    shown = preview.read(PAGE)
    assert "index.md:6 issued: found &#34;2022-02-30&#34;" in shown and "凤凰涅槃" in shown
    preview.edit(page, "issued: 2022-02-30", "issued: 2022-10-27")
    assert "2022-02-30" not in preview.read(PAGE)


def test_a_text_that_would_take_for_ever_is_named_on_the_page_and_the_preview_lives(preview: Preview) -> None:
    page, sentence = f"docs/{PAGE}index.md", "推动知识产权高质量发展，有关部门应于二周内制定办法。"
    longest = "\n\n".join(f"{number}年，{sentence * 5}" for number in range(4_000))
    preview.edit(page, "落实《", f"落实。\n\n{longest}\n\n落实《")
    shown = preview.read(PAGE)
    assert f"docs/{PAGE.rstrip('/')}: found &#34;3 s&#34;" in shown and "[page.budget]" in shown and "凤凰涅槃" in shown
    preview.edit(page, f"落实。\n\n{longest}\n\n落实《", "落实《")
    assert "page.budget" not in preview.read(PAGE)
