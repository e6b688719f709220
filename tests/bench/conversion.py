"""Conversion beside plain OpenCC s2tw in one run: errors, review load and catch, speed. Needs the data beside the checkout.

.venv/bin/python tests/bench/conversion.py
"""

from __future__ import annotations

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


def speed() -> None:
    from gazette.convert.chooser import load_chooser

    chooser = load_chooser("tw")
    texts = [file.read_text(encoding="utf-8") for file in sorted((DATA / "corpus_dev").glob("d*.md"))]
    lines = [line for text in texts for line in text.split("\n")]
    tiers: Counter[int] = Counter()
    started = time.perf_counter()
    for line in lines:
        tiers.update(choice.tier for choice in chooser.convert(line)[1])
    seconds = time.perf_counter() - started
    size = sum(map(len, lines))
    print(
        f"{size} characters with all doubts in {seconds:.1f} s: {size / seconds:,.0f} characters a second; tiers {dict(sorted(tiers.items()))}"
    )


def main() -> None:
    publish = str(ROOT / "scripts" / "publish")
    for name, command in (("plain s2tw", (sys.executable, "-c", PLAIN)), ("ours", (publish, "convert"))):
        print(name, accuracy("pairs", "dev_s2t.jsonl", *command).replace("\n", "; "))
        print(name, accuracy("phrases", "gov_phrases_dev.jsonl", *command).splitlines()[-1])
    print(accuracy("doubts", "dev_s2t.jsonl", publish, "convert", "--doubts"))
    speed()


if __name__ == "__main__":
    main()
