"""Input that nobody would write on purpose: it gets a sentence like any other, or passes, and never a traceback."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from gazette.cli.verbs import main
from tiny_site import PLAN_FACTS as FACTS

FILE = "interpretations/2022/plan/index.md"
GROWING = "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 5))


def _titled(written: str) -> str:
    return FACTS.replace("title: 工作方案", written) + "正文。\n"


REFUSED = {
    "an alias that holds itself": (_titled("title: &a [*a]"), "yaml."),
    "aliases of aliases of aliases": (_titled(f"a0: &a0 [x]\n{GROWING}title: *a8"), "yaml."),
    "a thousand brackets in the text": (FACTS + "[" * 1000 + "\n", "body.crowded"),
    "three thousand brackets": (_titled(f"title: {'[' * 3000}{']' * 3000}"), "body.crowded"),
    "a list for a field name": (_titled("? [a]\n: b\ntitle: 工作方案"), "yaml.mapping"),
    "a number for a field name": (_titled("1: b\ntitle: 工作方案"), "field.unknown"),
    "two YAML documents": (_titled("title: 工作方案\n...\na: b"), "yaml.syntax"),
    "a C1 control character": (_titled("title: 工作\x80方案"), "source.control-character"),
    "a line separator": (_titled("title: 工作\u2028方案"), "source.control-character"),
    "only a byte-order mark": ("\ufeff", "source.front-matter"),
    "only line feeds": ("\n\n\n", "source.front-matter"),
    "a type that is a list": (FACTS.replace("type: plan", "type: [plan]") + "正文。\n", "field.choice"),
    "a mapping of languages": (FACTS.replace("[zh-Hans]", "{zh-Hans: x}") + "正文。\n", "field.list"),
    "a document number of several lines": (
        FACTS.replace("无文号", "|\n  甲\n  乙") + "正文。\n",
        "document-number.form",
    ),
    "a protected term of no characters": (
        FACTS.replace("languages", 'protected_terms: {"": 正}\nlanguages') + "正文。\n",
        "term.length",
    ),
    "a link with a null byte": (FACTS + "见[甲](%00.md)。\n", "link.no-page"),
    "characters that no print font has": (FACTS + "\U0001f600\ue000\n", "font.missing"),
    "a link out of docs": (FACTS + "见[甲](../../../../../../etc/index.md)。\n", "link.no-page"),
    "markup that is never closed": (FACTS + "**[甲](<b `丙\n\n<div lang=\n\n<!-- 丁\n\n[^1]:\n\n```\n己\n", "body."),
    "braces of every kind": (FACTS + "{#} {.} {: } {{ gz }} {% x %} ${y}\n", "body."),
}
PASSES = {
    "Windows line ends and a byte-order mark": "\ufeff" + (FACTS + "正文。\n").replace("\n", "\r\n"),
    "a hundred and fifty brackets": FACTS + "[" * 150 + "\n\n" + "*" * 1000 + "\n\n" + "![(" * 140 + "甲\n",
    "a line of a hundred thousand characters": FACTS + "正" * 100_000 + "\n",
    "characters beyond the basic plane": FACTS + "𫖯𬱖\n",
}


def _check(docs: Path) -> Result:
    result = CliRunner().invoke(main, ["check", "--lang", "en", "--docs", str(docs)])
    assert result.exception is None or isinstance(result.exception, SystemExit), repr(result.exception)
    return result


@pytest.mark.parametrize("what", REFUSED)
def test_refused(what: str, tmp_path: Path) -> None:
    text, code = REFUSED[what]
    _write(tmp_path, text)
    result = _check(tmp_path)
    assert result.exit_code == 1
    sentences = result.stdout.splitlines()
    assert all(each.startswith(("error  ", "warning  ")) and each.endswith("]") for each in sentences), result.stdout
    assert any(f"[{code}" in each for each in sentences), result.stdout
    assert max(map(len, sentences)) < 600


@pytest.mark.parametrize("what", PASSES)
def test_passes(what: str, tmp_path: Path) -> None:
    _write(tmp_path, PASSES[what])
    result = _check(tmp_path)
    assert (result.exit_code, "error" in result.stdout) == (0, False)


def _write(docs: Path, text: str) -> Path:
    file = docs / FILE
    file.parent.mkdir(parents=True)
    file.write_bytes(text.encode("utf-8"))
    return file


def test_folders_that_hold_themselves(tmp_path: Path) -> None:
    _write(tmp_path, FACTS + "正文。\n")
    (tmp_path / "interpretations" / "loop").symlink_to("..")
    (tmp_path / "self").symlink_to("self")
    (tmp_path / "gone").symlink_to("nowhere")
    said = _check(tmp_path).stdout.splitlines()
    assert [each.split(": ")[0].rsplit("/", 1)[1] for each in said] == ["gone", "loop", "self"]
    assert all(each.endswith("[path.link]") for each in said)


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    """Reading one's own memory from its beginning fails for everyone, root included; a link to it is not even tried."""
    file = tmp_path / FILE
    file.parent.mkdir(parents=True)
    file.symlink_to("/proc/self/mem")
    result = _check(tmp_path)
    assert result.exit_code == 1
    assert "[path.link]" in result.stdout


def test_a_source_file_named_twice(tmp_path: Path) -> None:
    file = _write(tmp_path, FACTS + "正文。\n")
    file.with_name("index.zh-Hans.md").write_text(FACTS + "别的正文。\n", encoding="utf-8")
    result = _check(tmp_path)
    assert result.exit_code == 1
    assert "index.zh-Hans.md" in result.stdout


def test_docs_is_a_file(tmp_path: Path) -> None:
    file = _write(tmp_path, FACTS)
    result = _check(file)
    assert result.exit_code == 1
    assert "[docs.missing]" in result.stdout


def test_a_link_to_a_publication_with_errors_is_not_held_against_its_author(tmp_path: Path) -> None:
    _write(tmp_path, FACTS.replace("issued: 2022", "issued: 22") + "正文。\n")
    other = tmp_path / "about" / "index.md"
    other.parent.mkdir()
    other.write_text(
        "---\ntype: page\ntitle: 关于本站\nlanguages: [zh-Hans]\n---\n\n见[方案](../interpretations/2022/plan/index.md)。\n",
        encoding="utf-8",
    )
    said = _check(tmp_path).stdout.splitlines()
    assert [each.rsplit(" ", 1)[1] for each in said] == ["[date.invalid]"]


@pytest.mark.parametrize(
    ("url", "is_right"),
    [
        ("http://[1", False),
        ("ftp://x.cn", False),
        ("https://x y.cn/", False),
        ("https://x.cn/a?b", False),
        ("https://x.cn", True),
    ],
)
def test_site_urls(url: str, is_right: bool, tmp_path: Path) -> None:
    _write(tmp_path, FACTS + "正文。\n")
    result = CliRunner().invoke(main, ["check", "--lang", "en", "--docs", str(tmp_path), "--site-url", url])
    assert result.exit_code == (0 if is_right else 1)
    refusal = (
        f'error  --site-url: found "{url}", expected the full address of the site'
        " — hint: for example https://www.example.gov.cn/policy/. [settings.site-url]\n"
    )
    assert result.stdout == ("" if is_right else refusal)
