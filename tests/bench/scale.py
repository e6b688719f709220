"""What builds of N publications in two scripts cost, beside plain Material and Hugo in one run; ends with 1 if a bar is missed.

Every work is a process of its own, in a copy of the project. CPU is user and system time with all children's; the peak is
the sum of proportional set sizes of all processes, looked at every 0.2 s (process.py). The bars in seconds are of the
clock: a quiet machine with two cores.
"""

from __future__ import annotations

import argparse
import filecmp
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.archive import ArchiveError, write_archive
from bench.build import plain_command
from bench.hugo import find_hugo, hugo_commands
from bench.process import FailedCommandError, Spent, measure_command

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts"))

CORPUS = ROOT.parent / "shared" / "data" / "corpus_dev"
EXAMPLE = """examples:
  .venv/bin/python tests/bench/scale.py --archives /tmp/archives
  .venv/bin/python tests/bench/scale.py --archives /tmp/archives --count 10000
  .venv/bin/python tests/bench/scale.py --count 30 --copies-up-to 30
"""
CHECK, CLEAN, FIRST, SAME = "check of one, cold", "clean (--fresh)", "first (fills the store)", "nothing changed"
WORD, WORD_COPY, MATERIAL, HUGO = "one word", "one word, its copies", "plain Material", "Hugo + Pagefind"
WITHOUT_COPIES = (CHECK, CLEAN, FIRST, SAME, WORD)
STAGE = """
from pathlib import Path
from gazette.project import Project
from gazette.site.build_options import BuildOptions
from gazette.site.staging import stage_site
root = Path.cwd()
stage_site(Project(root, root / "docs", store=root / "build/cache/store.sqlite"), BuildOptions(with_copies=False))
"""
QUIET = {"NO_MKDOCS_2_WARNING": "1"}
# Tables in which people sign: the rows of the project's own are about texts that are not in the copy.
SIGNED = ("copies.tsv", "translations.tsv", "versions.tsv")
# Clock seconds of a work, up to so many publications.
MOST_SECONDS = {SAME: {1_000: 1.5, 10_000: 4.0}, WORD_COPY: {1_000: 4.0, 10_000: 8.0}}
MOST_MEGABYTES = {1_000: 600.0, 10_000: 1_500.0}
# CPU of a clean build against plain Material's, from so many publications on: what it takes to start counts below.
MOST_OF_MATERIAL, FROM = 0.5, 1_000
# Clock of a clean build against its CPU on two cores, from so many publications on.
MOST_OF_CPU = 0.55


@dataclass(frozen=True)
class Row:
    """What the works on an archive of `count` publications cost; `different` names files that a clean build makes otherwise."""

    count: int
    works: Mapping[str, Spent]
    different: tuple[str, ...] = ()


def note(message: str) -> None:
    print(f"{time.strftime('%H:%M:%S')}  {message} …", file=sys.stderr, flush=True)


def archive(folder: Path, count: int, corpus: Path = CORPUS) -> Path:
    """The docs of an archive of `count` publications below `folder`, made if an earlier run has not; raises ArchiveError."""
    kept, fresh = folder / str(count), folder / f".{count}"
    if not kept.exists():
        note(f"{count} publications: writing the archive")
        shutil.rmtree(fresh, ignore_errors=True)
        write_archive(corpus, fresh / "docs", count)
        fresh.rename(kept)
    return kept / "docs"


