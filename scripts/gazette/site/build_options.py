"""Build options (选项): what a build is asked for, and how it says how far it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from gazette.shares import HERE, Workers

StepProgress = Callable[[str, int, int], None]  # step, done, total


def be_quiet(step: str, done: int, total: int) -> None:
    """Ignore progress."""


@dataclass(frozen=True)
class BuildOptions:
    """What a build is asked for; without `site_url` the address is that of mkdocs.yml. `workers` do what can be shared."""

    site_url: str | None = None
    release: bool = False
    with_copies: bool = True
    workers: Workers = field(default=HERE, compare=False)
