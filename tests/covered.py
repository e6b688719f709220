"""Branch coverage (分支覆盖率) of the step `tests`: it may not fall below the number in pyproject.toml."""

from __future__ import annotations

import json
import os
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def share_of_branches(measured: Path) -> float:
    """Per cent of the branches that were taken, in what SlipCover's workers wrote together."""
    summary = json.loads(measured.read_text(encoding="utf-8"))["summary"]
    return 100.0 * summary["covered_branches"] / (summary["covered_branches"] + summary["missing_branches"])


class Coverage:
    """Judges only where SlipCover measured: in the step `tests`."""

    said = ""

    @pytest.hookimpl(trylast=True)  # SlipCover puts the workers' files together at the same moment
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        measured = Path(os.environ.get("SLIPCOVER_COVERAGE_DIR", "")) / "merged.json"
        if hasattr(session.config, "workerinput") or not measured.is_file():
            return
        least = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["gazette"]["branches"]
        share = share_of_branches(measured)
        self.said = f"Branches: {share:.1f} % were taken, at least {least} % are wanted (pyproject.toml, tool.gazette)."
        if share < least:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if self.said:
            terminalreporter.write_line(self.said)
