"""MkDocs events (MkDocs 事件): the handlers of MkDocs' events; engine.py runs MkDocs, serving.py uses its server."""

from __future__ import annotations

import logging
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, TemplateError
from markdown import Markdown  # type: ignore[import-untyped]
from markdown.extensions import Extension  # type: ignore[import-untyped]
from markdown.treeprocessors import Treeprocessor  # type: ignore[import-untyped]
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from gazette.languages import Language
from gazette.pages.lists import NOT_FOUND_PATH
from gazette.pages.page import page_place
from gazette.pages.rendering import EmphasisExtension
from gazette.problems import PublicationError
from gazette.project import Project
from gazette.site.addresses import Addresses
from gazette.site.rebase import WriteAddress, rebase_elements, rebase_tags
from gazette.site.run import Run
from gazette.site.staging import WrittenStage, stage_site
from gazette.site.templates import is_of_template, make_strict, template_problem

log = logging.getLogger("mkdocs.gazette")
# Keys in config.extra that carry a run and its written stage from event to event.
RUN, STAGED = "gazette_run", "gazette_staged"


class Stopped(Abort):
    """Raised to end MkDocs with exit status 1 and the problems as its message, without a traceback."""

    def __init__(self, cause: PublicationError, wording: str) -> None:
        super().__init__("\n".join(each.sentence(wording) for each in cause.problems))
        self.problems = cause.problems


def prepare(config: MkDocsConfig) -> MkDocsConfig:
    """on_config: stage once for all languages, then let MkDocs read the stage instead of docs/."""
    if _is_language_pass(config):
        return config
    # A plain `mkdocs build` has no run of ours in config.extra.
    root = Path(config.config_file_path or "mkdocs.yml").resolve().parent
    run: Run = config.extra.setdefault(RUN, Run(Project(root, Path(config.docs_dir).resolve())))
    staged = run.share or _stage(run, config.site_url)
    for each in staged.warnings:
        log.info(each.sentence(run.wording))
    config.docs_dir = str(staged.folder)
    extensions: list[Any] = [EmphasisExtension(), _TagExtension(staged)]  # MkDocs accepts objects
    if run.share:
        # Pages outside the share are not known to MkDocs; that links lead somewhere was checked before.
        extensions.append(_LinkExtension(staged))
        config.validation.links.not_found = config.validation.links.unrecognized_links = logging.DEBUG
    config.markdown_extensions += extensions
    # Nothing of Material's templates and assets reaches a reader; MkDocs would list them all for each language.
    config.theme.dirs = config.theme.dirs[:1]
    # Ours are made from the catalogue; MkDocs would build its own once per language, each overwriting the last.
    config.theme.static_templates -= {"404.html", "sitemap.xml"}
    config.plugins.events["build_error"].append(partial(explain, run))
    config.extra[STAGED] = staged
    return config


def _stage(run: Run, site_url: str | None) -> WrittenStage:
    try:
        return stage_site(run.project, replace(run.options, site_url=site_url), run.on_progress)
    except PublicationError as cause:
        raise Stopped(cause, run.wording) from None


class _TagExtension(Extension):  # type: ignore[misc]
    """Extension that rebases addresses in raw HTML; MkDocs itself handles only those in Markdown."""

    def __init__(self, staged: WrittenStage) -> None:
        super().__init__()
        self._staged = staged

    def extendMarkdown(self, md: Markdown) -> None:
        md.treeprocessors.register(
            _TagProcessor(md, self._staged), "gazette-tags", -10
        )  # runs after all raw tags have been stashed


class _TagProcessor(Treeprocessor):  # type: ignore[misc]
    def __init__(self, md: Markdown, staged: WrittenStage) -> None:
        super().__init__(md)
        self._staged = staged

    def run(self, root: Any) -> None:
        path, language, place = _place_of(self.md, self._staged)
        stash = self.md.htmlStash.rawHtmlBlocks
        for number, written in enumerate(stash):
            if isinstance(written, str):
                stash[number] = rebase_tags(written, path, language, place)
            else:
                rebase_elements(written, path, language, place)


