"""Every folder of cases/ is a tiny site named after what is wrong in it; expected.txt is what `check` says of it."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from gazette.cli.verbs import main
from tiny_site import PLAN_FACTS as FACTS

CASES = Path(__file__).with_name("cases")
ROOT = Path(__file__).resolve().parents[2]
ONLY_WARNINGS = {
    "attachment_is_unused",
    "footnote_is_never_called",
    "lines_may_be_joined",
    "link_label_is_not_defined",
    "masked_name_may_be_bold",
}
KEYS = ["code", "level", "path", "line", "field", "found", "expected", "hint"]

# Bytes that an editor or git might mend on the way.
RAW = {
    "text_is_in_gbk": (FACTS + "正文。\n").encode("gb18030"),
    "text_holds_a_control_character": f"{FACTS}第一行，\n第二\x0b行。\n".encode(),
}


def _names() -> list[str]:
    return sorted(each.name for each in CASES.iterdir())


def _docs(case: str, folder: Path) -> Path:
    docs = folder / "docs"
    if case in RAW:
        file = docs / "interpretations" / "2022" / "plan" / "index.md"
        file.parent.mkdir(parents=True)
        file.write_bytes(RAW[case])
    else:
        shutil.copytree(CASES / case / "docs", docs)
    return docs


def _check(docs: Path, *options: str) -> Result:
    result = CliRunner().invoke(main, ["check", "--docs", str(docs), *options])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def _said(text: str, docs: Path) -> str:
    return text.replace(str(docs.resolve()), "docs")


@pytest.mark.parametrize("case", _names())
def test_bad_input(case: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    docs = _docs(case, tmp_path)
    result = _check(docs, "--lang", "en")
    said = _said(result.stdout, docs)
    golden = CASES / case / "expected.txt"
    if request.config.getoption("--update-golden"):
        golden.write_text(said, encoding="utf-8")
    assert said == golden.read_text(encoding="utf-8")
    assert said
    assert result.exit_code == (0 if case in ONLY_WARNINGS else 1)
    assert "Traceback" not in result.stderr

    items = json.loads(_check(docs, "--lang", "en", "--format", "json").stdout)
    assert [list(each) for each in items] == [KEYS] * len(items)
    assert [each["code"] for each in items] == re.findall(r"\[([a-z.-]+)\]$", said, re.MULTILINE)
    assert (
        {each["level"] for each in items} == {"warning"}
        if case in ONLY_WARNINGS
        else {"error"} <= {each["level"] for each in items}
    )
    for item in items:
        _assert_line_is_true(item)


@pytest.mark.parametrize("case", _names())
def test_bad_input_is_worded_in_chinese(case: str, tmp_path: Path) -> None:
    docs = _docs(case, tmp_path)
    result = _check(docs, "--lang", "zh")
    said = result.stdout.splitlines()
    assert result.exit_code == (0 if case in ONLY_WARNINGS else 1)
    for sentence in said:
        assert re.match(r"(错误|警告)  ", sentence)
        assert "办法：" in sentence
        assert not re.search(r"\b(expected|found|hint|should)\b", sentence)
    english = _check(docs, "--lang", "en").stdout.splitlines()
    assert [each.rsplit(" ", 1)[1] for each in said] == [each.rsplit(" ", 1)[1] for each in english]


def _assert_line_is_true(item: dict[str, Any]) -> None:
    """Where `found` is a piece of the file, it stands on the line that is named."""
    file = Path(item["path"])
    if not item["found"] or not file.is_file():
        return
    lines = file.read_text(encoding="utf-8", errors="replace").split("\n")
    if any(item["found"] in line for line in lines) and item["line"]:
        assert item["found"] in lines[item["line"] - 1], item


def test_all_problems_are_shown_at_once_and_sorted(tmp_path: Path) -> None:
    docs = _docs("many_problems_in_several_files", tmp_path)
    items = json.loads(_check(docs, "--format", "json").stdout)
    places = [(each["path"], each["line"], each["code"]) for each in items]
    assert places == sorted(places)
    assert len({path for path, _, _ in places}) >= 5


def test_the_real_command_says_the_same(tmp_path: Path) -> None:
    docs = _docs("many_problems_in_several_files", tmp_path)
    command = [sys.executable, str(ROOT / "scripts" / "publish"), "check", "--lang", "en", "--docs", str(docs)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=60)
    assert done.returncode == 1
    expected = (CASES / "many_problems_in_several_files" / "expected.txt").read_text(encoding="utf-8")
    assert _said(done.stdout, docs) == expected
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("lang", "words"), [("en", "expected the field issued"), ("zh", "应有 issued 字段")], ids=["en", "zh"]
)
def test_the_environment_chooses_the_language(
    lang: str, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", {"en": "en_GB.UTF-8", "zh": "zh_CN.UTF-8"}[lang])
    assert words in _check(_docs("field_is_missing", tmp_path)).stdout
