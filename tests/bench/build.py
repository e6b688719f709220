"""Build time and its parts, and the weight of a page, beside plain Material for MkDocs on the same Markdown in the same run.

.venv/bin/python tests/bench/build.py [--count 100]
"""

from __future__ import annotations

import argparse
import gzip
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "scripts"), str(ROOT / "tests")]

PLAIN = """site_name: plain
docs_dir: {docs}
site_dir: {out}
theme: {{name: material, language: zh}}
plugins:
  - search
  - i18n:
      docs_structure: suffix
      fallback_to_default: false
      languages:
        - {{locale: zh, name: 中文, default: true}}
        - {{locale: zh-Hant, name: 繁體中文}}
        - {{locale: en, name: English}}
markdown_extensions: [attr_list, footnotes, md_in_html, tables]
"""


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    started = time.perf_counter()
    result = work()
    return time.perf_counter() - started, result


def write_texts(docs: Path, count: int) -> None:
    """`count` copies of the first publication, each with an index number and a folder of its own."""
    source = ROOT / "docs" / "interpretations" / "2022" / "ip-pilot-city"
    for number in range(count):
        folder = docs / "interpretations" / "2022" / f"copy-{number}"
        folder.mkdir(parents=True)
        text = (source / "index.md").read_text(encoding="utf-8").replace("2022-5323960", f"2022-{number + 1}")
        (folder / "index.md").write_text(text, encoding="utf-8")
        shutil.copy(source / "index.en.md", folder)


def build_plain(stage: Path, folder: Path) -> None:
    """The same staged Markdown without our templates, as Material would be used by itself."""
    subprocess.run(plain_command(stage, folder), check=True, capture_output=True)


def plain_command(stage: Path, folder: Path) -> list[str]:
    """What builds `folder`/plain, after its Markdown and settings have been written there."""
    docs = folder / "plain-docs"
    shutil.copytree(
        stage, docs, ignore=shutil.ignore_patterns("search-data", "assets", "*.html", "*.xml", "*.txt", "404")
    )
    for page in docs.rglob("*.md"):
        head, body = page.read_text(encoding="utf-8").split("---\n", 2)[1:]
        title = next(line for line in head.splitlines() if line.startswith("title:"))
        page.write_text(f"---\n{title}\n---\n{body}", encoding="utf-8")
    (folder / "plain.yml").write_text(PLAIN.format(docs=docs, out=folder / "plain"), encoding="utf-8")
    return [sys.executable, "-m", "mkdocs", "build", "-q", "-f", str(folder / "plain.yml")]


def weight(site: Path, page: Path) -> dict[str, int]:
    """gzip bytes that a first view of a page asks of the site, by kind."""
    from built_html import parse

    total = {"html": len(gzip.compress(page.read_bytes()))}
    for target in parse(page).xpath("//link[@rel='stylesheet']/@href | //script/@src"):
        if not urlsplit(target).netloc:
            file = (page.parent / target).resolve()
            total[file.suffix[1:]] = total.get(file.suffix[1:], 0) + len(gzip.compress(file.read_bytes()))
    return total | {"all": sum(total.values())}


def main() -> None:
    from gazette.project import Project
    from gazette.site.build import build_site
    from gazette.site.build_options import BuildOptions
    from gazette.site.stage_files import compose_stage
    from gazette.site.staging import stage_site

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=100, help="publications, each in three languages")
    count = parser.parse_args().count
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_texts(folder / "docs", count)
        project = Project(ROOT, folder / "docs")
        compose, _ = timed(lambda: compose_stage(project, None))
        whole, built = timed(
            lambda: build_site(project, folder / "site", "https://www.example.org/", with_copies=False)
        )
        stage = stage_site(project, BuildOptions(with_copies=False)).folder
        plain, _ = timed(lambda: build_plain(stage, folder))
        print(f"{count} publications in three languages, {built.pages} pages")
        print(f"compose {compose:.2f} s, MkDocs and the rest {whole - compose:.2f} s, together {whole:.2f} s")
        print(f"plain Material {plain:.2f} s; ratio {whole / plain:.2f}")
        for tag in ("", "zh-Hant/", "en/"):
            ours = weight(folder / "site", folder / "site" / f"{tag}interpretations/2022/copy-0/index.html")
            theirs = weight(folder / "plain", folder / "plain" / f"{tag}interpretations/2022/copy-0/index.html")
            print(
                f"{tag or 'zh-Hans/'} gzip bytes {ours}; plain Material {theirs}; ratio {ours['all'] / theirs['all']:.2f}"
            )
        shutil.rmtree(project.stage.parent)


if __name__ == "__main__":
    main()
