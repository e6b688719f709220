"""Names (人名): names of persons in a text, recognised by context, with the Traditional forms of their characters.

A surname is not a preposition (于), and a given name is not a dictionary word: the characters of a name take the forms
of surnames.tsv and given_names.tsv, and no phrase match overlaps a certain name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from gazette.convert.name_tables import (
    COMMON,
    FUNCTION,
    HAN,
    NOT_GIVEN,
    given_names,
    is_given,
    is_made,
    is_sentence,
    surname_at,
    surnames,
    title_before,
    titles,
)
from gazette.convert.persons import NOBODY, Persons
from gazette.convert.words import cut_words, tag_word
from gazette.knowledge import kept_few

_Place = tuple[int, int]
# Characters examined on each side of a name.
_WIDTH = 12
_AGENTS = "由|经|任命|免去|聘任|聘请|选举|提名|推选|邀请|委托|授予|追授|推荐|指派|表彰"
_AGENT = re.compile(rf"(?:{_AGENTS})$")
# What can stand right before; "$" lets a line feed follow.
_AGENT_ENDS = frozenset(word[-1] for word in _AGENTS.split("|")) | {"\n"}
_ACT = re.compile(
    r"(?:负责|主持|担任|任|牵头|带队|审[核批定]|签[发署字]|代表|宣读|作|批准|同意|为|的|等|介绍|陪同|出席|参加|荣誉|进行|组织|协助|分管|兼)"
)
_SAYS = re.compile(
    r"(?:作[了为]|说|表示|介绍|强调|指出|认为|主持|宣读|宣布|报告|要求|出席|参加|陪同|回答|代表|致辞|讲话|同志|[:：])"
)
_MASK = re.compile(r"某[某甲乙丙丁]{0,2}|[*＊×ＸxX○〇✕]{1,2}(?![A-Za-z0-9])")
_SPACED = re.compile(rf"[ \u3000]{{1,4}}([{HAN}])(?![{HAN}])")
# 于某一, 向某些: "a certain", not a person.
_CERTAIN = re.compile(r"某(?:[一二两三几个些种类地处年月日时次天项方点段特具]|人[的之])")
_ENUMERATED = re.compile(rf"[、，,\s]\s*([{HAN}]{{2,4}})(?=$|[、，,。；;：:\s）)等和及与])")
_ENUMERATED_BEFORE = re.compile(rf"(?:^|[、，,。；;：:\s（(为是由])([{HAN}]{{2,4}})[、，,\s]\s*$")
_NUMBER = frozenset("0123456789０１２３４５６７８９一二三四五六七八九十百千万亿多")
# 某科技公司: an unnamed body, not a person called 某.
_BODY = re.compile(
    rf"[{HAN}]{{0,8}}?(?:公司|企业|集团|单位|机关|部门|[局院校所厂店社会]|中心|银行|[省市县区镇村]|项目|案|平台|网站)"
)
_END = re.compile(rf"$|[^{HAN}0-9A-Za-z]")


@dataclass(frozen=True, slots=True, order=True)
class Name:
    """A person named at [start, end), offsets from 0; the surname ends at `given`.

    `sure`: if False, a reviewer decides at this place. `likely`: the name's form is proposed there. `yields`: not
    asked where official usage has settled the word.
    """

    start: int
    end: int
    given: int
    sure: bool
    likely: bool = True
    surname: str = ""
    yields: bool = False

    def forms(self, at: int, character: str) -> tuple[str, ...]:
        """Return the forms of the character at `at` in a name; () if the tables give none."""
        if at >= self.given:
            return given_names().get(character, ())
        return tuple(form[at - self.start] for form in surnames()[self.surname])


def find_names(text: str, places: Iterable[int], word: Sequence[_Place], persons: Persons = NOBODY) -> list[Name]:
    """Return names of persons that contain one of the offsets `places`, in order and without overlaps.

    `word`: start and end of the word at each offset.
    """
    known = surnames()
    near = sorted({at for place in places for at in range(max(0, place - 3), place + 1)})
    starts = [at for at in near if text[at] in known or text[at : at + 2] in known]
    if not starts:
        return []
    reader = _Reader(text, word, persons)
    found: list[Name] = []
    for at in starts:
        if (not found or at >= found[-1].end) and (name := reader.name_at(at)):
            found.append(replace(name, surname=text[at : name.given] if name.given > at else text[at : name.end]))
    wanted = set(places)
    return [each for each in found if not wanted.isdisjoint(range(each.start, each.end))]


class _Reader:
    """Reader of names in one text with its words."""

    def __init__(self, text: str, word: Sequence[_Place], persons: Persons) -> None:
        self.text, self.word = text, word
        self.persons = persons

    def name_at(self, at: int) -> Name | None:
        """Return the name at an offset where a surname starts."""
        if known := self._known(at):
            return known
        given = at + surname_at(self.text, at)
        if self.word[at][0] != at and not (self._behind_title(at) or self._behind_agent(at)):
            return None
        if found := self._masked(at, given) or self._spaced(at, given) or self._direct(at, given):
            return found
        for end, is_likely in self._ends(at, given):
            if sure := self._judge(at, given, end, is_likely=is_likely):
                return Name(at, end, given, sure == "sure", is_likely)
        return None

    def _known(self, at: int) -> Name | None:
        for person in self.persons.known:
            if self.text.startswith(person, at):
                end = at + len(person)
                inside = self.word[at][0] == at and self.word[end - 1][1] == end
                whole = at == 0 and end == len(self.text)
                sure = inside or (person in self.persons.told and (whole or len(person) > 2))
                return Name(at, end, at + surname_at(person, 0), sure, self.word[at][0] == at)
        return None

    def _masked(self, at: int, given: int) -> Name | None:
        """范某, 于某某, 于*: a person whose given name is withheld."""
        mask = _MASK.match(self.text, given)
        if not mask or _CERTAIN.match(self.text, given) or self._counted(at) or self.word[at][1] > given:
            return None
        is_body = mask[0] == "某" and bool(_BODY.match(self.text, mask.end()))
        if is_body and (self.text[at:given] in COMMON or not self._opens(at)):
            return None
        is_open = mask[0] != "某" or not self._goes_on(mask.end()) or self._behind_title(at)
        return Name(at, mask.end(), given, is_open or self.text[at:given] not in COMMON)

    def _spaced(self, at: int, given: int) -> Name | None:
        """范　伟: a name of two characters spaced to the width of three."""
        match = _SPACED.match(self.text, given)
        if not match or not self._opens(at):
            return None
        is_whole = at == 0 and match.end() == len(self.text)
        return Name(at, match.end(), given, self._behind_title(at) or (is_whole and match[1] in given_names()))

    def _goes_on(self, end: int) -> bool:
        return not _END.match(self.text, end) and self.text[end] not in "于在与和等的系因诉及、"

    def _counted(self, at: int) -> bool:
        return at > 0 and self.text[at - 1] in _NUMBER

    def _direct(self, at: int, given: int) -> Name | None:
        """于局长, 范主任: a surname followed by a title."""
        title = titles("after").match(self.text, given)
        if not title or self.word[at][1] > given or self._counted(at):
            return None
        if self.text[at:given] in COMMON and not (self._opens(at) and _END.match(self.text, title.end())):
            return None
        return Name(at, given, given, self.text[at:given] not in COMMON)

    def _opens(self, at: int) -> bool:
        return at == 0 or bool(_END.match(self.text[at - 1]))

    def _ends(self, at: int, given: int) -> Iterator[tuple[int, bool]]:
        """Yield possible ends of the name, best first, each with whether the given name is plausible."""
        text = self.text
        start, stop = self.word[at]
        if start == at and stop > given:  # the surname begins a dictionary word
            is_name = tag_word(text[start:stop]).startswith("nr") and not is_made(text[start:stop])
            if stop == given + 1 and self._may_follow(stop):
                yield stop + 1, is_given(text[given : stop + 1]) and not is_sentence(text[start:stop])
            if stop - start <= 4 and self._may_be_called(at, given, stop):
                yield stop, is_name and is_given(text[given:stop])
            return
        if given >= len(text) or not _is_han(text[given]) or text[given] in NOT_GIVEN:
            return
        second = self.word[given][1]
        if second - given == 2 and self._may_be_called(at, given, second):
            yield second, is_given(text[given:second]) and not is_sentence(text[given:second])
        elif second - given == 1:
            if self._may_follow(second):
                yield second + 1, is_given(text[given : second + 1])
            yield second, is_given(text[given])

    def _may_be_called(self, at: int, given: int, end: int) -> bool:
        """True if the characters may be a given name; unusual ones only after a title: 余秋里."""
        if NOT_GIVEN.isdisjoint(self.text[given:end]):
            return True
        return self.text[at:given] not in FUNCTION and self._behind_title(at)

    def _may_follow(self, at: int) -> bool:
        """True if the character is a word by itself that may end a given name."""
        if at >= len(self.text) or self.text[at] in NOT_GIVEN:
            return False
        return self.word[at] == (at, at + 1) and _is_han(self.text[at])

    def _judge(self, at: int, given: int, end: int, *, is_likely: bool) -> str:
        """Return "sure", "maybe" or "" for a name that ends at `end`."""
        text, surname = self.text, self.text[at:given]
        if self._counted(at):
            return ""
        is_word, ends = surname in FUNCTION, bool(_END.match(text, end))
        title = title_before(text, at)
        if title and ends and (is_likely or title[0][-1] in "：: \u3000"):
            return "sure"
        titled = bool(titles("after").match(text, end))
        listed = not self._is_word(at, end) and self._listed(at, end)
        if is_likely and (title or titled or listed):
            return "maybe" if is_word and not ends and self._is_thing(at, given, end) else "sure"
        if listed:
            return "maybe"
        if (title and (ends or not self._is_word(at, end))) or (titled and (not is_word or self._opens(at))):
            return "maybe"
        if self._acts(at, given, end) or (at == 0 and end == len(text) and is_given(text[given:end])):
            return "maybe"
        return "maybe" if is_likely and self._may_stand(at, given, end, is_word=is_word) else ""

    def _is_word(self, at: int, end: int) -> bool:
        """True if the dictionary has the characters as a word other than a name: 关于, 宣传周."""
        word = self.text[at:end]
        return self.word[at] == (at, end) and (tag_word(word)[:2] not in ("nr", "ns", "nz") or is_made(word))

    def _acts(self, at: int, given: int, end: int) -> bool:
        """True if the sentence says what the person does or what is done to them: 由于海波负责, 任命范伟为, ，于海波作了."""
        if self._is_word(at, end):
            return False
        if self._opens(at):
            return bool(_SAYS.match(self.text, end))
        is_part = self.word[at][0] != at
        done = _ACT.match(self.text, end) or titles("after").match(self.text, end)
        called = is_given(self.text[given:end]) and tag_word(self.text[given:end])[:1] not in ("v", "a", "d")
        return bool(done and self._behind_agent(at)) and (called or not is_part)

    def _may_stand(self, at: int, given: int, end: int, *, is_word: bool) -> bool:
        """True if a likely name without any sign of a person beside it may be one."""
        whole = self.word[at] == (at, end) and end - at > 2
        if is_word and not whole:
            return self._opens(at) and (
                end - given > 1 or bool(_END.match(self.text, end)) or self._is_guessed(at, end)
            )
        if end - given > 1 or self._opens(at):
            return self.text[at:given] not in COMMON or whole or end - given > 1
        return self.word[at][1] == given and self._is_guessed(at, end)

    def _is_guessed(self, at: int, end: int) -> bool:
        """True if jieba, too, makes one word of the characters."""
        start = max(0, at - _WIDTH)
        around = self.text[start : end + _WIDTH]
        edges = set(accumulate(map(len, cut_words(around)), initial=0))
        return {at - start, end - start} <= edges and not edges.intersection(range(at - start + 1, end - start))

    def _is_thing(self, at: int, given: int, end: int) -> bool:
        """True if the possible given name is an ordinary word: 员工于国庆期间, 代表向原选区."""
        name, word = self.text[at:end], self.text[given:end]
        return len(word) == 1 or (tag_word(word)[:1] in ("v", "n") and not tag_word(name).startswith("nr"))

    def _behind_agent(self, at: int) -> bool:
        return self.text[at - 1 : at] in _AGENT_ENDS and bool(_AGENT.search(self.text, max(0, at - _WIDTH), at))

    def _behind_title(self, at: int) -> bool:
        return bool(title_before(self.text, at))

    def _listed(self, at: int, end: int) -> bool:
        """True if the neighbour in an enumeration looks like a person as well."""
        if not _END.match(self.text, end) and self.text[end] not in "等和及与三四五六七八九十两":
            return False
        after = _ENUMERATED.match(self.text, end)
        before = _ENUMERATED_BEFORE.search(self.text[max(0, at - _WIDTH) : at])
        return any(each and _looks_like_a_name(each[1]) for each in (after, before))


def _is_han(character: str) -> bool:
    return bool(re.match(f"[{HAN}]", character))


@kept_few(4096)
def _looks_like_a_name(text: str) -> bool:
    size = surname_at(text, 0)
    given = text[size:]
    if not size or not 1 <= len(given) <= 2 or any(each in NOT_GIVEN for each in given):
        return False
    tag = tag_word(text)
    return tag.startswith("nr") or (tag in ("", "x") and all(each in given_names() for each in given))
