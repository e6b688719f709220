"""Nobody signs what is not ready: open doubts, errors, days that cannot be; and nobody's name is invented."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from gazette.cli.verbs import main
from gazette.project import Project
from signing import ONE, TWO, edit, prepare, run, state, walk
from terminal import PUBLISH, Terminal

TODAY = date.today()


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return prepare(tmp_path)


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a name would be kept."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return tmp_path / "config" / "gazette" / "signer"


def refused(project: Project, *arguments: str) -> str:
    """What a verb said that ended with an error and signed nothing."""
    before = state(project)
    done = run(project, *arguments)
    assert done.exit_code == 1 and state(project) == before
    return done.stdout


def as_printed(command: str) -> Result:
    words = shlex.split(command)
    assert words[0] == "scripts/publish"
    result = CliRunner().invoke(main, words[1:])
    assert result.exception is None or isinstance(result.exception, SystemExit), repr(result.exception)
    return result


def test_a_text_with_open_doubts_is_not_recorded_and_the_command_that_shows_them_runs(project: Project) -> None:
    said = refused(project, "record", TWO, "--recorder", "王斌", "--lang", "en")
    told = re.search(r"of (\d+), (\d+) are not — hint: run (scripts/publish review .+)\. \[versions\.open\]\n", said)
    assert told and told[1] == told[2] == "2" and f"{TWO}/index.md:10" in said
    shown = as_printed(told[3])
    assert "questions are open. Run this in a terminal, or write a sheet with --html." in shown.stderr
    assert len(walk(project, "\r" * 9, "王斌", "")) > 0
    done = run(project, "record", TWO, "--recorder", "王斌")
    assert (done.exit_code, done.stdout.count(f"{TWO}  zh-Hant  1")) == (0, 2)


def test_a_text_of_another_publication_may_have_open_doubts(project: Project) -> None:
    assert run(project, "record", ONE, "--recorder", "王斌").exit_code == 0
    assert "[versions.open]" in refused(project, "record", "--recorder", "王斌")


def test_a_translation_with_an_error_is_not_signed_and_check_shows_it(project: Project) -> None:
    edit(project, 4)
    said = run(project, "translated", ONE, "en", "--translator", "李华")
    assert (said.exit_code, state(project)[0]) == (1, set())
    assert "[parity.differs]" in said.stdout
    told = re.search(r"Nothing was recorded; (scripts/publish check .+) shows this too:\n", said.stderr)
    assert told
    checked = as_printed(told[1])
    assert checked.exit_code == 1 and set(said.stdout.splitlines()[:-1]) <= set(checked.stdout.splitlines())
    edit(project, 5)
    assert run(project, "translated", ONE, "en", "--translator", "李华").exit_code == 0


def test_an_error_of_another_publication_does_not_keep_a_translator_from_signing(project: Project) -> None:
    file = project.docs / TWO / "index.md"
    file.write_text(file.read_text(encoding="utf-8").replace("issued:", "isued:"), encoding="utf-8")
    assert run(project, "check").exit_code == 1
    assert run(project, "translated", ONE, "en", "--translator", "李华").exit_code == 0
    assert "[field." in refused(project, "record", ONE, "--recorder", "王斌")


@pytest.mark.parametrize(
    "verb", [("record", ONE, "--recorder", "王斌"), ("translated", ONE, "en", "--translator", "李华"), ("review", TWO)]
)
def test_nothing_is_signed_after_today(verb: tuple[str, ...], project: Project) -> None:
    for day in ((TODAY + timedelta(1)).isoformat(), "2099-12-31", "9999-12-31"):
        said = refused(project, *verb, "--date", day)
        assert said.startswith(f'error  --date: found "{day}", expected a day not after today ({TODAY}) — hint: ')
        assert "[signed.date]" in said


def test_a_version_is_not_older_than_the_one_before_it(project: Project) -> None:
    day, earlier = (TODAY - timedelta(3)).isoformat(), (TODAY - timedelta(4)).isoformat()
    assert run(project, "record", ONE, "--recorder", "王斌", "--date", day).exit_code == 0
    edit(project, 5)
    said = refused(project, "record", ONE, "--recorder", "王斌", "--date", earlier)
    assert (
        f'versions.tsv {ONE} en: found "{earlier}", expected a day not before that of the last version ({day})' in said
    )
    assert said.count("[versions.date]") == 2
    assert run(project, "record", ONE, "--recorder", "王斌", "--date", day).exit_code == 0


def test_a_translation_is_not_signed_before_it_was_signed_last(project: Project) -> None:
    day, earlier = (TODAY - timedelta(3)).isoformat(), (TODAY - timedelta(4)).isoformat()
    assert run(project, "translated", ONE, "en", "--translator", "李华", "--date", day).exit_code == 0
    edit(project, 5)
    said = refused(project, "translated", ONE, "en", "--translator", "李华", "--date", earlier)
    assert f'found "{earlier}", expected a day not before the last signature of this translation ({day})' in said
    assert run(project, "translated", ONE, "en", "--translator", "李华", "--date", day).exit_code == 0


def test_without_a_name_and_without_a_terminal_nothing_is_signed(project: Project, kept: Path) -> None:
    for verb, option in ((("record", ONE), "--recorder"), (("translated", ONE, "en"), "--translator")):
        assert refused(project, *verb) == (
            f"error  {option}: expected the name of the person who signs — hint: give it with {option}, or run the command "
            "once in a terminal, which asks for it and stores it. [signed.no-name]\n"
        )
    assert not kept.exists()


@pytest.mark.parametrize("content", ["", "\n", " \n", "王\t斌\n", "#王斌\n", b"\xcd\xf5\xb1\xf3\n"])
def test_a_kept_name_that_no_table_can_hold_signs_nothing(content: str | bytes, project: Project, kept: Path) -> None:
    kept.parent.mkdir(parents=True)
    kept.write_bytes(content if isinstance(content, bytes) else content.encode())
    assert "[signed.no-name]" in refused(project, "record", ONE)


def test_a_kept_name_signs_every_table_and_is_shown(project: Project, kept: Path) -> None:
    kept.parent.mkdir(parents=True)
    kept.write_text("王斌\n", encoding="utf-8")
    done = run(project, "record", ONE)
    assert done.exit_code == 0 and done.stderr.startswith("Signed by 王斌 (another person: --recorder)\n")
    done = run(project, "translated", ONE, "en")
    assert done.exit_code == 0 and done.stderr.startswith("Signed by 王斌 (another person: --translator)\n")
    for file in (project.versions_file, project.issued_file, project.translations_file):
        lines = file.read_text(encoding="utf-8").splitlines()[1:]
        assert lines and all("\t王斌" in line for line in lines)
    assert run(project, "record", ONE, "--recorder", "苏凯").stderr.startswith("Signed by 苏凯 ")
    assert kept.read_text(encoding="utf-8") == "王斌\n"


def test_who_signs_is_asked_once_offered_what_git_knows_and_kept(project: Project, kept: Path, tmp_path: Path) -> None:
    subprocess.run(["git", "config", "--file", tmp_path / "gitconfig", "user.name", "Li Hua"], check=True)
    variables = {"GIT_CONFIG_GLOBAL": str(tmp_path / "gitconfig"), "GIT_CONFIG_SYSTEM": "/dev/null"}
    where = ("--docs", str(project.docs), "--ledger", str(project.ledger_file))
    terminal = Terminal("record", ONE, *where, **variables)
    asked = terminal.wait("]: ")
    assert "Your name, as it is to stand in the tables [Li Hua]: " in asked, terminal.text
    os.write(terminal.master, b"#\n")
    assert "[signed.name]" in terminal.wait("]: ") and state(project)[0] == set()
    os.write(terminal.master, b"\n")
    text, status = terminal.end()
    assert status == 0, text
    assert f"Kept in {kept}: you are not asked again." in text and "Signed by Li Hua" in text
    assert kept.read_text(encoding="utf-8") == "Li Hua\n"
    again = subprocess.run(
        [PUBLISH, "translated", ONE, "en", *where], capture_output=True, text=True, stdin=subprocess.DEVNULL
    )
    assert again.returncode == 0 and again.stderr.startswith("Signed by Li Hua (another person: --translator)\n")


@pytest.mark.parametrize("note", ["a\tb", "a\nb", "#x", "=1", "x" * 301, "\u202eb", "\udcff", "\0"])
def test_a_remark_that_no_table_can_hold_is_refused(note: str, project: Project) -> None:
    said = refused(project, "record", ONE, "--recorder", "王斌", "--note", note)
    assert "expected a remark: one line of at most 300 characters" in said and "[signed.note]" in said


def test_every_command_of_a_warning_about_signatures_runs_as_printed(project: Project, kept: Path) -> None:
    """With the options of the run beside it: the hint names the project's own texts."""
    kept.parent.mkdir(parents=True)
    kept.write_text("王斌\n", encoding="utf-8")
    edit(project, 5)
    said = run(project, "check").stdout
    commands = set(re.findall(r"scripts/publish [a-z]+(?: [a-z]+/\d{4}/[a-z]+(?: en)?)?(?=[.,; ])", said))
    expected = {f"record {ONE}", f"record {TWO}", f"translated {ONE} en", "review"}
    assert commands == {f"scripts/publish {each}" for each in expected}
    for command in sorted(commands):
        done = run(project, *shlex.split(command)[1:])
        assert "Usage" not in done.output and done.exit_code in (0, 1), done.output
        if "translated" in command or ONE in command:
            assert done.exit_code == 0, done.output
