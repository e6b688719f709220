"""Reasons (理由): puts the reasons for a choice into words, by reasons.tsv."""

from __future__ import annotations

from gazette.convert.choice import Choice, Reason
from gazette.convert.tables import read_rows
from gazette.knowledge import kept


def doubt_record(line: int, choice: Choice) -> dict[str, object]:
    """Return a choice as `convert --doubts` writes it; line and offset count from 0."""
    return {
        "line": line,
        "offset": choice.offset,
        "source": choice.source,
        "chosen": choice.chosen,
        "candidates": list(choice.candidates),
        "entry": choice.entry,
        "tier": choice.tier,
        "reasons": [word_reason(each, "en") for each in choice.reasons],
    }


def word_reason(reason: Reason, language: str) -> str:
    """Return the wording of a reason from reasons.tsv; `language` is "zh" or "en"."""
    code, value = reason
    return _wordings()[code][language].format(value)


@kept
def _wordings() -> dict[str, dict[str, str]]:
    return {code: {"zh": zh, "en": en} for code, zh, en in read_rows("reasons.tsv")}
