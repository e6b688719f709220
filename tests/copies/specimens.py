"""Specimens: texts set as official copies, by the typesetter and by Chromium's own Print, and what stands on their pages."""

from __future__ import annotations

import hashlib
import html
import io
import os
import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from lxml import html as parser
from PIL import Image
from playwright.sync_api import Browser

from gazette.copies.typeset import CopyDocument
from tiny_site import ROOT

FONTS = ROOT / "overrides" / "fonts"
ADDRESS = "https://www.example.org/interpretations/2022/specimen/"
DPI = 200
FACE = re.compile(r'(@font-face \{[^}]*?font-family: "([^"]+)"[^}]*?url\("([^"]+)"\)[^}]*\})')
RANGE = re.compile(r"\d+(?:[-./]\d+)+")


@dataclass(frozen=True)
class Ink:
    """Where a page is not white, in millimetres from its upper left corner."""

    left: float
    top: float
    right: float
    bottom: float


@cache
def fonts(tag: str) -> tuple[str, Mapping[str, Path]]:
    """The sheet and the files, as TrueType, of the faces that copies in this language use."""
    sheet = FONTS / "print-fonts.css"
    if not sheet.is_file():
        pytest.skip("the print fonts are not in overrides/fonts")
    script = "Hant" if tag == "zh-Hant" else "Hans"
    faces = FACE.findall(sheet.read_text(encoding="utf-8"))
    mine = [face for face in faces if face[1].endswith((script, "Latin", "Latin Han", "Mono"))]
    return "\n".join(rule for rule, _, _ in mine), {name: twin(FONTS / name) for _, _, name in mine}


def twin(file: Path) -> Path:
    """WeasyPrint spends seconds on woff2 that it spends on TrueType in no time."""
    data = file.read_bytes()
    made = ROOT / "build" / "font-twins" / f"{file.stem}-{hashlib.sha256(data).hexdigest()[:16]}.ttf"
    if not made.is_file():
        made.parent.mkdir(parents=True, exist_ok=True)
        part = made.with_suffix(f".{os.getpid()}")
        with TTFont(io.BytesIO(data), recalcTimestamp=False, recalcBBoxes=False) as font:
            font.flavor = None
            font.save(part)
        part.replace(made)
    return made


@cache
def style() -> str:
    return (ROOT / "overrides" / "css" / "official-copy.css").read_text(encoding="utf-8")


def page(tag: str, body: str, title: str = "") -> str:
    heading = f'<h1 class="gz-title">{html.escape(title)}</h1>' if title else ""
    article = f'<article class="gz-article">{heading}<div class="gz-body">{body}</div></article>'
    return wrap(tag, article)


def wrap(tag: str, article: str) -> str:
    head = '<head><meta charset="utf-8"><title>样张</title></head>'
    return f'<!doctype html><html lang="{tag}">{head}<body class="gz-page"><main>{article}</main></body></html>'


def article_of(file: Path) -> str:
    tree = parser.fromstring(file.read_text(encoding="utf-8"))
    return str(parser.tostring(tree.find(".//article"), encoding="unicode"))


def paragraphs(text: str) -> str:
    """Plain text as paragraphs; a range of numbers never breaks, as on the site."""
    kept = (
        RANGE.sub(r'<span class="gz-number">\g<0></span>', html.escape(line, quote=False)) for line in text.split("\n")
    )
    return "".join(f"<p>{line}</p>" for line in kept if line.strip())


def copy_of(tag: str, content: str, title: str = "样张") -> CopyDocument:
    sheet, files = fonts(tag)
    return CopyDocument(
        html=content,
        styles=(sheet, style()),
        resources=files,
        address=ADDRESS,
        title=title,
        language=tag,
        author="淄博市市场监督管理局",
        created=date(2022, 10, 27),
        identifier=f"interpretations/2022/specimen {tag}",
    )


def print_in_chromium(browser: Browser, tag: str, content: str, folder: Path) -> bytes:
    """What a reader's own Print gives; Chromium fetches fonts for print only when they are asked for."""
    sheet, files = fonts(tag)
    for name, file in files.items():
        sheet = sheet.replace(f'url("{name}")', f'url("{file.resolve().as_uri()}")').replace(' format("woff2")', "")
    source = folder / "specimen.html"
    source.write_text(content.replace("</head>", f"<style>{sheet}{style()}</style></head>"), encoding="utf-8")
    page = browser.new_page()
    page.goto(source.as_uri())
    page.emulate_media(media="print")
    page.evaluate("Promise.all([...document.fonts].map(face => face.load()))")
    printed = page.pdf(prefer_css_page_size=True)
    page.close()
    return printed


def lines_of(file: Path, page: int) -> list[str]:
    """The lines of a page as they stand, without spaces and without the page number."""
    done = subprocess.run(
        ["pdftotext", "-raw", "-f", str(page), "-l", str(page), file, "-"], capture_output=True, text=True
    )
    # Poppler's way of saying that there is no such page.
    if done.returncode == 99:
        return []
    assert done.returncode == 0, done.stderr
    lines = [re.sub(r"\s", "", line) for line in done.stdout.split("\n")]
    return [line for line in lines if line and not re.fullmatch(r"—\d+—", line)]


def picture(file: Path, number: int) -> Image.Image:
    done = subprocess.run(
        ["pdftoppm", "-r", str(DPI), "-gray", "-f", str(number), "-l", str(number), file, file.with_suffix("")],
        capture_output=True,
        check=True,
    )
    assert not done.stderr
    drawn = next(file.parent.glob(f"{file.stem}-*{number}.pgm"))
    with Image.open(drawn) as image:
        return image.point(lambda value: 255 if value < 128 else 0)


def ink_of(image: Image.Image, top: float = 0, bottom: float = 297, left: float = 0, right: float = 210) -> Ink:
    per_mm = DPI / 25.4
    box = image.crop(tuple(round(each * per_mm) for each in (left, top, right, bottom))).getbbox()  # type: ignore[arg-type]
    assert box, "no ink"
    return Ink(left + box[0] / per_mm, top + box[1] / per_mm, left + box[2] / per_mm, top + box[3] / per_mm)
