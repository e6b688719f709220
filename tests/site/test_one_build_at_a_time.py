"""Two builds of the same texts share a stage: the second waits until the first has finished."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
import time
from pathlib import Path

from tiny_site import ROOT, write_notice

PATIENCE = 120


def is_waiting(process: subprocess.Popen[str]) -> bool:
    """Whether the kernel lists the process among those that wait for a lock (proc(5), locks)."""
    rows = (row.split() for row in Path("/proc/locks").read_text(encoding="ascii").splitlines())
    return any("->" in row and str(process.pid) in row for row in rows)


def test_a_build_waits_for_another_of_the_same_texts(tmp_path: Path) -> None:
    docs, out = tmp_path / "docs", tmp_path / "out"
    write_notice(docs, "n", "正文。", languages="zh-Hans")
    other = os.open(docs, os.O_RDONLY)
    fcntl.flock(other, fcntl.LOCK_EX)
    command = [
        sys.executable,
        "-m",
        "gazette.cli",
        "build",
        "--no-copies",
        "--lang",
        "en",
        "--docs",
        docs,
        "--out",
        out,
    ]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "scripts")}
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True)
    try:
        end = time.monotonic() + PATIENCE
        while not is_waiting(process):
            assert process.poll() is None and time.monotonic() < end, "it does not wait"
            time.sleep(0.1)
        assert not (out / "index.html").exists()
        os.close(other)
        _, said = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0, said
        assert (out / "interpretations" / "2023" / "n" / "index.html").exists()
    finally:
        process.kill()
