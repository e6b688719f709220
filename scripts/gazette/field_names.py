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
    reader = _Reader(tree, path)
    values = reader.named(tree.values, (), ())
    return (None if reader.problems else YamlTree(values, reader.lines)), reader.problems


class _Reader:
    """Translates one tree; collects the line of each English key path, and the problems."""

    def __init__(self, tree: YamlTree, path: str) -> None:
        self._tree, self._path = tree, path
        self.lines: dict[KeyPath, int] = {}
        self.problems: list[Problem] = []

    def named(self, value: Any, written: KeyPath, at: KeyPath) -> Any:
        """Return the value translated. `written` is the key path as in the file, `at` the same path in English."""
        if written in self._tree.lines:
            self.lines[at] = self._tree.lines[written]
        if isinstance(value, list):
            return [self.named(each, (*written, number), (*at, number)) for number, each in enumerate(value)]
        if not isinstance(value, dict):
            return _values().get((_field(at), value.strip()), value)
        found: dict[str, Any] = {}
        key: str
        for key, each in value.items():
            name: str = _fields().get((_field(at), key), key)
            if name in found:
                line, first = self._tree.line((*written, key)), str(self.lines[(*at, name)])
                self.problems.append(problem("yaml.duplicate", self._path, line, field=key, first=first))
                continue
            found[name] = self.named(each, (*written, key), (*at, name))
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
