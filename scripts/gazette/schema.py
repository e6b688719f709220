"""Typed reading (类型校验): validates a YAML tree with a pydantic model; each error becomes a Problem on its own line."""

from __future__ import annotations

import difflib
import re
from datetime import date
from typing import Annotated, Any, TypeVar, get_args, get_origin
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, StringConstraints, ValidationError
from pydantic_core import PydanticCustomError

from gazette.problems import Problem, problem
from gazette.web_address import fault_of
from gazette.yaml_tree import KeyPath, YamlTree

_MAPPINGS = ("model_type", "dict_type")
_CODES = {"string_type": "field.text", "tuple_type": "field.list"}  # text where lines belong, a list where text belongs
_NEAR_ENOUGH = 0.7  # difflib similarity: telefone → telephone, but not weather → speaker


class StrictRecord(BaseModel):
    """Base model: known fields only, frozen values, strings without white space around them."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


def _parse_date(text: Any) -> Any:
    """Parse an ISO 8601 calendar date with a four-digit year (GB/T 7408 agrees); refuse week dates (2022-W43-4)."""
    try:
        if not isinstance(text, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        raise PydanticCustomError("date.invalid", "date") from None


def is_web_address(text: str) -> bool:
    """True if `text` is http(s):// with a host, and web_address finds no fault in it."""
    return _is_full_address(text) and not fault_of(text)


def _is_full_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and not re.search(r"\s", text)
    except ValueError:  # http://[1 : a bracket without an IPv6 address
        return False


def _check_url(text: str) -> str:
    if not _is_full_address(text):
        raise PydanticCustomError("url.form", "url")
    if fault := fault_of(text):
        raise PydanticCustomError(fault if fault != "link.form" else "url.form", "url")
    return text


Text = Annotated[str, StringConstraints(min_length=1)]
Date = Annotated[date, BeforeValidator(_parse_date)]
Url = Annotated[Text, AfterValidator(_check_url)]
OptionalUrl = Annotated[str, AfterValidator(lambda text: text and _check_url(text))]  # "" if there is none

Model = TypeVar("Model", bound=StrictRecord)


def parse_record(model: type[Model], tree: YamlTree, path: str, at: KeyPath = ()) -> tuple[Model | None, list[Problem]]:
    """Validate the part of `tree` at key path `at` as `model`; return the record, or None and all problems.

    Raises KeyError or TypeError if the tree has no `at`.
    """
    values: Any = tree.values
    for key in at:
        values = values[key]
    try:
        return model.model_validate(values), []
    except ValidationError as error:
        return None, _without_echoes([_worded(model, each, tree, path, at) for each in error.errors()])


def _without_echoes(problems: list[Problem]) -> list[Problem]:
    """Drop 'missing' for a field already reported as misspelt."""
    meant = {
        ".".join([*each.field.split(".")[:-1], dict(each.details)["nearest"]])
        for each in problems
        if each.code == "field.misspelt"
    }
    return [each for each in problems if not each.code.startswith("field.missing") or each.field not in meant]


def _worded(model: type[StrictRecord], error: Any, tree: YamlTree, path: str, at: KeyPath) -> Problem:
    # pydantic adds "[key]" to the location of a wrong key; that part is not in the file.
    place = tuple(part for part in error["loc"] if part != "[key]")
    line, field, kind = tree.line((*at, *place)), ".".join(map(str, (*at, *place))), error["type"]
    found = "" if isinstance(error["input"], dict | list) else str(error["input"])
    if kind == "missing":
        return missing_field(path, line, field)
    if kind == "extra_forbidden":
        return _unknown_field(str(place[-1]), _fields_of(_annotation(model, place[:-1])), path, line, field)
    if kind == "literal_error":
        known = re.findall(r"'([^']*)'", error["ctx"]["expected"])
        return problem("field.choice", path, line, field, found, known=", ".join(known))
    if "." in kind:
        details = {key: str(value) for key, value in error.get("ctx", {}).items()}
        return problem(kind, path, line, field, found, **details)
    if not error["input"] or kind == "string_too_short":
        return problem("field.empty" if _is_required(model, place) else "field.empty-optional", path, line, field)
    if kind in _MAPPINGS:
        lines = ", ".join(f"{name}: …" for name in _fields_of(_annotation(model, place)) or ["…"])
        return problem("field.mapping", path, line, field, found, lines=lines)
    return problem(_CODES.get(kind, "field.type"), path, line, field, found)


def missing_field(path: str, line: int, field: str) -> Problem:
    """Return the problem for a missing field; `contact.person` is missing inside `contact`."""
    parent, _, name = field.rpartition(".")
    if not parent:
        return problem("field.missing", path, line, field)
    return problem("field.missing-inside", path, line, field, parent=parent, name=name)


def _unknown_field(name: str, known: list[str], path: str, line: int, field: str) -> Problem:
    written = name.lower().replace("-", "_").replace(" ", "_")
    close = difflib.get_close_matches(written, known, n=1, cutoff=_NEAR_ENOUGH)
    if close:
        return problem("field.misspelt", path, line, field, name, nearest=close[0])
    return problem("field.unknown", path, line, field, name, known=", ".join(known))


def _annotation(model: Any, place: KeyPath) -> Any:
    """Return the type that the model allows at a key path: a StrictRecord or another type."""
    allowed = model
    for part in place:
        allowed = _inside(allowed, part)
        options = [each for each in get_args(allowed) if isinstance(each, type) and issubclass(each, BaseModel)]
        allowed = options[0] if options and get_origin(allowed) not in (tuple, dict) else allowed
    return allowed


def _inside(allowed: Any, part: str | int) -> Any:
    """The type of a field of a Record; of a tuple the first type is that of all its items, of a dict the last that of all its values."""
    if _fields_of(allowed):
        return allowed.model_fields[part].annotation if part in allowed.model_fields else None
    types = get_args(allowed)
    return (types[0] if isinstance(part, int) else types[-1]) if types else None


def _fields_of(allowed: Any) -> list[str]:
    is_record = isinstance(allowed, type) and issubclass(allowed, BaseModel)
    return list(allowed.model_fields) if is_record else []


def _is_required(model: Any, place: KeyPath) -> bool:
    parent = _annotation(model, place[:-1])
    return str(place[-1]) not in _fields_of(parent) or bool(parent.model_fields[place[-1]].is_required())
