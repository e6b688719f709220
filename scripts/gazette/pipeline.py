"""Pipeline (流程): render each publication by itself, then assemble the site from all of them; read it aloud from the top."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from gazette.assemble import Composition, assemble_site
from gazette.convert.ledger import Ledger
from gazette.pages.labels import Labels
from gazette.problems import Problem, errors_of
from gazette.render import Rendered, Signed, render_publication
from gazette.settings import Settings
from gazette.source.files import SourceFolder, find_folders

Progress = Callable[[int, int], None]


def compose_site(
    docs: Path,
    shown: str,
    settings: Settings,
    labels: Mapping[str, Labels],
    ledger: Ledger,
    signed: Signed,
    progress: Progress = lambda done, total: None,
) -> tuple[Composition, list[Problem]]:
    """docs/ → everything that MkDocs is to render, and every problem found on the way."""
    folders, problems = find_folders(docs, shown)
    rendered, found = render_publications(folders, shown, settings, labels, ledger, signed, progress)
    problems += found
    broken = frozenset(each.path for each in folders) - {each.record.path for each in rendered}
    edition, found = assemble_site(rendered, labels, broken)
    # Two passages with one id cannot both be found: what else is wrong with a text is mended first.
    wrong = {each.path.rpartition("/")[0] for each in errors_of(problems)}
    found = [each for each in found if each.code != "search.word-lost" or each.path.rpartition("/")[0] not in wrong]
    return edition, sorted(problems + found)


def render_publications(
    folders: Iterable[SourceFolder],
    shown: str,
    settings: Settings,
    labels: Mapping[str, Labels],
    ledger: Ledger,
    signed: Signed,
    progress: Progress = lambda done, total: None,
) -> tuple[list[Rendered], list[Problem]]:
    """Any subset of the publications."""
    rendered, problems = [], []
    queue = list(folders)
    for number, folder in enumerate(queue):
        progress(number, len(queue))
        one, found = render_publication(folder, shown, settings, labels, ledger, signed)
        rendered += [one] if one else []
        problems += found
    progress(len(queue), len(queue))
    return rendered, problems
