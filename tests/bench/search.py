"""Search on an archive of real texts, with --peers beside Material's own search and Pagefind on the same texts in one run."""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.archive import ArchiveError, write_archive
from bench.search_report import Searcher, Watched, failures, index_table, quality_table, type_table

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared" / "data"
sys.path[:0] = [str(ROOT / "scripts"), str(DATA / "search")]

EXAMPLE = """examples:
  .venv/bin/python tests/bench/search.py
  .venv/bin/python tests/bench/search.py --count 2000 --keep /tmp/archive
  .venv/bin/python tests/bench/search.py --peers --pagefind /tmp/pagefind-venv --material /tmp/material-venv

Pagefind and Material with jieba are no dependencies of this project. To have them measured too:
  python3 -m venv /tmp/pagefind-venv && /tmp/pagefind-venv/bin/pip install 'pagefind[extended]'
  python3 -m venv /tmp/material-venv && /tmp/material-venv/bin/pip install mkdocs==1.6.1 mkdocs-material==9.8.1 mkdocs-static-i18n==1.3.1 jieba
"""
URL = "https://www.example.org/"
OURS = str(Path(__file__).parent / "adapters" / "gazette.py")
CHINESE = ("zh-Hans", "zh-Hant")


class BenchError(Exception):
    """Why there is nothing to measure, in one line."""


def note(message: str) -> None:
    print(f"{time.strftime('%H:%M:%S')}  {message} …", file=sys.stderr, flush=True)


@contextmanager
def watching() -> Iterator[Watched]:
    """The site is composed once: the index is timed where it is made. One core: time of this process, not of the clock."""
    render: Any = importlib.import_module("gazette.render")
    assemble: Any = importlib.import_module("gazette.assemble")
    watched = Watched()

    def timed(work: Callable[..., Any], after: Callable[[Any], None]) -> Callable[..., Any]:
        def run(*arguments: Any, **options: Any) -> Any:
            started = time.process_time()
            result = work(*arguments, **options)
            watched.seconds += time.process_time() - started
            after(result)
            return result

        return run

    def cover(text: Any) -> None:
        if text.tag in CHINESE:
            watched.covered += len(gzip.compress(words_of(text).encode(), mtime=0))
            watched.texts += 1

    with (
        mock.patch.object(render, "find_passages", timed(render.find_passages, cover)),
        mock.patch.object(assemble, "index_publications", timed(assemble.index_publications, lambda files: None)),
    ):
        yield watched


def words_of(text: Any) -> str:
    """All that one edition says: each heading once, though every passage below it repeats it."""
    lines = [text.title]
    heading = ""
    for passage in text.passages:
        lines += [passage.heading] * (passage.heading != heading) + [passage.text]
        heading = passage.heading
    return "\n".join(lines)


def build_ours(docs: Path, out: Path) -> tuple[Searcher, Watched]:
    from gazette.cli.report import progress
    from gazette.problems import PublicationError
    from gazette.project import Project
    from gazette.site.build import build_site

    try:
        with watching() as watched, progress("en"):
            build_site(Project(ROOT, docs), out, URL, with_copies=False)
    except PublicationError as cause:
        first = next(each for each in cause.problems if each.is_error)
        raise BenchError(f"the site was not built: {first.sentence('en')}") from None
    return Searcher("ours", out, OURS, ("search-data/**/*",), watched.seconds), watched


def build_material(docs: Path, folder: Path, environment: Path | None) -> Searcher:
    """Plain Material, with jieba where `environment` has it: without it, Chinese is not cut into words."""
    from bench.build import build_plain
    from gazette.project import Project
    from gazette.site.build_options import BuildOptions
    from gazette.site.staging import stage_site

    project = Project(ROOT, docs)
    python = str(environment / "bin" / "python") if environment else sys.executable
    has_jieba = subprocess.run([python, "-c", "import jieba"], capture_output=True).returncode == 0
    stage = stage_site(project, BuildOptions(URL, with_copies=False)).folder
    try:
        with mock.patch.object(sys, "executable", python):
            build_plain(stage, folder)
    except subprocess.CalledProcessError as error:
        raise BenchError(f"plain Material was not built: {last_line(error.stderr)}") from None
    finally:
        shutil.rmtree(stage.parent)
    name = "Material, jieba" if has_jieba else "Material"
    return Searcher(
        name, folder / "plain", str(DATA / "search" / "adapters" / "material.py"), ("search/search_index.json",)
    )


def build_pagefind(ours: Path, folder: Path, given: Path | None) -> list[Searcher]:
    """Pagefind over our pages: title, facts and text of each publication; asked as its users do, and with its phrases."""
    binary = find_pagefind(given)
    if binary is None:
        print(f"Pagefind is left out: no pagefind at {given or 'PATH'}; --help says how to get it")
        return []
    site = folder / "pagefind-site"
    shutil.copytree(ours, site, copy_function=os.link, ignore=shutil.ignore_patterns("search-data"))
    started = os.times()
    command = [str(binary), *(["-m", "pagefind"] if binary.name == "python" else []), "--site", str(site)]
    command += ["--root-selector", ".gz-article", "--glob", "**/interpretations/*/*/index.html"]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise BenchError(f"Pagefind failed: {last_line(done.stderr or done.stdout)}")
    ended = os.times()
    seconds = ended.children_user + ended.children_system - started.children_user - started.children_system
    adapter, index = str(DATA / "search" / "adapters" / "pagefind.py"), ("pagefind/**/*.pf_*", "pagefind/*.json")
    return [
        Searcher("Pagefind", site, adapter, index, seconds),
        Searcher("Pagefind, quoted", site, adapter, index, seconds, ("q=quoted-fallback",)),
    ]


