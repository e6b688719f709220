"""Field names (要素名称): front matter whose fields and values are written in Chinese (`标题`, `类型: 通知`) → the names of the program."""

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
    """The tree with every Chinese name that fields.tsv knows in its English form; a field given in both is a problem."""
    reader = _Reader(tree, path)
    values = reader.named(tree.values, (), ())
    return (None if reader.problems else YamlTree(values, reader.lines)), reader.problems


class _Reader:
    """Reads one tree; notes the line of every name and what is wrong."""

    def __init__(self, tree: YamlTree, path: str) -> None:
        self._tree, self._path = tree, path
        self.lines: dict[KeyPath, int] = {}
        self.problems: list[Problem] = []

    def named(self, value: Any, written: KeyPath, at: KeyPath) -> Any:
        """`written` is the key path as it stands in the file, `at` the same path in English."""
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
    """`translation.renderings.source`, without the places in a list."""
    return ".".join(each for each in at if isinstance(each, str))


def _forms(row: Mapping[str, str]) -> list[str]:
    return [each for each in (row["name_zh"], *row["also_zh"].split("|")) if each != _NONE]


@kept
def _fields() -> dict[tuple[str, str], str]:
    """(the field above, the Chinese name) → the English one."""
    rows = [row for row in table_rows(_TABLE) if row["value"] == _NONE]
    return {
        (row["field"].rpartition(".")[0], form): row["field"].rpartition(".")[2] for row in rows for form in _forms(row)
    }


@kept
def _values() -> dict[tuple[str, str], str]:
    """(the field, the Chinese value) → the English one."""
    return {
        (row["field"], form): row["value"]
        for row in table_rows(_TABLE)
        if row["value"] != _NONE
        for form in _forms(row)
    }
