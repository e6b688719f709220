"""Paths: every kind of thing that stands where a file should, at every place that is read; and names that others cannot hold."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import stat
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from gazette.cli.verbs import main
from gazette.file_names import check_name, check_twins
from gazette.paths import LARGEST_FILE, NotAFileError, find_tree, read_file
from gazette.pipeline import compose_project
from gazette.problems import problem
from gazette.project import Project, check_project_files
from gazette.source.folders import find_folders
from tiny_site import ROOT, write_notice


@contextmanager
def in_seconds(number: int) -> Iterator[None]:
    """What waits for a pipe waits for ever: then this says so."""

    def late(*_: object) -> None:
        raise TimeoutError("it hangs")

    signal.signal(signal.SIGALRM, late)
    signal.alarm(number)
    try:
        yield
    finally:
        signal.alarm(0)


def make_socket(path: Path) -> None:
    here = os.getcwd()
    os.chdir(path.parent)  # the name of a socket has 107 bytes at most
    socket.socket(socket.AF_UNIX).bind(path.name)
    os.chdir(here)


def make_device(path: Path) -> None:
    try:
        os.mknod(path, stat.S_IFCHR | 0o666, os.makedev(1, 5))  # /dev/zero
    except PermissionError:
        pytest.skip("only root makes devices")


def make_large(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(LARGEST_FILE + 1)


KINDS: dict[str, tuple[Callable[[Path], None], str]] = {
    "a link out": (lambda path: path.symlink_to("/etc/passwd"), "path.link"),
    "a link to a folder": (lambda path: path.symlink_to("/etc"), "path.link"),
    "a link to nothing": (lambda path: path.symlink_to("nowhere"), "path.link"),
    "a link to itself": (lambda path: path.symlink_to(path.name), "path.link"),
    "a link to memory": (lambda path: path.symlink_to("/proc/self/mem"), "path.link"),
    "a link to zeros": (lambda path: path.symlink_to("/dev/zero"), "path.link"),
    "a link to a neighbour": (lambda path: path.symlink_to(next(iter(path.parent.iterdir()), "x")), "path.link"),
    "a pipe": (os.mkfifo, "path.kind"),
    "a socket": (make_socket, "path.kind"),
    "a device": (make_device, "path.kind"),
    "a file without end": (make_large, "path.large"),
}
EACH_KIND = pytest.mark.parametrize("kind", KINDS)


@EACH_KIND
def test_nothing_but_a_file_is_read(kind: str, tmp_path: Path) -> None:
    make, code = KINDS[kind]
    make(tmp_path / "x")
    with pytest.raises(NotAFileError) as raised, in_seconds(10):
        read_file(tmp_path / "x", tmp_path)
    assert raised.value.code == code


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(NotAFileError) as raised:
        read_file(tmp_path, tmp_path.parent)
    assert (raised.value.code, raised.value.found[0]) == ("path.kind", "d")


def test_a_file_below_a_linked_folder_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "a.txt").write_text("甲", encoding="utf-8")
    (tmp_path / "linked").symlink_to("real")
    with pytest.raises(NotAFileError) as raised:
        read_file(tmp_path / "linked" / "a.txt", tmp_path)
    assert (raised.value.code, raised.value.found) == ("path.link", "real")


def test_a_hard_link_is_a_file_and_a_root_may_be_reached_by_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "a.txt").write_text("甲", encoding="utf-8")
    os.link(tmp_path / "a.txt", tmp_path / "real" / "b.txt")
    (tmp_path / "root").symlink_to("real")
    assert read_file(tmp_path / "root" / "b.txt", tmp_path / "root").decode() == "甲"


def test_a_file_that_a_person_names_may_be_a_link_but_no_pipe(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("甲", encoding="utf-8")
    (tmp_path / "link").symlink_to("a.txt")
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "to-pipe").symlink_to("pipe")
    assert read_file(tmp_path / "link").decode() == "甲"
    for name in ("pipe", "to-pipe"):
        with pytest.raises(NotAFileError), in_seconds(10):
            read_file(tmp_path / name)


def check(docs: Path, *more: str) -> Result:
    with in_seconds(60):
        result = CliRunner().invoke(main, ["check", "--lang", "en", "--docs", str(docs), *more])
    assert result.exception is None or isinstance(result.exception, SystemExit), repr(result.exception)
    return result


@EACH_KIND
@pytest.mark.parametrize("name", ["index.md", "index.en.md", "plan.pdf", "images", "../new"])
def test_in_docs_it_is_an_error_with_its_place(kind: str, name: str, tmp_path: Path) -> None:
    file = write_notice(tmp_path, "trial", "见[方案](plan.pdf)。" if name == "plan.pdf" else "正文。")
    place = file.parent / name
    place.unlink(missing_ok=True)
    make, code = KINDS[kind]
    make(place)
    with in_seconds(20):
        _, problems = find_folders(tmp_path, "docs")
    shown = f"docs/{os.path.relpath(place, tmp_path)}"
    assert [(each.code, each.path) for each in problems if each.is_error and each.code != "docs.empty"] == [
        (code, shown)
    ]


def test_what_is_behind_a_linked_folder_is_neither_read_nor_told(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    file = write_notice(docs, "trial", "正文。")
    secret = tmp_path / "secret"
    write_notice(secret, "hidden", "正文。")
    (secret / "passwords.txt").write_text("x", encoding="utf-8")
    (docs / "more").symlink_to(secret)
    (file.parent / "etc").symlink_to("/etc")
    result = check(docs)
    assert result.stdout.splitlines() == [
        f'error  {docs}/{place}: found "{target}", expected a file or folder itself, not a symbolic link'
        " — hint: delete the link, and copy the file. [path.link]"
        for place, target in (("interpretations/2023/trial/etc", "/etc"), ("more", secret))
    ]


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project with everything that is read beside the texts."""
    root = tmp_path_factory.mktemp("own")
    shutil.copytree(ROOT / "overrides", root / "overrides", ignore=shutil.ignore_patterns("*.woff2"))
    shutil.copytree(ROOT / "scripts" / "review", root / "scripts" / "review")
    (root / "scripts" / "gazette" / "translate" / "data").mkdir(parents=True)
    shutil.copy(ROOT / "mkdocs.yml", root)
    write_notice(root / "docs", "trial", "正文。")
    return Project(root, root / "docs")


