"""Our style sheets and scripts ask for nothing that Chromium 78 and Safari of iOS 13 lack, but for what may be lost there.

beyond_floor.tsv: what one of the two lacks, from MDN's browser-compat-data 8.1.9 (CC0): CSS properties, values, selectors,
functions, at-rules and media features; names of scripts that no interface had then. lost_below.tsv: what we use all
the same, and what a reader then does without. Syntax is told by its signs here, with strings and comments put aside.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import tinycss2
from tinycss2.ast import Node

from tiny_site import ROOT

HERE = Path(__file__).parent
STYLES = sorted((ROOT / "overrides" / "css").glob("*.css"))
# The bundles too: a library and what esbuild adds are in no other file.
SCRIPTS = sorted([*(ROOT / "overrides" / "js").rglob("*.js"), *(ROOT / "overrides" / "bundles").glob("*.js")])
# Each with the first versions that have it: Chromium, Safari of iOS; the same source.
SYNTAX = {
    "optional chaining (80, 13.4)": r"\?\.(?!\d)",
    "?? (80, 13.4)": r"\?\?(?!=)",
    "??= ||= &&= (85, 14)": r"(?:\?\?|\|\||&&)=",
    "private members (74, 14.5)": r"#(?:[A-Za-z_]|\$(?!\{))",
    "numeric separators (75, 13)": r"\b\d+_\d",
    "BigInt literals (67, 14)": r"\b(?:0[xX][0-9a-fA-F]+|\d+)n\b",
    "export * as (72, 14.5)": r"\bexport\s*\*\s*as\b",
}
# Names of our own that an interface has taken since.
OURS = {"bytes", "chunks", "entry", "phrase", "results", "symbols", "variants"}
EXPRESSIONS = {
    "lookbehind (62, 16.4)": r"\(\?<[=!]",
    "flags d and v": r"/[a-z]*[dv][a-z]*$",
}
TOKEN = re.compile(
    r"""(?P<comment>//[^\n]*|/\*.*?\*/)|(?P<string>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')|(?P<template>`(?:[^`\\]|\\.)*`)"""
    r"""|(?P<regex>(?<![\w)\]}"'`])(?<![\w)\]] )/(?![*/])(?:[^/\\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/[a-z]*)""",
    re.DOTALL,
)


@cache
def beyond() -> dict[str, dict[str, str]]:
    """Kind → name → the versions that have it first."""
    found: dict[str, dict[str, str]] = {}
    for row in rows("beyond_floor.tsv"):
        found.setdefault(row["kind"], {})[row["name"]] = f"Chromium {row['chromium']}, Safari {row['safari']}"
    return found


def rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def in_style(text: str) -> Iterator[tuple[str, str]]:
    """(kind, name) of what a style sheet asks for beyond the floor."""
    yield from _in_rules(tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True))


def _in_rules(nodes: list[Node]) -> Iterator[tuple[str, str]]:
    for node in nodes:
        if node.type == "qualified-rule":
            selector = tinycss2.serialize(node.prelude)
            names = re.findall(r"::?([a-z-]+)", selector)
            yield from (("selector", name) for name in names if name in beyond()["selector"])
            yield from _in_declarations(node.content)
        elif node.type == "at-rule":
            if node.at_keyword in beyond()["at-rule"]:
                yield "at-rule", node.at_keyword
            query = tinycss2.serialize(node.prelude)
            yield from (("media", name) for name in re.findall(r"\(\s*([a-z-]+)", query) if name in beyond()["media"])
            if re.search(r"[<>]=?", query):
                yield "syntax", "ranges in media queries"
            if node.content is not None and node.at_keyword in ("media", "supports", "layer", "container"):
                yield from _in_rules(tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True))
            elif node.content is not None:
                yield from _in_declarations(node.content, has_margins=node.at_keyword == "page")


def _in_declarations(content: list[Node], *, has_margins: bool = False) -> Iterator[tuple[str, str]]:
    """A page has margins, which look like nested rules."""
    parts = tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True)
    declared = [part for part in parts if part.type == "declaration"]
    nested = [part for part in parts if part.type in ("qualified-rule", "at-rule")]
    yield from (("syntax", "nested rules") for _ in (nested if not has_margins else ()))
    written = {part.lower_name: [each for each in declared if each.lower_name == part.lower_name] for part in declared}
    displays = {tinycss2.serialize(each.value).strip() for each in written.get("display", ())}
    for name, values in written.items():
        if name in beyond()["property"]:
            yield "property", name
        # Between the cells of a grid it is older.
        if name in ("gap", "row-gap", "column-gap", "grid-gap") and displays != {"grid"}:
            yield "property", f"{name} without display: grid"
        # What is written first stays where the second is not understood.
        yield from _in_value(name, values[0].value)


