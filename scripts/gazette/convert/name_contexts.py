"""Name contexts (姓名语境): places where an ambiguous character may be part of a name, since context does not exclude it.

A character that may be a surname, or follows one, is ordinary if the dictionary's words around it show it: it lies in
a word or joins two words, and nothing on either side indicates a person. All others are put to the reviewer, in the
form that an ordinary word would have.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from gazette.convert.name_tables import (
    COMMON,
    HAN,
    is_given,
    is_made,
    is_sentence,
    no_names,
    surname_at,
    title_before,
    titles,
)
from gazette.convert.names import Name
from gazette.convert.persons import NOBODY, Persons
from gazette.convert.segments import Place
from gazette.convert.words import tag_word

# Characters examined before a name.
_WIDTH = 12
# Characters that, as a word by themselves, are hardly ever a surname: 批准后实施.
_LATE = frozenset("后并台")
# No given name begins with these, unless other signs indicate a name.
_PARTICLES = frozenset(
    "的了着之是在与和及或等其各本该每某此这那被把已均将不未一二三四五六七八九十两百你我他她它您因由对所非者"
)
_NUMBERS = frozenset("0123456789０１２３４５６７８９一二三四五六七八九十百千万亿多数")
# Last characters of times and places after 于: 于会后.
_WHEN = frozenset("后前上中下内外间时初底末年月日")
# Surnames that are measure words after a number.
_MEASURES = frozenset("余种台万千周秋只个几多后强")
# One-character words that may precede a person.
_TAKES = frozenset("由经对与和同跟及向受以将把被让请因据为系是给替随派选属归令告比依诉即称按从在等到找使任有")
_DUTIES = (
    "任命|免去|聘任|聘请|选举|提名|推选|邀请|委托|授予|追授|授权|推荐|指派|表彰|同意|包括|其中|感谢|关于|鉴于|属于|由于|对于"
    "|伙同|串通|勾结|纠集|雇佣|指使|教唆|殴打|杀害|抓获|检举|控告|释放|拘留|率领|采访|缅怀|纪念"
    "|认定|通知|责令|要求|支持|协助|陪同|听取|慰问|送达|逮捕|开除|撤销|建议|决定|起诉|申请|调任|的是|名叫|姓名"
)
_BEARERS = "人员长师家手士兵工民户友生"
_DUTY = re.compile(rf"(?:{_DUTIES}|[{_BEARERS}]|(?<!或)者)$")
# What can stand right before; "$" lets a line feed follow.
_DUTY_ENDS = frozenset(word[-1] for word in _DUTIES.split("|")) | frozenset(_BEARERS) | {"者", "\n"}
_DOES = re.compile(
    r"负责|牵头|担任|主持|主动|带队|带领|审[核批定阅查]|签[发署字订名]|认为|表示|指出|强调|介绍|告诉|说|[辩述诉]称|称|诉(?![求讼权请状])|参加|出席|列席|任"
    r"|为[^，。；]{0,12}[长员人任师席]|撰[写稿]|书写|翻译|所著|被|拒|代表|与[^，。；]{2,4}签|的(?!是)|等[一二三四五六七八九十两\d]|同志|先生|女士|烈士"
    r"|故居|委托|给予|送达|列为|到案|在内|在逃|审理|时任|曾|一[人家行]|夫妇|家属|[父母妻儿]亲|本人|及其|利用|持有|所有(?![制权])|得票|去世|逝世|生病|到[场庭]|办理|作[了为]|率|宣[读布]|报告|回答"
    r"|致辞|讲话|发言|陪同|牺牲|荣[获立]|因"
)
_CLOSES = re.compile(rf"$|[^{HAN}0-9A-Za-z]")


def find_unproven(
    text: str, places: Iterable[int], word: Sequence[Place], taken: Collection[int], persons: Persons = NOBODY
) -> list[Name]:
    """Return possible names that contain one of the offsets `places` outside `taken`.

    `word`: start and end of the word at each offset.
    """
    signs, found = _Signs(text, word, persons), [Name(0, 0, 0, sure=False)]
    for at in places:
        if at not in taken and at >= found[-1].end and (name := signs.name_around(at)):
            found.append(name)
    return found[1:]


@dataclass(frozen=True)
class _Signs:
    """One text with its words and the persons of the publication; weighs the signs of a name."""

    text: str
    word: Sequence[Place]
    persons: Persons = NOBODY

    def name_around(self, at: int) -> Name | None:
        """Return the name of which the character at an offset may be part."""
        return self._from_surname(at) or self._behind_surname(at) or self._before_title(at) or self._again(at)

    def _from_surname(self, at: int) -> Name | None:
        size = surname_at(self.text, at)
        if not size or self._counted(at):
            return None
        start, end = self.word[at]
        if start < at:
            return self._last_of_word(at, at + size) if end == at + size else None
        return self._by_itself(at, at + size) if end <= at + size else self._first_of_word(at, at + size)

    def _by_itself(self, at: int, given: int) -> Name | None:
        """范曾, 余则成: the surname is not part of a word."""
        surname = self.text[at:given]
        for end in self._ends(given):
            if self._is_open(surname, given, end, self._before(at), self._after(end)):
                return self._name(at, given, end)
        return None

    def _is_open(self, surname: str, given: int, end: int, before: int, after: int) -> bool:
        """True if the words around a separate surname leave open whether it is one."""
        called, word = self._called(given, end), self.text[given:end]
        is_particle = word[0] in _PARTICLES and self._is_single(given)
        if (is_particle and before < 3) or surname + word in no_names():
            return False
        is_word = self._is_sentence(given, end)
        if surname in _LATE:
            return before > (0 if called and not is_word else 2)
        if surname in COMMON or surname == "于":
            signs = after - 1 if surname == "于" and word[-1] in _WHEN else before + after
            return signs > 2 - called if is_word else (called and surname != "于") or signs > 0 or self._acts(end)
        return True

    def _acts(self, end: int) -> bool:
        """True if a verb or a preposition follows."""
        return end < len(self.text) and tag_word(self.text[slice(*self.word[end])])[:1] in ("v", "p")

    def _first_of_word(self, at: int, given: int) -> Name | None:
        """钟声, 余力, 范用: a word that may be a whole name, or a name without its last character."""
        end = self.word[at][1]
        whole = self.text[at:end]
        if end - given > 2 or is_made(whole):
            return None
        if end - given == 1 and self._is_single(end) and self._called(given, end + 1):
            return self._name(at, given, end + 1, yields=True)
        is_person, signs = tag_word(whole).startswith("nr"), self._before(at) + self._after(end)
        if end - given == 1 or is_person or signs > 3:
            return self._name(at, given, end, yields=signs < (2 if is_person else 3))
        return None

    def _last_of_word(self, at: int, given: int) -> Name | None:
        """由于洋负责: a word ends with a surname, and what follows is not a word of the sentence."""
        left = self.text[self.word[at][0] : at]
        if left not in _TAKES and not (len(left) > 1 and tag_word(left)) and self._before(at) < 2:
            return None
        for end in self._ends(given):
            is_word = self.word[given][1] > given + 1
            is_open = self._called(given, end) or (not is_word and self.text[given] not in _PARTICLES)
            if is_word and left not in _TAKES:
                continue
            if is_open and (self._after(end) > int(is_word) or (end - given == 2 and not is_word and left in _TAKES)):
                return self._name(at, given, end)
        return None

    def _behind_surname(self, at: int) -> Name | None:
        """王采玉, 刘谷: the ambiguous character belongs to the given name."""
        for start in (at - 1, at - 2):
            if start < 0 or surname_at(self.text, start) != 1 or self.word[start] != (start, start + 1):
                continue
            limit = 2 * (self.text[start] in COMMON)
            for end in self._ends(start + 1):
                signs = self._before(start) + self._after(end)
                is_open = self._called(start + 1, end) or self._is_apart(start + 1, end)
                limit += 1 + limit // 2 if self._is_sentence(start + 1, end) else 0
                if end > at and is_open and signs > limit:
                    return self._name(start, start + 1, end)
        return None

    def _before_title(self, at: int) -> Name | None:
        """海波同志: a given name alone before a title."""
        for start in (at, at - 1):
            end = start + 2
            if start < 0 or not titles("after").match(self.text, end) or not self._called(start, end):
                continue
            if self.word[start][0] == start and self.word[end - 1] == (end - 1, end) and self._before(start):
                return Name(start, end, start, sure=False, likely=False)
        return None

    def _again(self, at: int) -> Name | None:
        """秋里指出, where the publication names 余秋里: a known given name that is no word."""
        for start in (at, at - 1):
            called = self.text[start : start + 2] if start >= 0 else ""
            if called in self.persons.called and self._is_apart(start, start + 2):
                return Name(start, start + 2, start, sure=False)
        return None

    def _name(self, at: int, given: int, end: int, *, yields: bool = False) -> Name:
        return Name(at, end, given, sure=False, likely=False, surname=self.text[at:given], yields=yields)

    def _ends(self, given: int) -> list[int]:
        """Return possible ends of a given name that starts at `given` in a word of 1 or 2 characters, longest first."""
        if given >= len(self.text) or not self._is_han(given) or self.word[given][0] != given:
            return []
        end = self.word[given][1]
        if end - given > 2:
            return []
        return [end + 1, end] if end - given == 1 and self._is_single(end) else [end]

    def _is_single(self, at: int) -> bool:
        return at < len(self.text) and self.word[at] == (at, at + 1) and self._is_han(at)

    def _is_han(self, at: int) -> bool:
        return bool(re.match(f"[{HAN}]", self.text[at]))

    def _called(self, given: int, end: int) -> bool:
        return is_given(self.text[given:end])

    def _is_sentence(self, given: int, end: int) -> bool:
        """True if the possible given name is an ordinary word."""
        return self.word[given] == (given, end) and is_sentence(self.text[given:end])

    def _is_apart(self, given: int, end: int) -> bool:
        """True if every character is a word by itself, and the first is no particle."""
        return (
            self.text[given] not in _PARTICLES
            and end <= len(self.text)
            and all(self._is_single(at) for at in range(given, end))
        )

    def _counted(self, at: int) -> bool:
        return at > 0 and self.text[at - 1] in _NUMBERS and self.text[at] in _MEASURES

    def _before(self, at: int) -> int:
        """Weigh what precedes as a sign of a person: 3 a title, 2 an act, 1 a word that may precede a person."""
        if title_before(self.text, at):
            return 3
        if at == 0 or _CLOSES.match(self.text[at - 1]):
            return 2
        if self.text[at - 1] in _DUTY_ENDS and _DUTY.search(self.text, max(0, at - _WIDTH), at):
            return 2
        return int(self.text[at - 1] in _TAKES)

    def _after(self, end: int) -> int:
        """Weigh what follows as a sign of a person: 3 a title, 2 an act, 1 the end of the text or punctuation."""
        if titles("after").match(self.text, end):
            return 3
        return 2 if _DOES.match(self.text, end) else int(bool(_CLOSES.match(self.text, end)))
