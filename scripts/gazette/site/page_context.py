"""Page context (页面变量): the declaration of every name that a template may use; any other name stops the build."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from markupsafe import Markup

from gazette.languages import Language


@dataclass(frozen=True)
class FactRow:
    """A label and a value; `lang` is set for a value in another language, `datetime` for a date, `url` for a link."""

    label: str
    value: str
    key: str = ""
    lang: str = ""
    datetime: str = ""
    url: str = ""


@dataclass(frozen=True)
class PageData:
    """The data of a page besides its text (`gz.data`); fields that a kind of page lacks are empty."""

    tags: Sequence[str]
    beside: Language | None = None
    checks: Sequence[Mapping[str, Any]] = ()
    colophon: Sequence[str] = ()
    column: str = ""
    columns: Sequence[Mapping[str, Any]] = ()
    contact: Sequence[FactRow] | str = ()
    contents: Sequence[Mapping[str, Any]] = ()
    copies: Sequence[Mapping[str, Any]] = ()
    entries: Sequence[Mapping[str, Any]] = ()
    facts: Sequence[Any] = ()
    groups: Sequence[Mapping[str, Any]] = ()
    is_empty: bool = False
    jumps: Sequence[Mapping[str, Any]] = ()
    notice: Sequence[str] = ()
    notices: Sequence[Sequence[str]] = ()
    official: Mapping[str, Any] | None = None
    parts: Sequence[Mapping[str, Any]] = ()
    publication: Mapping[str, str] | None = None
    published: str = ""
    renderings: Sequence[Mapping[str, str]] = ()
    rows: Sequence[Mapping[str, Any]] = ()
    shown_for: str = ""
    title_lines: Sequence[str] = ()
    titles: Sequence[str] = ()
    topics: Sequence[Mapping[str, str]] = ()
    type: str = ""
    versions: Sequence[Mapping[str, Any]] = ()


_ROW = frozenset(field.name for field in fields(FactRow))


def page_data(data: Mapping[str, Any]) -> PageData:
    """Return the data of a composed page as PageData."""
    return PageData(**{name: _declared(value) for name, value in data.items()})


def _declared(value: Any) -> Any:
    """Replace rows of facts, at any depth, by FactRow."""
    if isinstance(value, Mapping):
        is_row = {"label", "value"} <= value.keys() <= _ROW
        return FactRow(**value) if is_row else {name: _declared(each) for name, each in value.items()}
    return [_declared(each) for each in value] if isinstance(value, list | tuple) else value


@dataclass(frozen=True)
class PageContext:
    """The variable `gz` of the templates."""

    about: str
    accessibility: str
    all: str
    alternates: Sequence[tuple[str, str]]
    breadcrumbs: Sequence[tuple[str, str]]
    bureau: str
    canonical: str
    choices: Sequence[Any]
    code: Markup
    columns: Mapping[str, str]
    data: PageData
    footer: Sequence[tuple[str, str]]
    home: str
    href: Callable[[str], str]
    in_language: Callable[[str, str], str]
    is_indexed: bool
    is_preview: bool
    keep: Callable[[str], Markup]
    labels: Mapping[str, str]
    language: Language
    layout: str
    line_joint: str
    official: Mapping[str, str]
    path: str
    print_faces: str
    scripts: Mapping[str, str]
    search: str
    site_title: str
    style: str
    to: Callable[[str], str]
    verify: Mapping[str, Any]
    problems: Sequence[str] = ()


@dataclass(frozen=True)
class BoundContext:
    """The variable `gz` of bound copies."""

    language: Language
    labels: Mapping[str, str]
    entries: Sequence[tuple[str, str]]
    articles: Sequence[str]
