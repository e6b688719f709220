"""Strict YAML (严格 YAML): parses YAML to a tree of strings with the line of each key; duplicate keys are refused."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from gazette.problems import Problem, problem

KeyPath = tuple[str | int, ...]


@dataclass(frozen=True)
class YamlTree:
    """Nested dicts, lists and strings (an empty scalar is ""), and the line of each key path, from 1 in the file."""

    values: dict[str, Any]
    lines: dict[KeyPath, int] = field(default_factory=dict)

    def line(self, path: KeyPath) -> int:
        """Return the line of `path`, or of its nearest parent that is in the file."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def parse_yaml(text: str, path: str, first_line: int = 1) -> tuple[YamlTree | None, list[Problem]]:
    """Parse text to a tree, or None and the problems; `first_line` is the line of the file on which `text` begins."""
    offset = first_line - 1
    try:
        for event in yaml.parse(text):
            if isinstance(event, yaml.AliasEvent):  # an alias may contain itself, or double the text with every line
                line = event.start_mark.line if event.start_mark else 0
                return None, [problem("yaml.alias", path, line + 1 + offset, found=f"*{event.anchor}")]
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.reader.ReaderError as error:  # the error has an offset and no line
        line = text.count("\n", 0, error.position) + 1 + offset
        return None, [problem("source.control-character", path, line, found=f"U+{ord(text[error.position]):04X}")]
    except yaml.YAMLError as error:
        return None, [_colon_problem(text, path, offset) or _syntax_problem(error, text, path, offset)]
    except RecursionError:
        return None, [problem("yaml.depth", path, first_line)]
    if node is None:
        return YamlTree({}, {(): first_line}), []
    if not isinstance(node, yaml.MappingNode):
        return None, [
            _colon_problem(text, path, offset) or problem("yaml.mapping", path, node.start_mark.line + 1 + offset)
        ]
    reader = _Reader(path, first_line)
    values = reader.plain(node, ())
    return (None if reader.problems else YamlTree(values, reader.lines)), reader.problems


class _Reader:
    """Reads the nodes of one file; collects the line of each key path, and the problems."""

    def __init__(self, path: str, first_line: int) -> None:
        self._path, self._first_line = path, first_line
        self.lines: dict[KeyPath, int] = {(): first_line}
        self.problems: list[Problem] = []

    def plain(self, node: yaml.Node, at: KeyPath) -> Any:
        """Return the value of the node at a key path: text, a list or a dictionary."""
        if isinstance(node, yaml.ScalarNode):
            return "" if node.tag.endswith(":null") else str(node.value)
        if isinstance(node, yaml.SequenceNode):
            for index, item in enumerate(node.value):
                self.lines[(*at, index)] = self._line(item)
            return [self.plain(item, (*at, index)) for index, item in enumerate(node.value)]
        values: dict[str, Any] = {}
        for key_node, value_node in node.value:
            line = self._line(key_node)
            if not isinstance(key_node, yaml.ScalarNode):
                self.problems.append(problem("yaml.mapping", self._path, line))
                continue
            key = str(key_node.value)
            if key in values:
                first = str(self.lines[(*at, key)])
                self.problems.append(problem("yaml.duplicate", self._path, line, field=key, first=first))
                continue
            self.lines[(*at, key)] = line
            values[key] = self.plain(value_node, (*at, key))
        return values

    def _line(self, node: yaml.Node) -> int:
        return int(node.start_mark.line) + self._first_line


# A key whose colon YAML does not recognize: `标题：`, `issued:2022`. The colon of https:// belongs to no key.
_WIDE_COLON = re.compile(r"\s*(?:- )?[\w\u4e00-\u9fff][\w\u4e00-\u9fff ]{0,30}：")
_TIGHT_COLON = re.compile(r"\s*(?:- )?[\w\u4e00-\u9fff]{1,30}:(?![\s/]|$)")


def _colon_problem(text: str, path: str, offset: int) -> Problem | None:
    """Return the problem for the first line whose colon YAML misread (it blames the next line), or None."""
    for number, line in enumerate(text.split("\n"), 1):
        for form, code in ((_WIDE_COLON, "yaml.wide-colon"), (_TIGHT_COLON, "yaml.tight-colon")):
            if form.match(line):
                return problem(code, path, number + offset, found=line.strip())
    return None


_OPENINGS = ("while scanning a quoted scalar", "while parsing a flow sequence", "while parsing a flow mapping")


def _syntax_problem(error: yaml.YAMLError, text: str, path: str, offset: int) -> Problem:
    mark = getattr(error, "problem_mark", None)
    if getattr(error, "context", None) in _OPENINGS:  # name the line that opens the quotation or the bracket
        mark = getattr(error, "context_mark", mark)
    line = mark.line if mark else 0
    written = text.split("\n")
    return problem("yaml.syntax", path, line + 1 + offset, found=written[line].strip() if line < len(written) else "")
