"""Scripts are sent without what only their readers need."""

from __future__ import annotations

from pathlib import Path

import pytest

from gazette.site.assets import bundle_assets, lean_script

OVERRIDES = Path(__file__).resolve().parents[2] / "overrides"
SCRIPTS = sorted((OVERRIDES / "js").rglob("*.js"))


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_no_script_has_text_that_runs_over_lines(script: Path) -> None:
    content = lean_script(script.read_text(encoding="utf-8"))
    assert all(line.count("`") % 2 == 0 for line in content.splitlines())
    assert "/*\n" not in content and "\\\n" not in content


def test_comments_and_indents_are_left_out_and_nothing_else() -> None:
    assert (
        lean_script("// why\nvar a = 1;  // how\n\n  b('// no comment');\n")
        == "var a = 1;  // how\nb('// no comment');\n"
    )


def test_every_bundle_is_lean() -> None:
    assets = bundle_assets(OVERRIDES)
    for name in (assets.early, assets.late, assets.search_page, assets.search):
        content = assets.files[name]
        assert len(content) > 100 and not any(line.startswith((" ", "//")) for line in content.splitlines())
