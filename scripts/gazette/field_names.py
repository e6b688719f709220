"""Field names (要素名称): translates Chinese names and values of front matter (`标题`, `类型: 通知`) to the English ones."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from gazette.knowledge import kept, table_rows
from gazette.problems import Problem, problem
from gazette.yaml_tree import KeyPath, YamlTree

_NONE = "-"
_TABLE = Path(__file__).with_name("fields.tsv")


def in_english(tree: YamlTree, path: str) -> tuple[YamlTree | None, list[Problem]]:
    """Return the tree with every Chinese name and value listed in fields.tsv in its English form, at the same lines.

    Other names and values stay. A field given under both names is reported as `yaml.duplicate`, and the tree is None.
    """
    lines: dict[KeyPath, int] = {}
    problems: list[Problem] = []
    values = _named(tree.values, (), (), tree, lines, problems, path)
    return (None if problems else YamlTree(values, lines)), problems


def _named(
    value: Any,
    written: KeyPath,
    at: KeyPath,
    tree: YamlTree,
    lines: dict[KeyPath, int],
    problems: list[Problem],
    path: str,
) -> Any:
    """Return the value translated, and fill `lines` with the line of each English key path.

    `written` is the key path as in the file, `at` the same path in English.
    """
    if written in tree.lines:
        lines[at] = tree.lines[written]
    if isinstance(value, list):
        return [
            _named(each, (*written, number), (*at, number), tree, lines, problems, path)
            for number, each in enumerate(value)
        ]
    if not isinstance(value, dict):
        return _values().get((_field(at), value.strip()), value)
    found: dict[str, Any] = {}
    key: str
    for key, each in value.items():
        name: str = _fields().get((_field(at), key), key)
        if name in found:
            line, first = tree.line((*written, key)), str(lines[(*at, name)])
            problems.append(problem("yaml.duplicate", path, line, field=key, first=first))
            continue
        found[name] = _named(each, (*written, key), (*at, name), tree, lines, problems, path)
    return found


def _field(at: KeyPath) -> str:
    """Return the field's dotted name, without list indexes: `translation.renderings.source`."""
    return ".".join(each for each in at if isinstance(each, str))


def _forms(row: Mapping[str, str]) -> list[str]:
    return [each for each in (row["name_zh"], *row["also_zh"].split("|")) if each != _NONE]


@kept
def _fields() -> dict[tuple[str, str], str]:
    """Return (parent field, Chinese name) → English name."""
    rows = [row for row in table_rows(_TABLE) if row["value"] == _NONE]
    return {
        (row["field"].rpartition(".")[0], form): row["field"].rpartition(".")[2] for row in rows for form in _forms(row)
    }


@kept
def _values() -> dict[tuple[str, str], str]:
    """Return (field, Chinese value) → English value."""
    return {
        (row["field"], form): row["value"]
        for row in table_rows(_TABLE)
        if row["value"] != _NONE
        for form in _forms(row)
    }
