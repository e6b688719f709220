"""What is not worth sharing is done here, without waiting for a cluster."""

from __future__ import annotations

from pathlib import Path

from gazette.cluster.workers import Cluster
from gazette.project import Project
from gazette.site.build import build_site
from tiny_site import ROOT, write_notice


def test_a_few_publications_need_no_cluster(tmp_path: Path) -> None:
    write_notice(tmp_path / "docs", "one", "内容。\n")
    project, out = Project(ROOT, tmp_path / "docs"), tmp_path / "out"
    with Cluster("tcp://127.0.0.1:1", str(tmp_path / "shared")) as workers:
        built = build_site(project, out, "https://www.example.org/", with_copies=False, workers=workers)
    assert built.is_new and (out / "interpretations/2023/one/index.html").is_file()
