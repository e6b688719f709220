"""What the accessibility tests showed, gathered over all workers: the site publishes it as its accessibility statement.

A test belongs to it by `@pytest.mark.accessibility(check, *criteria)`: the check's name in the statement, the success criteria
of WCAG 2.2. The fixture `tested` counts states of pages where a test looks at more than one. `--record-accessibility` writes
scripts/review/accessibility.tsv.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest

from gazette.pages.statement import CHECKS, Check
from gazette.signed_table import read_table, write_table

RECORD = Path(__file__).resolve().parents[1] / "scripts" / "review" / "accessibility.tsv"


@dataclass
class Outcome:
    """All tests of one check. `states`: how many pages, in how many settings."""

    criteria: set[str] = field(default_factory=set)
    states: int = 0
    passed: bool = True


class Recorder:
    def __init__(self, chromium: str, modules: Callable[[], Path]) -> None:
        self.outcomes: dict[str, Outcome] = {}
        self.chromium, self.modules = chromium, modules

    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        for mark in item.iter_markers("accessibility"):
            item.user_properties.append(("accessibility", list(mark.args)))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when != "call":
            return
        states = sum(1 for name, _ in report.user_properties if name == "state")
        for _, (check, *criteria) in [each for each in report.user_properties if each[0] == "accessibility"]:
            outcome = self.outcomes.setdefault(check, Outcome())
            outcome.criteria.update(criteria)
            outcome.states += max(1, states)
            outcome.passed = outcome.passed and report.passed

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if session.config.getoption("--record-accessibility") and not hasattr(session.config, "workerinput"):
            self.write()

    def write(self) -> None:
        """Rows of checks that did not run stay as they are."""
        browser = subprocess.run([self.chromium, "--version"], capture_output=True, text=True, check=True).stdout
        chromium = " ".join(browser.split()[:2])
        axe = json.loads((self.modules() / "axe-core" / "package.json").read_text(encoding="utf-8"))["version"]
        before, problems = read_table(CHECKS, RECORD, RECORD.name)
        assert not problems, problems
        rows = dict(before)
        for check, outcome in self.outcomes.items():
            tools = f"axe-core {axe}, {chromium}" if check == "axe" else chromium
            criteria = sorted(outcome.criteria, key=lambda each: [int(part) for part in each.split(".")])
            result = "passed" if outcome.passed else "failed"
            rows[check] = Check(check, tuple(criteria), outcome.states, result, date.today(), tools)
        _, problems = write_table(CHECKS, RECORD, RECORD.name, before, rows)
        assert not problems, problems


@pytest.fixture
def tested(request: pytest.FixtureRequest) -> Callable[[], None]:
    """Called once for each state of a page that a test has looked at."""
    return lambda: request.node.user_properties.append(("state", 1))
