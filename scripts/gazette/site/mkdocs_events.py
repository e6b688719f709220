"""Engine (引擎): what MkDocs' events do; the only file besides build.py that imports mkdocs."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from jinja2 import Environment, TemplateError
from markdown import Markdown  # type: ignore[import-untyped]
from markdown.extensions import Extension  # type: ignore[import-untyped]
from markdown.treeprocessors import Treeprocessor  # type: ignore[import-untyped]
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.livereload import LiveReloadServer
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from gazette.languages import SOURCE_TAG
from gazette.pages.lists import NOT_FOUND_PATH
from gazette.pages.rendering import EmphasisExtension
from gazette.problems import PublicationError
from gazette.project import Project
from gazette.site.addresses import Addresses
from gazette.site.preview import Contents, problems_on, stage_preview
from gazette.site.rebase import rebase_elements, rebase_tags
from gazette.site.staging import WrittenStage, stage_site
from gazette.site.templates import is_of_template, make_strict, template_problem

log = logging.getLogger("mkdocs.gazette")


def be_quiet(step: str, done: int, total: int) -> None:
    """Progress for nobody."""


# Set by `scripts/publish`; a plain `mkdocs build` leaves them alone.
wording = "en"
on_progress: Callable[[str, int, int], None] = be_quiet

# A preview keeps running on mistakes: it shows the last good pages, with the problems on top.
_good: dict[str, Contents] = {}
_is_preview = False
_last_good: dict[Path, WrittenStage] = {}
_overrides = Path("overrides")


class Stopped(Abort):
    """MkDocs ends with exit status 1 and prints this, without a traceback."""

    def __init__(self, cause: PublicationError) -> None:
        super().__init__("\n".join(each.sentence(wording) for each in cause.problems))
        self.problems = cause.problems


def start(command: str) -> None:
    """on_startup: `serve` or `build`."""
    global _is_preview
    _is_preview = command == "serve"
    _last_good.clear()
    _good.clear()


def prepare(config: MkDocsConfig) -> MkDocsConfig:
    """on_config: stage once for all languages, then let MkDocs read the stage instead of docs/."""
    if _is_language_pass(config):
        return config
    global _overrides
    root = Path(config.config_file_path or "mkdocs.yml").resolve().parent
    _overrides = root / "overrides"
    project: Project = config.extra.get("gazette_project") or Project(root, Path(config.docs_dir).resolve())

    def show(step: str, done: int, total: int) -> None:
        on_progress(step, done, total)

    try:
        release = bool(config.extra.get("gazette_release"))
        with_copies = bool(config.extra.get("gazette_copies", True))
        # A preview is to show an edit at once; copies are made for a site.
        staged = (
            stage_preview(project, config.site_url, show, _good)
            if _is_preview
            else stage_site(project, config.site_url, show, release=release, with_copies=with_copies)
        )
        _last_good[project.docs] = staged
    except PublicationError as cause:
        if not _is_preview or project.docs not in _last_good:
            raise Stopped(cause) from None
        staged = replace(_last_good[project.docs], warnings=tuple(cause.problems), folders=frozenset())
    for each in staged.warnings:
        log.info(each.sentence(wording))
    config.docs_dir = str(staged.folder)
    config.markdown_extensions += [EmphasisExtension(), _TagExtension(staged)]  # Markdown takes what MkDocs hands on
    # Ours are made from the catalogue; MkDocs would build them once per language, each over the last.
    config.theme.static_templates -= {"404.html", "sitemap.xml"}
    config.extra["gazette_staged"], config.extra["gazette_project"] = staged, project
    return config


class _TagExtension(Extension):  # type: ignore[misc]
    """MkDocs turns the addresses of Markdown into those of the page, and leaves HTML in a text alone: that is done here."""

    def __init__(self, staged: WrittenStage) -> None:
        super().__init__()
        self._staged = staged

    def extendMarkdown(self, md: Markdown) -> None:
        md.treeprocessors.register(
            _TagProcessor(md, self._staged), "gazette-tags", -10
        )  # when all tags have been put aside


class _TagProcessor(Treeprocessor):  # type: ignore[misc]
    def __init__(self, md: Markdown, staged: WrittenStage) -> None:
        super().__init__(md)
        self._staged = staged

    def run(self, root: Any) -> None:
        # MkDocs' own: the page that is rendered.
        file = self.md.treeprocessors["relpath"].file  # pyright: ignore[reportAttributeAccessIssue]
        path, tag = _place(file, self._staged)
        language = self._staged.context.settings.language(tag)
        place = Addresses(self._staged.context.settings.site_url).from_page(path, language)
        stash = self.md.htmlStash.rawHtmlBlocks
        for number, written in enumerate(stash):
            if isinstance(written, str):
                stash[number] = rebase_tags(written, path, language, place)
            else:
                rebase_elements(written, path, language, place)


def choose_files(files: Files, config: MkDocsConfig) -> Files:
    """on_files, after mkdocs-static-i18n: nothing of the theme; images and attachments once, for all languages.

    Without fallback pages the plugin drops them from every language but the first, and their links with them.
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
    """on_nav: the 404 page of each language at the name that servers expect."""
    staged = _staged(config)
    for file in files.documentation_pages():
        path, tag = _place(file, staged)
        if path == NOT_FOUND_PATH:
            file.dest_uri = file.url = f"{staged.context.settings.language(tag).prefix}404.html"
            file.abs_dest_path = str(Path(config.site_dir, file.dest_uri))


