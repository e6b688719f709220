"""What a copy depends on besides its document: an edit elsewhere, such as in verify/ or sign.py, makes no copy anew."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
from dataclasses import fields, replace
from datetime import date
from importlib.metadata import version
from pathlib import Path

import pytest

from gazette.copies import libraries, typesetter
from gazette.copies.draft import Mark
from gazette.copies.typeset import CopyDocument
from gazette.copies.typesetter import ENTRY, LIBRARIES, describe_typesetter, find_modules, library_version
from gazette.copies.weasyprint_patches import NO_SYSTEM_FONTS
from gazette.site import copy_cache

SETS = (
    "archival", "breaks", "draft", "grid", "headers", "justify", "kept_fonts", "lines", "pictures", "set_words", "signature",
    "tables", "tag_tree", "type_area", "typeset", "weasyprint_patches", "written",
)  # fmt: skip
DOCUMENT = CopyDocument(
    html="<p>文</p>", styles=("p { color: black }",), resources={"a.png": b"1"}, address="https://www.example.org/a/",
    title="文", language="zh-Hans", author="局", created=date(2022, 1, 1), identifier="a zh-Hans 1",
)  # fmt: skip


@pytest.fixture(autouse=True)
def described_anew() -> None:
    describe_typesetter.cache_clear()


def test_the_modules_that_typeset_are_these() -> None:
    assert list(find_modules(ENTRY)) == [f"gazette.copies.{name}" for name in SETS]


def test_what_python_loads_of_ours_for_a_copy_is_among_them() -> None:
    code = "import sys, gazette.copies.typeset; print(*(m for m in sys.modules if m.startswith('gazette.')))"
    environment = {**os.environ, "PYTHONPATH": str(typesetter.SCRIPTS)}
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    assert set(run.stdout.split()) - {"gazette.copies"} == set(find_modules(ENTRY))


@pytest.mark.parametrize("name", ["weasyprint", "pydyf", "fonttools", "Pillow", "Pyphen", "tinycss2"])
def test_every_package_of_the_typesetter_stands_in_the_description(name: str) -> None:
    assert f"{name} {version(name)}" in describe_typesetter()


@pytest.mark.parametrize("name", LIBRARIES)
def test_a_library_of_the_system_tells_its_version(name: str) -> None:
    assert (
        library_version(name).replace(".", "").isdigit() and f"{name} {library_version(name)}" in describe_typesetter()
    )


def test_pango_and_harfbuzz_are_those_that_weasyprint_has_loaded() -> None:
    from weasyprint.text.ffi import harfbuzz, pango

    major, minor, micro = map(int, library_version("pango").split("."))
    assert pango.pango_version() == major * 10000 + minor * 100 + micro
    parts = [int(each) for each in library_version("harfbuzz").split(".")]
    assert harfbuzz.hb_version_atleast(*parts) and not harfbuzz.hb_version_atleast(parts[0], parts[1], parts[2] + 1)


@pytest.mark.parametrize("name", LIBRARIES)
def test_another_version_of_a_library_is_another_key(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = copy_cache.copy_key(DOCUMENT)
    describe_typesetter.cache_clear()
    libraries.library_version.cache_clear()
    # The version of another library stands for a newer one.
    monkeypatch.setitem(libraries.LIBRARIES, name, ("libz", "zlibVersion", ctypes.c_char_p))
    monkeypatch.setattr(libraries, "_NAMES", ("{}.so.1", *libraries._NAMES))
    changed = copy_cache.copy_key(DOCUMENT)
    libraries.library_version.cache_clear()
    assert changed != before


def test_other_settings_of_fontconfig_are_another_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = copy_cache.copy_key(DOCUMENT)
    other = tmp_path / NO_SYSTEM_FONTS.name
    other.write_bytes(NO_SYSTEM_FONTS.read_bytes() + b"\n")
    describe_typesetter.cache_clear()
    monkeypatch.setattr(typesetter, "NO_SYSTEM_FONTS", other)
    assert copy_cache.copy_key(DOCUMENT) != before


def test_a_module_that_typesets_and_no_other_is_in_the_key(tmp_path: Path) -> None:
    for name, text in (("typeset", "def f():\n    from gazette.copies import lines\n"), ("lines", ""), ("sign", "")):
        file = tmp_path / "gazette" / "copies" / f"{name}.py"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    assert list(find_modules(ENTRY, tmp_path)) == ["gazette.copies.lines", "gazette.copies.typeset"]


OTHERS = {
    "html": "<p>字</p>", "styles": (), "resources": {"a.png": b"2"}, "address": "https://www.example.org/b/", "title": "字",
    "language": "zh-Hant", "author": "署", "created": date(2022, 1, 2), "identifier": "a zh-Hans 2",
    "mark": Mark("草案", Path("x.ttf")), "left_out": ("x",),
}  # fmt: skip


@pytest.mark.parametrize("field", [each.name for each in fields(CopyDocument)])
def test_every_field_of_a_document_is_in_the_key(field: str) -> None:
    assert copy_cache.copy_key(replace(DOCUMENT, **{field: OTHERS[field]})) != copy_cache.copy_key(DOCUMENT)
