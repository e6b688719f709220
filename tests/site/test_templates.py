"""A name that no template has stops the build, with file, line and what was probably meant; so does a partial called wrongly."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from gazette.problems import PublicationError
from gazette.project import Project
from gazette.site.build import build_site
from tiny_site import ROOT, write_notice

# Template → what is written in the place of what → what is said: line, found, the nearest name.
MISSPELT = {
    "a label": ("partials/masthead.html", "gz.labels.search_label }}</label>", "gz.labels.serach_label }}</label>", "serach_label", "search_label"),
    "a label by index": ("partials/footer.html", '"color_scheme_" ~ scheme', '"colour_scheme_" ~ scheme', "colour_scheme_auto", "color_scheme_auto"),
    "a name of the page": ("partials/footer.html", "gz.bureau", "gz.bureu", "bureu", "bureau"),
    "a name in a condition": ("partials/notice.html", "{% if gz.data.notice %}", "{% if gz.data.notise %}", "notise", "notice"),
    "a name in a loop": ("partials/contents.html", "in gz.data.contents", "in gz.data.content", "content", "contents"),
    "a variable": ("partials/footer.html", "gz.bureau", "zg.bureau", "zg", "gz"),
    "a field of a row": ("partials/publication-facts.html", "row.url", "row.ulr", "ulr", "url"),
    "a field of an entry": ("partials/publication-list.html", "entry.datetime", "entry.datetme", "datetme", "datetime"),
    "a script": ("main.html", "gz.scripts.late", "gz.scripts.lat", "lat", "late"),
    "in a page of copies": ("partials/copy-colophon.html", "gz.data.official.rows", "gz.data.official.row", "row", "rows"),
    "side by side": ("parallel.html", "gz.data.titles[0]", "gz.data.title[0]", "title", "titles"),
    "in the search page": ("search.html", "gz.labels.search_none", "gz.labels.search_non", "search_non", "search_none"),
    "in the page that verifies": ("verify.html", "gz.labels.verify_intro", "gz.labels.verify_intr", "verify_intr", "verify_intro"),
    "in the 404 page": ("not-found.html", "gz.home", "gz.hom", "hom", "home"),
}  # fmt: skip


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A copy of the project with one notice: its templates may be spoilt."""
    root = tmp_path / "project"
    root.mkdir()
    shutil.copytree(ROOT / "overrides", root / "overrides", ignore=shutil.ignore_patterns("fonts"))
    # Whole copies: a build follows no links.
    shutil.copytree(ROOT / "overrides" / "fonts", root / "overrides" / "fonts")
    shutil.copytree(ROOT / "scripts", root / "scripts", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "mkdocs.yml", root)
    write_notice(root / "docs", "n", "## 一、要求\n\n正文。\n\n## 二、时间\n\n正文。")
    return Project(root, root / "docs")


def spoil(project: Project, template: str, written: str, misspelt: str) -> int:
    """Put one thing in the place of another; the line where it stands first, the comment at the head apart."""
    file = project.root / "overrides" / template
    text = file.read_text(encoding="utf-8")
    at = text.index(written, text.index("#}"))
    file.write_text(text[:at] + misspelt + text[at + len(written) :], encoding="utf-8")
    return text[:at].count("\n") + 1


def problems_of(project: Project) -> list[tuple[str, str, int, str, str]]:
    with pytest.raises(PublicationError) as raised:
        build_site(project, project.root / "site", "https://www.example.org/", with_copies=False)
    return [
        (each.code, each.path, each.line, each.found, dict(each.details).get("wanted", ""))
        for each in raised.value.problems
    ]


@pytest.mark.parametrize("case", MISSPELT)
def test_a_misspelt_name_is_told_with_its_place_and_the_nearest_known_one(project: Project, case: str) -> None:
    template, written, misspelt, found, nearest = MISSPELT[case]
    line = spoil(project, template, written, misspelt)
    [(code, path, told, name, wanted)] = problems_of(project)
    assert (code, path, told, name) == ("template.name", f"overrides/{template}", line, found)
    assert nearest in wanted.split(", ")
    assert not (project.root / "site").exists()


CALLS = {
    "a parameter too few": ('publication_facts(gz.data.facts, gz.labels.facts, "publication-facts")', 'publication_facts(gz.data.facts, gz.labels.facts)', "template.name"),
    "a parameter too many": ('publication_facts(gz.data.facts, gz.labels.facts, "publication-facts")', 'publication_facts(gz.data.facts, gz.labels.facts, "a", "b")', "template.macro"),
    "an undeclared parameter": ('publication_facts(gz.data.facts, gz.labels.facts, "publication-facts")', 'publication_facts(gz.data.facts, gz.labels.facts, nmae="a")', "template.macro"),
    "a tag left open": ("{% block content %}", "{% block content", "template.form"),
    "a partial that is not there": ('"partials/topics.html"', '"partials/topic.html"', "template.form"),
}  # fmt: skip


@pytest.mark.parametrize("case", CALLS)
def test_a_template_that_cannot_be_rendered_is_a_problem(project: Project, case: str) -> None:
    written, spoilt, code = CALLS[case]
    spoil(project, "publication.html", written, spoilt)
    [(found, path, line, _, _)] = problems_of(project)
    assert found == code and path.startswith("overrides/") and path.endswith(".html")
    assert line > 0 or case == "a partial that is not there"


def test_the_command_says_it_in_a_sentence(project: Project) -> None:
    line = spoil(
        project, "partials/masthead.html", "gz.labels.search_label }}</label>", "gz.labels.serach_label }}</label>"
    )
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "-q"],
        cwd=project.root,
        capture_output=True,
        text=True,
        env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "NO_MKDOCS_2_WARNING": "1"},
    )
    assert done.returncode == 1 and "Traceback" not in done.stdout + done.stderr
    assert (
        f'overrides/partials/masthead.html:{line}: found "serach_label", expected a name known to templates; the nearest: search_label'
        in re.sub(r"\s+", " ", done.stderr + done.stdout)
    )
