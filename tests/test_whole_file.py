"""A file is written whole or not at all: whatever stops the writer, the old one stays and nothing lies beside it."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from gazette.whole_file import PREFIX, SUFFIX, forget_leftovers, replace_file

SCRIPTS = Path(__file__).resolve().parents[1] / "scripts"


def names(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


def mode(file: Path) -> int:
    return stat.S_IMODE(file.stat().st_mode)


def test_a_new_file_has_the_mode_that_the_umask_allows_and_an_old_one_keeps_its_own(tmp_path: Path) -> None:
    file = tmp_path / "a.tsv"
    for mask, wanted in ((0o022, 0o644), (0o077, 0o600), (0o002, 0o664)):
        before = os.umask(mask)
        try:
            replace_file(file, b"one")
        finally:
            os.umask(before)
        assert (mode(file), file.read_bytes()) == (wanted, b"one")
        file.chmod(0o640)
        replace_file(file, b"two")
        assert (mode(file), file.read_bytes(), names(tmp_path)) == (0o640, b"two", ["a.tsv"])
        file.unlink()


@pytest.mark.parametrize("stop", [KeyboardInterrupt, RuntimeError, SystemExit, MemoryError])
@pytest.mark.parametrize("before", [None, b"", b"old"])
def test_what_stops_the_writer_leaves_the_old_file_and_nothing_else(
    stop: type[BaseException], before: bytes | None, tmp_path: Path
) -> None:
    file = tmp_path / "a.tsv"
    if before is not None:
        file.write_bytes(before)

    def check(fresh: Path) -> None:
        assert fresh.read_bytes() == b"new" and fresh.parent == tmp_path
        raise stop

    with pytest.raises(stop):
        replace_file(file, b"new", check)
    assert names(tmp_path) == (["a.tsv"] if before is not None else [])
    assert before is None or file.read_bytes() == before


def test_a_full_disk_is_an_error_that_names_the_file(tmp_path: Path) -> None:
    """A limit of the process stands for the disk: the system refuses the bytes beyond it (EFBIG)."""
    program = (
        "import resource, signal, sys; from pathlib import Path; from gazette.whole_file import replace_file\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN); resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))\n"
        "try: replace_file(Path(sys.argv[1]), b'x' * 1000)\n"
        "except OSError as error: print(error.filename, error.strerror)\n"
    )
    file = tmp_path / "a.tsv"
    file.write_bytes(b"old")
    done = subprocess.run(
        [sys.executable, "-c", program, str(file)], capture_output=True, text=True, cwd=SCRIPTS, check=True
    )
    assert done.stdout == f"{file} File too large\n", done.stderr
    assert (names(tmp_path), file.read_bytes()) == (["a.tsv"], b"old")


def test_a_link_is_followed_a_device_is_written_and_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    target, link = tmp_path / "real" / "a.tbx", tmp_path / "link.tbx"
    target.write_bytes(b"old")
    link.symlink_to(target)
    replace_file(link, b"new")
    assert link.is_symlink() and target.read_bytes() == b"new" and names(tmp_path / "real") == ["a.tbx"]
    replace_file(Path("/dev/null"), b"new")
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)
    with pytest.raises(IsADirectoryError) as refused:
        replace_file(tmp_path / "real", b"new")
    assert refused.value.filename == str(tmp_path / "real")


def test_a_name_as_long_as_the_file_system_allows(tmp_path: Path) -> None:
    file = tmp_path / ("x" * 255)
    replace_file(file, b"new")
    assert names(tmp_path) == [file.name]
    with pytest.raises(OSError, match="File name too long") as refused:
        replace_file(tmp_path / ("x" * 256), b"new")
    assert refused.value.filename == str(tmp_path / ("x" * 256)) and names(tmp_path) == [file.name]


def test_what_a_killed_process_left_is_removed_and_what_a_living_one_writes_is_not(tmp_path: Path) -> None:
    program = (
        "import sys, time; from pathlib import Path; from gazette.whole_file import replace_file\n"
        "replace_file(Path(sys.argv[1]), b'new', lambda fresh: (print(fresh, flush=True), time.sleep(60)))\n"
    )
    file = tmp_path / "a.tsv"
    with subprocess.Popen(
        [sys.executable, "-c", program, str(file)], cwd=SCRIPTS, stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdout
        fresh = Path(writer.stdout.readline().strip())
        assert fresh.name.startswith(PREFIX) and fresh.name.endswith(SUFFIX)
        forget_leftovers(tmp_path)
        assert names(tmp_path) == [fresh.name]
        writer.send_signal(signal.SIGKILL)
    assert names(tmp_path) == [fresh.name]
    replace_file(tmp_path / "b.tsv", b"other")
    assert names(tmp_path) == ["b.tsv"]


def test_a_kill_at_any_moment_leaves_the_old_file_or_the_new_one(tmp_path: Path) -> None:
    program = (
        "import itertools, sys; from pathlib import Path; from gazette.whole_file import replace_file\n"
        "print('ready', flush=True)\n"
        "for number in itertools.count(): replace_file(Path(sys.argv[1]), str(number).encode() * 20000)\n"
    )
    file = tmp_path / "a.tsv"
    for round_ in range(20):
        with subprocess.Popen(
            [sys.executable, "-c", program, str(file)], cwd=SCRIPTS, stdout=subprocess.PIPE, text=True
        ) as writer:
            assert writer.stdout and writer.stdout.readline() == "ready\n"
            time.sleep(0.002 * round_)
            writer.kill()
        content = file.read_bytes() if file.exists() else b""
        assert content == content[: len(content) // 20000] * 20000
        assert len(names(tmp_path)) <= 2
    replace_file(file, b"last")
    assert names(tmp_path) == ["a.tsv"]


@contextlib.contextmanager
def ordinary_user() -> Iterator[Path]:
    """A folder for everyone, and this process as nobody, whom the superuser becomes and ceases to be."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o777)
    is_root = os.geteuid() == 0
    try:
        if is_root:
            os.setresuid(65534, 65534, 0)
        yield folder
    finally:
        if is_root:
            os.setresuid(0, 0, 0)
        shutil.rmtree(folder)


def test_a_file_that_may_not_be_written_stays() -> None:
    with ordinary_user() as folder:
        file = folder / "a.tsv"
        file.write_bytes(b"old")
        file.chmod(0o444)
        with pytest.raises(PermissionError):
            replace_file(file, b"new")
        assert file.read_bytes() == b"old" and [each.name for each in folder.iterdir()] == ["a.tsv"]
