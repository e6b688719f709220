"""The steps: a person, pre-commit and CI run the same ones, and every test belongs to one."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from steps import JUDGES, STEPS, Steps, run_steps

ROOT = Path(__file__).resolve().parents[2]
COMMAND = "scripts/publish test"


def test_pre_commit_runs_the_steps_of_ci() -> None:
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    (repository,) = config["repos"]
    assert repository["repo"] == "local"
    assert [hook["id"] for hook in repository["hooks"]] == list(STEPS)
    for hook in repository["hooks"]:
        assert hook["entry"] == f"{COMMAND} --step {hook['id']}"
        assert hook["language"] == "system" and hook["always_run"] and not hook["pass_filenames"]
        assert set(hook["stages"]) <= set(config["default_install_hook_types"])


def test_ci_runs_the_command_of_the_readme_and_names_its_steps() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert script.endswith(f"\n{COMMAND}\n") and f"(tests/steps.py): {', '.join(STEPS)}.\n" in script
    assert f"    {COMMAND} " in (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_tests_that_ask_a_judge_are_the_step_of_the_judges() -> None:
    tests = (ROOT / "tests").rglob("test_*.py")
    asking = {file for file in tests if "\nfrom judges import " in file.read_text(encoding="utf-8")}
    assert {ROOT / name for name in JUDGES} == asking


def test_every_step_is_run_and_one_that_fails_fails_the_run(capfd: pytest.CaptureFixture[str]) -> None:
    steps: Steps = {
        "first": (("-c", "raise SystemExit(3)"), ("-c", "print('goes on')")),
        "other": (("-c", "print('is run')"),),
        "not asked for": (("-c", "print('must not be seen')"),),
    }
    assert run_steps(steps, ["other", "first"]) == 1
    said = capfd.readouterr().out
    assert "goes on" in said and "is run" in said and "must not be seen" not in said
    lines = [line for line in said.splitlines() if line.startswith("── ")]
    assert [line.split(" s, ")[-1] for line in lines] == ["── first", "FAILED", "── other", "passed", "failed: first"]
    assert run_steps(steps, ["other"]) == 0


def test_only_pytest_is_given_what_is_meant_for_it(capfd: pytest.CaptureFixture[str]) -> None:
    show = "import sys; print(sys.argv[1:])"
    assert run_steps({"one": (("-c", show), ("-c", show, "pytest"))}, ["one"], ["--long"]) == 0
    assert capfd.readouterr().out.splitlines()[1:3] == ["[]", "['pytest', '--long']"]
