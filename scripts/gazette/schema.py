"""Typed reading (类型校验): a YAML tree against a pydantic model; every error becomes one Problem on its own line."""

from __future__ import annotations

import difflib
from datetime import date
from typing import Annotated, Any, TypeVar, get_args

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, StringConstraints, ValidationError
from pydantic_core import PydanticCustomError

from gazette.problems import Problem, problem
from gazette.yaml_tree import KeyPath, YamlTree


class Record(BaseModel):
    """A mapping with known fields only; values are frozen."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


def _parse_date(text: Any) -> Any:
    """ISO 8601 calendar date, four-digit year; GB/T 7408 takes the same form."""
    try:
        if not isinstance(text, str) or len(text) != 10:
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        raise PydanticCustomError("date.invalid", "date") from None


def _check_url(text: str) -> str:
    if not text.startswith(("https://", "http://")) or any(character.isspace() for character in text):
        raise PydanticCustomError("url.form", "url")
    return text


Text = Annotated[str, StringConstraints(min_length=1)]
Date = Annotated[date, BeforeValidator(_parse_date)]
Url = Annotated[Text, AfterValidator(_check_url)]

Model = TypeVar("Model", bound=Record)


def parse_record(model: type[Model], tree: YamlTree, path: str, at: KeyPath = ()) -> tuple[Model | None, list[Problem]]:
    """The part of `tree` under the key path `at` as a `model`, or all that is wrong with it."""
    values: Any = tree.values
    for key in at:
        values = values[key]
    try:
        return model.model_validate(values), []
    except ValidationError as error:
        return None, [_worded(model, each, tree, path, at) for each in error.errors()]


def _worded(model: type[Record], error: Any, tree: YamlTree, path: str, at: KeyPath) -> Problem:
    # pydantic adds type names of unions and "[key]" to its locations; only what stands in the file names a place.
    place = tuple(part for part in error["loc"] if part != "[key]")
    line, field, kind = tree.line((*at, *place)), ".".join(map(str, place)), error["type"]
    found = "" if isinstance(error["input"], dict | list) else str(error["input"])
    if kind == "missing":
        return problem("field.missing", path, line, field)
    if kind == "extra_forbidden":
        known = _known_fields(model, place[:-1])
        return problem("field.unknown", path, line, field, str(place[-1]), nearest=_nearest(str(place[-1]), known), known=", ".join(known))
    if kind == "string_too_short":
        return problem("field.empty", path, line, field)
    if kind in ("literal_error", "enum"):
        return problem("field.choice", path, line, field, found, known=error["ctx"]["expected"].replace(" or ", ", "))
    if "." in kind:
        return problem(kind, path, line, field, found, **{key: str(value) for key, value in error.get("ctx", {}).items()})
    return problem("field.type", path, line, field, found, reason=str(error["msg"]))


def _known_fields(model: Any, place: KeyPath) -> list[str]:
    for part in place:
        if not isinstance(part, str) or part not in getattr(model, "model_fields", {}):
            continue
        annotation = model.model_fields[part].annotation
        options = [annotation, *get_args(annotation)]
        model = next((each for each in options if isinstance(each, type) and issubclass(each, BaseModel)), None)
    return list(model.model_fields) if model else []


def _nearest(name: str, known: list[str]) -> str:
    close = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    return close[0] if close else (known[0] if len(known) == 1 else "")
