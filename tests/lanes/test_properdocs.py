"""The site built by ProperDocs, a continuation of MkDocs 1.x, where MkDocs is not installed: the same files, byte for byte.

The lock is requirements.txt without MkDocs and what only MkDocs needs, with properdocs.txt; so both lanes have the same
versions of everything else. The environment is made once, in build/lanes.
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from lane import python_of_lane

ROOT = Path(__file__).resolve().parents[2]
LOCK = Path(__file__).with_name("properdocs.txt")
LEFT_OUT = ("mkdocs", "mkdocs-get-deps", "mergedeep")
# From here on every `import mkdocs` is ProperDocs; its own command does the same.
BUILD = "import properdocs.replacement; from gazette.cli.verbs import main; main()"
# The theme that MkDocs loads, of which nothing reaches a reader; and none but overrides/.
MATERIAL = "  name: material\n  custom_dir: overrides\n  language: zh-Hans\n  font: false\n"
THEMES = {"material": MATERIAL, "none": "  name: null\n  custom_dir: overrides\n"}
NO_MKDOCS = "from importlib.util import find_spec; assert find_spec('properdocs') and not find_spec('mkdocs')"


def lock() -> str:
    """What the environment holds, as lines for pip."""
    blocks = re.split(r"^(?=[a-z])", (ROOT / "requirements.txt").read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert set(LEFT_OUT) <= {name_of(block) for block in blocks}
    return "".join(block for block in blocks if name_of(block) not in LEFT_OUT) + LOCK.read_text(encoding="utf-8")


def name_of(block: str) -> str:
    return block.partition("==")[0]


@pytest.fixture(scope="module")
def python() -> Path:
    # Material and mkdocs-static-i18n ask for mkdocs: the packages are installed as the lock lists them, not as they ask.
    return python_of_lane("properdocs", lock(), ("--no-deps",))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of what is built, with the official copies made before; a build elsewhere is waited for."""
    folder = os.open(ROOT / "docs", os.O_RDONLY)
    fcntl.flock(folder, fcntl.LOCK_EX)
    for name in ("docs", "overrides", "scripts", "build/copies", "build/fonts"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    os.close(folder)
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    return tmp_path


@pytest.mark.parametrize("theme", THEMES)
def test_properdocs_without_mkdocs_makes_the_same_files(python: Path, built: Path, project: Path, theme: str) -> None:
    settings = project / "mkdocs.yml"
    written = settings.read_text(encoding="utf-8")
    assert THEMES["material"] in written
    settings.write_text(written.replace(THEMES["material"], THEMES[theme]), encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(project / "scripts")}
    subprocess.run((python, "-c", NO_MKDOCS), check=True)
    arguments = ("build", "--fresh", "--site-url", "https://www.example.org/", "--out", str(project / "site"))
    command = (python, "-c", BUILD, *arguments)
    done = subprocess.run(command, env=environment, cwd=project, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    ours, theirs = contents(built), contents(project / "site")
    assert sorted(theirs) == sorted(ours) and len(ours) > 100
    assert [name for name, content in ours.items() if theirs[name] != content] == []


def contents(site: Path) -> dict[str, bytes]:
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}