@EACH_KIND
@pytest.mark.parametrize(
    "name",
    [
        "mkdocs.yml",
        "overrides/main.html",
        "overrides/js/print.js",
        "overrides/labels/en.yml",
        "overrides/fonts/x.woff2",
        "overrides/more",
        "scripts/gazette/translate/data/terms.tsv",
        "scripts/review/ledger.tsv",
        "scripts/review/versions.tsv",
        "scripts/review/translations.tsv",
        "scripts/review/copies.tsv",
        "scripts/review/accessibility.tsv",
    ],
)
def test_everywhere_else_it_stops_every_verb(kind: str, name: str, own: Project) -> None:
    place, (make, code) = own.root / name, KINDS[kind]
    kept = place.read_bytes() if place.is_file() else None
    place.unlink(missing_ok=True)
    make(place)
    try:
        with in_seconds(20):
            checked, problems = compose_project(own, None)
    finally:
        place.unlink()
        if kept is not None:
            place.write_bytes(kept)
    assert checked is None and [(each.code, each.path) for each in problems] == [(code, name)]
    assert check_project_files(own) == []


@pytest.mark.parametrize("kind", ["a pipe", "a device", "a link to zeros", "a link to memory", "a file without end"])
def test_an_xliff_file_that_is_none(kind: str, tmp_path: Path) -> None:
    KINDS[kind][0](tmp_path / "back.xlf")
    with in_seconds(60):
        result = CliRunner().invoke(main, ["xliff", "--import", str(tmp_path / "back.xlf")], env={"LANG": "C.UTF-8"})
    assert result.exit_code == 1 and isinstance(result.exception, SystemExit)
    assert result.stdout.startswith(f"error  {tmp_path}/back.xlf: ") and "[" in result.stdout


