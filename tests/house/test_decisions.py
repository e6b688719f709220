"""The records in scripts/decisions: numbered without a gap, each with its date and status, all in the index."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "scripts" / "decisions"
RECORDS = sorted(FOLDER.glob("[0-9]*.md"))
BEGIN, END = "<!-- index -->\n", "<!-- /index -->"
HEAD = re.compile(r"# (?P<title>\S.*)\n\n- Date: (?P<date>.+)\n- Status: (?P<status>.+)\n\n\S")
STATUS = re.compile(r"(accepted|superseded by \d{4}|accepted; .+ superseded by \d{4})")


def read_head(record: Path) -> re.Match[str]:
    found = HEAD.match(record.read_text(encoding="utf-8"))
    assert found, f"{record.name} does not begin with its title, `- Date:` and `- Status:`"
    return found


def index() -> str:
    lines = ["| | decision | date | status |", "|---|---|---|---|"]
    for record in RECORDS:
        head = read_head(record)
        lines.append(f"| {record.name[:4]} | [{head['title']}]({record.name}) | {head['date']} | {head['status']} |")
    return "\n".join(lines) + "\n"


def test_records_are_numbered_without_a_gap() -> None:
    assert [record.name[:4] for record in RECORDS] == [f"{at:04}" for at in range(1, len(RECORDS) + 1)]
    assert {path.name for path in FOLDER.iterdir()} == {"README.md", *(record.name for record in RECORDS)}


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.name)
def test_a_record_has_a_day_and_a_status_that_names_a_later_record(record: Path) -> None:
    head = read_head(record)
    status = head["status"]
    assert date.fromisoformat(head["date"])
    assert STATUS.fullmatch(status), status
    for later in re.findall(r"\d{4}", status):
        assert later > record.name[:4] and list(FOLDER.glob(f"{later}-*.md")), status


def test_the_index_lists_every_record(request: pytest.FixtureRequest) -> None:
    file = FOLDER / "README.md"
    text = file.read_text(encoding="utf-8")
    if request.config.getoption("--update-golden"):
        before, rest = text.split(BEGIN)
        text = before + BEGIN + index() + END + rest.split(END, 1)[1]
        file.write_text(text, encoding="utf-8")
    found = re.search(re.escape(BEGIN) + "(.*?)" + re.escape(END), text, re.DOTALL)
    assert found and found[1] == index()
