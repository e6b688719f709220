"""Any text: a grammar of the dialect, well-formed and not, from single signs to thousands of one construct."""

from __future__ import annotations

from typing import NamedTuple

from hypothesis import strategies as st

LARGEST = 6_000  # characters of a text
WORDS = (
    *("甲", "乙丙", "a", "Ab c", " ", "　", "2022-2025年", "3,376件", "1.5%", "12万元", "王**", "138****1234", "第十二条", "（三）"),
    *("“甲”", "《乙》", "〔2022〕1号", "淄市监发", "——", "…", "、", "。", "发展", "里面", "干部", "了", "𠀀", "e\u0301", "\U0001f600"),
)  # fmt: skip
SIGNS = (
    *("*", "**", "***", "****", "_", "__", "~~", "`", "``", "\\", "\\*", "[", "]", "(", ")", "![", "](", "][", "!", "|", "\\|"),
    *("<", ">", "&", "&amp;", "&#20013;", "&#x4e2d;", "&nbsp", "&#0;", "&#99999999;", "{", "}", "{:", "{#a}", "{.b}", "#", "^", "=", "-"),
    *("\n", "  \n", "\t", ":", '"', "'", "://", "@", "$", "%", "{{ a }}", "{% b %}"),
)  # fmt: skip
PIECES = (
    *("[甲](a.pdf)", '[甲](http://a/b "乙")', "[甲][乙]", "[甲][]", "[^1]", "[^甲]", "![甲](a.png)", "<http://a/b>", "<a@b.cn>", "http://a/b", "a@b.cn"),
    *("*甲*", "**甲**", "_a_", "__a__", "`a`", "*甲*{: lang=en }", "甲{ .b }", "<b>", "</b>", "<i>甲</i>", "<br>", '<span lang="ja">甲</span>'),
    *('<a href="a" title=\'b\'>', "</a>", "<!-- 甲 -->", "<!--", "-->", "<?php", "?>", "<![CDATA[", "]]>", "<img src=a alt=甲>", "<x-y>", "<kbd>a</kbd>"),
)  # fmt: skip
LINES = (
    *("## 甲", "### 乙 {#a}", "####### 丙", "甲\n===", "甲\n---", "---", "***", "- ", "* ", "1. ", "2. ", "9) ", "    ", "        - ", "> ", "> > ", ">"),
    *("| 甲 | 乙 |", "|---|---|", "| 1 | 2 |", "|", "|-|", "```", "~~~", "```py", "    甲", "\t乙", "[乙]: http://a", "[乙]:\n  a\n  '题'", "[^1]: 注", "[^甲]: "),
    *("<div>", "</div>", '<div markdown="1">', "<p>甲</p>", "<table><tr><td>", "</table>", "<pre>", "</pre>", "<details>", "<section>", "</section>", "<script>", "<hr>"),
    *("{: .c }", "{: #d lang=en }", "!!! note", "    甲", ": 乙", "甲\n: 乙", "*[HTML]: 甲", "一、甲", "**第一条**　甲。", "（一）乙", "答：", "附件：", "# 甲"),
)  # fmt: skip
ENGLISH = (
    "A",
    "Article 12",
    "2022–2025",
    "3,376",
    "RMB 120,000",
    "(3)",
    "“a”",
    "Chapter I",
    "1 March 2023",
    "{: .gz-continues }",
    "{: .gz-merges }",
)


class Written(NamedTuple):
    """A publication's texts; `translation` is None where there is none."""

    source: str
    translation: str | None
    languages: str


def _cut(text: str) -> str:
    return text[:LARGEST]


def _many(piece: str, number: int) -> str:
    return piece * min(number, LARGEST // max(1, len(piece)))


def _nested(piece: str, other: str, number: int) -> str:
    number = min(number, LARGEST // max(1, len(piece + other)))
    return piece * number + "甲" + other * number


def _stairs(marker: str, step: int, number: int) -> str:
    return _cut("\n".join(" " * step * level + f"{marker}甲" for level in range(number)))


def inline(words: tuple[str, ...] = WORDS) -> st.SearchStrategy[str]:
    """A line or a few, of words, signs, whole constructs and any of them repeated."""
    piece = st.sampled_from(words) | st.sampled_from(SIGNS) | st.sampled_from(PIECES)
    some = st.lists(piece, max_size=8).map("".join)
    many = st.builds(_many, st.lists(piece, min_size=1, max_size=3).map("".join), NUMBERS)
    nested = st.builds(_nested, piece, piece, NUMBERS)
    return some | some | some | many | nested


NUMBERS = st.sampled_from((2, 3, 10, 30, 100, 149, 150, 151, 300, 1000, 3000))


def blocks(words: tuple[str, ...] = WORDS) -> st.SearchStrategy[str]:
    """A block of one kind, of lines put together, or the same many times."""
    start = st.sampled_from(LINES) | st.just("")
    line = st.builds("{}{}".format, start, inline(words))
    lines = st.lists(line, min_size=1, max_size=5).map("\n".join)
    many = st.builds(_many, st.builds("{}{}".format, line, st.sampled_from(("\n", "\n\n", "\n\n    "))), NUMBERS)
    wide = st.builds(
        lambda cell, n, m: _cut("\n".join(["|" + f"{cell}|" * n, "|" + "-|" * n, *["|" + f"{cell}|" * n] * m])),
        inline(words),
        st.integers(1, 400),
        st.integers(0, 20),
    )
    stairs = st.builds(
        _stairs, st.sampled_from(("- ", "1. ", "> ", "[^1]: ", "* ", "")), st.sampled_from((1, 2, 4, 5)), NUMBERS
    )
    numbered = st.builds(
        lambda form, n: _cut("".join(form.format(k) for k in range(min(n, 3000)))),
        st.sampled_from(
            (
                "[^{0}]: 甲\n\n",
                "甲[^{0}]\n\n",
                "[a{0}]: b{0}\n",
                "[甲][a{0}]\n\n",
                "## 甲{0}\n\n",
                "{0}. 甲\n",
                "**第{0}条**　甲。\n\n",
                "甲[^{0}]\n\n[^{0}]: 乙\n\n",
            )
        ),
        NUMBERS,
    )
    return st.one_of(lines, lines, lines, many, wide, stairs, numbered)


def bodies(words: tuple[str, ...] = WORDS) -> st.SearchStrategy[str]:
    return st.lists(blocks(words), min_size=1, max_size=6).map("\n\n".join).map(_cut)


def texts() -> st.SearchStrategy[Written]:
    """A source alone, with a script of its own, or with a translation that may have nothing to do with it."""
    alone = st.builds(Written, bodies(), st.none(), st.sampled_from(("zh-Hans", "zh-Hans, zh-Hant")))
    translated = st.builds(Written, bodies(), bodies((*WORDS, *ENGLISH)), st.just("zh-Hans, zh-Hant, en"))
    echoed = bodies().map(lambda body: Written(body, body, "zh-Hans, zh-Hant, en"))
    return st.one_of(alone, alone, translated, echoed)
