"""What is quick for everyday text gives what the slow way gives, for any text."""

from __future__ import annotations

import re
import unicodedata
from html.parser import HTMLParser

import nh3
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown import Markdown

from gazette.pages import canonical, harmless
from gazette.pages.canonical import (
    EXTENSION_CONFIGS,
    EXTENSIONS,
    PLAIN,
    body_lines,
    normal_line,
    read_body,
    render_body,
)
from gazette.pages.page import write_yaml
from gazette.pages.rendering import EmphasisExtension
from gazette.pages.tokens import feed_whole
from gazette.pages.words import characters_of
from gazette.source.body import BlockKind
from gazette.source.inline import find_signs, find_targets, scan_inline
from gazette.source.scanner import Scanner
from pages.test_words_properties import LINES, TEXTS

PIECES = [
    *("甲", "a", "7", "é", "，", "＆", " ", "  ", "\u3000", "\n", "\t", "\u00a0", "\u2003", "\x85", "\u2028", "\x1c"),
    *("\u00ad", "\u200b", "\ufeff", "\U000e0100", "\ufe0f", "e\u0301", "\u2126", "\u302a", "𠀀", "😀", "\x00", "\x07"),
    *("'", '"', "\\", "\\U", ":", ": ", "#", " #", "- ", "? ", "[", "]", "{", "}", "&", "*", "!", "|", ">", "%", "@", "`"),
    *("null", "no", "~", "=", "<<", "1.5", "2022-01-01", "0x1f", "---", "...", "''", "\r", "长" * 130, "a " * 70),
]  # fmt: skip
STRINGS = st.lists(st.sampled_from(PIECES), max_size=7).map("".join)
TAGS = [
    *("<p>", "</p>", "<br>", "<br />", "<br/>", "<ol>", '<ol start="3">', "<ul>", "<li>", "</li>", '<li value="7">', "</ol>"),
    *("<table>", "<tr>", "<td>", "</td>", "<th>", "</table>", "<pre>", "</pre>", "<a>", "</a>", '<a class="footnote-ref">'),
    *('<a class="x footnote-backref" href="#1">', '<a href="?a=1&amp;b">', "<a href='1'>", "<A>", "<p  id=x>", "</p >"),
    *('<img alt="" src="1.png" />', "<p/>", "</p/>", "<script>", "</script>", "<style>", "<title>", "</title>", "<!-- 甲 -->"),
    *("<!--", "-->", "<!DOCTYPE html>", "<?x?>", "<![CDATA[", "<", ">", "&lt;", "&amp;", "&", "&#30002;", "&nbsp", "甲", "\n"),
    *('<p title="<b>">', '<p title="a>b">', '<p title="\n">', "<h1>", "<svg>", "</svg>", "<é>", "\x00", '<p a="1" b="2">'),
]  # fmt: skip
# Words with one mark of each kind that inline Markdown has.
MARKED = st.sampled_from(
    ["甲a@b.cn", "见http://a.cn。", "|甲", "甲\n乙", "&lt;", "*甲*", "_甲_", "`甲`", "\\#", "[甲](x)", "<b>"]
)
MARKUP = st.lists(st.sampled_from(TAGS), max_size=12).map("".join)


