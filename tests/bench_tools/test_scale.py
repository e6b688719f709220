"""The pieces of tests/bench/scale.py: what a process costs, the copy of the project, the edit, the comparison, the bars."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bench import scale
from bench.hugo import write_hugo
from bench.process import FailedCommandError, Spent, measure_command, memory_of_group
from bench.scale import (
    CLEAN,
    FIRST,
    HUGO,
    MATERIAL,
    SAME,
    WORD_COPY,
    Row,
    archive,
    change_word,
    copy_project,
    differing,
    missed,
    table,
)
from built_html import parse
from gazette.site.kept import MADE
from gazette.site.swap import MARKER
from gazette.source.files import read_source

ROOT = Path(__file__).resolve().parents[2]
SCALE = ROOT / "tests" / "bench" / "scale.py"
BUSY = "import time\nwhile time.process_time() < 0.3: pass"
PARENT = "import subprocess, sys; subprocess.run([sys.executable, '-c', sys.argv[1]], check=True)"
# The parent and its child, each with 50 MB of its own, until the child is told to end.
HOLDS = """import os, sys
held, child = bytearray(b'1' * 50_000_000), os.fork() == 0
if child:
    held[::4096] = b'2' * len(held[::4096])
    print('ready', flush=True)
    sys.stdin.read()
else:
    os.wait()
