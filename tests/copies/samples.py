"""Copies for tests: laid out as the template lays out official copies, from the values that the page shows."""

from __future__ import annotations

import html
import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path

from weasyprint import CSS, HTML

from converted import EMPTY
from gazette.convert.editions import ConvertedText
from gazette.copies.archival import CopyMetadata, write_metadata
from gazette.model.versions import Version
from gazette.pages.canonical import render_body
from gazette.pages.compose import compose_page
from gazette.pages.labels import Labels, label_scribe, read_labels
from gazette.pages.official import add_copy
from gazette.render import Inputs, render_publication
from gazette.settings import Settings, read_settings
from gazette.source.folders import find_folders
from gazette.verify.published import Published, publish_text
from tiny_site import ROOT, write_notice

ADDRESS = "https://www.example.org/a-very-long-name-of-a-site-that-has-to-be-broken-over-lines/"
STYLE = """
@page { size: A4; margin: 37mm 26mm 35mm 28mm; @bottom-center { content: "— " counter(page) " —" } }
body { font: 16pt/29pt "Noto Serif CJK SC", "Noto Serif CJK TC", serif; text-align: justify }
body:lang(en) { font-family: "DejaVu Serif", "Noto Serif CJK SC", serif; hyphens: auto }
p { text-indent: 2em; orphans: 1; widows: 1; margin: 0 }
table { width: 100%; border-collapse: collapse } tr { break-inside: avoid } td, th { border: 1pt solid }
.footnote-backref { display: none } pre { white-space: pre-wrap }
"""


@cache
def settings() -> Settings:
    found, problems = read_settings(ROOT / "mkdocs.yml")
    assert found and problems == []
    return found


@cache
def labels() -> Mapping[str, Labels]:
    found, problems = read_labels(ROOT / "overrides" / "labels", settings(), label_scribe(settings(), EMPTY))
    assert problems == []
    return found


def converted(docs: Path) -> ConvertedText:
    """The one publication in a folder of texts."""
    (folder,), problems = find_folders(docs, "docs")
    one, found = render_publication(folder, Inputs("docs", settings(), labels(), EMPTY))
    assert one and [each for each in problems + found if each.level == "error"] == []
    return one.text


def published(text: ConvertedText, tag: str, versions: Sequence[Version] = ()) -> Published:
    words = labels()[tag]
    address = f"{ADDRESS}{words.language.prefix}{text.publication.path}/"
    return publish_text(text, tag, words, versions, address)


def copy_html(text: ConvertedText, tag: str, body: str | None = None) -> str:
    """The document of a copy; `body` in place of the text's own."""
    words = labels()[tag]
    page = add_copy(compose_page(text, tag, words), words, {})
    notice = "".join(f"<p>{html.escape(each)}</p>" for each in page.data["notice"])
    colophon = [
        {"label": words["copy_address"], "value": f"{ADDRESS}{words.language.prefix}{page.path}/"},
        *page.data["official"]["rows"],
    ]
    parts = [
        f'<header><h1 class="gz-title">{html.escape(page.title)}</h1></header>',
        f'<div class="gz-notice">{notice}</div>' if notice else "",
        _table(words["facts"], page.data["facts"], "publication-facts"),
        f'<div class="gz-body">{render_body(page.body) if body is None else body}</div>',
        _table(words["contact"], page.data["contact"], "contact") if page.data["contact"] else "",
        f'<section class="gz-copy-colophon">{_table("", colophon, "copy")}</section>',
    ]
    head = f"<head><title>{html.escape(page.title)}</title></head>"
    return (
        f'<!doctype html><html lang="{tag}">{head}<body><main><article>{"".join(parts)}</article></main></body></html>'
    )


def print_html(content: str, variant: str | None = "pdf/a-2a", style: str = STYLE) -> bytes:
    printed: bytes = HTML(string=content, base_url=ADDRESS).write_pdf(
        stylesheets=[CSS(string=style)], pdf_variant=variant, presentational_hints=True
    )
    return printed


def print_copy(text: ConvertedText, tag: str, body: str | None = None) -> bytes:
    """The copy as PDF, with the metadata of a real one."""
    now = published(text, tag)
    identifier = f"{now.path} {tag} {now.fingerprint}"
    metadata = CopyMetadata(now.title, tag, "淄博市市场监督管理局", date(2022, 10, 27), identifier)
    printed: bytes = HTML(string=copy_html(text, tag, body), base_url=ADDRESS).write_pdf(
        stylesheets=[CSS(string=STYLE)],
        pdf_variant="pdf/a-2a",
        presentational_hints=True,
        finisher=lambda _, pdf: write_metadata(pdf, metadata),
    )
    return printed


def _table(title: str, rows: Iterable[Mapping[str, str]], name: str) -> str:
    cells = "".join(
        f'<tr><th scope="row">{html.escape(row["label"])}</th><td>{html.escape(row["value"])}</td></tr>' for row in rows
    )
    caption = f"<caption>{title}</caption>" if title else ""
    return f'<table class="gz-publication-facts" id="{name}">{caption}<tbody>{cells}</tbody></table>'


RICH = """\
前言[^one]由市局（2022-2025年）制定，参加 PCT application 工作，
电话0533-3188608。

## 一、总体要求 {#aims}

第一条　为了**发展**，见[链接](https://www.example.org/a)和`code x`。

- 甲项
- 乙项

    乙项又一段

    - 子项一
    - 子项二

    乙项末段

3. 第三
4. 第四
    1. 其一
    2. 其二

| 名称 | 数量 | 备注 |
|---|---|---|
%ROWS%
| 空 |  |  |
| 甲<br>乙 | **3** | a \\| b |

> 引文一行
> 又一行

```
第一行  code
  second line
```

<div>原样<b>粗</b> 文字<ul><li>裸一</li><li>裸二</ul></div>

<figure><img src="data:image/svg+xml;base64,PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciIHdpZHRoPSIxMCIgaGVpZ2h0PSIxMCI+PHJlY3Qgd2lkdGg9IjUiIGhlaWdodD0iNSIvPjwvc3ZnPg==" alt="图的说明"><figcaption>图1　流程</figcaption></figure>

结尾[^two]。

[^one]: 注一。
[^two]: 注二有两段。

    第二段。
"""


def rich_body(rows: int = 60) -> str:
    """Everything that a text may hold, with a table over more than one page."""
    return RICH.replace("%ROWS%", "\n".join(f"| 第{number}行 | {number} | 无 |" for number in range(rows)))


@cache
def sample_texts() -> dict[str, ConvertedText]:
    """The project's own publication, and one with everything in it."""
    with tempfile.TemporaryDirectory() as folder:
        docs = Path(folder)
        shutil.copytree(ROOT / "docs" / "interpretations", docs / "own" / "interpretations")
        write_notice(docs / "rich", "n", rich_body())
        return {name: converted(docs / name) for name in ("own", "rich")}


@cache
def sample_copies() -> dict[tuple[str, str], bytes]:
    """Their copies, by name of the text and language."""
    texts = sample_texts()
    return {(name, tag): print_copy(text, tag) for name, text in texts.items() for tag in text.editions}
