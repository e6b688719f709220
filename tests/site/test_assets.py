"""A site contains the committed bundles unchanged; a preview adds source maps with the scripts of overrides/js."""

from __future__ import annotations

import json
from pathlib import Path

from gazette.project import Project
from gazette.site.assets import BUNDLES, bundle_assets
from gazette.site.stage_files import compose_stage
from tiny_site import ROOT, write_notice

OVERRIDES = ROOT / "overrides"


def test_the_site_sends_the_bundles_as_they_are() -> None:
    assets = bundle_assets(OVERRIDES)
    sent = {name: each for name, each in assets.files.items() if name.endswith(".js")}
    assert set(sent) == {assets.early, assets.late, assets.search, assets.search_page, assets.verify}
    kept = {path.read_text(encoding="utf-8") for path in (OVERRIDES / BUNDLES).glob("*.js")}
    assert set(sent.values()) == kept
    assert not [name for name in assets.files if name.endswith(".map")]


def test_a_preview_has_a_map_of_each_script_with_the_sources_in_it(tmp_path: Path) -> None:
    write_notice(tmp_path / "docs", "n", "正文。")
    staged, _ = compose_stage(Project(ROOT, tmp_path / "docs"), None, with_sources=True)
    assert staged
    files = staged.context.assets.files
    scripts = {name: each for name, each in files.items() if name.endswith(".js") and isinstance(each, str)}
    assert len(scripts) == 5
    shown: dict[str, str] = {}
    for name, content in scripts.items():
        last = content.splitlines()[-1]
        assert last.startswith("//# sourceMappingURL=")
        mapped = json.loads(files[f"{name.rpartition('/')[0]}/{last.removeprefix('//# sourceMappingURL=')}"])
        shown |= dict(zip(mapped["sources"], mapped["sourcesContent"], strict=True))
    for path in (OVERRIDES / "js").rglob("*.js"):
        if path.parent.name != "bundles":
            name = f"../{path.relative_to(OVERRIDES).as_posix()}"
            assert shown[name] == path.read_text(encoding="utf-8"), name
    assert set(files) <= {each.address for each in staged.outputs}