"""
FACTS = '---\ntitle: "关于\\"甲\\"的规定"\nissued: 2020-01-01\n---\n\n'
BODY = "第一条 后台。\n\n| 表 | 格 |\n|---|---|\n| 甲 | 乙。丙 |\n"


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_the_cpu_of_children_is_counted(tmp_path: Path) -> None:
    assert measure_command((sys.executable, "-c", PARENT, BUSY), tmp_path).cpu >= 0.3


def test_the_memory_of_all_processes_of_a_group_is_counted_and_no_other_s() -> None:
    with subprocess.Popen(
        (sys.executable, "-c", HOLDS), stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
    ) as process:
        assert process.stdin and process.stdout and process.stdout.readline() == b"ready\n"
        assert 100 < memory_of_group(process.pid) < 200
        process.stdin.close()
    assert memory_of_group(process.pid) == 0


def test_a_command_that_fails_says_why(tmp_path: Path) -> None:
    with pytest.raises(FailedCommandError, match=r"(?s)-c .* ended with 3: the reason$"):
        measure_command(
            (sys.executable, "-c", "import sys; print('the reason', file=sys.stderr); sys.exit(3)"), tmp_path
        )
    with pytest.raises(FailedCommandError, match="ended with -9"):
        measure_command((sys.executable, "-c", f"import os; os.kill(os.getpid(), {int(signal.SIGKILL)})"), tmp_path)


def test_an_archive_is_made_once(tmp_path: Path) -> None:
    corpus = write(tmp_path / "corpus", {f"d{number}.md": f"---\ntitle: 标题\n---\n\n{BODY}" for number in range(3)})
    (tmp_path / "kept" / ".2" / "docs" / "left").mkdir(parents=True)  # by a run that was ended
    docs = archive(tmp_path / "kept", 2, corpus)
    assert docs == tmp_path / "kept" / "2" / "docs" and len(list(docs.rglob("index.md"))) == 2
    before = docs.stat().st_mtime_ns, os.listdir(tmp_path / "kept")
    assert archive(tmp_path / "kept", 2, corpus) == docs
    assert before == (docs.stat().st_mtime_ns, os.listdir(tmp_path / "kept")) and before[1] == ["2"]


def test_the_copy_of_the_project_has_the_archive_s_texts_and_nobody_s_signature(tmp_path: Path) -> None:
    docs = write(tmp_path / "docs", {"interpretations/2020/a/index.md": FACTS + BODY})
    project = copy_project(tmp_path, docs)
    assert [path.parent.name for path in (project / "docs").rglob("*.md")] == ["a"]
    assert (project / "overrides" / "main.html").read_bytes() == (ROOT / "overrides" / "main.html").read_bytes()
    assert not (project / "build").exists() and not (project / ".venv").exists()
    for name in scale.SIGNED:
        [head] = (project / "scripts" / "review" / name).read_text(encoding="utf-8").splitlines()
        assert (ROOT / "scripts" / "review" / name).read_text(encoding="utf-8").startswith(head)


def test_the_edit_adds_one_word_to_the_publication_in_the_middle(tmp_path: Path) -> None:
    docs = write(tmp_path, {f"{name}/index.md": FACTS + BODY for name in "abc"})
    file = change_word(docs)
    assert file == docs / "b" / "index.md"
    assert file.read_text(encoding="utf-8") == (FACTS + BODY).replace("乙。", "乙并公告。")
    page, problems = read_source(file, "b/index.md")
    assert page and not problems


def test_sites_differ_in_every_file_but_those_kept_of_the_site_before(tmp_path: Path) -> None:
    kept = "assets/gazette.9a74ce10.css"
    one = write(tmp_path / "one", {"a": "1", "b/c": "1", "d": "", kept: "", MARKER: f"{MADE}kept {kept}\n"})
    other = write(tmp_path / "other", {"a": "1", "b/c": "2", "e": "", MARKER: MADE})
    for file in (one / "b" / "c", other / "b" / "c"):
        os.utime(file, (0, 0))
    assert differing(one, one) == ()
    assert differing(one, other) == ("d", "e", "b/c")


def row(count: int, different: tuple[str, ...] = (), **seconds: float) -> Row:
    works = {CLEAN: 5.0, FIRST: 5.0, SAME: 1.0, WORD_COPY: 2.0, MATERIAL: 10.0} | {
        {"clean": CLEAN, "same": SAME, "word": WORD_COPY}[name]: value
        for name, value in seconds.items()
        if name != "first"
    }
    spent = {work: Spent(each, each, 599.0) for work, each in works.items()}
    return Row(count, spent | {FIRST: Spent(5.0, seconds.get("first", 2.7), 599.0)}, different)


@pytest.mark.parametrize(
    ("measured", "told"),
    [
        (row(1_000), []),
        (row(1_000, same=1.6), ["1000 publications: nothing changed: 1.6 s, at most 1.5"]),
        (row(1_001, same=1.6), []),
        (row(10_000, word=8.1), ["10000 publications: one word, its copies: 8.1 s, at most 8.0"]),
        (row(999, clean=5.1), []),
        (row(1_000, clean=5.1), ["1000 publications: clean (--fresh): 0.51 of the CPU of plain Material, at most 0.5"]),
        (
            row(1_000, first=3.0),
            ["1000 publications: first (fills the store): 0.60 of its CPU by the clock, at most 0.55"],
        ),
        (row(100, ("b/c", "d")), ["100 publications: 2 files differ from a clean build's, first b/c"]),
        (
            Row(100, {CLEAN: Spent(1, 1, 601), FIRST: Spent(1, 1, 1), MATERIAL: Spent(1, 1, 9_999)}),
            ["100 publications: peak memory 601 MB, at most 600"],
        ),
    ],
)
def test_a_missed_bar_is_named(measured: Row, told: list[str]) -> None:
    assert missed(measured) == told


def test_the_table_compares_with_plain_material_and_says_what_is_not_installed() -> None:
    lines = list(table([row(100)]))
    assert lines[1].split() == ["100", "clean", "(--fresh)", "5.0", "5.0", "599", "0.50"]
    assert lines[-1].split() == ["100", "Hugo", "+", "Pagefind", "not", "installed"]
    measured = Row(100, {MATERIAL: Spent(2, 2, 0), HUGO: Spent(1, 3, 4) + Spent(2, 1, 2)})
    assert list(table([measured]))[-1].split() == ["100", "Hugo", "+", "Pagefind", "3.0", "4.0", "4", "1.50"]


def test_the_hugo_site_has_the_same_bodies_in_both_scripts(tmp_path: Path) -> None:
    docs = write(tmp_path / "docs", {"interpretations/2020/a.b/index.md": FACTS + BODY})
    write_hugo(docs, tmp_path / "hugo")
    pages = {tag: tmp_path / "hugo" / "content" / tag / "interpretations/2020/a.b.md" for tag in ("zh-hans", "zh-hant")}
    assert pages["zh-hans"].read_text(encoding="utf-8") == f'---\ntitle: "关于\\"甲\\"的规定"\n---\n\n{BODY}'
    assert "第一條 後臺。" in pages["zh-hant"].read_text(encoding="utf-8")
    assert 'title: "關於\\"甲\\"的規定"' in pages["zh-hant"].read_text(encoding="utf-8")
    assert parse(tmp_path / "hugo" / "layouts" / "_default" / "single.html").xpath("//main[@data-pagefind-body]")


def test_help_has_an_example() -> None:
    shown = subprocess.run((sys.executable, str(SCALE), "--help"), capture_output=True, text=True, check=True).stdout
    assert ".venv/bin/python tests/bench/scale.py --archives /tmp/archives --count 10000" in shown
