"""Official copies: CPU and memory of a hundred, and what an unchanged hundred costs.

Figures of one run on one machine; a quiet one. Peer: the same documents by WeasyPrint as it comes (`--plain`), with the woff2
fonts and without what makes them official (grid, PDF/A, PDF/UA).
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "scripts"), str(ROOT / "tests")]

from bench.build import write_texts
from gazette.copies.typeset import CopyDocument, typeset

URL = "https://www.example.org/"


def main() -> None:

    from gazette.site.copies import make_copies, plan_copies
    from gazette.site.staging import Project, compose_stage

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=100, help="copies")
    parser.add_argument("--plain", type=int, default=0, help="how many also by WeasyPrint alone")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_texts(folder / "docs", -(-given.count // 3))
        project = Project(ROOT, folder / "docs")
        stage, _ = compose_stage(project, URL, "")
        assert stage
        jobs = plan_copies(stage.publications, stage.context, ROOT / "overrides", project.fonts)[: given.count]
        typeset(jobs[0].document)  # warm
        started, pages, size = time.process_time(), 0, 0
        for job in jobs:
            made = typeset(job.document)
            pages, size = pages + made.pages, size + len(made.content)
        each = (time.process_time() - started) / len(jobs)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"{len(jobs)} copies, {pages} pages: {each:.2f} s CPU a copy, peak {peak:.0f} MB, {size / len(jobs) / 1000:.0f} KB a copy"
        )
        list(make_copies(jobs, folder / "cache", lambda done, total: None))
        started = time.process_time()
        list(make_copies(jobs, folder / "cache", lambda done, total: None))
        print(f"unchanged: {(time.process_time() - started) / len(jobs) * 1000:.1f} ms a copy")
        if given.plain:
            print(f"WeasyPrint alone: {plain([job.document for job in jobs[: given.plain]]):.2f} s CPU a copy")


def plain(documents: list[CopyDocument]) -> float:
    from weasyprint import CSS, HTML

    fonts = ROOT / "overrides" / "fonts"
    base = f"{fonts.as_uri()}/"
    started = time.process_time()
    for document in documents:
        sheets = [CSS(string=style, base_url=base) for style in document.styles]
        HTML(string=document.html, base_url=base).write_pdf(stylesheets=sheets)
    return (time.process_time() - started) / len(documents)


if __name__ == "__main__":
    main()