def copy_project(folder: Path, docs: Path) -> Path:
    """The files of the project under version control, with `docs` for its texts, compiled, and signed by nobody."""
    project = folder / "project"
    listed = subprocess.run(("git", "ls-files", "-z"), cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in listed.split("\0"):
        if name and not name.startswith(("docs/", "tests/")) and (ROOT / name).is_file():
            (project / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, project / name)
    shutil.copytree(docs, project / "docs")
    for name in SIGNED:
        table = project / "scripts" / "review" / name
        table.write_text(table.read_text(encoding="utf-8").split("\n")[0] + "\n", encoding="utf-8")
    subprocess.run((sys.executable, "-m", "compileall", "-q", "scripts"), cwd=project, check=True)
    return project


def change_word(docs: Path) -> Path:
    """Add a word to the last sentence of the publication in the middle; returns its file."""
    files = sorted(docs.rglob("index.md"))
    file = files[len(files) // 2]
    before, end, after = file.read_text(encoding="utf-8").rstrip("\n").rpartition("。")
    file.write_text(f"{before}并公告{end}{after}\n", encoding="utf-8")
    return file


def differing(one: Path, other: Path) -> tuple[str, ...]:
    """Names of files that are only in one of two sites, or not the same byte for byte.

    Not those of the site before, which a build keeps once more for pages that are open, nor the list of them.
    """
    from gazette.site.kept import kept_files
    from gazette.site.swap import MARKER

    names = [
        {path.relative_to(each).as_posix() for path in each.rglob("*") if path.is_file()} - kept_files(each) - {MARKER}
        for each in (one, other)
    ]
    both = sorted(names[0] & names[1])
    _, unequal, unread = filecmp.cmpfiles(one, other, both, shallow=False)
    return tuple(sorted(names[0] ^ names[1])) + tuple(unequal + unread)


def measure_ours(project: Path, *, with_copies: bool) -> Iterator[tuple[str, Spent | tuple[str, ...]]]:
    """Each work with what it cost, and under "" what a build after an edit made otherwise than a clean one."""

    def cli(*arguments: str) -> Spent:
        return measure_command(
            (sys.executable, "-m", "gazette.cli", *arguments), project, QUIET | {"PYTHONPATH": "scripts"}
        )

    one, site, clean = project.parent / "one", project / "site", project.parent / "clean"
    first = min((project / "docs").rglob("index.md")).parent
    shutil.copytree(first, one / first.relative_to(project / "docs"))
    yield CHECK, cli("check", "--docs", str(one))
    shutil.rmtree(project / "build", ignore_errors=True)
    lean = () if with_copies else ("--no-copies",)
    without = ("build", "--no-copies", "--out", str(site))
    yield CLEAN, cli("build", "--no-copies", "--out", str(clean), "--fresh")
    shutil.rmtree(clean)
    yield FIRST, cli(*without)
    yield SAME, cli(*without)
    change_word(project / "docs")
    yield WORD, cli(*without)
    if with_copies:
        note("one word with its copies: making all copies first")
        cli("build", "--out", str(site))
        change_word(project / "docs")
        yield WORD_COPY, cli("build", "--out", str(site))
    note("a clean build to compare with")
    shutil.rmtree(project / "build" / "copies", ignore_errors=True)
    cli("build", "--fresh", *lean, "--out", str(clean))
    yield "", differing(site, clean)


def measure_peers(project: Path) -> Iterator[tuple[str, Spent]]:
    """On the Markdown that our templates are given, and on the texts from which it was made."""
    folder = project.parent / "peers"
    folder.mkdir()
    note("the Markdown for the peers")
    measure_command((sys.executable, "-c", STAGE), project, QUIET | {"PYTHONPATH": "scripts"})
    yield MATERIAL, measure_command(plain_command(project / "build" / "docs", folder), folder, QUIET)
    if programs := find_hugo():
        each = [
            measure_command(command, folder) for command in hugo_commands(project / "docs", folder / "hugo", programs)
        ]
        yield HUGO, sum(each[1:], each[0])


def measure(docs: Path, copies_up_to: int) -> Row:
    count = sum(1 for _ in docs.rglob("index.md"))
    works: dict[str, Spent] = {}
    different: tuple[str, ...] = ()
    with tempfile.TemporaryDirectory(prefix="scale-") as name:
        project = copy_project(Path(name).resolve(), docs)
        for measured in (measure_ours(project, with_copies=count <= copies_up_to), measure_peers(project)):
            for work, spent in measured:
                if isinstance(spent, tuple):
                    different = spent
                    continue
                works[work] = spent
                note(f"{count} publications: {work} {spent.cpu:.1f} s CPU, {spent.wall:.1f} s, {spent.peak:.0f} MB")
    return Row(count, works, different)


def missed(row: Row) -> list[str]:
    """The bars that were missed, each as a sentence."""
    told = (
        [f"{len(row.different)} files differ from a clean build's, first {row.different[0]}"] if row.different else []
    )
    for work, bars in MOST_SECONDS.items():
        most = _bar(bars, row.count)
        if most and work in row.works and row.works[work].wall > most:
            told.append(f"{work}: {row.works[work].wall:.1f} s, at most {most:.1f}")
    peak, most = (
        max(row.works[work].peak for work in WITHOUT_COPIES if work in row.works),
        _bar(MOST_MEGABYTES, row.count),
    )
    if most and peak > most:
        told.append(f"peak memory {peak:.0f} MB, at most {most:.0f}")
    ratio = row.works[CLEAN].cpu / row.works[MATERIAL].cpu
    if row.count >= FROM and ratio > MOST_OF_MATERIAL:
        told.append(f"{CLEAN}: {ratio:.2f} of the CPU of {MATERIAL}, at most {MOST_OF_MATERIAL}")
    share = row.works[FIRST].wall / row.works[FIRST].cpu
    if row.count >= FROM and share > MOST_OF_CPU:
        told.append(f"{FIRST}: {share:.2f} of its CPU by the clock, at most {MOST_OF_CPU}")
    return [f"{row.count} publications: {each}" for each in told]


def _bar(bars: Mapping[int, float], count: int) -> float | None:
    return next((most for up_to, most in sorted(bars.items()) if count <= up_to), None)


def table(rows: Sequence[Row]) -> Iterator[str]:
    """CPU against that of plain Material, of the same publications in the same run."""
    yield f"{'publications':>12}  {'work':24}{'CPU s':>9}{'clock s':>9}{'peak MB':>9}{'CPU / Material':>16}"
    for row in rows:
        for work, spent in row.works.items():
            ratio = spent.cpu / row.works[MATERIAL].cpu
            yield f"{row.count:>12}  {work:24}{spent.cpu:>9.1f}{spent.wall:>9.1f}{spent.peak:>9.0f}{ratio:>16.2f}"
        if HUGO not in row.works:
            yield f"{row.count:>12}  {HUGO:24}  not installed"


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, epilog=EXAMPLE, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--count", type=int, nargs="+", default=[100, 300, 1000], metavar="N", help="publications")
    parser.add_argument("--archives", type=Path, metavar="FOLDER", help="keeps the archives for the next run")
    parser.add_argument(
        "--copies-up-to", type=int, default=30, metavar="N", help="one word with its copies too, up to N (default: 30)"
    )
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="archives-") as name:
        try:
            rows = [measure(archive(given.archives or Path(name), each), given.copies_up_to) for each in given.count]
        except (ArchiveError, FailedCommandError) as error:
            sys.exit(f"scale.py: {error}")
    print("\n".join(table(rows)))
    told = [each for row in rows for each in missed(row)]
    print("\n".join(told) or "all bars are met")
    return 1 if told else 0


if __name__ == "__main__":
    sys.exit(main())
