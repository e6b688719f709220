"""What tells two passages apart, and which of two signs weighs more: each threshold of the alignment decides one of these."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazette.model import alignment
from gazette.model.alignment import Step, align
from gazette.model.counterparts import find_units
from gazette.model.text_marks import text_mark
from gazette.source.body import split_blocks
from in_time import in_time

SHORT, LONG = "甲" * 40, "乙" * 400


def steps(source: str, translation: str, known: dict[str, str] | None = None) -> list[Step]:
    marks = {text_mark(one): frozenset({text_mark(other)}) for one, other in (known or {}).items()}
    return align(split_blocks(source), find_units(split_blocks(translation)), marks)


def paired(source: str, translation: str, known: dict[str, str] | None = None) -> list[tuple[str, str]]:
    """The first two characters of both sides of each step, "" where nothing answers."""
    return [
        ("".join(block.text for block in step.source)[:2], step.unit.text[:2] if step.unit else "")
        for step in steps(source, translation, known)
    ]


@pytest.mark.parametrize(
    ("number", "pairs"), [("3,376", [("共3", "Al"), ("共5", "")]), ("5120", [("共3", ""), ("共5", "Al")])]
)
def test_figures_tell_passages_of_one_length_apart(number: str, pairs: list[tuple[str, str]]) -> None:
    assert paired("共3376件申请。\n\n共5120件申请。", f"All {number} applications.") == pairs


@pytest.mark.parametrize(
    ("article", "pairs"), [("3", [("第三", "Ar"), ("第四", "")]), ("4", [("第三", ""), ("第四", "Ar")])]
)
def test_the_number_of_an_article_is_a_figure(article: str, pairs: list[tuple[str, str]]) -> None:
    assert paired("第三条　依法登记。\n\n第四条　依法登记。", f"Article {article} Registration.") == pairs


@pytest.mark.parametrize(
    ("name", "pairs"), [("a", [("甲甲", "X"), ("乙乙", "")]), ("b", [("甲甲", ""), ("乙乙", "X")])]
)
def test_an_id_tells_headings_apart(name: str, pairs: list[tuple[str, str]]) -> None:
    assert paired("## 甲甲 {#a}\n\n## 乙乙 {#b}", f"## X {{#{name}}}") == pairs


def test_an_id_outweighs_a_length_that_is_twice_another() -> None:
    """The second is as long as the rendering, the first has its id."""
    translation = f"## {'x' * 768} {{#a}}"
    assert paired(f"## {'甲' * 100} {{#a}}\n\n## {'乙' * 240} {{#b}}", translation) == [("甲甲", "xx"), ("乙乙", "")]


def test_the_figure_outweighs_a_length_that_is_far_off() -> None:
    """However long a rendering is: what it says in figures and its id say more."""
    translation = "## " + "x" * 1800 + " 7 {#a}"
    assert paired(f"## 共7件 {{#a}}\n\n## {LONG} {{#b}}", translation)[0] == ("共7", "xx")


def test_the_figure_outweighs_an_ordinary_difference_of_length() -> None:
    assert paired(f"共7件，{'甲' * 60}\n\n{'乙' * 100}", "x" * 320 + " 7") == [("共7", "xx"), ("乙乙", "")]


@pytest.mark.parametrize("short_first", [True, False])
def test_half_the_length_tells(short_first: bool) -> None:
    one, other = ("甲" * 100, "乙" * 200) if short_first else ("乙" * 200, "甲" * 100)
    assert ("乙乙", "xx") in paired(f"{one}\n\n{other}", "x" * 640)
    assert ("甲甲", "xx") in paired(f"{one}\n\n{other}", "x" * 320)


@pytest.mark.parametrize("near", ["甲" * 100, "甲" * 115])
def test_a_length_within_a_quarter_does_not_tell(near: str) -> None:
    """Of two that answer equally well the second is taken to be missing."""
    assert paired(f"{near}\n\n{'乙' * 107}", "x" * 342) == [("甲甲", "xx"), ("乙乙", "")]


@pytest.mark.parametrize(
    ("length", "pairs"), [(44, [("甲甲", "丙丙"), ("乙乙", "")]), (140, [("甲甲", ""), ("乙乙", "丙丙")])]
)
def test_a_chinese_rendering_is_as_long_as_its_source(length: int, pairs: list[tuple[str, str]]) -> None:
    assert paired(f"{SHORT}\n\n{'乙' * 130}", "丙" * length) == pairs


def test_a_bad_rendering_of_its_kind_is_nearer_than_one_of_another_kind() -> None:
    source = f"二〇二二年增长3376件，{'甲' * 300}\n{{: #x }}\n\n## 标题"
    assert paired(source, "Short.\n{: #y }") == [("二〇", "Sh"), ("标题", "")]


def test_what_is_known_to_belong_elsewhere_is_not_paired_to_spare_a_gap() -> None:
    known = {"甲甲。": "a a.", "乙乙。": "b b.", "丙丙。": "c c."}
    found = paired("甲甲。\n\n乙乙。\n\n丙丙。", "x x.\n\nb b.\n\nc c.\n\na a.", known)
    assert sorted(found) == [("", "a "), ("", "x "), ("丙丙", "c "), ("乙乙", "b "), ("甲甲", "")]


def test_a_known_pair_outweighs_one_that_only_looks_right() -> None:
    for source, translation in (("丙丙。\n\n甲甲。", "a a.\n\nx x."), ("甲甲。\n\n丙丙。", "x x.\n\na a.")):
        assert ("甲甲", "a ") in paired(source, translation, {"甲甲。": "a a."})


def test_a_known_passage_that_moved_over_two_others_is_the_one_that_moved() -> None:
    """A known pair spares one gap: the two others, which answer fairly, are not both left out for it."""
    source, translation = "甲甲。\n\n共3件。\n\n共5件。", f"{'y' * 60} 3\n\n{'z' * 60} 5\n\na a."
    found = paired(source, translation, {"甲甲。": "a a."})
    assert found == [("甲甲", ""), ("共3", "yy"), ("共5", "zz"), ("", "a ")]


def test_a_heading_and_a_paragraph_that_changed_places_are_two_gaps_and_a_pair() -> None:
    """Two mistakes of kind cost more than to leave one out on either side, even where the pair answers badly."""
    long = "x" * 400
    found = paired("## 甲7\n\n乙8", f"{long}\n\n## {long}")
    assert len(found) == 3 and ("", "xx") in found


def test_some_chinese_words_do_not_make_a_rendering_chinese() -> None:
    """Names that are quoted: the length is that of English."""
    translation = "x" * 280 + "丙" * 40
    assert paired(f"{'甲' * 100}\n\n{'乙' * 320}", translation) == [("甲甲", "xx"), ("乙乙", "")]


def test_a_passage_that_is_missing_from_a_long_text_is_found_in_time() -> None:
    """Twelve hundred articles: a table of all pairs of them takes half a minute and hundreds of megabytes."""
    articles = [f"第{number}条　依法登记，{'甲' * (number % 7)}。" for number in range(1200)]
    english = [f"Article {number} Registration{' x' * (number % 7)}." for number in range(1200)]
    del english[700]
    with in_time():
        found = steps("\n\n".join(articles), "\n\n".join(english))
    assert [step.at for step in found if step.unit is None] == [700] and len(found) == 1200


def test_texts_that_have_nothing_to_do_with_each_other_are_given_up_in_time() -> None:
    with in_time():
        found = steps("\n\n".join(["甲"] * 1500), "\n\n".join(["- a"] * 1500))
    assert sum(len(step.source) for step in found) == sum(step.unit is not None for step in found) == 1500


PIECES = st.lists(
    st.sampled_from(["甲。", "共7件。", "## 乙", "- 丙", "> 丁", "第三条　戊。", "己" * 30, "共9件。"]), max_size=24
)


@settings(max_examples=150)
@given(PIECES, PIECES, st.integers(0, 6))
def test_the_way_near_the_diagonal_is_the_cheapest_of_all(
    source: list[str], translation: list[str], signed: int
) -> None:
    """However far off the diagonal that is, and whatever was signed; a band as wide as the texts looks at all pairs."""
    known = dict(zip(source[:signed], translation[-signed:], strict=False)) if signed else {}
    found = {}
    for width in (1, 1_000):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(alignment, "_NARROW", width)
            found[width] = sum(step.cost for step in steps("\n\n".join(source), "\n\n".join(translation), known))
    assert found[1] == pytest.approx(found[1_000])


def test_what_was_signed_is_found_far_from_the_diagonal() -> None:
    common = [f"甲{number}。" for number in range(90)]
    known = {text: f"A {text}" for text in common}
    source = [*(f"前{number}。" for number in range(40)), *common]
    translation = [*known.values(), *(f"More {number}." for number in range(40))]
    found = steps("\n\n".join(source), "\n\n".join(translation), known)
    assert [(step.source[0].text, step.unit.text) for step in found if step.unit and step.source] == [*known.items()]
