"""Sheet (校核单): the review as one self-contained HTML file, to read on screen or to print and fill in by hand."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from gazette.cli.report import say
from gazette.cli.review_walk import TIERS, ShownPlace, options, shown_place, shown_places, written
from gazette.convert.glosses import gloss
from gazette.convert.reasons import word_reason
from gazette.convert.review import Occurrence, Question, find_questions
from gazette.convert.sentences import Sentence

# Limits in characters: a sentence, all sentences of a question, and the sentence of a decision.
_SENTENCE, _ROOM, DECIDED_SENTENCE = 160, 240, 60

# Each label of the sheet in Chinese and English.
WORDS = {
    "title": ("繁体用字校核单", "Review of doubtful characters"),
    "intro": (
        "每项勾选一种写法；第一种是转换所写。勾选后录入：scripts/publish review。",
        "Tick one form for each; the first is what the conversion wrote. Enter the answers with scripts/publish review.",
    ),
    "publication": ("出版物", "publication"),
    "total": ("存疑字", "doubtful"),
    "signed": ("已校核", "reviewed"),
    "open": ("未校核", "open"),
    "places": ("处", "places"),
    "more": ("另有", "and further"),
    "reasons": ("依据", "Reasons"),
    "signature": ("校核人　　　　　　日期", "Reviewer                Date"),
    "nothing": ("没有未校核的存疑字。", "Nothing is open."),
    "done": ("已校核的决定", "Decisions"),
    "place": ("位置", "place"),
    "chosen": ("写作", "written"),
    "reviewer": ("校核人", "reviewer"),
    "date": ("日期", "date"),
    "note": ("附注", "note"),
}


def compose_sheet(occurrences: Sequence[Occurrence], lang: str) -> str:
    """Return the HTML of the sheet: open questions, worst first, then the decisions with reviewer and reason."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template("review_sheet.html.jinja").render(
        lang="zh-Hans" if lang == "zh" else "en",
        words={name: say(lang, *both) for name, both in WORDS.items()},
        summary=_summary(occurrences),
        questions=[_question(each, number, lang) for number, each in enumerate(find_questions(occurrences), 1)],
        decisions=_decisions(occurrences),
    )


def _summary(occurrences: Sequence[Occurrence]) -> list[dict[str, Any]]:
    rows: dict[str, list[int]] = {}
    for each in occurrences:
        counts = rows.setdefault(each.doubt.place.publication, [0, 0])
        counts[0] += 1
        counts[1] += not each.is_open
    return [{"name": name, "total": total, "signed": signed} for name, (total, signed) in sorted(rows.items())]


def _question(question: Question, number: int, lang: str) -> dict[str, Any]:
    places, shown = question.occurrences, shown_places(question, _SENTENCE, _ROOM)
    choices: list[dict[str, str]] = []
    for key, form in options(question):
        first = not choices
        meanings = {each: gloss(each, each.output) for each in question.keys} if first else {key: gloss(key, form)}
        written_form = written(question) if first else written(question, {key: form})
        choices.append({"form": written_form, "meaning": "；".join(filter(None, meanings.values()))})
    return {
        "number": number,
        "tier": say(lang, *TIERS[question.tier]),
        "places": [_place(each) for each in shown],
        "more": len(places) - len(shown),
        "choices": choices,
        "reasons": list(dict.fromkeys(word_reason(each, lang) for each in places[0].doubt.choice.reasons)),
    }


def _place(place: ShownPlace) -> dict[str, Any]:
    return {
        "place": place.place,
        "simplified": _marked(place.simplified),
        "traditional": _marked(place.traditional),
    }


def _marked(sentence: Sentence) -> Markup:
    return Markup("{}<mark>{}</mark>{}").format(*sentence)


def _decisions(occurrences: Sequence[Occurrence]) -> list[dict[str, Any]]:
    rows: dict[object, dict[str, Any]] = {}
    for each in occurrences:
        decision = each.doubt.decision
        if decision and decision.key not in rows:
            rows[decision.key] = _place(shown_place(each, DECIDED_SENTENCE)) | {"decision": decision, "number": 0}
        if decision:
            rows[decision.key]["number"] += 1
    return list(rows.values())
