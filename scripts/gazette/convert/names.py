"""Names (人名): where a text names a person, by what stands around, and which forms a name's characters keep in Traditional.

A surname is not a preposition (于) and a given name is no word of the dictionary: the characters of a name take the forms that
surnames.tsv and given_names.tsv give, and no phrase reaches into them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from gazette.convert.terms import read_rows
from gazette.convert.words import cut_words, tag_word

Place = tuple[int, int]
# Characters of the text that are looked at on either side of a name.
_WIDTH = 12
# Parts of speech that are words of a sentence and no names: verbs, nouns, adjectives …
_SENTENCE = frozenset("vnamdptrc")
_HAN = "㐀-䶿一-鿿\U00020000-\U000323af"
# Words that stand where a given name could end, and characters that no one is called.
NOT_GIVEN = frozenset(
    "的了着过在是和与及或并同向对于由因为以把被将从到至说称表示指认介任兼担系即也就都还又再不未无没有个名位等其该此本每各某此这那"
    "年月日时分秒号次第条款项前后内外上下中里间起止收提出作做给受按照依据经自须应当可能会要请让使令如若但而且之者所种类件只两几多少"
    "元万千百十一二三四五六七八九零亿甲乙丙丁负责人员参加委局省市县区镇乡村面部处科制签术划"
)
# Surnames that are words of every sentence: only what is called like a person can follow them.
COMMON = frozenset(
    "经原古封章于向同当种万千台周余干党里占后合并别出只几从和时常安易相有从由来多年能是全应单元明平高成通广都终查关须管计席家折布征复松公强连方国文官代"
)
_MASK = re.compile(r"某[某甲乙丙丁]{0,2}|[*＊×ＸxX○〇✕]{1,2}(?![A-Za-z0-9])")
# 于某一, 向某些: "a certain", and no person.
_CERTAIN = re.compile(r"某(?:[一二两三几个些种类地处年月日时次天项方点段特具]|人[的之])")
_ENUMERATED = re.compile(rf"[、，,\s]\s*([{_HAN}]{{2,4}})(?=$|[、，,。；;：:\s）)等和及与])")
_ENUMERATED_BEFORE = re.compile(rf"(?:^|[、，,。；;：:\s（(为是由])([{_HAN}]{{2,4}})[、，,\s]\s*$")
_NUMBER = frozenset("0123456789０１２３４５６７８９一二三四五六七八九十百千万亿多")
# 某科技公司: an unnamed body, not a person who is called 某.
_BODY = re.compile(
    rf"[{_HAN}]{{0,8}}?(?:公司|企业|集团|单位|机关|部门|[局院校所厂店社会]|中心|银行|[省市县区镇村]|项目|案|平台|网站)"
)
_END = re.compile(rf"$|[^{_HAN}0-9A-Za-z]")


@dataclass(frozen=True, slots=True, order=True)
class Name:
    """A person named at [start, end), the surname up to `given`.

    Not `sure`: someone decides at this place; `likely`: the form of a name is proposed there.
    """

    start: int
    end: int
    given: int
    sure: bool
    likely: bool = True


@cache
def surnames() -> dict[str, tuple[str, ...]]:
    """Surname (姓) → its Traditional forms in Taiwan's spelling, the more common one first."""
    return {surname: tuple(forms.split(" ")) for surname, forms, _ in read_rows("surnames.tsv")}


@cache
def given_names() -> dict[str, tuple[str, ...]]:
    """Character of given names (名) → its forms there; none for a character that has only one."""
    rows = read_rows("given_names.tsv")
    return {character: () if forms == "-" else tuple(forms.split(" ")) for character, forms, _ in rows}


@cache
def _titles(side: str) -> re.Pattern[str]:
    """Titles that stand before a name, those that need a colon among them, or behind it."""
    rows = [(title, where) for title, where, _ in read_rows("titles.tsv")]
    words = _longest(title for title, where in rows if where in (side, "both"))
    if side == "after":
        return re.compile(words)
    labels = _longest(title for title, where in rows if where == "label")
    return re.compile(rf"(?:(?:{words})[：:\s]*|(?:{labels})[：:\s]+)$")


def _longest(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=lambda each: (-len(each), each)))


def name_forms(name: Name, text: str, at: int) -> tuple[str, ...]:
    """The forms that the character at `at` may take in a name; () where the tables say nothing."""
    if at >= name.given:
        return given_names().get(text[at], ())
    forms = surnames()[text[name.start : name.given]]
    return tuple(form[at - name.start] for form in forms)


