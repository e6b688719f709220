"""Screen (屏幕): the review in a terminal: the display of each question and the action of each key."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.console import Console
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from gazette.cli.report import say
from gazette.cli.review_walk import TIERS, ReviewWalk, ShownPlace, options, shown_place, shown_places, written
from gazette.convert.glosses import gloss
from gazette.convert.ledger import DecisionKey
from gazette.convert.reasons import word_reason
from gazette.convert.review import Question
from gazette.convert.sentences import Sentence
from gazette.records.signer import check_note, one_spaced

# Limits in characters: a sentence, all sentences of a question, and a sentence on a page of phrases.
_SENTENCE, _ROOM, PHRASE_SENTENCE = 120, 200, 60


def show(walk: ReviewWalk, question: Question, lang: str) -> Panel:
    """Return the panel of one question: places in both scripts, choices with their meanings, and the reasons."""
    places = question.occurrences
    known = shown_places(question, _SENTENCE, _ROOM)
    head = Text()
    if len(places) > len(known):
        more = len(places) - len(known)
        head.append(say(lang, f"  另有 {more} 处\n", f"  and {more} more places\n"), style="dim")
    choice = places[0].doubt.choice
    for reason in dict.fromkeys(word_reason(each, lang) for each in choice.reasons):
        head.append(f"  · {reason}\n", style="yellow")
    if walk.note:
        head.append(say(lang, f"  附注：{walk.note}\n", f"  note: {walk.note}\n"), style="cyan")
    table = _grid(1)
    table.add_row(_places(known, lang))
    table.add_row(head)
    table.add_row(_choices(question))
    return Panel(
        table, title=_title(walk, question.tier, lang), subtitle=_keys(walk, question, lang), title_align="left"
    )


def _grid(columns: int) -> Table:
    """Return a borderless table whose cells break anywhere: a sentence without spaces would otherwise be cut off."""
    table = Table.grid(padding=(0, 2))
    for _ in range(columns):
        table.add_column(overflow="fold")
    return table


def _places(places: Sequence[ShownPlace], lang: str) -> Table:
    """Return the sentences of each place, one script below the other."""
    table = _grid(2)
    for each in places:
        table.add_row("", Text(each.place, style="dim"))
        table.add_row(Text(say(lang, "简", "Hans"), style="dim"), _marked(each.simplified))
        table.add_row(Text(say(lang, "繁", "Hant"), style="dim"), _marked(each.traditional))
    return table


def _marked(sentence: Sentence) -> Text:
    """Return the sentence with the character in question between 【】, which are visible without colours too."""
    return Text.assemble(sentence.before, (f"【{sentence.character}】", "bold reverse"), sentence.after)


def _title(walk: ReviewWalk, tier: int, lang: str) -> str:
    number = (walk.at if walk.focus is None else walk.focus) + 1
    return f"{number}/{len(walk.questions)}  {say(lang, *TIERS[tier])} · {walk.reviewer}"


def show_page(walk: ReviewWalk, questions: Sequence[Question], lang: str) -> Panel:
    """Return the panel of several phrases on which all opinions agree, each with one sentence and its meanings."""
    table = _grid(3)
    for number, question in enumerate(questions, 1):
        places = question.occurrences
        place = shown_place(places[0], PHRASE_SENTENCE)
        times = f"  ×{len(places)}" if len(places) > 1 else ""
        head = Text.assemble((written(question), "bold"), (times, "dim"), "\n", _marked(place.simplified), "\n")
        head.append(_marked(place.traditional))
        table.add_row(
            Text(str(number), style="bold"),
            head,
            Text(_meanings([(each, each.output) for each in question.keys]), style="dim"),
        )
    keys = say(
        lang,
        "回车 全部接受 · 数字 单独查看 · n 附注 · s 跳过本页 · u 撤销 · q 结束",
        "Enter accept all · digit look at one · n note · s skip the page · u undo · q end",
    )
    return Panel(table, title=_title(walk, 3, lang), subtitle=keys, title_align="left")


def _choices(question: Question) -> Table:
    table = _grid(3)
    for number, (key, form) in enumerate(options(question), 1):
        first = number == 1
        meanings = [(each, each.output) for each in question.keys] if first else [(key, form)]
        table.add_row(
            Text(str(number), style="bold green" if first else "bold"),
            Text(written(question) if first else written(question, {key: form})),
            Text(_meanings(meanings)),
        )
    return table


def _meanings(forms: Sequence[tuple[DecisionKey, str]]) -> str:
    return "；".join(dict.fromkeys(f"{form} {gloss(key, form)}" for key, form in forms))


def _keys(walk: ReviewWalk, question: Question, lang: str) -> str:
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
    walk: ReviewWalk, console: Console, read_key: Callable[[], str], read_line: Callable[[], str], lang: str
) -> None:
    """Ask until nothing is open or the person quits."""
    while question := walk.advance():
        page = walk.page() if question.tier == 3 and walk.focus is None else []
        console.clear()
        for each in walk.refused:
            console.print(Text(each.sentence(lang), style="red"))
        console.print(show_page(walk, [each for _, each in page], lang) if page else show(walk, question, lang))
        key = read_key()
        if key in ("", "q", "Q", "\x03", "\x04"):
            return
        if key in "nN":
            _take_note(walk, read_line())
        elif not (press_page(walk, page, key) if page else press(walk, question, key)):
            console.bell()


def _take_note(walk: ReviewWalk, text: str) -> None:
    """Store a remark for the next answer, or the problem with it."""
    walk.refused = tuple(check_note(text, "--note"))
    walk.note = "" if walk.refused else one_spaced(text)


def press(walk: ReviewWalk, question: Question, key: str) -> bool:
    """Apply one key to one question; return False if it has no meaning here."""
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
        walk.skip([walk.at if walk.focus is None else walk.focus])
    else:
        return key in "uU" and walk.undo()
    return True


def press_page(walk: ReviewWalk, page: Sequence[tuple[int, Question]], key: str) -> bool:
    """Apply one key to a page of phrases; return False if it has no meaning here."""
    if key in ("\r", "\n"):
        walk.accept([question for _, question in page])
    elif key.isdecimal() and 1 <= int(key) <= len(page):
        walk.focus = page[int(key) - 1][0]
    elif key in "sS":
        walk.skip([number for number, _ in page])
    else:
        return key in "uU" and walk.undo()
    return True
