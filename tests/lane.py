"""Environments of their own below build/lanes, for tests of the project with other packages than those of .venv."""

from __future__ import annotations

import fcntl
import hashlib
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

LANES = Path(__file__).resolve().parents[1] / "build" / "lanes"
INSTALL = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input", "--retries=1")
OFFLINE = re.compile(r"\(from versions: none\)|ConnectionError|ConnectTimeout|ReadTimeout|name resolution")


def python_of_lane(name: str, lock: str, options: Sequence[str] = ()) -> Path:
    """The Python of the environment that holds what `lock` lists; skips without network. Two tests that come together make it once."""
    place = LANES / name
    wanted = hashlib.sha256((lock + sys.version).encode()).hexdigest()
    stamp = place / "installed"
    LANES.mkdir(parents=True, exist_ok=True)
    with (LANES / f"{name}.lock").open("w") as guard:
        fcntl.flock(guard, fcntl.LOCK_EX)
        if not stamp.is_file() or stamp.read_text() != wanted:
            shutil.rmtree(place, ignore_errors=True)
            _install(place, lock, options)
            stamp.write_text(wanted)
    return place / "bin" / "python"


def _install(place: Path, lock: str, options: Sequence[str]) -> None:
    subprocess.run((sys.executable, "-m", "venv", place), check=True)
    requirements = place / "requirements.txt"
    requirements.write_text(lock, encoding="utf-8")
    command = (place / "bin" / "python", *INSTALL, *options, "--require-hashes", "-r", requirements)
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode and OFFLINE.search(done.stderr):
        pytest.skip(f"packages cannot be fetched: {done.stderr.strip().splitlines()[-1]}")
    assert done.returncode == 0, done.stderr
