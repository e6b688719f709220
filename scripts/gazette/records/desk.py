"""Desk (译务台): the texts a translator works with, as they stand, beside the record of signed translations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gazette.languages import CONVERTED_TAG, SOURCE_TAG
from gazette.model.publication import Publication, parse_publication
from gazette.problems import Problem, problem
from gazette.project import Project
from gazette.settings import Settings, read_settings
from gazette.source.files import SourcePage, read_source
from gazette.source.folders import SourceFolder, find_folders
from gazette.translate.freshness import translated_tags
from gazette.translate.translation_record import TranslationRecord, read_translations


@dataclass(frozen=True)
class Desk:
    """Everything that a translator works with: the present texts, with or without errors, and the signatures."""

    project: Project
    settings: Settings
    record: TranslationRecord
    publications: Mapping[str, Publication]
    folders: Mapping[str, SourceFolder]


def open_desk(project: Project) -> tuple[Desk | None, list[Problem]]:
    """Return texts and record with all problems; None if the settings or the record have errors."""
    settings, problems = read_settings(project.root / "mkdocs.yml")
    file = project.translations_file
    record, found = read_translations(file, project.name(file))
    if settings is None or record is None:
        return None, problems + found
    folders, problems = find_folders(project.docs, project.shown)
    publications = {}
    for folder in folders:
        publication, found = read_folder(project, settings, record, folder)
        problems += found
        if publication:
            publications[folder.path] = publication
    return Desk(project, settings, record, publications, {each.path: each for each in folders}), problems


def read_folder(
    project: Project, settings: Settings, record: TranslationRecord, folder: SourceFolder
) -> tuple[Publication | None, list[Problem]]:
    """Return the publication of one folder with all problems; None without a valid source text."""
    pages: dict[str, SourcePage] = {}
    problems: list[Problem] = []
    for tag, file in folder.pages.items():
        page, found = read_source(file, f"{project.shown}/{folder.path}/{file.name}")
        problems += found
        pages |= {tag: page} if page else {}
    if SOURCE_TAG not in pages:
        return None, problems
    publication, found = parse_publication(folder.path, pages, settings, record.known(folder.path))
    return publication, problems + found


def find_publication(desk: Desk, name: str, tag: str) -> list[Problem]:
    """Report an unknown publication (publication.unknown) or target language (translation.target)."""
    path = name.strip("/")
    if path not in desk.publications:
        known = ", ".join(sorted(desk.publications))
        return [problem("publication.unknown", desk.project.shown, found=name, wanted=known)]
    tags = [each for each in desk.settings.tags if each not in (SOURCE_TAG, CONVERTED_TAG)]
    if tag not in {*tags, *translated_tags(desk.publications[path])}:
        return [problem("translation.target", desk.project.shown, found=tag, known=", ".join(tags))]
    return []
