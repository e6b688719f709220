"""scripts/publish status, translated, xliff and terms, as a translator meets them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from gazette.cli.verbs import main
from translations import PATH, ROOT


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "docs" / PATH, tmp_path / "docs" / PATH)
    shutil.copy(ROOT / "scripts" / "review" / "translations.tsv", tmp_path / "translations.tsv")
    return tmp_path


def run(texts: Path, *arguments: str) -> Result:
    result = CliRunner().invoke(
        main, [*arguments, "--docs", str(texts / "docs"), "--ledger", str(texts / "ledger.tsv")]
    )
    assert result.exception is None or isinstance(result.exception, SystemExit), repr(result.exception)
    return result


def edit(texts: Path, name: str, old: str, new: str) -> None:
    file = texts / "docs" / PATH / name
    file.write_text(file.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")


def test_the_table(texts: Path) -> None:
    assert [line.split() for line in run(texts, "status").stdout.splitlines()] == [
        ["publication", "language", "status", "translated", "stale", "unsigned", "missing", "done"],
        [PATH, "en", "unofficial", "19", "0", "0", "0", "100", "%"],
    ]
    edit(texts, "index.md", "3376件", "3377件")
    assert run(texts, "status", "--edition", "en").stdout.splitlines()[1].split()[3:] == [
        "18",
        "1",
        "0",
        "0",
        "94",
        "%",
    ]
    assert len(run(texts, "status", "--edition", "ja").stdout.splitlines()) == 1


def test_the_table_in_chinese(texts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert run(texts, "status").stdout.split()[:8] == [
        "出版物",
        "语种",
        "状态",
        "已译",
        "过期",
        "未登记",
        "缺译",
        "完成",
    ]


def test_old_and_new_source_and_the_translation(texts: Path) -> None:
    edit(texts, "index.md", "3376件", "3377件")
    result = run(texts, "status", PATH, "--edition", "en")
    place, old, new, english, *_ = result.stdout.splitlines()
    assert place.endswith("index.en.md:56  question-1+1  stale")
    assert "专利[-3376-]件" in old and old.startswith("old source   市市场监管局局长苏凯：")
    assert "专利{+3377+}件" in new and new.startswith("new source   ")
    assert english.startswith("translation  Su Kai, Director")
    assert result.stderr == "en: 1 passages to be looked at.\n"


def test_signing(texts: Path) -> None:
    edit(texts, "index.md", "3376件", "3377件")
    edit(texts, "index.en.md", "3,376", "3,377")
    done = run(texts, "translated", PATH, "en", "--translator", "李华", "--date", "2026-11-28")
    shown = "Signed by 李华 (another person: --translator)\nRecorded: 1 passages.\n"
    assert (done.exit_code, done.stdout, done.stderr) == (0, "question-1+1  stale\n", shown)
    row = next(
        line for line in (texts / "translations.tsv").read_text(encoding="utf-8").splitlines() if "3377件" in line
    )
    assert row.split("\t")[:3] + row.split("\t")[5:7] == [PATH, "en", "question-1+1", "2026-11-28", "李华"]
    assert run(texts, "status").stdout.splitlines()[1].split()[3] == "19"


def test_signing_is_refused_while_a_passage_is_missing(texts: Path) -> None:
    edit(texts, "index.en.md", "## Question: Where", "Where")
    before = (texts / "translations.tsv").read_bytes()
    done = run(texts, "translated", PATH, "en", "--translator", "李华")
    assert done.exit_code == 1 and "[translation.structure]" in done.stdout
    assert (texts / "translations.tsv").read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("translated", "x/2020/y", "en", "--translator", "李华"), "publication.unknown"),
        (("translated", PATH, "zh-Hant", "--translator", "李华"), "translation.target"),
        (("status", "x/2020/y", "--edition", "en"), "publication.unknown"),
        (("status", "x/2020/y"), "publication.unknown"),
        (("status", PATH, "--edition", "xx"), "translation.target"),
    ],
)
def test_names_that_are_not_there(arguments: tuple[str, ...], code: str, texts: Path) -> None:
    done = run(texts, *arguments)
    assert done.exit_code == 1 and done.stdout.count("[") == 1 and f"[{code}]" in done.stdout


def test_a_broken_record_is_one_problem_for_each_verb(texts: Path) -> None:
    file = texts / "translations.tsv"
    file.write_text(file.read_text(encoding="utf-8") + "<<<<<<< HEAD\n", encoding="utf-8")
    for arguments in (
        ("status",),
        ("translated", PATH, "en", "--translator", "x"),
        ("xliff", PATH, "en", "--out", "x.xlf"),
    ):
        done = run(texts, *arguments)
        assert done.exit_code == 1 and "[seen.conflict]" in done.stdout


def test_out_and_back(texts: Path) -> None:
    out = texts / "a.xlf"
    nothing = run(texts, "xliff", PATH, "en", "--out", str(out))
    assert (nothing.exit_code, out.exists()) == (0, False)
    edit(texts, "index.md", "3376件", "3377件")
    assert run(texts, "xliff", PATH, "en", "--out", str(out)).stderr == f"Wrote 1 passages: {out}\n"
    out.write_bytes(out.read_bytes().replace(b"3,376", b"3,377", 1))
    done = run(texts, "xliff", "--import", str(out))
    assert (done.exit_code, done.stderr.startswith("Wrote 1 passages: ")) == (0, True)
    assert "3,377" in (texts / "docs" / PATH / "index.en.md").read_text(encoding="utf-8")


def test_half_a_command_says_how_it_is_meant(texts: Path) -> None:
    done = run(texts, "xliff", PATH)
    assert done.exit_code == 2 and "--import FILE" in done.stderr


def test_the_terms(tmp_path: Path) -> None:
    out = tmp_path / "terms.tbx"
    done = CliRunner().invoke(main, ["terms", "--out", str(out)])
    assert done.exit_code == 0 and b"<martif" in out.read_bytes()


def test_the_memory(tmp_path: Path) -> None:
    out = tmp_path / "memory.tmx"
    done = CliRunner().invoke(main, ["memory", "--out", str(out)])
    assert done.exit_code == 0 and out.read_bytes().count(b"<tu ") >= 19
    out.unlink()
    done = CliRunner().invoke(main, ["memory", "--out", str(out), "--language", "ja"])
    assert done.exit_code == 0 and not out.exists() and "ja" in done.stderr


@pytest.mark.parametrize("verb", ["status", "translated", "xliff", "terms", "memory"])
def test_help_has_an_example(verb: str) -> None:
    assert f"scripts/publish {verb}" in CliRunner().invoke(main, [verb, "--help"]).stdout
