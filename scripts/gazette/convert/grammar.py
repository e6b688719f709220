"""Grammar (字法): what stands before and after a character tells its sense: a rule holds for a kind of words, not for one word.

A row of grammar.tsv is a pattern `before【字】after` of two regular expressions, either of them empty, the form, whether
the rule is sure or its places are asked about, and the reason. Of several rules that fit, the longest text decides.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from gazette.knowledge import kept, table_cells

TABLE = Path(__file__).with_name("data") / "grammar.tsv"
# So many characters before and after the place are looked at.
_REACH = 16


# One of several words, the whole of a side of a pattern; and the last character of one of them that ends in itself.
_WORDS = re.compile(r"\(\?:([^()]*)\)")
_LAST = re.compile(r"[\u3400-\u9fffA-Z]$")
_GROUP = re.compile(r"\(.*\)")


@dataclass(frozen=True)
class GrammarRule:
    """One row; `is_sure` leaves no doubt beside the question that every phrase is.

    `ends` are the only characters that can stand right before; None where the pattern does not name them.
    """

    before: re.Pattern[str]
    after: re.Pattern[str]
    form: str
    is_sure: bool
    reason: str
    ends: frozenset[str] | None = None


@kept
def read_grammar(file: Path = TABLE) -> dict[str, tuple[GrammarRule, ...]]:
    """The rules of each character, those that are sure first."""
    _, *rows = table_cells(file)
    found: dict[str, list[GrammarRule]] = {}
    for pattern, form, certainty, reason in rows:
        before, _, rest = pattern.partition("【")
        character, _, after = rest.partition("】")
        sides = re.compile(f"(?:{before})$"), re.compile(after)
        rule = GrammarRule(*sides, form, certainty == "sure", reason, _ends(before))
        found.setdefault(character, []).append(rule)
    return {character: tuple(sorted(rules, key=lambda rule: not rule.is_sure)) for character, rules in found.items()}


def _ends(before: str) -> frozenset[str] | None:
    """The last characters of what a pattern lists, where it lists words or ends in a character; else None."""
    own = _LAST.search(before)
    if own and "|" not in _GROUP.sub("", before):
        return frozenset(own[0])
    listed = _WORDS.fullmatch(before)
    ends = [_LAST.search(word) for word in listed[1].split("|")] if listed and "[" not in listed[1] else [None]
    return frozenset(found[0] for found in ends if found) if all(ends) else None


def find_rule(rules: tuple[GrammarRule, ...], text: str, place: int, entry: tuple[str, int]) -> GrammarRule | None:
    """The rule that holds on to the longest text around `text[place]`, unless a phrase that reaches further decides.

    `entry` is that phrase ("" for none) and the place of the character in it.
    """
    best, start, end = None, place, place
    left, right = text[max(0, place - _REACH) : place], text[place + 1 : place + 1 + _REACH]
    last = left[-1:]
    for rule in rules:
        if rule.ends is not None and last not in rule.ends:
            continue
        after = rule.after.match(right)
        before = rule.before.search(left) if after else None
        if before and after and len(before[0]) + 1 + len(after[0]) > end - start:
            best, start, end = rule, place - len(before[0]), place + 1 + len(after[0])
    key, first = entry[0], place - entry[1]
    covers = start <= first and first + len(key) <= end
    return best if not key or covers or end - start > len(key) else None
