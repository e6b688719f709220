"""A whole run that takes too few branches fails, and says so; a run that measured nothing is not judged."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from covered import ROOT, share_of_branches

PLUGIN = (
    "from covered import Coverage\n\ndef pytest_configure(config):\n    config.pluginmanager.register(Coverage())\n"
)


def run(folder: Path) -> subprocess.CompletedProcess[str]:
    """A run of one test with the plugin, after workers have measured into the folder."""
    (folder / "conftest.py").write_text(PLUGIN, encoding="utf-8")
    (folder / "test_one.py").write_text("def test_one() -> None:\n    assert True\n", encoding="utf-8")
    environment = {**os.environ, "SLIPCOVER_COVERAGE_DIR": str(folder), "PYTHONPATH": str(ROOT / "tests")}
    for name in ("SLIPCOVER_ENABLED", "PYTEST_XDIST_WORKER"):  # what the run around this one is
        environment.pop(name, None)
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "test_one.py"]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)


@pytest.mark.parametrize(("covered", "status"), [(99, 0), (50, 1)])
def test_a_run_that_takes_too_few_branches_fails(tmp_path: Path, covered: int, status: int) -> None:
    measured = tmp_path / "merged.json"
    measured.write_text(json.dumps({"summary": {"covered_branches": covered, "missing_branches": 100 - covered}}))
    assert share_of_branches(measured) == covered
    done = run(tmp_path)
    assert done.returncode == status and f"Branches: {covered}.0 % were taken, at least" in done.stdout


def test_a_run_that_measured_nothing_is_not_judged(tmp_path: Path) -> None:
    done = run(tmp_path)
    assert done.returncode == 0 and "Branches" not in done.stdout