class _LinkExtension(Extension):  # type: ignore[misc]
    """Extension that rebases addresses in Markdown to pages that MkDocs does not know."""

    def __init__(self, staged: WrittenStage) -> None:
        super().__init__()
        self._staged = staged

    def extendMarkdown(self, md: Markdown) -> None:
        # Of those with priority 0, ours runs after "unescape" and before MkDocs' own, which is registered last.
        md.treeprocessors.register(_LinkProcessor(md, self._staged), "gazette-links", 0)


class _LinkProcessor(_TagProcessor):
    def run(self, root: Any) -> None:
        rebase_elements(root, *_place_of(self.md, self._staged))


def _place_of(md: Markdown, staged: WrittenStage) -> tuple[str, Language, WriteAddress]:
    """Return folder and language of the page that is rendered, and how addresses are written on it."""
    # MkDocs' own: the page that is rendered.
    path, tag = page_place(md.treeprocessors["relpath"].file.src_uri)  # pyright: ignore[reportAttributeAccessIssue]
    settings = staged.context.settings
    language = settings.language(tag)
    return path, language, Addresses(settings.site_url).from_page(path, language)


def choose_files(files: Files, config: MkDocsConfig) -> Files:
    """on_files, after mkdocs-static-i18n: drop the theme's files and add images and attachments once for all languages.

    Without fallback pages the plugin drops them from every language but the first, together with their links.
    """
    stage = Path(config.docs_dir)
    for file in list(files):
        if Path(file.src_dir or "") != stage:
            files.remove(file)
    present = set(files.src_uris)
    for name in sorted(
        path.relative_to(stage).as_posix() for path in stage.rglob("*") if path.is_file() and path.suffix != ".md"
    ):
        if name not in present:
            files.append(File(name, str(stage), config.site_dir, config.use_directory_urls))
    return files


def place_not_found(files: Files, config: MkDocsConfig) -> None:
    """on_nav: write the 404 page of each language to the file name that servers expect."""
    staged = _staged(config)
    for file in files.documentation_pages():
        path, tag = page_place(file.src_uri)
        if path == NOT_FOUND_PATH:
            file.dest_uri = file.url = f"{staged.context.settings.language(tag).prefix}404.html"
            file.abs_dest_path = str(Path(config.site_dir, file.dest_uri))


def be_strict(env: Environment) -> Environment:
    """on_env: escape everything, and raise an error for unknown names; MkDocs does neither."""
    env.auto_reload = False  # made anew for each build; asking for the time stamp of each partial costs 1 ms a page
    return make_strict(env)


def explain(run: Run, error: Exception) -> None:
    """on_build_error: report an error in a template as a problem instead of a traceback."""
    overrides = run.project.root / "overrides"
    if isinstance(error, TemplateError) or (isinstance(error, TypeError) and is_of_template(error, overrides)):
        raise Stopped(PublicationError([template_problem(error, overrides)]), run.wording) from None


def page_context(context: Any, page: Page, config: MkDocsConfig) -> Any:
    """on_page_context: give the templates `gz`."""
    staged = _staged(config)
    path, tag = page_place(page.file.src_uri)
    run: Run = config.extra[RUN]
    shown = staged.context.page(path, tag, page.meta["gazette"])
    context["gz"] = replace(shown, problems=[*run.notes.get("", ()), *(run.notes.get(path, ()) if path else ())])
    run.on_progress("render", 1, 0)
    return context


def _is_language_pass(config: MkDocsConfig) -> bool:
    """True for the further languages, which mkdocs-static-i18n builds by calling build() again from on_post_build."""
    return bool(getattr(config.plugins["i18n"], "building", False))


def _staged(config: MkDocsConfig) -> WrittenStage:
    staged = config.extra[STAGED]
    assert isinstance(staged, WrittenStage)
    return staged
