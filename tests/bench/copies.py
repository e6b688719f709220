"""Official copies: CPU and memory of a hundred, with the start of their workers, and what an unchanged hundred costs.

Ends with 1 if a copy costs more than the bar. `--docs` takes other texts, such as an archive of statutes (archive.py).

Figures of one run on one machine; a quiet one. Peer: the same documents by WeasyPrint as it comes (`--plain`), with woff2
fonts and without what makes them official (grid, PDF/A, PDF/UA).
"""

from __future__ import annotations

import argparse
import multiprocessing
import re
import resource
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "scripts"), str(ROOT / "tests")]

URL = "https://www.example.org/"
MOST_CPU = 0.35  # seconds a copy, with a share of its worker's start


def measure(documents):  # type: ignore[no-untyped-def]
    """In a process of its own: pages, bytes, seconds of CPU a copy when warm, and the peak in MB."""
    from gazette.copies.typeset import typeset

    typeset(documents[0])
    started, pages, size = time.process_time(), 0, 0
    for document in documents:
        made = typeset(document)
        pages, size = pages + made.pages, size + len(made.content)
    each = (time.process_time() - started) / len(documents)
    # Not getrusage: what it tells of a new process includes the one that started it.
    [peak] = re.findall(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text(encoding="utf-8"))
    return pages, size, each, int(peak) / 1024


def measure_plain(documents):  # type: ignore[no-untyped-def]
    """WeasyPrint alone, seconds of CPU a copy."""
    from weasyprint import CSS, HTML

    base = f"{(ROOT / 'overrides' / 'fonts').as_uri()}/"
    started = time.process_time()
    for document in documents:
        sheets = [CSS(string=style, base_url=base) for style in document.styles]
        HTML(string=document.html, base_url=base).write_pdf(stylesheets=sheets)
    return (time.process_time() - started) / len(documents)


def spent() -> float:
    """Seconds of CPU of this process and of those that it started and that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def alone(work, *arguments):  # type: ignore[no-untyped-def]
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        return pool.submit(work, *arguments).result()


def main() -> int:
    from bench.build import write_texts
    from gazette.project import Project
    from gazette.site.copy_cache import make_copies
    from gazette.site.copy_jobs import plan_copies
    from gazette.site.stage_files import compose_stage

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=100, help="copies")
    parser.add_argument("--docs", type=Path, help="texts (default: the first publication again and again)")
    parser.add_argument("--plain", type=int, default=0, help="how many also by WeasyPrint alone")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if not given.docs:
            write_texts(folder / "docs", -(-given.count // 3))
        project = Project(ROOT, given.docs.resolve() if given.docs else folder / "docs")
        stage, _ = compose_stage(project, URL)
        assert stage
        jobs = plan_copies(stage.publications, stage.context, ROOT / "overrides", project.fonts)[: given.count]
        documents = [job.document for job in jobs]
        pages, size, each, peak = alone(measure, documents)
        kilobytes = size / len(jobs) / 1000
        print(
            f"{len(jobs)} copies, {pages} pages: {each:.2f} s CPU a copy, peak {peak:.0f} MB, {kilobytes:.0f} KB a copy"
        )
        before = spent()
        list(make_copies(jobs, folder / "cache", lambda done, total: None))
        started, whole = time.process_time(), (spent() - before) / len(jobs)
        print(f"with the start of the workers: {whole:.2f} s CPU a copy, at most {MOST_CPU}")
        list(make_copies(jobs, folder / "cache", lambda done, total: None))
        print(f"unchanged: {(time.process_time() - started) / len(jobs) * 1000:.1f} ms a copy")
        if given.plain:
            print(f"WeasyPrint alone: {alone(measure_plain, documents[: given.plain]):.2f} s CPU a copy")
    return 0 if whole <= MOST_CPU else 1


if __name__ == "__main__":
    sys.exit(main())