CHARACTER, EDGE, RESERVED = "path.character", "path.edge", "path.reserved"
BAD_NAMES = {
    **dict.fromkeys(("con.pdf", "CON", "aux", "nul.tar.gz", "com1", "LPT9.txt", "prn ", "com¹.pdf", "con .pdf"), RESERVED),
    **dict.fromkeys(('a"b', "a<b", "a>b", "c:d", "a|b", "a?b", "a*b", "a\\b", "a\tb", "a\nb", "a\x7fb"), CHARACTER),
    **dict.fromkeys(("a\u202egpj.exe", "a\u200bb", "a\x85b", "a\u2028b"), CHARACTER),
    **dict.fromkeys(("a.", "a ", " a", "a.pdf ", "a.pdf.", "甲\u3000", "a..."), EDGE),
    **dict.fromkeys(("a" * 256, "甲" * 86, "𠮷" * 64), "path.long"),
    os.fsdecode("\u7532.pdf".encode("gb18030")): "path.encoding",
}  # fmt: skip
BAD_NAMES["prn "] = EDGE  # told first
GOOD_NAMES = (
    "a", "附件 一.pdf", "console.pdf", "com10", "auxiliary", "nulls.txt", "lpt", "甲（一）.docx", "a.b.c", "甲" * 85, "café.pdf",
)  # fmt: skip


@pytest.mark.parametrize("name", BAD_NAMES, ids=ascii)
def test_a_name_that_windows_or_a_server_cannot_hold(name: str) -> None:
    assert [each.code for each in check_name(name, "docs/x")] == [BAD_NAMES[name]]


@pytest.mark.parametrize("name", GOOD_NAMES)
def test_a_name_that_all_can_hold(name: str) -> None:
    assert check_name(name, "docs/x") == []


@pytest.mark.parametrize("name", [name for name in BAD_NAMES if len(os.fsencode(name)) <= 255], ids=ascii)
@pytest.mark.parametrize("is_folder", [True, False])
def test_such_a_name_in_docs_is_an_error_and_can_be_printed(name: str, is_folder: bool, tmp_path: Path) -> None:
    file = write_notice(tmp_path, "trial", "正文。")
    place = file.parent / name
    if is_folder:
        place.mkdir()
        (place / "a.txt").touch()
    else:
        place.touch()
    result = check(tmp_path)
    assert result.exit_code == 1
    (line,) = result.stdout.splitlines()
    assert line.endswith(f"[{BAD_NAMES[name]}]") and line.isprintable()


def test_names_that_some_systems_take_for_the_same() -> None:
    nfc, nfd = unicodedata.normalize("NFC", "é.pdf"), unicodedata.normalize("NFD", "É.pdf")
    names = ["Plan.pdf", "plan.PDF", nfc, nfd, "ß.txt", "SS.txt", "other.pdf"]
    assert check_twins(names, "docs/a") == [
        problem("path.twins", f"docs/a/{name}", found=name, other=other)
        for name, other in (("plan.PDF", "Plan.pdf"), (nfd, nfc), ("SS.txt", "ß.txt"))
    ]


def test_twins_in_docs_are_found_for_folders_too(tmp_path: Path) -> None:
    for name in ("A/index.md", "a/index.md", "b/x.pdf", "b/X.pdf"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    _, problems = find_tree(tmp_path, "docs")
    assert [(each.code, each.path) for each in problems] == [("path.twins", "docs/a"), ("path.twins", "docs/b/x.pdf")]


def test_leftovers_of_editors_are_not_looked_at(tmp_path: Path) -> None:
    (tmp_path / ".#index.md").symlink_to("user@host.1234")  # Emacs' lock
    os.mkfifo(tmp_path / "~$plan.docx")
    (tmp_path / "index.md~").touch()
    (tmp_path / "index.md").touch()
    tree, problems = find_tree(tmp_path, "docs")
    assert problems == [] and [each.name for each in tree.files] == ["index.md"]
