"""The scripts and style sheets of overrides/: esbuild bundles the scripts, ESLint and stylelint check both (step `lint`).

The tools are locked in tests/node. `.venv/bin/python tests/front_end.py` prints what the linters find.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from judges import LOCK, NODE, ROOT, node_environment, node_modules

OVERRIDES = ROOT / "overrides"
# One style of JavaScript, lines of 120 characters at most.
ESLINT = ("eslint/bin/eslint.js", f"--config={LOCK / 'eslint.config.cjs'}")
# Colours only in tokens.css, class names as BEM has them.
STYLELINT = ("stylelint/bin/stylelint.mjs", f"--config={LOCK / 'stylelint.config.json'}")


def bundle_scripts(overrides: Path) -> dict[str, str]:
    """Return name → content of each bundle of overrides/js and of its source map, as esbuild makes them.

    Raises RuntimeError with esbuild's message.
    """
    done = _run(LOCK / "bundle.cjs", overrides)
    if done.returncode:
        raise RuntimeError(done.stderr)
    made: dict[str, str] = json.loads(done.stdout)
    return made


def lint_scripts(*places: Path) -> str:
    """Return ESLint's report on scripts; "" if it finds nothing."""
    tool, config = ESLINT
    return _report(_run(node_modules() / tool, config, *places))


def lint_styles(folder: Path) -> str:
    """Return stylelint's report on the style sheets of a folder; "" if it finds nothing."""
    tool, config = STYLELINT
    base = f"--config-basedir={node_modules()}"
    return _report(_run(node_modules() / tool, config, base, *sorted(folder.glob("*.css"))))


def _report(done: subprocess.CompletedProcess[str]) -> str:
    return "" if done.returncode == 0 else done.stdout + done.stderr


def _run(script: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [NODE, script, *arguments]
    environment = node_environment(NODE_PATH=str(node_modules()))
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300)


def main() -> int:
    found = lint_scripts(OVERRIDES / "js", LOCK) + lint_styles(OVERRIDES / "css")
    print(found or "ESLint and stylelint: no findings")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
