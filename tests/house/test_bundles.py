"""overrides/bundles is esbuild's output for overrides/js; a build copies it and needs no Node.js.

After a change of a script: `scripts/publish test tests/house/test_bundles.py --update-golden`.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from front_end import bundle_scripts

ROOT = Path(__file__).resolve().parents[2]
OVERRIDES = ROOT / "overrides"
COMMAND = "scripts/publish test tests/house/test_bundles.py --update-golden"


def read_bundles(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.*"))}


def test_the_bundles_are_what_esbuild_makes_of_the_scripts(request: pytest.FixtureRequest) -> None:
    made, folder = bundle_scripts(OVERRIDES), OVERRIDES / "bundles"
    if request.config.getoption("--update-golden"):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        for name, content in made.items():
            (folder / name).write_text(content, encoding="utf-8")
    kept = read_bundles(folder)
    stale = sorted(name for name in {*made, *kept} if made.get(name) != kept.get(name))
    assert stale == [], f"not what overrides/js says now; make them anew: {COMMAND}"


def test_every_bundle_says_how_it_is_made_and_every_script_is_in_one() -> None:
    bundles = read_bundles(OVERRIDES / "bundles")
    sources = set()
    for name, content in bundles.items():
        if name.endswith(".js"):
            assert content.startswith(f"/* Made of overrides/js by: {COMMAND} */\n"), name
            sources |= {
                (OVERRIDES / "bundles" / each).resolve() for each in json.loads(bundles[f"{name}.map"])["sources"]
            }
    scripts = {path for path in (OVERRIDES / "js").rglob("*.js") if path.parent.name != "bundles"}
    assert scripts - sources == set()
