"""Whatever people type, one after the other or two at once: every table can be read, and nothing that was told is signed is lost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gazette.project import Project
from gazette.records.signer import check_signer
from signing import (
    BAD,
    DAYS,
    GOOD,
    KEYS,
    NOTES,
    ONE,
    TABLES,
    TWO,
    VERBS,
    do,
    is_kept,
    leftovers,
    prepare,
    run,
    sequences,
    state,
)

ROOT = Path(__file__).resolve().parents[2]
NAMES = st.one_of(st.sampled_from(GOOD), st.sampled_from(GOOD), st.sampled_from(BAD), st.text(max_size=9))
ONE_VERB = st.tuples(
    st.sampled_from(VERBS),
    NAMES,
    st.one_of(st.just(""), st.sampled_from(NOTES), st.text(max_size=9)),
    st.one_of(st.just(""), st.just(""), st.sampled_from(DAYS)),
    st.sampled_from(KEYS),
    st.integers(0, 9),
)
FEW = settings(max_examples=25, suppress_health_check=list(HealthCheck))
MANY = settings(FEW, max_examples=500)


def hold(verbs: Sequence[tuple[str, str, str, str, str, int]]) -> None:
    with tempfile.TemporaryDirectory() as place:
        project = prepare(Path(place))
        known: set[str] = set()
        for each in verbs:
            told = do(project, *each)
            rows, problems = state(project)
            assert problems == [] and leftovers(project) == set()
            assert [one for one in told if not is_kept(one, rows)] == []
            # Versions, their files and signed passages stay, or are replaced; an answer may be taken back.
            assert {one for one in known - rows if one[0] in "vct"} == set()
            known = rows


@FEW
@given(st.lists(ONE_VERB, min_size=1, max_size=4))
def test_any_verbs_with_any_arguments_leave_every_table_readable(
    verbs: list[tuple[str, str, str, str, str, int]],
) -> None:
    hold(verbs)


@pytest.mark.long
@MANY
@given(st.lists(ONE_VERB, min_size=1, max_size=4))
def test_five_hundred_sequences_of_verbs(verbs: list[tuple[str, str, str, str, str, int]]) -> None:
    hold(verbs)


def two_at_once(folder: Path, count: int) -> None:
    """Two processes, `count` sequences each, in one project."""
    project = prepare(folder)
    environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'scripts'}{os.pathsep}{ROOT / 'tests'}"}
    command = [sys.executable, str(ROOT / "tests" / "signing.py"), str(folder)]
    both = [
        subprocess.Popen(
            [*command, str(seed), str(count)], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        for seed in (1, 2)
    ]
    said = [each.communicate() for each in both]
    assert [each.returncode for each in both] == [0, 0], [error.decode()[-2000:] for _, error in said]
    rows, problems = state(project)
    assert problems == [] and leftovers(project) == set()
    # The review says its problems on standard output too.
    lines = [line for out, _ in said for line in out.decode().splitlines() if line.startswith("[")]
    told = [one for line in lines for one in json.loads(line)]
    assert len(lines) == 2 * (count + 1) and {one[0] for one in told} >= set("vc" if count < 50 else "vctl")
    assert [one for one in told if not is_kept(one, rows)] == []


def test_two_processes_at_once_lose_nothing(tmp_path: Path) -> None:
    two_at_once(tmp_path, 6)


@pytest.mark.long
def test_two_processes_at_once_lose_nothing_in_five_hundred_sequences(tmp_path: Path) -> None:
    two_at_once(tmp_path, 250)


@pytest.mark.parametrize("name", BAD, ids=lambda name: ascii(name)[:20])
def test_a_name_that_no_table_can_hold_is_refused_in_a_sentence(name: str, tmp_path: Path) -> None:
    project = prepare(tmp_path)
    for arguments in (("record", ONE, "--recorder", name), ("translated", ONE, "en", "--translator", name)):
        done = run(project, *arguments)
        assert done.exit_code == 1 and done.stdout.endswith(" — hint: for example 王斌 or Li Hua. [signed.name]\n"), (
            done.stdout
        )
        assert "expected a name: one line of at most 80 characters, with letters" in done.stdout
    done = run(project, "review", TWO, "--reviewer", name)
    assert done.exit_code == 1 and "[signed.name]" in done.stdout
    assert state(project) == (set(), []) and {each.name for each in (tmp_path / "review").iterdir()} == set()


@pytest.mark.parametrize("name", GOOD)
def test_a_name_of_any_script_can_sign(name: str) -> None:
    assert check_signer(name, "--recorder") == []


def test_the_random_verbs_are_the_same_for_the_same_seed(tmp_path: Path) -> None:
    def told(folder: Path) -> list[list[str]]:
        folder.mkdir()
        return list(sequences(prepare(folder), 7, 2))

    assert told(tmp_path / "a") == told(tmp_path / "b")


def test_every_table_of_signatures_is_among_those_that_are_looked_at() -> None:
    project = Project(ROOT, ROOT / "docs")
    files = {project.ledger_file, project.versions_file, project.issued_file, project.translations_file}
    assert {each.name for each in files} == TABLES