def split_persons(text: str) -> frozenset[str]:
    """The persons in a fact that names them: `于海波、范伟` → both."""
    pieces = re.split(r"[、，,;；/／\s]+|（[^）]*）|\([^)]*\)", text)
    return frozenset(each for each in pieces if 2 <= len(each) <= 4 and surname_at(each, 0))


def surname_at(text: str, at: int) -> int:
    """Length of the surname that begins at a place; 0 where there is none."""
    known = surnames()
    return 2 if text[at : at + 2] in known else 1 if text[at : at + 1] in known else 0


def find_names(
    text: str, places: Iterable[int], cut: Callable[[str], Sequence[str]], persons: Collection[str] = ()
) -> list[Name]:
    """Persons whose name holds one of the `places`, in order, none inside another. `cut` gives the dictionary's words."""
    starts = sorted({at for place in places for at in range(max(0, place - 3), place + 1) if surname_at(text, at)})
    if not starts:
        return []
    reader = _Reader(text, cut(text), persons)
    found: list[Name] = []
    for at in starts:
        if (not found or at >= found[-1].end) and (name := reader.name_at(at)):
            found.append(name)
    wanted = set(places)
    return [each for each in found if not wanted.isdisjoint(range(each.start, each.end))]


class _Reader:
    """One text with the dictionary's words in it."""

    def __init__(self, text: str, words: Sequence[str], persons: Collection[str]) -> None:
        self.text = text
        self.word: list[Place] = []
        for word in words:
            self.word += [(len(self.word), len(self.word) + len(word))] * len(word)
        self.persons = sorted(persons, key=lambda each: (-len(each), each))

    def name_at(self, at: int) -> Name | None:
        """The person named at a place where a surname stands."""
        if known := self._known(at):
            return known
        given = at + surname_at(self.text, at)
        if self.word[at][0] != at and not self._behind_title(at):
            return None
        if mask := self._masked(at, given):
            return mask
        direct = self._direct(at, given)
        if direct:
            return direct
        for end, is_likely in self._ends(at, given):
            if sure := self._judge(at, given, end, is_likely):
                return Name(at, end, given, sure == "sure", is_likely)
        return None

    def _known(self, at: int) -> Name | None:
        for person in self.persons:
            if self.text.startswith(person, at):
                end = at + len(person)
                inside = self.word[at][0] == at and self.word[end - 1][1] == end
                whole = at == 0 and end == len(self.text)
                sure = inside or whole or len(person) > 2
                return Name(at, end, at + surname_at(person, 0), sure)
        return None

    def _masked(self, at: int, given: int) -> Name | None:
        """范某, 于某某, 于*: whose name is not told."""
        mask = _MASK.match(self.text, given)
        if not mask or _CERTAIN.match(self.text, given) or self._counted(at) or self.word[at][1] > given:
            return None
        is_body = mask[0] == "某" and bool(_BODY.match(self.text, mask.end()))
        if is_body and (self.text[at:given] in COMMON or not self._opens(at)):
            return None
        is_open = mask[0] != "某" or not self._goes_on(mask.end()) or self._behind_title(at)
        return Name(at, mask.end(), given, is_open or self.text[at:given] not in COMMON)

    def _goes_on(self, end: int) -> bool:
        return not _END.match(self.text, end) and self.text[end] not in "于在与和等的系因诉及、"

    def _counted(self, at: int) -> bool:
        return at > 0 and self.text[at - 1] in _NUMBER

    def _direct(self, at: int, given: int) -> Name | None:
        """于局长, 范主任."""
        title = _titles("after").match(self.text, given)
        if not title or self.word[at][1] > given or self._counted(at):
            return None
        if self.text[at:given] in COMMON and not (self._opens(at) and _END.match(self.text, title.end())):
            return None
        return Name(at, given, given, self.text[at:given] not in COMMON)

    def _opens(self, at: int) -> bool:
        return at == 0 or bool(_END.match(self.text[at - 1]))

    def _ends(self, at: int, given: int) -> Iterator[tuple[int, bool]]:
        """Where the name may end, best first, and whether what is then the given name is what people are called."""
        text, typical = self.text, given_names()
        start, stop = self.word[at]
        if stop > given:  # a word of the dictionary begins with the surname
            if stop - start <= 4 and tag_word(text[start:stop]).startswith("nr"):
                yield stop, _is_given(text[given:stop]) and not _is_sentence(text[start : stop - 1])
            elif stop == given + 1 and self._may_follow(stop) and tag_word(text[start:stop])[:1] not in _SENTENCE:
                yield stop + 1, text[stop] in typical and text[given] in typical and text[given] not in NOT_GIVEN
            return
        if given >= len(text) or not _is_han(text[given]) or text[given] in NOT_GIVEN:
            return
        second = self.word[given][1]
        if second - given == 2:
            yield second, _is_given(text[given:second]) and not _is_sentence(text[given:second])
        elif second - given == 1:
            likely = text[given] in typical
            if self._may_follow(second):
                yield second + 1, likely and text[second] in typical
            yield second, likely

    def _may_follow(self, at: int) -> bool:
        """Whether the character is one word by itself that may be the last of a given name."""
        return (
            at < len(self.text)
            and self.word[at] == (at, at + 1)
            and _is_han(self.text[at])
            and self.text[at] not in NOT_GIVEN
        )

    def _judge(self, at: int, given: int, end: int, is_likely: bool) -> str:
        """`sure`, `maybe` or "" for the characters between a surname and an end."""
        text, surname = self.text, self.text[at:given]
        is_common = surname in COMMON
        if is_common and not is_likely:
            return ""
        if self._counted(at):
            return ""
        ends = bool(_END.match(text, end))
        behind = self._behind_title(at)
        titled = _titles("after").match(text, end)
        if (behind and (is_likely or ends)) or (titled and is_likely) or self._listed(at, end):
            return "maybe" if is_common and not ends and self._is_thing(at, given, end) else "sure"
        if behind or titled:
            return "maybe"
        if at == 0 and end == len(text) and _is_given(text[given:end]):
            return "maybe"
        if not is_likely or (is_common and not (ends and self._opens(at))):
            return ""
        if end - given > 1 or self._opens(at):
            return "maybe"
        return "maybe" if self.word[at][1] == given and self._is_guessed(at, end) else ""

    def _is_guessed(self, at: int, end: int) -> bool:
        """Whether jieba, too, puts the characters together."""
        start = max(0, at - _WIDTH)
        around = self.text[start : end + _WIDTH]
        edges = {0}
        for word in cut_words(around):
            edges.add(max(edges) + len(word))
        return {at - start, end - start} <= edges and not edges.intersection(range(at - start + 1, end - start))

    def _is_thing(self, at: int, given: int, end: int) -> bool:
        """Whether what would be a given name is a word of the sentence: 员工于国庆期间, 代表向原选区."""
        name, word = self.text[at:end], self.text[given:end]
        return len(word) == 1 or (tag_word(word)[:1] in ("v", "n") and not tag_word(name).startswith("nr"))

    def _behind_title(self, at: int) -> bool:
        return bool(_titles("before").search(self.text, max(0, at - _WIDTH), at))

    def _listed(self, at: int, end: int) -> bool:
        """Whether the one before or behind in an enumeration looks like a person too."""
        if not _END.match(self.text, end) and self.text[end] not in "等和及与三四五六七八九十两":
            return False
        after = _ENUMERATED.match(self.text, end)
        before = _ENUMERATED_BEFORE.search(self.text[max(0, at - _WIDTH) : at])
        return any(each and _looks_like_a_name(each[1]) for each in (after, before))


def _is_given(text: str) -> bool:
    """Whether people are called so: 1 or 2 characters of given names."""
    return 1 <= len(text) <= 2 and all(each in given_names() and each not in NOT_GIVEN for each in text)


def _is_sentence(text: str) -> bool:
    """Whether two characters are a word of sentences: 宣传, 建筑."""
    tag = tag_word(text)
    return len(text) == 2 and tag[:1] in _SENTENCE and tag[:2] not in ("nr", "nz", "ns")


def _is_han(character: str) -> bool:
    return bool(re.match(f"[{_HAN}]", character))


@lru_cache(maxsize=4096)
def _looks_like_a_name(text: str) -> bool:
    size = surname_at(text, 0)
    given = text[size:]
    if not size or not 1 <= len(given) <= 2 or any(each in NOT_GIVEN for each in given):
        return False
    tag = tag_word(text)
    return tag.startswith("nr") or (tag in ("", "x") and all(each in given_names() for each in given))
