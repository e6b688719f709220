"""Rendering as a task (生成任务): renders a publication to bytes, here or on a machine that has none of its files."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from gazette.copies.fonts import coverage_files
from gazette.paths import read_file
from gazette.render import Inputs, render_publication
from gazette.shares import Away, Task
from gazette.source.folders import SourceFolder

RENDER = "render"


@dataclass(frozen=True)
class PackedRendering:
    """A rendering as bytes: the facts with the problems, the texts, and what the search indexes need.

    There are no facts and no texts if the publication is refused.
    """

    facts: bytes
    content: bytes
    index: bytes
    is_refused: bool
    is_over_budget: bool


@dataclass(frozen=True)
class _SentFolder:
    """A publication's folder with the content of its files, by their names relative to the folder."""

    folder: SourceFolder
    files: Mapping[str, bytes]


def render_task(inputs: Inputs) -> Task[SourceFolder, PackedRendering]:
    """Return the rendering of publications as a task."""
    away = Away(RENDER, partial(_means, inputs), _sent, partial(_received, inputs))
    return Task(partial(_pack, inputs), away)


def set_up_rendering(means: bytes, room: Path) -> Callable[[bytes], bytes]:
    """Return the function that renders the shares which `packed` of the task describes, in the folder `room`."""
    inputs, fonts = pickle.loads(means)
    for name, content in fonts.items():
        (room / name).write_bytes(content)
    here = replace(inputs, faces=tuple(replace(each, file=room / each.file.name) for each in inputs.faces))
    return partial(_render_sent, here, room)


def _pack(inputs: Inputs, folder: SourceFolder, own: SourceFolder | None = None) -> PackedRendering:
    """Render a folder; `own` is the same folder on the machine that asked for it."""
    rendered, problems = render_publication(folder, inputs)
    facts, content, index = (rendered.facts, rendered.content, rendered.load_index()) if rendered else (None, None, {})
    if facts and own:
        facts = replace(facts, attachments=own.attachments)
    return PackedRendering(
        pickle.dumps((facts, problems), pickle.HIGHEST_PROTOCOL),
        pickle.dumps(content, pickle.HIGHEST_PROTOCOL),
        pickle.dumps(index, pickle.HIGHEST_PROTOCOL),
        rendered is None,
        any(each.code == "page.budget" for each in problems),
    )


def _means(inputs: Inputs) -> bytes:
    fonts = {each.name: each.read_bytes() for each in coverage_files(inputs.faces)}
    return pickle.dumps((inputs, fonts), pickle.HIGHEST_PROTOCOL)


def _sent(folders: Sequence[SourceFolder]) -> bytes:
    """Describe folders; None for one that cannot be read, which is rendered where it lies."""
    sent: list[_SentFolder | None] = []
    for folder in folders:
        files = {file.name: file for file in folder.pages.values()} | dict(folder.attachments)
        try:
            sent.append(_SentFolder(folder, {name: read_file(file, file.parent) for name, file in files.items()}))
        except OSError:
            sent.append(None)
    return pickle.dumps(sent, pickle.HIGHEST_PROTOCOL)


def _received(inputs: Inputs, folders: Sequence[SourceFolder], results: bytes) -> list[PackedRendering]:
    found: list[PackedRendering | None] = pickle.loads(results)
    return [each or _pack(inputs, folder) for folder, each in zip(folders, found, strict=True)]


def _render_sent(inputs: Inputs, room: Path, share: bytes) -> bytes:
    sent: list[_SentFolder | None] = pickle.loads(share)
    return pickle.dumps([each and _render_one(inputs, room, each) for each in sent], pickle.HIGHEST_PROTOCOL)


def _render_one(inputs: Inputs, room: Path, sent: _SentFolder) -> PackedRendering:
    own = sent.folder
    with TemporaryDirectory(dir=room) as place:
        docs = Path(place, own.path)
        for name, content in sent.files.items():
            (docs / name).parent.mkdir(parents=True, exist_ok=True)
            (docs / name).write_bytes(content)
        pages = {tag: docs / file.name for tag, file in own.pages.items()}
        folder = SourceFolder(own.path, pages, {name: docs / name for name in own.attachments})
        return _pack(inputs, folder, own)
