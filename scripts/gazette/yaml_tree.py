"""Strict YAML (严格 YAML): every scalar stays the text that was written, every key keeps its line, a key given twice is a problem."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from gazette.problems import Problem, problem

KeyPath = tuple[str | int, ...]


@dataclass(frozen=True)
class YamlTree:
    """Plain dicts, lists and strings (an empty scalar is ""), and the line of each key path, counted from 1 in the file."""

    values: dict[str, Any]
    lines: dict[KeyPath, int] = field(default_factory=dict)

    def line(self, path: KeyPath) -> int:
        """The line of `path`, or of its nearest parent that stands in the file."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def parse_yaml(text: str, path: str, first_line: int = 1) -> tuple[YamlTree | None, list[Problem]]:
    """Text → tree. `first_line` is the line of the file on which `text` begins."""
    offset = first_line - 1
    try:
        for event in yaml.parse(text):
            if isinstance(event, yaml.AliasEvent):  # one may hold itself, or double the text with every line
                line = event.start_mark.line if event.start_mark else 0
                return None, [problem("yaml.alias", path, line + 1 + offset, found=f"*{event.anchor}")]
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.reader.ReaderError as error:  # it knows no line, only the place
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
    """Reads the nodes of one file; notes the line of every key and what is wrong."""

    def __init__(self, path: str, first_line: int) -> None:
        self._path, self._first_line = path, first_line
        self.lines: dict[KeyPath, int] = {(): first_line}
        self.problems: list[Problem] = []

    def plain(self, node: yaml.Node, at: KeyPath) -> Any:
        """What the node at a key path holds, as text, lists and dictionaries."""
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


# A name and a colon that YAML does not take for one: `标题：`, `issued:2022`. An address (https://) is none.
_WIDE_COLON = re.compile(r"\s*(?:- )?[\w\u4e00-\u9fff][\w\u4e00-\u9fff ]{0,30}：")
_TIGHT_COLON = re.compile(r"\s*(?:- )?[\w\u4e00-\u9fff]{1,30}:(?![\s/]|$)")


def _colon_problem(text: str, path: str, offset: int) -> Problem | None:
    """The line that YAML misread, where it blames the next one; None where every line has its colon."""
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
