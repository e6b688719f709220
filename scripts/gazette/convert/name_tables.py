"""Name tables (姓名用字): surnames, given names, titles; ordinary words that may be mistaken for names."""

from __future__ import annotations

import re
from collections.abc import Iterable

from gazette.convert.tables import read_rows
from gazette.convert.words import tag_word
from gazette.knowledge import kept

HAN = "㐀-䶿一-鿿\U00020000-\U000323af"
# Part-of-speech tags of ordinary words: verbs, nouns, adjectives …
_SENTENCE = frozenset("vnamdptrc")
# Characters that do not occur in given names, among them words that may follow a name.
NOT_GIVEN = frozenset(
    "的了着过在是和与及或并同向对于由因为以把被将从到至说称表示指认介任兼担系即也就都还又再不未无没有个名位等其该此本每各某此这那"
    "年月日时分秒号次第条款项前后内外上下中里间起止收提出作做给受按照依据经自须应当可能会要请让使令如若但而且之者所种类件只两几多少"
    "元万千百十一二三四五六七八九零亿甲乙丙丁负责人员参加委局省市县区镇乡村面部处科制签术划"
)
# Surnames that are also frequent words: a name needs a plausible given name after them.
COMMON = frozenset(
    "经原古封章于向同当种万千台周余干党里占后合并别出只几从和时常安易相有从由来多年能是全应单元明平高成通广都终查关须管计席家折布征复松公强连方国文官代"
)
# Surnames that are also function words: only the context distinguishes a name from them.
FUNCTION = frozenset("经于向同当并和从由有相对因以自为后多时来能是应全")

# Last characters of three-character words that are not names: 宣传周.
_ENDINGS = frozenset("周性生厂场员费率法制度物品器机站所点线面区证")


@kept
def surnames() -> dict[str, tuple[str, ...]]:
    """Return surname (姓) → its Traditional forms in Taiwan's spelling, the most common first."""
    return {surname: tuple(forms.split(" ")) for surname, forms, _ in read_rows("surnames.tsv")}


@kept
def given_names() -> dict[str, tuple[str, ...]]:
    """Return character of given names (名) → its forms there; () for a character with a single form."""
    rows = read_rows("given_names.tsv")
    return {character: () if forms == "-" else tuple(forms.split(" ")) for character, forms, _ in rows}


@kept
def titles(side: str) -> re.Pattern[str]:
    """Return a pattern for titles before a name (side "before") or after it ("after").

    The "before" pattern matches at the end of the text, and includes labels that require a colon or space.
    """
    rows = [(title, where) for title, where, _ in read_rows("titles.tsv")]
    words = _longest(title for title, where in rows if where in (side, "both"))
    if side == "after":
        return re.compile(words)
    labels = _longest(title for title, where in rows if where == "label")
    return re.compile(rf"(?:(?:{words})[：:\s]*|(?:{labels})[：:\s]+)$")


# Characters that are looked at before a name.
_WIDTH = 12


@kept
def _title_ends() -> frozenset[str]:
    """Return the characters that may end a title before a name, without white space."""
    return frozenset(title[-1] for title, where, _ in read_rows("titles.tsv") if where != "after") | frozenset("：:")


def title_before(text: str, at: int) -> re.Match[str] | None:
    """Return the title that ends directly before `at`, if any."""
    last = text[at - 1 : at]
    if last in _title_ends() or last.isspace():
        return titles("before").search(text, max(0, at - _WIDTH), at)
    return None


def _longest(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=lambda each: (-len(each), each)))


@kept
def no_names() -> frozenset[str]:
    """Return words that begin like a name but are none, by an editor's list (no_names.tsv).

    The segmenter takes some of them for persons.
    """
    return frozenset(word for word, _, _ in read_rows("no_names.tsv"))


@kept
def ordinary_words() -> frozenset[str]:
    """Return words that begin like a name but are none, found in official texts (ordinary_words.tsv)."""
    return frozenset(word for word, _, _ in read_rows("ordinary_words.tsv"))


def surname_at(text: str, at: int) -> int:
    """Return the length of the surname at an offset, 0 if there is none."""
    known = surnames()
    return 2 if text[at : at + 2] in known else 1 if text[at : at + 1] in known else 0


def is_given(text: str) -> bool:
    """True if the text is a plausible given name: 1 or 2 characters of given names."""
    return 1 <= len(text) <= 2 and all(each in given_names() and each not in NOT_GIVEN for each in text)


def is_sentence(text: str) -> bool:
    """True if the text is an ordinary word of two characters: 宣传, 建筑."""
    tag = tag_word(text)
    return len(text) == 2 and tag[:1] in _SENTENCE and tag[:2] not in ("nr", "nz", "ns")


def is_made(word: str) -> bool:
    """True if a word that the segmenter takes for a person is made of another word: 宣传周, 古建筑."""
    return (
        word in no_names()
        or word in ordinary_words()
        or (len(word) == 3 and is_sentence(word[:2]) and word[2] in _ENDINGS)
    )
