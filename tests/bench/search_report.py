"""What the search benchmark prints: quality, sizes and speed as tables, and each query that fell short."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CELLS = ("hans-same", "hans-cross", "hant-same", "hant-cross")


@dataclass
class Searcher:
    """A built site and what evaluate.py needs to ask it; `index` names the files of its index, `seconds` are of one core."""

    name: str
    site: Path
    adapter: str
    index: tuple[str, ...]
    seconds: float = 0.0
    options: tuple[str, ...] = ()
    result: Any = None


@dataclass
class Watched:
    """What the index took while a site was built, and the compressed size of the Chinese text that it covers."""

    seconds: float = 0.0
    covered: int = 0
    texts: int = 0


def quality_table(searchers: Sequence[Searcher]) -> Iterator[str]:
    yield f"{'':18}{'page-query':12}{'R@10':>7}{'MRR':>7}{'none':>7}{'poll':>7}{'marked':>7}{'first KB':>10}{'req':>6}{'ms':>7}{'later KB':>10}{'req':>6}{'ms':>7}"
    for searcher in searchers:
        summary = searcher.result["summary"]
        for cell in CELLS:
            row, first = summary["cells"][cell], summary["first"][cell.split("-")[0]]
            firsts = [each for each in searcher.result["first"] if each["lang"] == cell.split("-")[0]]
            requests = sum(each["req"] + each["load_req"] for each in firsts) / len(firsts)
            kilobytes = (first["bytes"] + first["load_bytes"]) / 1000
            yield (
                f"{searcher.name:18}{cell:12}{row['recall']:7.3f}{row['mrr']:7.3f}{row['zero']:7.3f}{row['poll']:7.3f}{row['hl']:7.2f}"
                f"{kilobytes:10.1f}{requests:6.1f}{first['ms']:7.0f}{row['bytes'] / 1000:10.1f}{row['req']:6.1f}{row['ms']:7.0f}"
            )


def type_table(searchers: Sequence[Searcher]) -> Iterator[str]:
    """Recall@10 / MRR by type of query, page and query in one script."""
    types = list(dict.fromkeys(row["type"] for row in searchers[0].result["rows"]))
    yield f"{'':18}{'':6}" + "".join(f"{name:>13}" for name in types)
    for searcher in searchers:
        for cell in CELLS[::2]:
            found = [searcher.result["summary"]["types"][f"{cell}/{name}"] for name in types]
            yield f"{searcher.name:18}{cell[:4]:6}" + "".join(
                f"{each['recall']:7.3f}/{each['mrr']:.3f}" for each in found
            )


def index_table(searchers: Sequence[Searcher], watched: Watched, count: int) -> Iterator[str]:
    """On disk, and as a server sends it that compresses text; a ratio of 1 is as large as the compressed text."""
    yield f"{watched.texts} texts in both scripts, {watched.covered / 1e6:.2f} MB when each is compressed by itself"
    yield f"{'':18}{'files':>7}{'MB':>9}{'MB sent':>9}{'ratio':>8}{'sent':>7}{'publications/s':>16}"
    for searcher in searchers:
        files = {file for pattern in searcher.index for file in searcher.site.glob(pattern) if file.is_file()}
        size, sent = sum(file.stat().st_size for file in files), sum(map(sent_size, files))
        speed = f"{count / searcher.seconds:.1f}" if searcher.seconds else "-"
        ratios = f"{size / watched.covered:8.2f}{sent / watched.covered:7.2f}"
        yield f"{searcher.name:18}{len(files):7}{size / 1e6:9.2f}{sent / 1e6:9.2f}{ratios}{speed:>16}"


def sent_size(file: Path) -> int:
    from server import TEXT  # of the evaluation

    return len(gzip.compress(file.read_bytes(), 6)) if file.suffix in TEXT else file.stat().st_size


def failures(searcher: Searcher, queries: Path, docs_file: Path) -> Iterator[str]:
    """Each query for which a right publication is missing among the first ten, or does not come first."""
    from corpuslib import Truth, plain  # of the evaluation

    known = {each["id"]: each for each in json.loads(docs_file.read_text(encoding="utf-8"))}
    truth = Truth([(name, each["title"], "", plain(each["text"])) for name, each in known.items()])
    asked = {query["id"]: query for query in json.loads(queries.read_text(encoding="utf-8"))["queries"]}
    for row in searcher.result["rows"]:
        if row["recall"] is None or (row["recall"] == 1 and row["rr"] == 1):
            continue
        right = sorted(truth.docs(asked[row["id"]]["must"]))
        shown = [f"{each}{'' if each in right else '✗'}" if each else "–" for each in row["top"]]
        yield (
            f"{row['cell']:11} {row['id']} {row['type']:8} {row['q']}  R {row['recall']:.2f} RR {row['rr']:.2f}; "
            f"{len(right)} right: {' '.join(right[:10])}; total {row['total']}: {' '.join(shown) or 'nothing'}"
        )
