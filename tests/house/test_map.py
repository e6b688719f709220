"""The map in scripts/README.md is made from the modules' docstrings; `scripts/publish test tests/house --update-golden` writes it anew."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from rooms import FLOOR, ROOMS

ROOT = Path(__file__).resolve().parents[2]
README = ROOT / "scripts" / "README.md"
BEGIN, END = "<!-- map -->\n", "<!-- /map -->"


def sentence(file: Path) -> str:
    return (ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or "").split("\n")[0]


def house_map() -> str:
    gazette = ROOT / "scripts" / "gazette"
    lines = []
    for name in (*FLOOR, *ROOMS):
        if (gazette / name).is_dir():
            lines.append(f"- **{name}/** {sentence(gazette / name / '__init__.py')}")
            files = sorted(path for path in (gazette / name).glob("*.py") if path.name != "__init__.py")
            lines += [f"  - `{path.name}` {sentence(path)}" for path in files]
        else:
            lines.append(f"- `{name}.py` {sentence(gazette / f'{name}.py')}")
    return "\n".join(lines) + "\n"


def test_the_map_in_the_readme_equals_the_docstrings(request: pytest.FixtureRequest) -> None:
    text = README.read_text(encoding="utf-8")
    if request.config.getoption("--update-golden"):
        before, rest = text.split(BEGIN)
        README.write_text(before + BEGIN + house_map() + END + rest.split(END, 1)[1], encoding="utf-8")
        text = README.read_text(encoding="utf-8")
    found = re.search(re.escape(BEGIN) + "(.*?)" + re.escape(END), text, re.DOTALL)
    assert found and found[1] == house_map()


def test_the_top_level_holds_what_the_house_allows() -> None:
    allowed = {
        "docs",
        "overrides",
        "scripts",
        "tests",
        "mkdocs.yml",
        "README.md",
        "pyproject.toml",
        "requirements.txt",
        "LICENSE",
        "CHANGELOG.md",
        "CONTRIBUTING.md",
        "SECURITY.md",
        ".ci",
        ".gitignore",
        ".pre-commit-config.yaml",
    }
    made = {
        ".git",
        ".venv",
        ".venv.lock",
        "build",
        "site",
        "dist",
        ".mypy_cache",
        ".ruff_cache",
        ".pytest_cache",
        ".hypothesis",
    }
    assert {path.name for path in ROOT.iterdir()} - made == allowed