def _in_value(name: str, value: list[Node]) -> Iterator[tuple[str, str]]:
    for node in value:
        if node.type == "function":
            if node.lower_name in beyond().get("function", {}):
                yield "function", node.lower_name
            yield from _in_value(name, node.arguments)
        elif node.type == "ident" and f"{name}: {node.lower_value}" in beyond()["value"]:
            yield "value", f"{name}: {node.lower_value}"


def in_script(text: str) -> Iterator[tuple[str, str]]:
    """(kind, name) of what a script asks for beyond the floor."""
    code, expressions = "", []
    at = 0
    for match in TOKEN.finditer(text):
        code += text[at : match.start()] + (match["template"] or ("" if match["comment"] else '""'))
        expressions += [match["regex"]] if match["regex"] else []
        # A pattern may be put together from strings.
        expressions += [match["string"] + "/"] if match["string"] and "(?" in match["string"] else []
        at = match.end()
    code += text[at:]
    yield from (("syntax", name) for name, signs in SYNTAX.items() if re.search(signs, code))
    yield from (
        ("syntax", name) for name, signs in EXPRESSIONS.items() if any(re.search(signs, each) for each in expressions)
    )
    if re.search(r"\bawait\b", outside_braces(code)):
        yield "syntax", "await outside a function (89, 27)"
    for body in class_bodies(code):
        if re.search(r"[;=]|\bstatic\s*$", outside_braces(body)):
            yield "syntax", "class fields and static blocks (94, 16.4)"
    members = set(re.findall(r"(?<!\.\.)\.\s*([A-Za-z]+)\b", code)) - own_members(code)
    free = set(re.findall(r"(?<![.\w$])([A-Z][A-Za-z]+)\b|(?<![.\w$])([a-z][A-Za-z]+)(?=\()", code))
    declared = set(re.findall(r"\b(?:var|const|let|class|function|import)\s+\{?\s*([A-Za-z]+)", code))
    called = members | ({each for pair in free for each in pair if each} - declared - own_members(code))
    yield from (("script", name) for name in sorted(called & set(beyond()["script"]) - OURS))


def own_members(code: str) -> set[str]:
    """Methods and properties that are made here."""
    methods = re.findall(r"(?m)^\s*(?:async\s+|static\s+|get\s+)*([A-Za-z]+)\s*\([^()]*\)\s*\{", code)
    properties = re.findall(r"\.([A-Za-z]+)\s*=[^=]", code) + re.findall(r"([A-Za-z]+):\s*(?:async\s+)?function", code)
    return {*methods, *properties}


def outside_braces(code: str) -> str:
    """What stands in no brace and no bracket: the statements of a module itself, or the members of a class."""
    depth, kept = 0, ""
    for sign in code:
        depth -= sign in ")}"
        kept += sign if depth == 0 and sign not in "(){}" else ""
        depth += sign in "({"
    return kept


def class_bodies(code: str) -> Iterator[str]:
    for match in re.finditer(r"\bclass\b[^{}()]*\{", code):
        depth, end = 1, match.end()
        while depth and end < len(code):
            depth += {"{": 1, "}": -1}.get(code[end], 0)
            end += 1
        yield code[match.end() : end - 1]


def used() -> dict[tuple[str, str], list[str]]:
    found: dict[tuple[str, str], list[str]] = {}
    for file in STYLES:
        for each in in_style(file.read_text(encoding="utf-8")):
            found.setdefault(each, []).append(file.name)
    for file in SCRIPTS:
        for each in in_script(file.read_text(encoding="utf-8")):
            found.setdefault(each, []).append(file.name)
    return found


def test_nothing_is_used_that_the_oldest_browsers_lack_but_what_may_be_lost() -> None:
    allowed = {(row["kind"], row["name"]) for row in rows("lost_below.tsv")}
    found = used()
    assert {each: files for each, files in found.items() if each not in allowed} == {}
    assert sorted(allowed - set(found)) == [], "no longer used: strike it out"


