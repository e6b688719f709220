"""Walk (逐项校核): open doubts one after the other in a terminal; every answer is written down before the next question."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType

from rich.console import Console
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from gazette.cli.report import say
from gazette.convert.dictionaries import load_dictionaries
from gazette.convert.doubts import word_reason
from gazette.convert.glosses import gloss
from gazette.convert.ledger import Decision, Key, Ledger, one_line
from gazette.convert.review import Occurrence, Question, find_questions, sign

TIERS = {
    1: ("逐处校核", "signed at each place"),
    2: ("逐字校核，一次有效", "signed once for this character"),
    3: ("逐词校核，一次有效", "signed once for this phrase"),
}
SHOWN = 5  # places of one question on the screen


@dataclass
class Walk:
    """The state of one walk. `save` writes a ledger and gets the one that was there before."""

    questions: Sequence[Question]
    ledger: Ledger
    reviewer: str
    day: date
    save: Callable[[Ledger, Ledger], None]
    at: int = 0
    note: str = ""
    everywhere: bool = False
    here_only: bool = False
    skipped: int = 0
    history: list[tuple[int, Ledger]] = field(default_factory=list)

    def open_places(self, question: Question) -> tuple[Occurrence, ...]:
        """The places of a question that no decision made meanwhile has answered."""
        return tuple(
            each for each in question.occurrences if not self.ledger.signed(each.doubt.place, each.doubt.choice.tier)
        )

    def advance(self) -> Question | None:
        """The first question from here on that is still open."""
        while self.at < len(self.questions):
            question = self.questions[self.at]
            places = self.open_places(question)
            if places:
                keys = tuple(dict.fromkeys(each.doubt.key for each in places))
                return replace(question, keys=keys, occurrences=places)
            self.at += 1
        return None

    def answer(self, question: Question, choice: tuple[Key, str] | None) -> None:
        """Sign and save. `choice` is another form for one of the keys; every other key is accepted as it was written."""
        decisions = []
        for each in self._meant(question, choice):
            forms = {key: choice[1] for key in each.keys if choice and key.everywhere == choice[0].everywhere}
            decisions += sign(each, forms, self.reviewer, self.day, self.note or default_note(each, forms))
        self._write(self.ledger.adding(decisions))
        self.everywhere = self.here_only = False
        self.note = ""

    def _meant(self, question: Question, choice: tuple[Key, str] | None) -> list[Question]:
        """The question itself, only its first place, or every later one about the same character of the same phrase."""
        wanted = choice[0] if choice else question.keys[0]
        if self.here_only:
            place = next(each for each in question.occurrences if each.doubt.key == wanted)
            return [replace(question, keys=(place.doubt.place,), occurrences=(place,))]
        if not self.everywhere:
            return [question]
        rest = [each for each in self.questions[self.at :] if each.tier == question.tier and self.open_places(each)]
        return [each for each in rest if each.keys[0].everywhere == wanted.everywhere]

    def _write(self, ledger: Ledger) -> None:
        self.save(ledger, self.ledger)
        self.history.append((self.at, self.ledger))
        self.ledger = ledger

    def skip(self) -> None:
        self.at += 1
        self.skipped += 1

    def undo(self) -> bool:
        """Take back the last decision and ask again; False when there is none."""
        if not self.history:
            return False
        at, before = self.history.pop()
        self.save(before, self.ledger)
        self.at, self.ledger = at, before
        return True


def default_note(question: Question, chosen: dict[Key, str]) -> str:
    """The reason that a signature gives when the person wrote none: what the chosen forms mean."""
    forms = [(key, chosen.get(key, key.output)) for key in question.keys]
    return "；".join(dict.fromkeys(f"{form} {meaning}" for key, form in forms if (meaning := gloss(key, form))))


def options(question: Question) -> list[tuple[Key, str]]:
    """What digits choose: 1 is the conversion's own text, each further one another form of one of the keys."""
    others = [(key, form) for key in question.keys for form in question.candidates(key)[1:]]
    return [(question.keys[0], question.keys[0].output), *others]


