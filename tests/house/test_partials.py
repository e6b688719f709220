"""Each partial declares in the comment at its head what it takes, and only the places listed here show text unescaped.

@param name: type [of field, …]      a parameter of its macro, in order, with the fields that it uses
@takes gz.name, …                    names of the page's variable that it uses
@takes gz.name of field, …           a name with the fields of it, or of each of its items, that it uses
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment, nodes

from gazette.site import page_context

ROOT = Path(__file__).resolve().parents[2]
OVERRIDES = ROOT / "overrides"
PARTIALS = sorted((OVERRIDES / "partials").glob("*.html"))
# Single labels are checked by tests/house/test_tables.py.
WHOLE = {"gz.labels"}
METHODS = {"format", "items"}

# Markdown's output, which pages/harmless.py has checked, and whole rendered articles.
SAFE = {
    "bound-copies.html": ["article"],
    "main.html": ["page.content"],
    "parallel.html": ["row.one", "row.other"],
    "publication.html": ["page.content"],
}


@dataclass
class Taken:
    """The macro's parameters in order; the fields used of each parameter and of each name of `gz`."""

    parameters: list[str] = field(default_factory=list)
    names: dict[str, set[str]] = field(default_factory=dict)


def declared(text: str) -> tuple[Taken, list[str]]:
    """Return what the comment at the head declares, and the types of the parameters."""
    head = re.match(r"\{#-(.*?)-#\}", text, re.DOTALL)
    found, types = Taken(), []
    for line in re.split(r"\n\s*(?=@)", head[1]) if head else ():
        words = " ".join(line.split())
        if words.startswith("@param "):
            name, rest = words.removeprefix("@param ").split(": ", 1)
            kind, _, fields = rest.partition(" of ")
            found.parameters.append(name)
            found.names[name] = listed(fields)
            types.append(kind)
        elif words.startswith("@takes "):
            names, _, fields = words.removeprefix("@takes ").partition(" of ")
            assert not fields or "," not in names, words
            found.names |= {each: listed(fields) for each in listed(names)}
    return found, types


def listed(words: str) -> set[str]:
    return {each.strip() for each in words.split(",")} - {""}


def used(text: str) -> Taken:
    """Return what the template itself uses, without what it includes or imports."""
    found, tree = Taken(), Environment().parse(text)
    for macro in tree.find_all(nodes.Macro):
        found.parameters += [each.name for each in macro.args]
    known: dict[str, tuple[str, ...]] = {name: (name,) for name in ("gz", "page", *found.parameters)}
    for path in paths(tree, known):
        # The data of a page are as many things as `gz` itself.
        depth = 1 if path[0] not in ("gz", "page") else 3 if path[:2] == ("gz", "data") else 2
        name, rest = ".".join(path[:depth]), ".".join(path[depth:])
        fields = found.names.setdefault(name, set())
        if rest and name not in WHOLE:
            fields.add(rest)
    # A field is not listed when one of its own fields is.
    for fields in found.names.values():
        fields -= {each for each in fields if any(other.startswith(f"{each}.") for other in fields)}
    for name in found.parameters:
        found.names.setdefault(name, set())
    return found


def paths(node: nodes.Node, known: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """Yield each attribute path that a node uses; a loop variable has the path of the sequence it runs through."""
    if isinstance(node, nodes.For):
        yield from paths(node.iter, known)
        path = path_of(node.iter, known)
        inner = dict(known)
        if path and isinstance(node.target, nodes.Name):
            inner[node.target.name] = path
        for child in (*([node.test] if node.test else []), *node.body):
            yield from paths(child, inner)
        for child in node.else_:
            yield from paths(child, known)
        return
    path = path_of(node, known)
    if path:
        yield path
    if isinstance(node, nodes.Getitem):
        yield from paths(node.arg, known)
    if not path:
        for child in node.iter_child_nodes():
            yield from paths(child, known)
    elif isinstance(node, nodes.Call):
        for child in (*node.args, *node.kwargs):
            yield from paths(child, known)


def path_of(node: nodes.Node, known: Mapping[str, tuple[str, ...]]) -> tuple[str, ...] | None:
    if isinstance(node, nodes.Name):
        return known.get(node.name)
    if isinstance(node, nodes.Call):
        return path_of(node.node, known)
    if isinstance(node, nodes.Getitem):
        return path_of(node.node, known)
    if isinstance(node, nodes.Getattr):
        path = path_of(node.node, known)
        return path if not path or node.attr in METHODS else (*path, node.attr)
    return None


@pytest.mark.parametrize("partial", PARTIALS, ids=lambda path: path.stem)
def test_a_partial_says_what_it_takes(partial: Path) -> None:
    text = partial.read_text(encoding="utf-8")
    says, types = declared(text)
    takes = used(text)
    assert says.parameters == takes.parameters
    assert says.names == takes.names
    known: dict[str, Any] = {**vars(page_context), "Sequence": Sequence, "Mapping": Mapping}
    assert [kind for kind in types if not eval(kind, known)] == []


def test_what_a_template_takes_is_read_as_it_stands() -> None:
    text = (
        "{#- Words. \n @param rows: Sequence[FactRow] of label, lang \n @param level: int\n"
        " @takes gz.keep, gz.labels\n @takes gz.data.jumps of links.id, title -#}\n"
        "{% macro m(rows, level) %}{% for row in rows %}{{ gz.keep(row.label) }}{{ row['lang'] }}{{ row.lang | e }}{% endfor %}"
        "{{ level }}{{ gz.labels['a' ~ level] }}{% for jump in gz.data.jumps if jump.title %}{% for link in jump.links %}"
        "{{ link.id }}{{ loop.index }}{% endfor %}{% endfor %}{% endmacro %}"
    )
    says, types = declared(text)
    assert (says, types) == (used(text), ["Sequence[FactRow]", "int"])
    assert says.names["gz.data.jumps"] == {"links.id", "title"}
    assert used("{% for a in gz.columns.items() %}{{ a.b.format(c=page.d) }}{% endfor %}").names == {
        "gz.columns": {"b"},
        "page.d": set(),
    }


def test_text_is_shown_unescaped_in_the_places_that_are_known_and_no_other() -> None:
    found: dict[str, list[str]] = {}
    for file in sorted(OVERRIDES.rglob("*.html")):
        text = file.read_text(encoding="utf-8")
        places = re.findall(r"\{\{-?\s*([^{}|]+?)\s*\|\s*safe\b", text)
        assert len(places) == len(re.findall(r"\bsafe\b(?!\w)", re.sub(r"\{#.*?#\}", "", text, flags=re.DOTALL))), file
        assert "autoescape" not in text and "Markup" not in text, file
        if places:
            found[file.relative_to(OVERRIDES).as_posix()] = places
    assert found == SAFE
