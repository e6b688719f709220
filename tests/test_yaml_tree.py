"""Strict YAML: strings stay what was written, and every key knows its line."""

from __future__ import annotations

import pytest

from gazette.yaml_tree import YamlTree, parse_yaml


def tree(text: str, first_line: int = 1) -> YamlTree:
    parsed, problems = parse_yaml(text, "f.md", first_line)
    assert problems == []
    assert parsed is not None
    return parsed


@pytest.mark.parametrize(
    "value", ["2022-10-27", "no", "yes", "0533", "1e3", "1_000", "0x1F", "12:30", "3.10", ".5", "true"]
)
def test_a_value_stays_the_text_that_was_written(value: str) -> None:
    assert tree(f"a: {value}\nb: [{value}]").values == {"a": value, "b": [value]}


@pytest.mark.parametrize("nothing", ["", "~", "null"])
def test_nothing_is_an_empty_text(nothing: str) -> None:
    assert tree(f"a: {nothing}").values == {"a": ""}


@pytest.mark.parametrize("quoted", ["'~'", '"~"', "'null'"])
def test_what_is_quoted_is_written(quoted: str) -> None:
    assert tree(f"a: {quoted}").values == {"a": quoted[1:-1]}


@pytest.mark.parametrize("written", ["' 甲 '", '" 甲 "', '"\\t甲\\u3000"'])
def test_spaces_that_are_quoted_stay(written: str) -> None:
    kept = {"' 甲 '": " 甲 ", '" 甲 "': " 甲 ", '"\\t甲\\u3000"': "\t甲\u3000"}[written]
    assert tree(f"a: {written}\nb: [{written}]\n{written}: c").values == {"a": kept, "b": [kept], kept: "c"}


def test_lines_of_a_text_keep_their_spaces() -> None:
    assert tree("a: |\n   甲\n    乙 \nb: |-\n  丙 \n").values == {"a": "甲\n 乙 \n", "b": "丙 "}


def test_keys_of_any_depth_and_items_have_their_lines() -> None:
    parsed = tree("a:\n  b: 1\n  c:\n    - x\n    - y: 2\n# 注\nd: {e: 3}\n", first_line=2)
    assert parsed.values == {"a": {"b": "1", "c": ["x", {"y": "2"}]}, "d": {"e": "3"}}
    expected = {("a",): 2, ("a", "b"): 3, ("a", "c"): 4, ("a", "c", 0): 5, ("a", "c", 1): 6, ("a", "c", 1, "y"): 6}
    assert parsed.lines == {(): 2, ("d",): 8, ("d", "e"): 8} | expected


def test_a_key_that_is_not_there_has_the_line_of_its_nearest_parent() -> None:
    parsed = tree("a:\n  b: 1\n", first_line=5)
    assert [parsed.line(path) for path in (("a", "b", "c"), ("a", "z"), ("z",))] == [6, 5, 5]


def test_a_tree_without_lines_gives_the_first_line() -> None:
    assert YamlTree({"a": "1"}).line(("a", "b")) == 1


@pytest.mark.parametrize("text", ["a: 1\nb: \x07 2", "a: 1\n\x7f", "a: 1\nb: 甲\ufffe"])
def test_a_character_that_no_yaml_holds_is_named_on_its_line(text: str) -> None:
    parsed, problems = parse_yaml(text, "f.md", 2)
    character = next(each for each in text if each in "\x07\x7f\ufffe")
    assert parsed is None
    assert [(each.code, each.line, each.found) for each in problems] == [
        ("source.control-character", 3, f"U+{ord(character):04X}")
    ]


@pytest.mark.parametrize(("text", "line", "first"), [("a: 1\nb: 2\na: 3", 4, "2"), ("x:\n  a: 1\n  a: 2", 4, "3")])
def test_a_key_given_twice_is_a_problem_that_names_the_first(text: str, line: int, first: str) -> None:
    parsed, problems = parse_yaml(text, "f.md", 2)
    assert parsed is None
    assert [(each.code, each.path, each.line, each.field, each.details) for each in problems] == [
        ("yaml.duplicate", "f.md", line, "a", (("first", first),))
    ]


@pytest.mark.parametrize(
    ("text", "line", "found"),
    [
        ("a: 1\nb: [1", 2, "b: [1"),
        ("a: 1\n b: 2", 2, "b: 2"),
        ("a: '1\n", 1, "a: '1"),
        ("\ta: 1", 1, "a: 1"),
    ],
)
def test_broken_yaml_is_one_problem_with_its_line(text: str, line: int, found: str) -> None:
    parsed, problems = parse_yaml(text, "f.md")
    assert parsed is None
    assert [(each.code, each.found) for each in problems] == [("yaml.syntax", found)]
    assert problems[0].line == line


@pytest.mark.parametrize("text", ["- a", "文字", "'a'"])
def test_what_is_no_mapping_is_a_problem(text: str) -> None:
    parsed, problems = parse_yaml(f"# 注\n{text}", "f.md", 2)
    assert (parsed, [(each.code, each.line) for each in problems]) == (None, [("yaml.mapping", 3)])


@pytest.mark.parametrize("text", ["", "\n", "# 注\n"])
def test_no_yaml_is_an_empty_tree(text: str) -> None:
    assert tree(text, 2) == YamlTree({}, {(): 2})


def test_an_alias_is_a_problem_on_its_line() -> None:
    parsed, problems = parse_yaml("a: &x [1]\nb: *x", "f.md", 2)
    assert (parsed, [(each.code, each.line) for each in problems]) == (None, [("yaml.alias", 3)])