def show(walk: Walk, question: Question, lang: str) -> Panel:
    """One question as a person reads it: places in both scripts, choices with their meanings, and the reasons."""
    head = Text()
    places = question.occurrences
    for each in places[:SHOWN]:
        head.append(f"{each.file}:{each.line}\n", style="dim")
        head.append(f"  {say(lang, '简', 'Hans')}  {each.doubt.context}\n")
        head.append(f"  {say(lang, '繁', 'Hant')}  {each.doubt.traditional}\n", style="bold")
    if len(places) > SHOWN:
        more = len(places) - SHOWN
        head.append(say(lang, f"  另有 {more} 处\n", f"  and {more} more places\n"), style="dim")
    choice = places[0].doubt.choice
    for reason in dict.fromkeys(word_reason(each, lang) for each in choice.reasons):
        head.append(f"  · {reason}\n", style="yellow")
    if walk.note:
        head.append(say(lang, f"  附注：{walk.note}\n", f"  note: {walk.note}\n"), style="cyan")
    table = Table.grid(padding=(0, 2))
    table.add_row(head)
    table.add_row(_choices(question))
    title = f"{walk.at + 1}/{len(walk.questions)}  {say(lang, *TIERS[question.tier])}"
    return Panel(table, title=title, subtitle=_keys(walk, question, lang), title_align="left")


def _choices(question: Question) -> Table:
    table = Table.grid(padding=(0, 2))
    for number, (key, form) in enumerate(options(question), 1):
        first = number == 1
        meanings = [(each, each.output) for each in question.keys] if first else [(key, form)]
        table.add_row(
            Text(str(number), style="bold green" if first else "bold"),
            Text(written(question) if first else written(question, {key: form})),
            Text("；".join(dict.fromkeys(f"{f} {gloss(k, f)}" for k, f in meanings))),
        )
    return table


def written(question: Question, chosen: Mapping[Key, str] = MappingProxyType({})) -> str:
    """The segment in Traditional, with the forms that are accepted but for those chosen."""
    key = question.keys[0]
    data = load_dictionaries(key.profile)
    forms = {each.character: chosen.get(each, each.output) for each in question.keys}
    return "".join(forms.get(each) or data.regional(data.characters.get(each, each)) for each in key.segment)


def _keys(walk: Walk, question: Question, lang: str) -> str:
    scope = ""
    if walk.everywhere:
        scope = say(lang, "【同词全部】", "(all the same) ")
    elif walk.here_only:
        scope = say(lang, "【仅此一处】", "(here only) ")
    wide = say(lang, "a 同词全部", "a all the same") if question.tier == 1 else say(lang, "h 仅此一处", "h here only")
    common = say(
        lang,
        f"回车 接受 · 数字 选字 · {wide} · n 附注 · s 跳过 · u 撤销 · q 结束",
        f"Enter accept · digit choose · {wide} · n note · s skip · u undo · q end",
    )
    return scope + common


def run_walk(
    walk: Walk, console: Console, read_key: Callable[[], str], read_line: Callable[[], str], lang: str
) -> None:
    """Ask until nothing is open or the person ends."""
    while question := walk.advance():
        console.clear()
        console.print(show(walk, question, lang))
        key = read_key()
        if key in ("", "q", "Q", "\x03", "\x04"):
            return
        if key in "nN":
            walk.note = one_line(read_line())
        elif not press(walk, question, key):
            console.bell()


def press(walk: Walk, question: Question, key: str) -> bool:
    """What one key does; False when it means nothing here."""
    choices = options(question)
    if key in ("\r", "\n", "1"):
        walk.answer(question, None)
    elif key.isdecimal() and 1 < int(key) <= len(choices):
        walk.answer(question, choices[int(key) - 1])
    elif key in "aA" and question.tier == 1:
        walk.everywhere = not walk.everywhere
    elif key in "hH" and question.tier > 1:
        walk.here_only = not walk.here_only
    elif key in "sS":
        walk.skip()
    else:
        return key in "uU" and walk.undo()
    return True


def remaining(occurrences: Sequence[Occurrence], ledger: Ledger) -> tuple[Occurrence, ...]:
    """The occurrences as they stand with a ledger."""
    found = []
    for each in occurrences:
        decision: Decision | None = ledger.signed(each.doubt.place, each.doubt.choice.tier)
        found.append(replace(each, doubt=replace(each.doubt, decision=decision)))
    return tuple(found)


def open_questions(occurrences: Sequence[Occurrence], ledger: Ledger) -> list[Question]:
    return find_questions(remaining(occurrences, ledger))
