"""Run (运行): the options and state of one MkDocs run, passed from the caller to the event handlers in config.extra."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from gazette.project import Project
from gazette.site.build_options import BuildOptions, StepProgress, be_quiet
from gazette.site.staging import WrittenStage


@dataclass(frozen=True)
class Run:
    """One run of MkDocs.

    `wording` is the language of messages, "zh" or "en". `share` is set if the run renders a part of the site only: the
    stage that holds it. `notes` are sentences that a preview shows, by publication, those under "" on every page.
    """

    project: Project
    options: BuildOptions = field(default_factory=BuildOptions)
    wording: str = "en"
    on_progress: StepProgress = be_quiet
    share: WrittenStage | None = None
    notes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
