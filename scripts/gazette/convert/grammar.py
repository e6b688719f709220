"""Grammar (字法): rules that choose a form by the words before and after a character, for whole classes of words.

A row of grammar.tsv has a pattern `before【字】after` (two regular expressions, either may be empty), the form, whether
the rule is sure or its places must be confirmed ("ask"), and the reason. If several rules fit, the longest match
decides.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from gazette.knowledge import kept, table_cells

TABLE = Path(__file__).with_name("data") / "grammar.tsv"
# Characters examined on each side of the place.
_REACH = 16


# A pattern side that is a list of words; a word that ends in a literal character.
_WORDS = re.compile(r"\(\?:([^()]*)\)")
_LAST = re.compile(r"[\u3400-\u9fffA-Z]$")
_GROUP = re.compile(r"\(.*\)")


@dataclass(frozen=True)
class GrammarRule:
    """One row of grammar.tsv; a place of a sure rule is confirmed only once per phrase.

    `ends`: the possible characters directly before the place, None if the pattern does not determine them.
    """

    before: re.Pattern[str]
    after: re.Pattern[str]
    form: str
    is_sure: bool
    reason: str
    ends: frozenset[str] | None = None


@kept
def read_grammar(file: Path = TABLE) -> dict[str, tuple[GrammarRule, ...]]:
    """Return character → its rules, sure ones first."""
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
    """Return the last characters of the words in a pattern, or None if it does not list words or end in a character."""
    own = _LAST.search(before)
    if own and "|" not in _GROUP.sub("", before):
        return frozenset(own[0])
    listed = _WORDS.fullmatch(before)
    ends = [_LAST.search(word) for word in listed[1].split("|")] if listed and "[" not in listed[1] else [None]
    return frozenset(found[0] for found in ends if found) if all(ends) else None


def find_rule(rules: tuple[GrammarRule, ...], text: str, place: int, entry: tuple[str, int]) -> GrammarRule | None:
    """Return the rule with the longest match around `text[place]`, unless a phrase that extends further decides.

    `entry`: that phrase ("" for none), and the index of the character in it.
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
