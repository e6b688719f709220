"""The same bodies as a small Hugo site in both scripts, as a peer: titles and bodies converted by plain OpenCC, nothing checked.

.venv/bin/python tests/bench/hugo.py DOCS NEW_FOLDER
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from opencc import OpenCC

SETTINGS = """baseURL = "https://www.example.org/"
title = "plain"
defaultContentLanguage = "zh-hans"
disableKinds = ["taxonomy", "term", "rss"]
[languages.zh-hans]
languageName = "简体中文"
contentDir = "content/zh-hans"
weight = 1
[languages.zh-hant]
languageName = "繁體中文"
contentDir = "content/zh-hant"
weight = 2
"""
PAGE = """<!doctype html><html lang="{{ .Language.Lang }}"><head><meta charset="utf-8"><title>{{ .Title }}</title></head>
<body>{{ range .Translations }}<a href="{{ .RelPermalink }}">{{ .Language.LanguageName }}</a>{{ end }}
<main data-pagefind-body><h1>{{ .Title }}</h1>{{ .Content }}</main></body></html>
"""
LIST = """<!doctype html><html lang="{{ .Language.Lang }}"><head><meta charset="utf-8"><title>{{ .Title }}</title></head>
<body><ul>{{ range .RegularPagesRecursive }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul></body></html>
"""


def find_hugo() -> tuple[str, str] | None:
    """Return the programs `hugo` and `pagefind` (the extended one, which knows Chinese words, if it is there); None without both."""
    hugo, pagefind = shutil.which("hugo"), shutil.which("pagefind_extended") or shutil.which("pagefind")
    return (hugo, pagefind) if hugo and pagefind else None


def hugo_commands(docs: Path, folder: Path, programs: tuple[str, str]) -> list[Sequence[str]]:
    """Return what makes the site, one after the other: the conversion, Hugo, Pagefind."""
    hugo, pagefind = programs
    return [
        (sys.executable, str(Path(__file__).resolve()), str(docs), str(folder)),
        (hugo, "--quiet", "--source", str(folder)),
        (pagefind, "--site", str(folder / "public")),
    ]


def write_hugo(docs: Path, folder: Path) -> None:
    """The source of the site: each publication at its path below content/ in both scripts."""
    for name, text in (("hugo.toml", SETTINGS), ("layouts/_default/single.html", PAGE)):
        _write(folder / name, text)
    for name in ("layouts/_default/list.html", "layouts/index.html"):
        _write(folder / name, LIST)
    convert = OpenCC("s2tw").convert
    for file in sorted(docs.rglob("index.md")):
        head, body = file.read_text(encoding="utf-8").split("---\n", 2)[1:]
        title = next(line for line in head.splitlines() if line.startswith("title:"))
        text = f"---\n{title}\n---\n{body}"
        path = Path(f"{file.parent.relative_to(docs)}.md")
        _write(folder / "content" / "zh-hans" / path, text)
        _write(folder / "content" / "zh-hant" / path, convert(text))


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write_hugo(Path(sys.argv[1]), Path(sys.argv[2]))
