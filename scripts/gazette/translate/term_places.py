"""Terms in a text (文中术语): finds the terms of the term base that a Chinese text contains."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gazette.convert.matching import find_terms
from gazette.model.text_marks import folded_words
from gazette.translate.term_base import TermBase

# The whole name of an office (机关、单位名称): its place, its function, its kind. 局面 and 部分 are none.
_OFFICE = re.compile(
    r"(?:国家|全国|中国|中央|[省市县区州盟旗])(?:(?![的和与等及对将由在])[\u4e00-\u9fff]){2,12}?"
    r"(?:局|委员会|办公室|厅|署|法院|检察院|协会|学会|联合会|研究院|学院|大学|代办处|出版社)(?![面势部限域])"
)


def find_in(text: str, terms: TermBase, names: Sequence[str] = ()) -> list[str]:
    """Return the terms in a Chinese text, the longest if several begin at one place; none inside a longer name.

    专利 in 国家专利局 belongs to the name of an office, which is rendered as a whole: CNIPA.
    """
    known = {folded_words(term): term for term in terms}
    longer = [name for each in names if (name := folded_words(each)) not in known]
    words = folded_words(text)
    offices = [match.span() for match in _OFFICE.finditer(words)]
    return [
        known[match[0]]
        for match in find_terms(words, [*known, *longer])
        if match[0] in known and not any(start <= match.start() and match.end() < end for start, end in offices)
    ]