def find_pagefind(given: Path | None) -> Path | None:
    """A virtual environment, its Python or a binary of Pagefind."""
    if given and given.is_dir():
        return next((each for each in (given / "bin" / "python",) if each.exists()), None)
    found = shutil.which(str(given or "pagefind"))
    return Path(found) if found else None


def last_line(output: str | bytes) -> str:
    text = output.decode(errors="replace") if isinstance(output, bytes) else output
    return next((line for line in reversed(text.splitlines()) if line.strip()), "no message")


def evaluate(searcher: Searcher, corpus: Path, docs_file: Path, queries: Path, out: Path) -> None:
    """evaluate.py in a process of its own: it measures in a browser of its own, too."""
    command = [sys.executable, str(DATA / "search" / "evaluate.py"), str(searcher.site), str(queries), searcher.adapter]
    command += ["--corpus", str(corpus), "--docs", str(docs_file), "--hans", "", "--hant", "zh-Hant/", "--other", "en/"]
    command += ["--out", str(out), *(part for option in searcher.options for part in ("--opt", option))]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise BenchError(f"evaluation of {searcher.name} failed: {last_line(done.stderr)}")
    out.with_suffix(".txt").write_text(done.stdout, encoding="utf-8")
    searcher.result = json.loads(out.read_text(encoding="utf-8"))


def english(folder: Path) -> Iterator[str]:
    """The project's own English pages: whether the first result opens at the passage that answers."""
    from adapters.gazette import Adapter
    from playwright.sync_api import sync_playwright
    from server import Server

    from gazette.project import Project
    from gazette.site.build import build_site

    build_site(Project(ROOT, ROOT / "docs"), folder / "own", URL, with_copies=False)
    queries = json.loads((Path(__file__).parent / "queries_en.json").read_text(encoding="utf-8"))["queries"]
    server, adapter, asked = Server(str(folder / "own")), Adapter(), []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=["--no-sandbox"]
        )
        page = browser.new_page()
        page.goto(f"{server.base}{adapter.page('en/')}", wait_until="load")
        for query in queries:
            found = adapter.search(page, query["q"])
            places = [each["url"].removeprefix(f"{server.base}en/") for each in found["results"]]
            asked.append(
                (query, found, [f"{each.split('?')[0].split('#')[0]}#{each.partition('#')[2]}" for each in places])
            )
        browser.close()
    sizes = [size for path, size, _ in server.counter.take() if adapter.is_search(path)]
    server.close()
    ranks = [
        next((1 / at for at, place in enumerate(places, 1) if place in query["opens"]), 0.0)
        for query, _, places in asked
    ]
    times = sorted(found["ms"] or 0 for _, found, _ in asked)
    yield (
        f"{len(asked)} queries: first result opens at the passage {ranks.count(1.0)}, MRR {sum(ranks) / len(ranks):.3f}, "
        f"nothing found {sum(1 for _, _, places in asked if not places)}; all together {sum(sizes) / 1000:.1f} KB in "
        f"{len(sizes)} requests, median {times[len(times) // 2]:.0f} ms"
    )
    for (query, found, places), rank in zip(asked, ranks, strict=True):
        if rank < 1:
            yield f"  {query['kind']:9} {query['q']}: expected {' or '.join(query['opens'])}, total {found['total']}: {' '.join(places[:3]) or 'nothing'}"


def measure(given: argparse.Namespace, folder: Path) -> None:
    note(f"archive in {folder}")
    count = len(write_archive(given.corpus, folder / "docs", given.count, given.seed))
    note(f"our site of {count} publications")
    ours, watched = build_ours(folder / "docs", folder / "site")
    searchers = [ours]
    if given.peers:
        note("Material and Pagefind")
        searchers += [build_material(folder / "docs", folder, given.material)]
        searchers += build_pagefind(folder / "site", folder, given.pagefind)
    for searcher in searchers:
        note(f"queries to {searcher.name}")
        out = folder / f"{searcher.name.lower().replace(', ', '-')}.json"
        evaluate(searcher, given.corpus, folder / "docs.json", given.queries, out)
    print(f"\n{count} publications, {ours.result['summary']['queries']} queries, {given.queries}")
    for lines in (quality_table(searchers), type_table(searchers), index_table(searchers, watched, count)):
        print("\n".join(("", *lines)))
    print("\nOurs, queries that fell short")
    print("\n".join(failures(ours, given.queries, folder / "docs.json")) or "none")
    note("our English pages")
    print("\n".join(("\nOurs, English", *english(folder))))


def main() -> None:
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, epilog=EXAMPLE, formatter_class=raw)
    parser.add_argument("--corpus", type=Path, default=DATA / "corpus_dev", help="folder of Markdown texts")
    parser.add_argument("--queries", type=Path, default=DATA / "queries_dev.json", help="queries made from these texts")
    parser.add_argument(
        "--count", type=int, help="publications (default: one for each text); further ones are recombined"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--peers", action="store_true", help="Material and Pagefind too, on the same texts")
    parser.add_argument("--pagefind", type=Path, help="virtual environment or binary of Pagefind (default: from PATH)")
    parser.add_argument(
        "--material", type=Path, help="virtual environment of Material with jieba (default: ours, without)"
    )
    parser.add_argument("--keep", type=Path, help="new folder in which archive, sites and results stay")
    given = parser.parse_args()
    try:
        for path in (given.queries, DATA / "search" / "evaluate.py"):
            if not path.is_file():
                raise BenchError(f"{path} is not there")
        if not importlib.util.find_spec("playwright"):
            raise BenchError("playwright is missing: scripts/publish test installs it")
        with tempfile.TemporaryDirectory() as name:
            measure(given, given.keep.resolve() if given.keep else Path(name))
    except (BenchError, ArchiveError) as error:
        sys.exit(f"search.py: {error}")


if __name__ == "__main__":
    main()
