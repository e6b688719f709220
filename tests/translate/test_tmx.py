"""The translation memory: every signed passage with its source, nothing that is stale, and the texts as they are."""

from __future__ import annotations

from pathlib import Path

from lxml import etree
from translate.storage import factory

from gazette.translate.tmx import format_tmx
from translations import PATH, examine, seed_record, seed_text

LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def memory(folder: Path, zh: str) -> tuple[etree._Element, int]:
    publication = examine(folder, seed_record(), zh_Hans=zh, en=seed_text("en")).publication
    assert publication.path == PATH
    data, number = format_tmx([publication], "en", seed_record())
    return etree.fromstring(data), number


def texts(root: etree._Element) -> dict[str, tuple[str, str]]:
    found = {}
    for unit in root.iter("tu"):
        sides = {each.get(LANG): "".join(each.find("seg").itertext()) for each in unit.iter("tuv")}
        found[unit.findtext("prop")] = (sides["zh-Hans"], sides["en"])
    return found


def test_every_signed_passage_stands_in_it(tmp_path: Path) -> None:
    root, number = memory(tmp_path, seed_text("zh-Hans"))
    found = texts(root)
    assert number == len(found) == 19
    source, english = found[f"{PATH}#question-1+1"]
    assert "3376件" in source and "3,376" in english
    for source, english in found.values():
        assert source in seed_text("zh-Hans") and english in seed_text("en")
    (unit,) = [each for each in root.iter("tu") if each.findtext("prop").endswith("#measure-1")]
    assert [each.text for each in unit.iter("ph")] == ["**", "**", "**", "**"]
    assert unit.get("creationid") and unit.get("creationdate").endswith("T000000Z")


def test_a_passage_whose_source_changed_does_not(tmp_path: Path) -> None:
    root, number = memory(tmp_path, seed_text("zh-Hans").replace("3376件", "3377件"))
    assert number == 18 and f"{PATH}#question-1+1" not in texts(root)


def test_another_program_opens_it(tmp_path: Path) -> None:
    publication = examine(tmp_path, seed_record(), zh_Hans=seed_text("zh-Hans"), en=seed_text("en")).publication
    file = tmp_path / "memory.tmx"
    file.write_bytes(format_tmx([publication], "en", seed_record())[0])
    units = factory.getobject(str(file)).units
    assert len(units) == 19 and all(each.source and each.target for each in units)
