"""`build --scheduler` without the packages of scripts/cluster.txt says how to install them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tiny_site import ROOT


def test_the_command_that_installs_the_packages_is_said(tmp_path: Path) -> None:
    """In a Python that does not see the packages, whether they are installed or not."""
    blind = "import sys; sys.modules['distributed'] = None; from gazette.cli.verbs import main; main()"
    arguments = ("build", "--lang", "en", "--scheduler", "tcp://127.0.0.1:8786", "--out", str(tmp_path / "out"))
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "scripts")}
    done = subprocess.run((sys.executable, "-c", blind, *arguments), env=environment, capture_output=True, text=True)
    command = f"{sys.executable} -m pip install --require-hashes -r scripts/cluster.txt"
    assert (done.returncode, done.stderr) == (2, f"A cluster needs further packages. Run: {command}\n")
    assert (ROOT / "scripts" / "cluster.txt").is_file() and not (tmp_path / "out").exists()
