"""--out: what may be replaced by a site or a file, and what stays whoever mistypes; refused before anything is made."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from gazette.cli.verbs import main
from gazette.problems import PublicationError
from gazette.project import Project
from gazette.site import target
from gazette.site.build import build_site
from gazette.site.disk import full_disk_named, mount_point
from gazette.site.swap import MARKER
from gazette.site.target import check_site_target, check_target
from tiny_site import ROOT, write_notice

HINT = "choose another --out: site, a new folder below build, or a place outside the project"
IN_PROJECT = f"expected no folder or file of the project itself — hint: {HINT}. [out.project]"
ABOVE = (
    "expected a folder that contains neither the project, nor its texts, nor a home folder"
    " — hint: choose another --out, such as site. [out.above]"
)


def project(tmp_path: Path) -> Project:
    root = tmp_path / "work" / "project"
    for name in ("docs", "overrides", "scripts/review", "build", "tests"):
        (root / name).mkdir(parents=True)
    for name in ("README.md", "mkdocs.yml"):
        (root / name).touch()
    return Project(root, root / "docs")


@pytest.mark.parametrize(
    ("out", "code"),
    [
        ("site", ""),
        ("dist/preview", ""),
        ("build/preview", ""),
        ("build", "out.project"),
        ("build/docs/new", "out.project"),
        ("build/copies", "out.project"),
        ("overrides", "out.project"),
        ("overrides/new", "out.project"),
        ("overrides/../scripts/new", "out.project"),
        ("scripts/review/new", "out.project"),
        (".git/new", "out.project"),
        (".venv", "out.project"),
        ("signed", ""),
        ("README.md", "out.project"),
        ("tests/new", "out.project"),
        ("docs/new", "out.inside-docs"),
        ("docs", "out.inside-docs"),
        (".", "out.above"),
        ("..", "out.above"),
        ("../..", "out.above"),
        ("/", "out.above"),
        ("~", "out.above"),
        ("~/..", "out.above"),
        ("../elsewhere", ""),
    ],
)
def test_a_site(out: str, code: str, tmp_path: Path) -> None:
    own = project(tmp_path)
    place = (own.root / Path(out).expanduser()).resolve()
    assert [each.code for each in check_site_target(place, own)] == ([code] if code else [])


@pytest.mark.parametrize(
    ("out", "code"),
    [
        ("plan.xlf", ""),
        ("sheet.HTML", ""),
        ("README.md", "out.project"),
        ("mkdocs.yml", "out.project"),
        ("overrides/plan.xlf", "out.project"),
        ("docs/plan.xlf", "out.inside-docs"),
        ("build/plan.xlf", ""),
        ("../plan.xlf", ""),
    ],
)
def test_a_file(out: str, code: str, tmp_path: Path) -> None:
    own = project(tmp_path)
    assert [each.code for each in check_target(own.root / out, own)] == ([code] if code else [])


def test_only_an_empty_folder_or_a_site_of_ours_is_replaced(tmp_path: Path) -> None:
    own, out = project(tmp_path), tmp_path / "out"
    codes = [[each.code for each in check_site_target(out, own)]]
    for make in (out.mkdir, (out / "letter.txt").touch, (out / MARKER).touch):
        make()
        codes.append([each.code for each in check_site_target(out, own)])
    shutil.rmtree(out)
    out.touch()
    codes.append([each.code for each in check_site_target(out, own)])
    assert codes == [[], [], ["out.foreign"], [], ["out.foreign"]]


def test_where_the_system_lists_no_mounts_a_folder_is_taken_for_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(target, "_MOUNTS", tmp_path / "none")
    assert check_site_target(tmp_path / "out", project(tmp_path)) == []


def test_what_people_signed_elsewhere_is_spared_and_files_beside_it_are_not(tmp_path: Path) -> None:
    own = project(tmp_path)
    signed = Project(own.root, own.docs, tmp_path / "signed" / "ledger.tsv")
    for name, code in (("ledger.tsv", "out.project"), ("copies.tsv", "out.project"), ("sheet.html", "")):
        assert [each.code for each in check_target(tmp_path / "signed" / name, signed)] == ([code] if code else [])
    assert [each.code for each in check_site_target(tmp_path / "signed", signed)] == ["out.above"]


def test_a_link_is_judged_by_what_it_leads_to(tmp_path: Path) -> None:
    own = project(tmp_path)
    (tmp_path / "link").symlink_to(own.root / "overrides")
    assert [each.code for each in check_target(tmp_path / "link" / "new", own)] == ["out.project"]


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(main, arguments, env={"LANG": "C.UTF-8"})
    assert result.exception is None or isinstance(result.exception, SystemExit), repr(result.exception)
    return result


@pytest.mark.parametrize(
    "command",
    [
        ("build", "--lang", "en", "--out"),
        ("print", "--out"),
        ("terms", "--out"),
        ("xliff", "interpretations/2022/ip-pilot-city", "en", "--out"),
        ("review", "--lang", "en", "--html"),
        ("sign", "x.pdf", "--certificate", "x.p12", "--lang", "en", "--out"),
        ("verify", "--lang", "en", str(ROOT / "README.md"), "--pictures"),
    ],
    ids=lambda command: command[0],
)
def test_every_verb_refuses_the_folders_of_the_project(command: tuple[str, ...], tmp_path: Path) -> None:
    for place, words in ((ROOT / "overrides" / "new", IN_PROJECT), (Path("/"), ABOVE)):
        file = "x.pdf"
        (tmp_path / file).write_bytes(b"%PDF-1.7")
        (tmp_path / "x.p12").touch()
        given = [str(tmp_path / part) if part in (file, "x.p12") else part for part in command]
        result = run(*given, str(place))
        assert result.exit_code != 0
        if command[0] in ("terms", "xliff") and place == Path("/"):
            continue  # the command line itself wants a file there
        assert f"error  {place}: {words}\n" in result.stdout
    assert not (ROOT / "overrides" / "new").exists()


def test_a_site_through_a_link_replaces_the_folder_that_it_leads_to_and_keeps_the_link(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    write_notice(docs, "trial", "正文。")
    (tmp_path / "releases").mkdir()
    (tmp_path / "site").symlink_to("releases/1")
    for _ in range(2):
        built = build_site(Project(ROOT, docs), tmp_path / "site", None, with_copies=False)
    assert (tmp_path / "site").is_symlink() and built.folder == tmp_path / "releases" / "1"
    assert (tmp_path / "releases" / "1" / "index.html").is_file()
    assert sorted(each.name for each in tmp_path.iterdir()) == ["docs", "releases", "site"]
    assert [each.name for each in (tmp_path / "releases").iterdir()] == ["1"]


def test_a_link_that_leads_to_itself_is_refused(tmp_path: Path) -> None:
    write_notice(tmp_path / "docs", "trial", "正文。")
    (tmp_path / "site").symlink_to("site")
    with pytest.raises(PublicationError) as raised:
        build_site(Project(ROOT, tmp_path / "docs"), tmp_path / "site", None)
    assert [each.code for each in raised.value.problems] == ["out.foreign"]


def mount(*arguments: str) -> None:
    done = subprocess.run(["mount", *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"this machine lets nobody mount: {done.stderr.strip()}")


@pytest.fixture(params=["tmpfs", "bind"])
def mounted(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "a site"
    folder.mkdir()
    if request.param == "tmpfs":
        mount("-t", "tmpfs", "-o", "size=64k", "tmpfs", str(folder))
    else:
        (tmp_path / "other").mkdir()
        mount("--bind", str(tmp_path / "other"), str(folder))
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_mount_point_is_refused_at_the_start(mounted: Path, tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    write_notice(docs, "trial", "正文。<script>")  # which would be the first to be told, were the texts read
    result = run("build", "--lang", "en", "--docs", str(docs), "--out", str(mounted))
    assert result.stdout == (
        f"error  {mounted}: expected a folder that is no mount point, because a mount point cannot be replaced as a whole"
        f" — hint: choose another --out, such as {mounted}/site inside it. [out.mount]\n"
    )
    assert result.exit_code == 1


def test_a_full_disk_is_named(tmp_path: Path) -> None:
    docs, disk = tmp_path / "docs", tmp_path / "disk"
    write_notice(docs, "trial", "正文。")
    disk.mkdir()
    mount("-t", "tmpfs", "-o", "size=64k", "tmpfs", str(disk))
    try:
        result = run("build", "--no-copies", "--lang", "en", "--docs", str(docs), "--out", str(disk / "site"))
        left = [each.name for each in disk.iterdir()]
    finally:
        subprocess.run(["umount", str(disk)], check=True)
    assert result.exit_code == 1
    assert result.stdout.startswith(f"error  {disk}: expected free space on the disk while writing {disk}")
    assert result.stdout.endswith(
        "free some space on that disk and run it again; the previous site is unchanged. [disk.full]\n"
    )
    assert left == []


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_write_that_names_no_file(number: int, tmp_path: Path) -> None:
    """As `write` raises it: without a name."""
    with pytest.raises(PublicationError) as raised, full_disk_named(tmp_path / "site", project(tmp_path)):
        raise OSError(number, os.strerror(number))
    (found,) = raised.value.problems
    assert found.code == "disk.full" and os.path.ismount(found.path)
    assert found.path == mount_point(Path(dict(found.details)["file"])).as_posix()


def test_another_error_goes_on_as_it_is(tmp_path: Path) -> None:
    with pytest.raises(PermissionError), full_disk_named(tmp_path / "site", project(tmp_path)):
        raise PermissionError(errno.EACCES, "no")
