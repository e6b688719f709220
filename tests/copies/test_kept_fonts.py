"""What is kept from copy to copy in one process: the same bytes as without, nothing of another copy, nothing left behind."""

from __future__ import annotations

import dataclasses
import hashlib
import io
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pydyf
import pytest
from fontTools.ttLib import TTFont

from copies.specimens import copy_of, page
from gazette.copies import draft, kept_fonts, typeset
from gazette.copies.draft import Mark
from gazette.copies.kept_fonts import MOST_SETS, fonts_key
from gazette.copies.typeset import CopyDocument, CopyError
from gazette.copies.written import write_objects

LANGUAGES = ("zh-Hans", "zh-Hant")
NAME = "GazetteFangSong.woff2"
IN_A_WORKER = """
import hashlib, os, tempfile
from multiprocessing import get_context
from copies.test_kept_fonts import LANGUAGES, digest, specimen
from gazette.copies import kept_fonts

def work(tags):
    kept_fonts.keep_fonts()
    print(*(digest(specimen(tag)) for tag in tags), len(kept_fonts._kept), len(os.listdir(tempfile.gettempdir())))

if __name__ == "__main__":
    worker = get_context("fork").Process(target=work, args=(LANGUAGES * 2,))
    worker.start()
    worker.join()
    print(os.listdir(tempfile.gettempdir()))
"""


def specimen(tag: str = "zh-Hans", body: str = "<p>正文</p>") -> CopyDocument:
    return copy_of(tag, page(tag, body, "样张"))


def digest(copy: CopyDocument) -> str:
    return hashlib.sha256(typeset.typeset(copy).content).hexdigest()


@pytest.fixture
def keeping(monkeypatch: pytest.MonkeyPatch) -> dict[Any, Any]:
    """As in a worker, for one test."""
    kept: dict[Any, Any] = {}
    monkeypatch.setattr(kept_fonts, "_kept", kept)
    return kept


def test_a_worker_makes_the_same_copies_and_leaves_no_fonts_behind(tmp_path: Path) -> None:
    environment = {**os.environ, "TMPDIR": str(tmp_path), "PYTHONPATH": ":".join(sys.path)}
    done = subprocess.run((sys.executable, "-c", IN_A_WORKER), env=environment, capture_output=True, text=True)
    fresh = [digest(specimen(tag)) for tag in LANGUAGES]
    assert done.stdout.split() == [*fresh, *fresh, "2", "2", "[]"], done.stderr


def test_copies_at_other_addresses_take_the_fonts_that_are_loaded(keeping: dict[Any, Any]) -> None:
    first = specimen()
    typeset.typeset(first)
    [fonts] = keeping.values()
    moved = dataclasses.replace(first, address="https://www.example.org/interpretations/2023/other/")
    typeset.typeset(moved)
    assert list(keeping.values()) == [fonts]


def test_a_font_that_has_changed_is_loaded_again(keeping: dict[Any, Any], tmp_path: Path) -> None:
    """Under the same name, and even in the same file."""
    copy, file = specimen(), tmp_path / "face.ttf"
    shutil.copy(copy.resources[NAME], file)
    mine = dataclasses.replace(copy, resources={**copy.resources, NAME: file})
    before = digest(mine)
    assert before == digest(copy)
    with TTFont(copy.resources[NAME]) as font:
        font["hmtx"].metrics[font.getBestCmap()[ord("正")]] = (1500, 0)
        font.save(file)
    os.utime(file, (0, 0))
    assert digest(mine) != before and digest(copy) == before and len(keeping) == 3


def test_no_more_sets_are_kept_than_a_process_can_hold(keeping: dict[Any, Any]) -> None:
    for number in range(MOST_SETS + 2):
        copy = specimen()
        digest(dataclasses.replace(copy, styles=(f"{copy.styles[0]}{' ' * number}", *copy.styles[1:])))
    assert len(keeping) == MOST_SETS


@pytest.mark.parametrize(
    "style",
    [
        '@font-face { font-family: a; src: url("a.ttf") } p { color: red }',
        '@media print { @font-face { font-family: a; src: url("a.ttf") } }',
        "@font-face { font-family: a; src: url(a.ttf) }",
        '@font-face { font-family: a; src: url("gone.ttf") }',
        '@font-face { font-family: a; src: url("bytes.ttf") }',
    ],
)
def test_fonts_of_unknown_origin_are_not_kept(keeping: dict[Any, Any], tmp_path: Path, style: str) -> None:
    (tmp_path / "a.ttf").touch()
    files: dict[str, Path | bytes] = {"a.ttf": tmp_path / "a.ttf", "gone.ttf": tmp_path / "gone", "bytes.ttf": b""}
    assert fonts_key(['@font-face { font-family: a; src: url("a.ttf") }', "p { color: red }"], files.get)
    assert fonts_key([style], files.get) is None


@pytest.mark.parametrize("rule", ["p { background: url(seal.png) }", "@import url(seal.png);", "@import 'seal.png';"])
def test_a_style_that_names_a_file_names_it_for_each_copy(rule: str) -> None:
    for place in ("a", "b"):
        address = f"https://www.example.org/{place}/"
        copy = specimen()
        files = {f"{address}{name}": file for name, file in copy.resources.items()}
        copy = dataclasses.replace(copy, address=address, styles=(*copy.styles, rule), resources=files)
        with pytest.raises(CopyError, match=f"{address}seal.png is not among the resources"):
            typeset.typeset(copy)


def test_the_mark_is_drawn_from_the_font_as_it_is(tmp_path: Path) -> None:
    font, mark = specimen().resources[NAME], Mark("草", tmp_path / "face.ttf")
    widths = []
    for number, width in enumerate((1000, 1500)):
        with TTFont(font) as face:
            face["hmtx"].metrics[face.getBestCmap()[ord("草")]] = (width, 0)
            face.save(mark.font)
        os.utime(mark.font, (number, number))
        pdf = pydyf.PDF()
        draft.mark_pages(pdf, (), mark)
        widths.append(pdf.objects[-1].extra["BBox"][2])
    assert widths == [1000, 1500]


class CountedStream(pydyf.Stream):  # type: ignore[misc]
    """Counts how often its bytes are made."""

    made = 0

    @property
    def data(self) -> Any:
        self.made += 1
        return super().data


def test_written_objects_are_made_once_and_make_the_same_file() -> None:
    files, made = [], []
    for written in (False, True):
        pdf, stream = pydyf.PDF(), CountedStream(["q Q" * 99], compress=True)
        pdf.info["Title"] = pydyf.String("标题")
        pdf.add_object(stream)
        pdf.add_page(pydyf.Dictionary({"Type": "/Page", "Contents": stream.reference}))
        if written:
            write_objects(pdf)
        file = io.BytesIO()
        pdf.write(file, identifier=b"gz", compress=True)
        files.append(file.getvalue())
        made.append(stream.made)
    assert files[0] == files[1] and made == [2, 1]
