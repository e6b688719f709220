"""The steps that a change must pass, one list for everybody: `scripts/publish test`, .ci/run and pre-commit run them.

`--step` chooses some; further arguments go to pytest. All are run, whatever became of the first: one run tells everything.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
HOUSE = "tests/house"
# Tests that ask a judge of tests/node about the built site.
JUDGES = tuple(f"tests/browser/test_{name}.py" for name in ("axe", "lighthouse", "observatory", "old_chromium"))
PYTEST = ("-m", "pytest", "-n", "2")

Steps = Mapping[str, Sequence[Sequence[str]]]
# What Python is asked to run, one command after the other.
STEPS: Steps = {
    "lint": (
        ("-m", "ruff", "check", "scripts", "tests"),
        ("-m", "ruff", "format", "--check", "scripts", "tests"),
        ("tests/front_end.py",),
    ),
    "types": (("-m", "mypy"), ("-m", "basedpyright")),
    "house": ((*PYTEST, HOUSE),),
    # This step is measured: it fails where it takes too few branches (covered.py).
    "tests": (("-m", "slipcover", *PYTEST, "tests", *(f"--ignore={path}" for path in (HOUSE, *JUDGES))),),
    "judges": ((*PYTEST, *JUDGES),),
}


def run_steps(steps: Steps, names: Sequence[str], flags: Sequence[str] = ()) -> int:
    """Runs them in the order of the list and says how long each took; 1 when one has failed."""
    outcomes = {}
    started = time.monotonic()
    for name in [each for each in steps if each in names]:
        print(f"── {name}", flush=True)
        begun = time.monotonic()
        each = [_passes(command, flags) for command in steps[name]]
        outcomes[name] = passed = all(each)
        print(f"── {name}: {time.monotonic() - begun:.1f} s, {'passed' if passed else 'FAILED'}", flush=True)
    failed = [name for name, passed in outcomes.items() if not passed]
    print(f"── {time.monotonic() - started:.1f} s, {'failed: ' + ', '.join(failed) if failed else 'all passed'}")
    return 1 if failed else 0


def _passes(command: Sequence[str], flags: Sequence[str]) -> bool:
    more = flags if "pytest" in command else ()
    return subprocess.run([sys.executable, *command, *more], cwd=ROOT).returncode == 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--step", action="append", choices=STEPS)
    chosen, flags = parser.parse_known_args()
    return run_steps(STEPS, chosen.step or list(STEPS), flags)


if __name__ == "__main__":
    sys.exit(main())
