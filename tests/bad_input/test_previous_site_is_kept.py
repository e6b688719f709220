"""Whatever is wrong, what stands in OUT stays: the site made before, and files that are nobody's site."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from gazette.cli.verbs import main
from tiny_site import PLAN_FACTS as FACTS


def _write(docs: Path, text: str) -> Path:
    file = docs / "interpretations" / "2022" / "plan" / "index.md"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def _build(docs: Path, out: Path, *options: str) -> Result:
    command = ["build", "--no-copies", "--lang", "en", "--docs", str(docs), "--out", str(out), *options]
    result = CliRunner().invoke(main, command)
    assert result.exception is None or isinstance(result.exception, SystemExit), repr(result.exception)
    return result


def _state(folder: Path) -> dict[str, tuple[int, str]]:
    """Time stamp and content of everything below a folder, and of the folder itself."""
    state = {}
    for path in [folder, *sorted(folder.rglob("*"))]:
        content = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
        state[path.relative_to(folder).as_posix()] = (path.stat().st_mtime_ns, content)
    return state


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("kept")
    docs, out = folder / "docs", folder / "site"
    _write(docs, FACTS + "正文。\n")
    result = _build(docs, out)
    assert result.exit_code == 0, result.output
    assert (out / "interpretations" / "2022" / "plan" / "index.html").is_file()
    return docs, out


@pytest.mark.parametrize(
    ("broken", "sentence"),
    [
        (FACTS.replace("issued: 2022-10-27", "issued: 2022-10-32") + "正文。\n", '{file}:6 issued: found "2022-10-32"'),
        ("正文。\n", '{file}:1: found "正文。"'),
        (FACTS + "见[附件](form.pdf)。\n", '{file}:12: found "form.pdf"'),
        (FACTS + "正文。<script>alert(1)</script>\n", '{file}:12: found "<script>"'),
    ],
    ids=["a wrong fact", "no front matter", "a broken link", "a script"],
)
def test_a_failed_build_changes_nothing(broken: str, sentence: str, site: tuple[Path, Path]) -> None:
    docs, out = site
    before = _state(out)
    file = _write(docs, broken)
    result = _build(docs, out)
    assert result.exit_code == 1
    assert result.stdout.startswith(f"error  {sentence.format(file=file)}")
    assert result.stderr.endswith("There are errors: no site was made, and what was there is unchanged.\n")
    assert _state(out) == before
    assert [each.name for each in out.parent.iterdir() if each not in (docs, out)] == []


def test_a_warning_is_an_error_when_strictness_is_asked_for(site: tuple[Path, Path]) -> None:
    docs, out = site
    file = _write(docs, FACTS + "正文。\n")
    unused = file.with_name("unused.txt")
    unused.write_text("表格\n", encoding="utf-8")
    before = _state(out)
    result = _build(docs, out, "--strict")
    unused.unlink()
    assert result.exit_code == 1
    assert result.stdout.startswith(f"warning  {unused}: expected a file that some text links to")
    assert _state(out) == before


def test_a_folder_of_other_files_is_refused(tmp_path: Path) -> None:
    docs, out = tmp_path / "docs", tmp_path / "letters"
    _write(docs, FACTS + "正文。\n")
    (out / "2022").mkdir(parents=True)
    (out / "2022" / "letter.docx").write_bytes(b"PK\x03\x04")
    before = _state(out)
    result = _build(docs, out)
    assert result.exit_code == 1
    assert result.stdout == (
        f"error  {out}: expected an empty folder, or a site that this program made"
        " — hint: choose another --out; nothing there was deleted. [out.foreign]\n"
    )
    assert _state(out) == before


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    docs, out = tmp_path / "docs", tmp_path / "site.txt"
    _write(docs, FACTS + "正文。\n")
    out.write_text("notes", encoding="utf-8")
    result = _build(docs, out)
    assert result.exit_code == 1
    assert "[out.foreign]" in result.stdout
    assert out.read_text(encoding="utf-8") == "notes"


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    docs, file = tmp_path / "docs", tmp_path / "notes.txt"
    _write(docs, FACTS + "正文。\n")
    file.write_text("notes", encoding="utf-8")
    result = _build(docs, file / "site")
    assert result.exit_code == 1
    assert "[out.unwritable]" in result.stdout
    assert file.read_text(encoding="utf-8") == "notes"


def test_the_folder_of_texts_is_no_place_for_the_site(tmp_path: Path) -> None:
    """A site inside docs/ would be read as texts by the next build; docs itself is never replaced."""
    docs = tmp_path / "docs"
    _write(docs, FACTS + "正文。\n")
    before = _state(docs)
    for out in (docs, docs / "site"):
        result = _build(docs, out)
        assert result.exit_code == 1, out
        assert _state(docs) == before
