"""A text speaks in its own name: the site's classes and ids are refused in HTML and in attribute lists, and no closing tag stays behind."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from gazette.cli.verbs import main
from gazette.pages.harmless import find_harm
from tiny_site import PLAN_FACTS, ROOT

DATA = ROOT / "scripts" / "gazette" / "pages" / "data"
KNOWN = "gz-continues, gz-merges"


def said(body: str, folder: Path) -> list[str]:
    file = folder / "interpretations" / "2022" / "plan" / "index.md"
    file.parent.mkdir(parents=True)
    file.write_text(f"{PLAN_FACTS}{body}\n", encoding="utf-8")
    result = CliRunner().invoke(main, ["check", "--lang", "en", "--docs", str(folder)])
    assert result.exception is None or isinstance(result.exception, SystemExit), repr(result.exception)
    return [line.removeprefix(f"error  {file}:") for line in result.stdout.splitlines() if line.startswith("error")]


CLASSES = {
    "HTML": '<p class="gz-read-aloud__bar">甲</p>',
    "HTML among others": "<p class='a gz-notice b'>甲</p>",
    "HTML without quotes": "甲<span class=gz-preview>乙</span>",
    "HTML with an entity": '<p class="&#103;z-notice">甲</p>',
    "capitals": '<p CLASS="GZ-notice">甲</p>',
    "below a paragraph": "甲\n{: .gz-notice }",
    "without a colon": "甲\n{ .gz-notice }",
    "a heading": "## 甲 {: .gz-title }\n\n乙",
    "inside a line": "**甲**{: .gz-speaker } 乙",
    "a pair": '甲\n{: class="gz-notice" }',
    "one that the site gives": '甲<a class="gz-stale" href="https://www.gov.cn/">乙</a>',
    "a mark that canonical text leaves out": '甲<a class="footnote-backref" href="https://www.gov.cn/">乙</a>',
    "a list item": "- 甲\n- 乙 {: .gz-topics }",
    "a table": '| 甲 |\n| --- |\n| <b class="gz-draft-mark">乙</b> |',
    "a switch of scripts": '<div class="no-js">甲</div>',
}


@pytest.mark.parametrize("place", CLASSES)
def test_a_class_of_the_site(place: str, tmp_path: Path) -> None:
    found = said(CLASSES[place], tmp_path)
    assert [each for each in found if each.endswith("[html.class]")] != []
    assert {each.rsplit("[", 1)[1] for each in found} <= {"html.class]", "body.unknown-mark]"}


def test_the_sentence(tmp_path: Path) -> None:
    assert said("甲\n\n乙\n{: .gz-notice }", tmp_path) == [
        f'15: found "gz-notice", expected no class of the site except: {KNOWN}'
        " — hint: remove the class; the site decides how a text looks. [html.class]"
    ]


@pytest.mark.parametrize(
    "body",
    [
        "甲\n{: .gz-merges }",
        "甲\n{: .gz-merges-9 }",
        "甲<b class='own'>乙</b>",
        "写作 `{: .gz-notice }`。",
        "甲\n\n```\n<p class='gz-notice'>\n```",
        "甲。[^1]\n\n[^1]: 乙",
        "甲<br>乙<br />丙",
        "<ul><li>甲<li>乙</ul>",
        "## 甲 { #section-a }\n\n乙",
        "| 甲 |\n| --- |\n| 乙<br>丙 |",
    ],
)
def test_what_a_text_may_write(body: str, tmp_path: Path) -> None:
    assert said(body, tmp_path) == []


@pytest.mark.parametrize(
    "name", ["query", "titles", "main", "contents", "contact", "publication-facts", "jump-1", "titles-3"]
)
@pytest.mark.parametrize("body", ["## 甲 {{: #{} }}\n\n乙", '<p id="{}">甲</p>', "甲\n{{: #{} }}", "甲<i id={}>乙</i>"])
def test_an_id_of_the_site(name: str, body: str, tmp_path: Path) -> None:
    assert [each.rsplit("[", 1)[1] for each in said(body.format(name), tmp_path)] == ["html.id]"]


def test_every_id_of_the_templates_is_in_the_table() -> None:
    templates = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "overrides").rglob("*.html"))
    scripts = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "overrides" / "js").rglob("*.js"))
    written = set(re.findall(r'\sid="([^"{}]+)"', templates))
    # The tables of facts get theirs as an argument.
    written |= {name for name in ("publication-facts", "contact") if f'"{name}"' in templates}
    written |= set(re.findall(r'getElementById\("([^"]+)"\)', scripts))
    with (DATA / "ids.tsv").open(encoding="utf-8", newline="") as file:
        named = {row["id"] for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)}
    assert written == named


def test_every_class_that_the_pages_give_is_in_the_table() -> None:
    folders = (ROOT / "scripts" / "gazette" / "pages", ROOT / "scripts" / "gazette" / "model")
    code = "".join(path.read_text(encoding="utf-8") for folder in folders for path in folder.glob("*.py"))
    given = set(re.findall(r"gz-[a-z]+(?:-[0-9a-z]+)*", code)) | {
        f"gz-{stem}" for stem in re.findall(r'Part\("([a-z]+)"', code)
    }
    with (DATA / "classes.tsv").open(encoding="utf-8", newline="") as file:
        named = {row["class"] for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)}
    assert {each for each in named if each.startswith("gz-")} == given - {"gz-merges-3"}


@pytest.mark.parametrize(
    ("html", "code"),
    [
        ("<p>a</x-foo>b</p>", "html.element"),
        ("<p>a</script>b</p>", "html.element"),
        ("<p>a</b>b</p>", "html.stray"),
        ("<p>a</br>b</p>", "html.stray"),
        ("<p>a</p></p>", "html.stray"),
        ("<p>a</1>b</p>", "html.comment"),
        ("<p>a</>b</p>", "html.comment"),
        ("<p>a</ b>c</p>", "html.comment"),
        ("<p><b>a</b><i>b</i></p>", ""),
        ("<p class='gz-number gz-stale'>a</p>", ""),
        ("<p class='gz-footer'>a</p>", "html.class"),
        ("<p id='main'>a</p>", "html.id"),
    ],
)
def test_a_rendered_body(html: str, code: str) -> None:
    assert [each.code for each in find_harm(html)] == ([code] if code else [])


def test_a_closing_tag_does_not_stay_behind(tmp_path: Path) -> None:
    assert said("甲</x-foo>乙", tmp_path)[0].startswith('12: found "</x-foo>", expected a tag that describes a text')