class Recorder(HTMLParser):
    """Collector of every call of a handler."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.calls: list[tuple[object, ...]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.calls.append(("start", tag, attrs))

    def handle_endtag(self, tag: str) -> None:
        self.calls.append(("end", tag))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.calls.append(("empty", tag, attrs))

    def handle_data(self, data: str) -> None:
        self.calls.append(("data", data))


@settings(max_examples=600, deadline=None)
@given(MARKUP | TEXTS.map(render_body))
def test_html_reaches_a_parser_as_html_parser_hands_it_over(html: str) -> None:
    quick, slow = Recorder(), Recorder()
    feed_whole(quick, html)
    slow.feed(html)
    slow.close()
    assert quick.calls == slow.calls


@settings(max_examples=600, deadline=None)
@given(MARKUP | TEXTS.map(render_body))
def test_html_that_is_taken_for_bare_has_no_attribute(html: str) -> None:
    seen: list[str] = []
    nh3.Cleaner(
        attributes={},
        generic_attribute_prefixes={""},
        attribute_filter=lambda element, name, value: seen.append(name),
        link_rel=None,
    ).clean(html)
    assert not (seen and harmless._BARE.fullmatch(html))


@settings(max_examples=300, deadline=None)
@given(MARKUP | TEXTS.map(render_body))
def test_a_body_is_read_once_for_its_lines_with_and_without_numbers(html: str) -> None:
    body = read_body(html)
    assert body.html == render_body(html)
    assert [*body.lines] == body_lines(body.html) and [*body.words] == body_lines(body.html, with_numbers=False)


def test_plain_text_is_visible_and_stands_in_nfc_beside_anything() -> None:
    plain = [chr(code) for code in range(0x110000) if PLAIN.fullmatch(chr(code))]
    assert len(plain) > 25_000
    for each in plain:
        assert unicodedata.category(each) not in ("Cf", "Cc", "Mn", "Cn") and not unicodedata.combining(each)
        assert all(unicodedata.is_normalized("NFC", f"{first}{each}") for first in ("e", "가", "\u0391"))


@settings(max_examples=600, deadline=None)
@given(STRINGS)
def test_a_line_is_normalised_by_the_definition(text: str) -> None:
    seen = re.sub("[\u034f\u180b-\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]", "", text)
    seen = "".join(each for each in seen if unicodedata.category(each) != "Cf")
    line = unicodedata.normalize("NFC", re.sub(r"[^\S\u3000]+", " ", seen).strip(" \t\u3000"))
    assert normal_line(text) == line == normal_line(line)
    assert characters_of(text) == characters_of(f"{text}\u200b")  # which no plain text holds


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_plain_texts_are_rendered_as_all_patterns_would_leave_them(markdown: str) -> None:
    md = Markdown(extensions=[*EXTENSIONS, EmphasisExtension()], extension_configs=EXTENSION_CONFIGS)
    md.treeprocessors.deregister("plain_text")
    md.parser.blockprocessors.deregister("plain_paragraph")
    assert render_body(markdown) == md.convert(markdown)


def test_no_text_is_plain_for_a_pattern_that_may_match_anything() -> None:
    """An administrator may add extensions to mkdocs.yml."""
    md = Markdown(extensions=[EmphasisExtension()])
    md.inlinePatterns.register(md.inlinePatterns["entity"], "smart", 5)
    md.inlinePatterns["smart"].compiled_re = re.compile("(甲)")
    assert md.convert("甲乙") == "<p>甲乙</p>" and md.htmlStash.rawHtmlBlocks == ["甲"]


def test_no_paragraph_is_plain_for_a_processor_that_may_want_any() -> None:
    md = Markdown(extensions=[EmphasisExtension(), "admonition"])
    md.parser.blockprocessors["admonition"].RE = re.compile("()()甲")
    assert "admonition" in md.convert("甲乙")


def test_a_converter_whose_work_was_broken_off_is_not_used_again(monkeypatch: pytest.MonkeyPatch) -> None:
    render_body("乙")
    (md,) = canonical._idle
    monkeypatch.setattr(md, "convert", lambda markdown: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        render_body("丙")
    assert md not in canonical._idle and render_body("丙") == "<p>丙</p>"


@settings(max_examples=600, deadline=None)
@given(LINES | MARKED, st.sampled_from(["paragraph", "heading", "item", "row", "definition", None]))
def test_a_text_without_markup_is_scanned_as_any_other(text: str, kind: BlockKind | None) -> None:
    scanner = Scanner(text, frozenset())
    assert scan_inline(text, frozenset(), kind) == scanner.spans(kind)
    assert find_signs(text, frozenset(), kind) == scanner.signs
    assert find_targets(text, frozenset(), kind) == sorted(scanner.targets, key=lambda each: each.start)


@settings(max_examples=1000, deadline=None)
@given(STRINGS, STRINGS)
def test_front_matter_is_written_as_pyyaml_writes_it(one: str, two: str) -> None:
    data = {"k": one, "l": [two, {"v": one, "b": True, "n": 3}, [], {}], "m": {two: {one: two}}}
    assert write_yaml(data) == yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=10**6)


@pytest.mark.parametrize("text", ["𠀀", "甲\x85", "\u2028", "\\U0001F600"])
def test_characters_that_libyaml_escapes_are_written_as_they_are(text: str) -> None:
    assert write_yaml({"k": text}) == yaml.safe_dump({"k": text}, allow_unicode=True, sort_keys=False, width=10**6)
