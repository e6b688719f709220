"""Ledger (校核台账): signed decisions about doubtful characters, one per line, sorted so that git can merge them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import cast, get_args

from gazette.convert.dictionaries import load_dictionaries
from gazette.problems import Problem, problem
from gazette.settings import ConversionProfile
from gazette.signed_table import (
    SignedTable,
    find_conflicts,
    format_table,
    one_line,
    read_table,
    split_lines,
    write_table,
)

LEDGER_COLUMNS = (
    "profile", "segment", "character", "output", "publication", "context",
    "chosen", "reviewer", "date", "note", "opencc", "dictionaries",
)  # fmt: skip
EVERYWHERE = "*"


@dataclass(frozen=True, order=True)
class DecisionKey:
    """What a decision is about: `character` in the phrase `segment`, which the conversion wrote as `output`.

    A character that no phrase decided is its own segment. A decision about one place names its publication (folder in
    docs/) and the words around it; any other has EVERYWHERE in both fields.
    """

    profile: ConversionProfile
    segment: str
    character: str
    output: str
    publication: str = EVERYWHERE
    context: str = EVERYWHERE

    @property
    def is_place(self) -> bool:
        """True if the decision concerns a single place."""
        return self.publication != EVERYWHERE

    @property
    def everywhere(self) -> DecisionKey:
        """The same key for all publications."""
        return DecisionKey(self.profile, self.segment, self.character, self.output)


@dataclass(frozen=True)
class Decision:
    """One signed decision.

    `chosen`: the form. `opencc`, `dictionaries`: version and hash with which `output` was made. `line`: in the file,
    from 1.
    """

    key: DecisionKey
    chosen: str
    reviewer: str
    date: date
    note: str
    opencc: str
    dictionaries: str
    line: int = field(default=0, compare=False)

    @property
    def is_override(self) -> bool:
        """True if the reviewer chose another form than the conversion."""
        return self.chosen != self.key.output


@dataclass(frozen=True)
class Ledger:
    """All decisions by key. `path`: the file's name in problems."""

    path: str
    decisions: Mapping[DecisionKey, Decision]

    @cached_property
    def outputs(self) -> Mapping[tuple[str, ...], DecisionKey]:
        """The decisions about a place or a phrase, by their keys without the output."""
        return {without_output(key): key for key in self.decisions if key.is_place or len(key.segment) > 1}

    def signed(self, place: DecisionKey, tier: int) -> Decision | None:
        """Return the decision for a place: its own, or, except in tier 1, the one that holds everywhere."""
        found = self.decisions.get(place)
        return found or (self.decisions.get(place.everywhere) if tier > 1 else None)

    def adding(self, decisions: Iterable[Decision]) -> Ledger:
        return replace(self, decisions={**self.decisions, **{each.key: each for each in decisions}})

    def without(self, keys: Iterable[DecisionKey]) -> Ledger:
        gone = set(keys)
        return replace(self, decisions={key: each for key, each in self.decisions.items() if key not in gone})


def without_output(key: DecisionKey) -> tuple[str, ...]:
    """Return what a decision is about, whatever the conversion makes of it."""
    # For a single place the segment is ignored: it may have changed with the dictionaries.
    segment = "" if key.is_place else key.segment
    return (key.profile, segment, key.character, key.publication, key.context)


def read_ledger(file: Path, shown: str) -> tuple[Ledger | None, list[Problem]]:
    """Return the ledger, empty if the file does not exist; None with problems if it is invalid.

    Nothing is converted with an invalid ledger.
    """
    decisions, problems = read_table(LEDGER_TABLE, file, shown)
    return (None, problems) if problems else (Ledger(shown, decisions), [])


def parse_ledger(text: str, path: str) -> tuple[Ledger | None, list[Problem]]:
    """Parse ledger text; lines may be in any order. None with problems if it is invalid.

    Problems: merge conflicts (ledger.conflict), malformed rows (ledger.row, .place, .date, .candidate), two decisions
    for one key (ledger.duplicate), each with its line.
    """
    decisions, problems = _parse(text, path)
    return (None, problems) if problems else (Ledger(path, decisions), [])


def _parse(text: str, path: str) -> tuple[dict[DecisionKey, Decision], list[Problem]]:
    lines = split_lines(text)
    problems = [problem("ledger.conflict", path, number, found=line) for number, line in find_conflicts(lines)]
    if problems or not lines:
        return {}, problems
    if tuple(lines[0][1].split("\t")) != LEDGER_COLUMNS:
        return {}, [problem("ledger.row", path, lines[0][0], found=lines[0][1], wanted=", ".join(LEDGER_COLUMNS))]
    decisions: dict[DecisionKey, Decision] = {}
    for number, line in lines[1:]:
        decision, found = _parse_row(line.split("\t"), path, number)
        problems += found
        if decision and decision.key in decisions:
            first = str(decisions[decision.key].line)
            problems.append(problem("ledger.duplicate", path, number, found=_named(decision.key), first=first))
        elif decision:
            decisions[decision.key] = decision
    return decisions, problems


def _parse_row(cells: list[str], path: str, line: int) -> tuple[Decision | None, list[Problem]]:
    row = dict(zip(LEDGER_COLUMNS, cells, strict=False))
    full = len(cells) == len(LEDGER_COLUMNS) and all(value for name, value in row.items() if name != "note")
    if not full or row["profile"] not in get_args(ConversionProfile) or row["character"] not in row["segment"]:
        return None, [problem("ledger.row", path, line, found="\t".join(cells), wanted=", ".join(LEDGER_COLUMNS))]
    if (row["publication"] == EVERYWHERE) != (row["context"] == EVERYWHERE):
        return None, [problem("ledger.place", path, line, found=f"{row['publication']}, {row['context']}")]
    try:
        day = date.fromisoformat(row["date"])
    except ValueError:
        return None, [problem("ledger.date", path, line, "date", row["date"])]
    profile = cast(ConversionProfile, row["profile"])
    candidates = load_dictionaries(profile).candidates.get(row["character"], ())
    if row["chosen"] not in candidates:
        wanted = ", ".join(candidates) or "∅"
        return None, [problem("ledger.candidate", path, line, "chosen", row["chosen"], wanted=wanted)]
    key = DecisionKey(profile, row["segment"], row["character"], row["output"], row["publication"], row["context"])
    last = (row["note"], row["opencc"], row["dictionaries"])
    return Decision(key, row["chosen"], row["reviewer"], day, *last, line), []


def _named(key: DecisionKey) -> str:
    place = f" ({key.publication}: {key.context})" if key.is_place else ""
    return f"{key.segment}: {key.character} → {key.output}{place}"


def format_ledger(ledger: Ledger) -> str:
    """Return the text of the file: head, and decisions sorted by key."""
    return format_table(LEDGER_TABLE, ledger.decisions)


def _cells(decision: Decision) -> tuple[str, ...]:
    key = decision.key
    what = (key.profile, key.segment, key.character, key.output, key.publication, key.context)
    signature = (decision.chosen, one_line(decision.reviewer), decision.date.isoformat(), one_line(decision.note))
    return (*what, *signature, decision.opencc, decision.dictionaries)


LEDGER_TABLE = SignedTable(LEDGER_COLUMNS, _parse, _cells, lambda decision: decision.key)


def write_ledger(file: Path, ledger: Ledger, before: Ledger) -> tuple[Ledger, list[Problem]]:
    """Save what changed since `before`, keeping what others saved meanwhile; return the result (see write_table)."""
    decisions, problems = write_table(LEDGER_TABLE, file, ledger.path, before.decisions, ledger.decisions)
    return Ledger(ledger.path, decisions), problems
