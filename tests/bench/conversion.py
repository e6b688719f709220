"""Conversion beside plain OpenCC s2tw in one run: errors, review load and catch, speed, round trips. Needs the data beside the checkout.

.venv/bin/python tests/bench/conversion.py [--cost]
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared" / "data"
sys.path[:0] = [str(ROOT / "scripts"), str(DATA)]

PLAIN = "import sys,opencc;c=opencc.OpenCC('s2tw');sys.stdout.writelines(c.convert(l) for l in sys.stdin)"


def accuracy(kind: str, file: str, *command: str) -> str:
    arguments = [sys.executable, str(DATA / "accuracy.py"), kind, str(DATA / file), "--", *command]
    return subprocess.run(arguments, capture_output=True, text=True, check=True).stdout


def texts() -> list[list[str]]:
    """The lines of each of the real texts."""
    files = sorted((DATA / "corpus_dev").glob("d*.md"))
    return [file.read_text(encoding="utf-8").split("\n") for file in files]


def process(text: bytes) -> tuple[float, float]:
    """CPU seconds and the most memory (MB) of one whole `convert`, from its start to its end."""
    command = [sys.executable, "-m", "gazette.cli", "convert"]
    started = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(ROOT / "scripts")},
    )
    assert started.stdin
    with started.stdin as into:
        into.write(text)
    _, status, used = os.wait4(started.pid, 0)
    assert status == 0
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def cost() -> None:
    """What it takes to start, and a character a second from then on, as a person at the command line pays it."""
    every = "\n".join(line for each in texts()[::4] for line in each)
    (start, idle), (whole, full) = process("开始\n".encode()), process(every.encode())
    print(f"to start: {start:.2f} CPU s, {idle:.0f} MB")
    print(
        f"{len(every)} characters: {whole:.2f} CPU s, {full:.0f} MB, {len(every) / (whole - start):,.0f} a second after that"
    )


def speed() -> None:
    from gazette.convert.loading import load_chooser

    chooser, lines = load_chooser("tw"), [line for each in texts() for line in each]
    chooser.convert("开始")  # the tables are read
    tiers: Counter[int] = Counter()
    started = time.perf_counter()
    for line in lines:
        tiers.update(choice.tier for choice in chooser.convert(line)[1])
    seconds = time.perf_counter() - started
    size = sum(map(len, lines))
    print(f"{size} characters with all doubts in {seconds:.1f} s: {size / seconds:,.0f} characters a second")
    print(f"tiers {dict(sorted(tiers.items()))}")


def load() -> None:
    """New decisions for each document, when everything before it was signed; and what does not come back."""
    from gazette.convert.ledger import Ledger
    from gazette.convert.review import Occurrence, find_questions
    from gazette.convert.scribe import Scribe, ScribeRules

    ledger = Ledger("ledger.tsv", {})
    signed: set[object] = set()
    new, kept, broken = [], 0, 0
    for number, lines in enumerate(texts()):
        scribe = Scribe(ScribeRules("tw"), ledger, f"d{number}")
        found = [Occurrence("", 0, doubt) for line in lines for doubt in scribe.doubts(line)]
        questions = find_questions(each for each in found if each.doubt.key not in signed)
        signed |= {key for question in questions for key in question.keys if question.tier > 1}
        new.append(len(questions))
        kept += all(len(scribe.convert(line)) == len(line) for line in lines)
        broken += any(scribe.round_trip(line) for line in lines)
    for first, last in ((0, 50), (50, 200), (200, len(new))):
        part = new[first:last]
        print(f"documents {first + 1} to {last}: {sum(part) / len(part):.1f} new decisions each, most {max(part)}")
    print(
        f"length kept in {kept} of {len(new)}; {broken} hold a character that does not come back (plain s2tw: {plain_broken()})"
    )


def plain_broken() -> int:
    from gazette.convert.chinese import engine

    there, back = engine("s2tw"), engine("tw2s")
    return sum(any(back(there(line)) != line for line in lines) for lines in texts())


def main() -> None:
    """`--cost` measures what conversion costs and nothing else."""
    cost()
    if "--cost" in sys.argv:
        return
    publish = str(ROOT / "scripts" / "publish")
    for name, command in (("plain s2tw", (sys.executable, "-c", PLAIN)), ("ours", (publish, "convert"))):
        print(name, accuracy("pairs", "dev_s2t.jsonl", *command).replace("\n", "; "))
        print(name, accuracy("phrases", "gov_phrases_dev.jsonl", *command).splitlines()[-1])
    print(accuracy("doubts", "dev_s2t.jsonl", publish, "convert", "--doubts"))
    speed()
    load()


if __name__ == "__main__":
    main()