NEW_STYLES = {
    ".a { display: flex; gap: 1rem }": ("property", "gap without display: grid"),
    ".a { column-gap: 1rem }": ("property", "column-gap without display: grid"),
    ".a { inset: 0 }": ("property", "inset"),
    ".a { aspect-ratio: 1 }": ("property", "aspect-ratio"),
    ".a { margin-inline: 1em }": ("property", "margin-inline"),
    "@media screen { .a:is(b, i) { color: red } }": ("selector", "is"),
    ":where(.a) { color: red }": ("selector", "where"),
    ".a:has(.b) { color: red }": ("selector", "has"),
    ".a { width: min(1em, 2px) }": ("function", "min"),
    ".a { font: bold calc(clamp(1em, 2vw, 3em) + 1px)/2 serif }": ("function", "clamp"),
    "@layer a { .b { color: red } }": ("at-rule", "layer"),
    "@container (width > 1px) { .b { color: red } }": ("at-rule", "container"),
    "@media (prefers-contrast: more) { .b { color: red } }": ("media", "prefers-contrast"),
    "@media (width >= 30em) { .b { color: red } }": ("syntax", "ranges in media queries"),
    ".a { color: red; & b { color: blue } }": ("syntax", "nested rules"),
    ".a { background: oklch(1 0 0) }": ("function", "oklch"),
}
NEW_SCRIPTS = {
    "var a = b?.c;": "optional chaining (80, 13.4)",
    "var a = b?.[c];": "optional chaining (80, 13.4)",
    "var a = b ?? c;": "?? (80, 13.4)",
    "a ??= b;": "??= ||= &&= (85, 14)",
    "a ||= b;": "??= ||= &&= (85, 14)",
    "class A { #b() {} }": "private members (74, 14.5)",
    "class A {\n  b = 1;\n  c() { return 1; }\n}": "class fields and static blocks (94, 16.4)",
    "class A {\n  static { f(); }\n}": "class fields and static blocks (94, 16.4)",
    "const a = await b();": "await outside a function (89, 27)",
    "var a = 1_000;": "numeric separators (75, 13)",
    "var a = 10n;": "BigInt literals (67, 14)",
    "var a = /(?<=b)c/;": "lookbehind (62, 16.4)",
    'var a = new RegExp("(?<!b)c");': "lookbehind (62, 16.4)",
    "var a = /b/v;": "flags d and v",
    "list.replaceChildren(a);": "replaceChildren",
    "list.replaceChildren.apply(list, a);": "replaceChildren",
    "a.at(-1);": "at",
    "structuredClone(a);": "structuredClone",
    "a.replaceAll(b, c);": "replaceAll",
    "Object.hasOwn(a, b);": "hasOwn",
    "a.findLast(b);": "findLast",
    "a.toSorted();": "toSorted",
    "new WeakRef(a);": "WeakRef",
    "new ResizeObserver(a);": "ResizeObserver",
    "Promise.any(a);": "any",
    "crypto.randomUUID();": "randomUUID",
    "`${a.at(1)}`;": "at",
}
OLD = [
    ".a { display: grid; gap: 1rem }",
    ".a { overflow-wrap: break-word; overflow-wrap: anywhere }",
    ".a { font-size: 1em; font-size: max(1em, 2px) }",
    ".a:not(:lang(zh)) > b::before { margin-inline-start: 1em; color: var(--b) }",
    "/* gap: 1em; inset: 0 */ .a { content: 'gap: 1em' }",
]
OLD_SCRIPTS = [
    "var a = b ? .5 : c;",
    "a = b || c && d; a = '?.'; // a?.b ?? c",
    "a.flat().concat(b.matchAll(/x/gu)); var at = 1; at(2); function at(b) {}",
    "class A { constructor() { this.b = 1; } get c() { return this.b; } async d() { await e(); } }",
    "async function a() { for await (const b of c) d(b); }",
    'var a = "1_000 10n #b a.at(1)"; var id = "#main";',
    "var a = `#${b}`; c(...bytes.slice(1));",
    "import('x').then(a); var b = /\\p{L}/u; var c = a / b / c;",
]


@pytest.mark.parametrize(("text", "found"), NEW_STYLES.items(), ids=list(NEW_STYLES))
def test_what_is_new_in_a_style_sheet_is_seen(text: str, found: tuple[str, str]) -> None:
    assert found in list(in_style(text))


@pytest.mark.parametrize(("text", "name"), NEW_SCRIPTS.items(), ids=list(NEW_SCRIPTS))
def test_what_is_new_in_a_script_is_seen(text: str, name: str) -> None:
    assert name in [each for _, each in in_script(text)]


@pytest.mark.parametrize("text", OLD)
def test_an_old_style_is_let_pass(text: str) -> None:
    assert list(in_style(text)) == []


@pytest.mark.parametrize("text", OLD_SCRIPTS)
def test_an_old_script_is_let_pass(text: str) -> None:
    assert list(in_script(text)) == []
