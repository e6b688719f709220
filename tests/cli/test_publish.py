"""scripts/publish, as people start it: help, set-up once, clear words when it cannot."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PUBLISH = ROOT / "scripts" / "publish"


def publish(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [PUBLISH, *arguments], env={**os.environ, **environment}, capture_output=True, text=True, encoding="utf-8"
    )


@pytest.mark.parametrize("verb", [(), ("build",), ("check",), ("serve",), ("test",)])
def test_help_explains_itself_with_an_example(verb: tuple[str, ...]) -> None:
    done = publish(*verb, "--help")
    assert done.returncode == 0
    assert "Examples 示例:" in done.stdout and f"scripts/publish {' '.join(verb)}".strip() in done.stdout


def test_a_mistyped_verb_names_the_nearest() -> None:
    done = publish("biuld")
    assert done.returncode == 2 and "build" in done.stderr and "Traceback" not in done.stderr


def test_a_second_run_says_nothing_about_installing() -> None:
    done = publish("check")
    assert (done.returncode, done.stderr.strip()) == (0, "Checked: no errors.")


def test_messages_follow_the_language_of_the_environment() -> None:
    assert publish("check", LANG="zh_CN.UTF-8").stderr.strip() == "检查完毕，没有错误。"
    assert publish("check", "--lang", "en", LANG="zh_CN.UTF-8").stderr.strip() == "Checked: no errors."


def test_an_environment_that_cannot_be_made_is_explained_without_a_traceback(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    done = publish("check", GAZETTE_VENV=str(blocked / ".venv"))
    assert done.returncode == 1 and "Traceback" not in done.stderr and str(blocked) in done.stderr


def test_the_command_parses_on_the_oldest_python_that_could_meet_it() -> None:
    """An old Python must reach the sentence that says which one is needed."""
    compile(PUBLISH.read_text(encoding="utf-8"), "publish", "exec", dont_inherit=True)
    import ast

    ast.parse(PUBLISH.read_text(encoding="utf-8"), feature_version=(3, 7))


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can try what another user sees")
def test_someone_who_is_not_root_is_given_the_one_command_to_run() -> None:
    # The checkout may lie where only root can read: the command comes in through standard input.
    source = PUBLISH.read_text(encoding="utf-8").split('if __name__ == "__main__":')[0]
    done = subprocess.run(
        ["python3", "-"],
        input=f"__file__ = '/srv/scripts/publish'\n{source}\ninstall_debian(['chromium', 'nginx-light'])",
        user=65534,
        cwd="/",
        capture_output=True,
        text=True,
        env={"PATH": "/usr/bin:/bin"},
    )
    command = "sudo apt-get update && sudo apt-get install -y --no-install-recommends chromium nginx-light"
    assert done.returncode == 1 and done.stderr.splitlines()[-1].strip() == command


@pytest.mark.long
def test_a_fresh_environment_is_set_up_once_from_hashed_requirements(tmp_path: Path) -> None:
    first = publish("check", GAZETTE_VENV=str(tmp_path / "venv"))
    second = publish("check", GAZETTE_VENV=str(tmp_path / "venv"))
    assert (first.returncode, second.returncode) == (0, 0)
    assert "Setting up" in first.stderr and "Setting up" not in second.stderr
    assert sys.version_info >= (3, 11)