def be_strict(env: Environment) -> Environment:
    """on_env: a template that forgets to escape shows markup as text, and a name that nobody gave is an error; MkDocs lets both run."""
    return make_strict(env)


def explain(error: Exception) -> None:
    """on_build_error: what is wrong in a template is a problem of it, and no traceback."""
    if isinstance(error, TemplateError) or (isinstance(error, TypeError) and is_of_template(error, _overrides)):
        raise Stopped(PublicationError([template_problem(error, _overrides)])) from None


def page_context(context: Any, page: Page, config: MkDocsConfig) -> Any:
    """on_page_context: `gz` for the templates."""
    staged = _staged(config)
    path, tag = _place(page.file, staged)
    project: Project = config.extra["gazette_project"]
    found = problems_on(path, staged, project.shown) if _is_preview else []
    context["gz"] = replace(
        staged.context.page(path, tag, page.meta["gazette"]), problems=[each.sentence(wording) for each in found]
    )
    on_progress("render", 1, 0)
    return context


def watch_sources(server: LiveReloadServer, config: MkDocsConfig) -> LiveReloadServer:
    """on_serve: watch what people edit; the stage is written by us and would answer every rebuild with another."""
    project: Project = config.extra["gazette_project"]
    server.unwatch(str(project.stage))
    for path in watched(project):
        if path.exists():
            server.watch(str(path))
    return server


def watched(project: Project) -> list[Path]:
    """What people edit: the texts, the looks, what they sign, and every table of data that comes with the code."""
    code = project.root / "scripts" / "gazette"
    return [
        project.docs,
        project.root / "overrides",
        project.ledger_file.parent,
        *code.glob("*.tsv"),
        *code.glob("*/data"),
    ]


def _is_language_pass(config: MkDocsConfig) -> bool:
    """mkdocs-static-i18n builds the further languages by calling build() again from on_post_build."""
    return bool(getattr(config.plugins["i18n"], "building", False))


def _staged(config: MkDocsConfig) -> WrittenStage:
    staged = config.extra["gazette_staged"]
    assert isinstance(staged, WrittenStage)
    return staged


def _place(file: File, staged: WrittenStage) -> tuple[str, str]:
    """The folder and the language of a staged page, from its name."""
    folder, _, name = file.src_uri.rpartition("/")
    parts = name.split(".")
    return folder, parts[1] if len(parts) == 3 else SOURCE_TAG
