"""Run (运行): the options and state of one MkDocs run, passed from build.py to the event handlers in config.extra."""

from __future__ import annotations

from dataclasses import dataclass, field

from gazette.project import Project
from gazette.site.build_options import BuildOptions, StepProgress, be_quiet
from gazette.site.staging import WrittenStage

Contents = dict[str, str | bytes]


@dataclass
class PreviewMemory:
    """The last state without errors: the whole stage, and the files of each publication by its folder.

    It survives the rebuilds of a preview, which shows it while a text has errors.
    """

    files: dict[str, Contents] = field(default_factory=dict)
    stage: WrittenStage | None = None


@dataclass(frozen=True)
class Run:
    """One run of MkDocs.

    `memory` is set in a preview only; `wording` is the language of messages, "zh" or "en". `share` is set if the run
    renders a part of the site only: the stage that holds it.
    """

    project: Project
    memory: PreviewMemory | None = None
    options: BuildOptions = field(default_factory=BuildOptions)
    wording: str = "en"
    on_progress: StepProgress = be_quiet
    share: WrittenStage | None = None
