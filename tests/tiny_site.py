"""Tiny real sites for tests: a folder of texts, written in a few lines."""

from __future__ import annotations

from pathlib import Path

from gazette.project import Project
from gazette.site.build import BuiltSite, build_site

ROOT = Path(__file__).resolve().parents[1]

NOTICE = """---
type: notice
title: {title}
index_number: 11370300MB28612343/{year}-{number}
document_number: 无文号
issued: {year}-03-01
published: {year}-03-02
issuing_body: 淄博市市场监督管理局
contact: {{person: 王斌, telephone: 0533-3188608}}
languages: [{languages}]
---

{body}
"""

# A statute has no number of the bureau's.
STATUTE = """---
type: regulation
title: {title}
{numbers}issued: {year}-03-01
published: {year}-03-02
issuing_body: 国务院
languages: [{languages}]
---

{body}
"""

# The facts of a plan, which needs the fewest.
PLAN_FACTS = """---
type: plan
title: 工作方案
index_number: 11370300MB28612343/2022-5323960
document_number: 无文号
issued: 2022-10-27
published: 2022-10-27
issuing_body: 淄博市市场监督管理局
languages: [zh-Hans]
---

"""


def write_notice(
    docs: Path,
    slug: str,
    body: str,
    *,
    title: str = "关于试点工作的通知",
    year: int = 2023,
    number: int = 1,
    languages: str = "zh-Hans, zh-Hant",
) -> Path:
    """One notice in `docs`; the file's path."""
    file = docs / "interpretations" / str(year) / slug / "index.md"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(
        NOTICE.format(title=title, year=year, number=number, languages=languages, body=body), encoding="utf-8"
    )
    return file


def write_statute(
    docs: Path,
    slug: str,
    body: str,
    *,
    title: str = "某规定",
    year: int = 2023,
    numbers: str = "",
    languages: str = "zh-Hans, zh-Hant",
) -> Path:
    """One statute in `docs`, `numbers` being lines of its front matter; the file's path."""
    file = docs / "regulations" / str(year) / slug / "index.md"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(
        STATUTE.format(title=title, year=year, numbers=numbers, languages=languages, body=body), encoding="utf-8"
    )
    return file


def build_tiny(
    docs: Path, out: Path, site_url: str = "https://www.example.org/", *, with_copies: bool = False
) -> BuiltSite:
    return build_site(Project(ROOT, docs.resolve()), out.resolve(), site_url, with_copies=with_copies)
