"""Templates (模板): renders overrides/ so that an unknown name is a problem with file, line and similar known names."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError, TemplateNotFound, TemplateSyntaxError
from jinja2.exceptions import UndefinedError
from jinja2.utils import missing

from gazette.problems import Problem, PublicationError, problem
from gazette.site.page_context import BoundContext, PageContext

_SHOWN = 3


@dataclass(frozen=True)
class Shown:
    """The variable `page` of the templates."""

    meta: Mapping[str, Any]
    content: str


class UnknownNameError(UndefinedError):
    """A template said `name`, which `owner` lacks; `owner` is `missing` where it is no part of anything."""

    def __init__(self, message: str | None, owner: Any, name: str | None) -> None:
        super().__init__(message)
        self.owner, self.name = owner, name or ""


class NamedUndefined(StrictUndefined):
    """Strict undefined value that remembers the name and its owner."""

    def __init__(
        self, hint: str | None = None, obj: Any = missing, name: str | None = None, exc: Any = UndefinedError
    ) -> None:
        super().__init__(hint, obj, name)
        self._undefined_exception = partial(UnknownNameError, owner=obj, name=name)  # type: ignore[assignment]  # called with the message


def make_strict(env: Environment) -> Environment:
    """Make an environment, MkDocs' or ours, escape everything and raise an error for undefined names."""
    env.autoescape, env.undefined = True, NamedUndefined
    return env


def render_template(name: str, overrides: Path, gz: PageContext | BoundContext, title: str, content: str = "") -> str:
    """Render a template of overrides/ as MkDocs does; raise PublicationError."""
    try:
        return _environment(overrides).get_template(name).render(gz=gz, page=Shown({"title": title}, content))
    except (TemplateError, TypeError) as error:
        if isinstance(error, TypeError) and not is_of_template(error, overrides):
            raise
        raise PublicationError([template_problem(error, overrides)]) from error


def is_of_template(error: TypeError, overrides: Path) -> bool:
    """True if the template caused the error by a wrong call, e.g. a partial with other parameters than it declares."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return trace is not None and (
        trace.tb_frame.f_code.co_filename.startswith(str(overrides)) or "jinja2" in trace.tb_frame.f_code.co_filename
    )


def template_problem(error: TemplateError | TypeError, overrides: Path) -> Problem:
    """Return the problem with file and line: template.name, template.macro or template.form."""
    file, line = _place(error, overrides)
    if isinstance(error, UnknownNameError):
        near = difflib.get_close_matches(error.name, _known(error.owner), n=_SHOWN, cutoff=0.5)
        return problem("template.name", file, line, found=error.name, wanted=", ".join(near) or "∅")
    if isinstance(error, TypeError):
        return problem("template.macro", file, line, found=str(error))
    return problem("template.form", file, line, found=str(error.message or error))


def _place(error: Exception, overrides: Path) -> tuple[str, int]:
    """Return file and line of the innermost template frame; jinja2 puts template lines into the traceback."""
    if isinstance(error, TemplateSyntaxError):
        return _shown(error.filename or error.name or "", overrides), error.lineno
    found, trace = ("overrides", 0), error.__traceback__
    while trace is not None:
        name = trace.tb_frame.f_code.co_filename
        if name.startswith(str(overrides)):
            found = _shown(name, overrides), trace.tb_lineno
        trace = trace.tb_next
    return (f"overrides/{error.name}", 0) if isinstance(error, TemplateNotFound) and not found[1] else found


def _shown(file: str, overrides: Path) -> str:
    return Path(file).relative_to(overrides.parent).as_posix() if file.startswith(str(overrides)) else file


def _known(owner: Any) -> Iterable[str]:
    """Return the names that could have been meant."""
    if isinstance(owner, Mapping):
        return [str(key) for key in owner]
    if is_dataclass(owner):
        return [each.name for each in fields(owner)]
    return ["gz", "page", "loop"] if owner is missing else []


@lru_cache(maxsize=4)
def _environment(overrides: Path) -> Environment:
    return make_strict(Environment(loader=FileSystemLoader(overrides), autoescape=True))
