"""Texts with everything that has an address: pictures, attachments, footnotes, tables, links, in Markdown and in HTML; one passage is stale."""

from __future__ import annotations

import shutil
import struct
import zlib
from pathlib import Path

from gazette.project import Project
from tiny_site import ROOT, write_notice

PATH = "interpretations/2023/attached"
STALE_PATH = "interpretations/2022/ip-pilot-city"
NAMES = {"zh-Hans": "index.md", "en": "index.en.md", "zh-Hant": "index.zh-Hant.md"}

BODY = """## 一、图片和附件

流程见下图。![流程图](flow.png)一张在字里行间：<img src="flow.png" alt="流程图" width="40">。

<figure>
<img src="flow%20chart.png" alt="第二张图">
<figcaption>见<a href="../plan/index.md#section-1">工作方案</a>和<a href="table.csv">数据</a>。</figcaption>
</figure>

附件：[数据表](table.csv)、[名称带空格](<the table.csv>)、[数据表又一次][again]，另见[工作方案](../plan/index.md)第一部分，详见[第一部分](../plan/index.md#section-1)，回到[开头](#section-1)。

- 列表中的[附件](table.csv)和![图](flow.png)。

| 名称 | 图 |
|---|---|
| [数据](table.csv) | ![图](flow.png) |
| <a href="table.csv">数据</a> | 说明[^1] |

正文的注[^1]，再一次注[^1]，以及第二个注[^second]。

[again]: table.csv

[^1]: 第一个注，见[数据](table.csv)。
[^second]: 第二个注，见<a href="../plan/index.md">工作方案</a>。
"""

ENGLISH = """---
title: Notice on the pilot work
issuing_body: Zibo Administration for Market Regulation
contact: {person: Wang Bin}
translation: {status: unofficial}
---

## I. Pictures and attachments

The process is shown below. ![Process](flow.png) One stands among the words: <img src="flow.png" alt="Process" width="40">.

<figure>
<img src="flow%20chart.png" alt="The second picture">
<figcaption>See the <a href="../plan/index.md#section-1">work plan</a> and the <a href="table.csv">data</a>.</figcaption>
</figure>

Attachments: [data table](table.csv), [a name with a space](<the table.csv>), [the data table again][again]; see also the [work plan](../plan/index.md), its first part, namely [the first part](../plan/index.md#section-1), and go back to the [beginning](#section-1).

- In a list an [attachment](table.csv) and a ![picture](flow.png).

| Name | Picture |
|---|---|
| [data](table.csv) | ![picture](flow.png) |
| <a href="table.csv">data</a> | remark[^1] |

A note to the text[^1], once more the note[^1], and a second note[^second].

[again]: table.csv

[^1]: The first note, see the [data](table.csv).
[^second]: The second note, see the <a href="../plan/index.md">work plan</a>.
"""

PLAN = """## 一、总体要求

工作方案的正文，见[通知](../attached/index.md#section-1)。
"""

ENGLISH_PLAN = """---
title: Work plan
issuing_body: Zibo Administration for Market Regulation
contact: {person: Wang Bin}
translation: {status: unofficial}
---

## I. General requirements

The text of the work plan, see the [notice](../attached/index.md#section-1).
"""


def write_attached(folder: Path) -> Project:
    """The project's own texts, one of them edited since it was translated, and two of ours."""
    shutil.copytree(ROOT / "docs", folder / "docs")
    shutil.copytree(ROOT / "scripts" / "review", folder / "review")
    stale = folder / "docs" / STALE_PATH / "index.md"
    text = stale.read_text(encoding="utf-8")
    stale.write_text(text.replace("引导和培育知识产权服务业", "引导知识产权服务业"), encoding="utf-8")
    for slug, title, body, english, number in (
        ("attached", "关于试点工作的通知", BODY, ENGLISH, 1),
        ("plan", "工作方案", PLAN, ENGLISH_PLAN, 2),
    ):
        file = write_notice(folder / "docs", slug, body, title=title, number=number, languages="zh-Hans, zh-Hant, en")
        file.with_name("index.en.md").write_text(english, encoding="utf-8")
    own = folder / "docs" / PATH
    for name in ("flow.png", "flow chart.png"):
        (own / name).write_bytes(picture())
    for name in ("table.csv", "the table.csv"):
        (own / name).write_text("年份,件数\n2022,3\n", encoding="utf-8")
    return Project(ROOT, folder / "docs", folder / "review" / "ledger.tsv")


def picture(width: int = 40, height: int = 20) -> bytes:
    """A grey PNG."""
    rows = b"".join(b"\0" + b"\xcc" * width for _ in range(height))

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
