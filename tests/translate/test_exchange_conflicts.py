"""A passage that someone edited while the translator had it is not overwritten: it is listed, and the rest is taken."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from gazette.project import Project
from gazette.records.exchange import export_passages
from gazette.translate.xliff import format_xliff
from handovers import XLIFF, desk_of, first_publication, imported, rewrite
from translations import PATH


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return first_publication(tmp_path)


def sent(project: Project) -> bytes:
    """Two passages go out, stale both."""
    rewrite(project, "index.md", "3376件", "3377件")
    rewrite(project, "index.md", "更加完备", "更加完善")
    exchange, problems = export_passages(desk_of(project), PATH, "en")
    assert exchange and problems == [] and len(exchange.units) == 2
    return format_xliff(exchange)


def translated(data: bytes, old: str, new: str, *, keeps: bool = True) -> bytes:
    """The file as a tool gives it back; one that `keeps` attributes and alternative translations, or one that does not."""
    root = etree.fromstring(data)
    for unit in root.iter(f"{XLIFF}trans-unit"):
        target = unit.find(f"{XLIFF}target")
        text = "".join(target.itertext())
        for child in list(target):
            target.remove(child)
        target.text = text.replace(old, new)
        if not keeps:
            unit.attrib.pop("resname", None)
            for each in unit.findall(f"{XLIFF}alt-trans"):
                unit.remove(each)
    return bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True))


def english(project: Project) -> str:
    return (project.docs / PATH / "index.en.md").read_text(encoding="utf-8")


def test_a_colleague_s_edit_is_kept_and_named_and_the_rest_is_taken(project: Project) -> None:
    data = sent(project)
    back = translated(translated(data, "3,376", "3,377"), "more complete", "more nearly complete")
    rewrite(project, "index.en.md", "3,376", "about 3,376")
    number, (conflict,) = imported(project, back)
    assert number == 1
    assert "about 3,376" in english(project) and "more nearly complete" in english(project)
    assert (conflict.code, conflict.found, conflict.level) == ("xliff.edited", "question-1+1", "error")
    assert "3,377" in dict(conflict.details)["theirs"] and "about 3,376" in dict(conflict.details)["mine"]


def test_a_conflict_alone_writes_nothing(project: Project) -> None:
    back = translated(sent(project), "3,376", "3,377")
    before = rewrite(project, "index.en.md", "3,376", "about 3,376").read_bytes()
    number, problems = imported(project, back)
    assert (number, [each.code for each in problems]) == (0, ["xliff.edited"])
    assert (project.docs / PATH / "index.en.md").read_bytes() == before


def test_the_same_edit_on_both_sides_is_no_conflict(project: Project) -> None:
    back = translated(sent(project), "3,376", "3,377")
    rewrite(project, "index.en.md", "3,376", "3,377")
    assert imported(project, back) == (0, [])


def test_an_edit_of_a_passage_that_the_translator_left_alone_is_no_conflict(project: Project) -> None:
    back = translated(sent(project), "more complete", "more nearly complete")
    rewrite(project, "index.en.md", "3,376", "about 3,376")
    assert imported(project, back) == (1, [])
    assert "about 3,376" in english(project)


def test_a_file_that_lost_what_went_out_overwrites_nothing(project: Project) -> None:
    back = translated(sent(project), "3,376", "3,377", keeps=False)
    before = (project.docs / PATH / "index.en.md").read_bytes()
    number, problems = imported(project, back)
    assert (number, [each.code for each in problems]) == (0, ["xliff.edited"])
    assert (project.docs / PATH / "index.en.md").read_bytes() == before


def test_a_passage_translated_meanwhile_is_no_longer_missing(project: Project) -> None:
    text = english(project)
    gone = next(part for part in text.split("\n\n") if part.startswith("**Third, "))
    rewrite(project, "index.en.md", gone + "\n\n", "")
    exchange, _ = export_passages(desk_of(project), PATH, "en")
    assert exchange
    root = etree.fromstring(format_xliff(exchange))
    (target,) = root.iter(f"{XLIFF}target")
    for child in list(target):
        target.remove(child)
    target.text = gone.replace("Third", "Thirdly")
    (project.docs / PATH / "index.en.md").write_text(text, encoding="utf-8", newline="")
    number, problems = imported(project, bytes(etree.tostring(root)))
    assert (number, [each.code for each in problems]) == (0, ["xliff.edited"])
    assert english(project) == text


def test_the_words_of_a_picture_go_out_and_come_back(project: Project) -> None:
    rewrite(project, "index.md", "\n## ", "\n![专利数量图](a.png)\n\n## ")
    rewrite(project, "index.en.md", "\n## ", "\n![Patents](a.png)\n\n## ")
    exchange, _ = export_passages(desk_of(project), PATH, "en")
    assert exchange
    (unit,) = [each for each in exchange.units if "a.png" in each.source]
    assert (unit.source, unit.target) == ("![专利数量图](a.png)", "![Patents](a.png)")
    root = etree.fromstring(format_xliff(exchange))
    sources = [each for each in root.iter(f"{XLIFF}source") if "a.png" in "".join(each.itertext())]
    assert [[part.text for part in each] for each in sources[:1]] == [["![", "](a.png)"]]
    assert imported(project, translated(format_xliff(exchange), "Patents", "Number of patents")) == (1, [])
    assert "![Number of patents](a.png)" in english(project)
