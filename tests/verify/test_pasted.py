"""Text copied out of a copy with pdftotext is what was published, in whatever order tables are read; one changed character is found."""

from __future__ import annotations

import random
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from gazette.pipeline import compose_project
from gazette.project import Project
from gazette.site.addresses import Addresses
from gazette.site.printing import Order, print_copies
from gazette.verify.compare import verify_text
from gazette.verify.pasted import is_same_words
from gazette.verify.published import Published, publish_text
from tiny_site import ROOT

MODES = {"plain": (), "layout": ("-layout",), "raw": ("-raw",)}
SLUGS = ["ip-pilot-city", "names-of-offences-5"]
TAGS = ["zh-Hans", "zh-Hant", "en"]
TABLE = "标题\n文号\t甲字1号\n日期\t2022-10-27\n改期\t2023-11-28\n正文一。\n项目\t金额\t备注\n甲\t300\t无\n乙\t500\t无\n丙\t\t有\n完。\n"
NOW = Published(
    "a/2022/b", "zh-Hans", "标题", "", TABLE, beside=frozenset({"公开信息", "版本"}), colophon="版本\t第一版\n"
)


@dataclass(frozen=True)
class Office:
    """The project's own publications that have figures and tables, as they are printed."""

    editions: dict[tuple[str, str], Published]
    files: dict[tuple[str, str], Path]

    def copied(self, slug: str, tag: str, mode: str) -> tuple[Published, str]:
        command = ["pdftotext", *MODES[mode], self.files[slug, tag], "-"]
        done = subprocess.run(command, capture_output=True, check=True)
        return self.editions[slug, tag], done.stdout.decode()


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    project = Project(ROOT, ROOT / "docs")
    checked, _ = compose_project(project, None)
    assert checked
    editions, files = {}, {}
    for text in checked.site.texts:
        path, slug = text.publication.path, text.publication.path.rsplit("/", 1)[-1]
        for tag in text.editions if slug in SLUGS else ():
            labels, versions = checked.labels[tag], checked.signed.versions.get((path, tag), ())
            address = Addresses(checked.settings.site_url).absolute(path, labels.language)
            editions[slug, tag] = publish_text(text, tag, labels, versions, address)
            folder = tmp_path_factory.mktemp("copies")
            [printed] = print_copies(project, Order([path], [tag]), folder, None, lambda done, total: None)
            files[slug, tag] = printed.file
    return Office(editions, files)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("slug", SLUGS)
def test_what_pdftotext_reads_is_what_was_published(office: Office, slug: str, tag: str, mode: str) -> None:
    now, text = office.copied(slug, tag, mode)
    assert verify_text(text, now).differences == ()
    assert verify_text(text.replace("\n", "\r\n").replace("\f", "\n\n"), now).is_equal


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("slug", SLUGS)
def test_one_changed_character_of_it_is_found(
    office: Office, slug: str, tag: str, mode: str, request: pytest.FixtureRequest
) -> None:
    """Anywhere in the text; what a copy says of itself is not the text."""
    now, text = office.copied(slug, tag, mode)
    chance = random.Random(f"{slug} {tag} {mode}")
    places = [
        at for at, each in enumerate(text) if not each.isspace() and each not in "—-‐" and _is_of_text(text, at, now)
    ]
    for at in chance.sample(places, 40 if request.config.getoption("--long") else 1):
        other = chance.choice([each for each in "知3.x" if each != text[at]])
        changes = (text[:at] + other + text[at + 1 :], text[:at] + text[at + 1 :], text[:at] + other + text[at:])
        assert not verify_text(chance.choice(changes), now).is_equal, (text[at - 8 : at + 8], other)


def _is_of_text(text: str, at: int, now: Published) -> bool:
    """Whether the line, without what parts its columns, stands in the text and is no notice, page number or colophon."""
    line = text[text.rfind("\n", 0, at) + 1 : text.find("\n", at)]
    parts = [re.sub(r"\s", "", part) for part in re.split(r"\s{2,}", line.strip())]
    bare = re.sub(r"\s", "", now.text)
    return all(part in bare for part in parts) and not now.expects(line)


@pytest.mark.parametrize(
    "found",
    [
        TABLE,
        "标题\n文号\n日期\n改期\n甲字1号\n2022-10-27\n2023-11-28\n正文一。\n项目\n甲\n乙\n丙\n金额\n300\n500\n备注\n无\n无\n有\n完。",
        "标题\n文号\n甲字1号\n日期\n2022-10-\n27\n改期\n2023-11-28\n正文一。\n项目 金额 备注\n甲 300 无\n— 1 —\n项目 金额 备注\n乙 500 无\n丙 有\n完。",
        "公开信息\n标题\n  文号   甲字1\n         号\n日期 2022-10-27\n改期 2023-11-28\n正文\n— 1 —\n一。\n项目 金额 备注\n甲 300 无 乙 500 无 丙 有 完。\n版本\n第一版",
        "标题\n甲字\n文号  1号\n日期 2022-10-27 改期 2023-11-28 正文一。\n项目 金额\n甲 300\n项目 金额\n乙 500\n丙\n备注\n无\n备注\n无\n有\n完。",
    ],
)  # fmt: skip
def test_tables_are_read_by_rows_or_by_columns(found: str) -> None:
    assert is_same_words(found, NOW, NOW.text) and verify_text(found, NOW).is_equal


@pytest.mark.parametrize(
    "found",
    [
        "标题\n文号\n日期\n改期\n甲字1号\n2023-11-28\n2022-10-27\n正文一。\n项目 金额 备注\n甲 300 无\n乙 500 无\n丙 有\n完。",
        "标题\n文号 甲字1号\n日期 2022-10-27\n改期 2023-11-28\n正文一。\n项目 金额 备注\n甲 500 无\n乙 300 无\n丙 有\n完。",
        "标题\n文号 甲字1号\n日期 2022-10-27\n正文一。\n项目 金额 备注\n甲 300 无\n乙 500 无\n丙 有\n完。",
        "标题\n文号 甲字1号\n日期 2022-10-27\n改期 2023-11-28\n正文一。\n项目 金额 备注\n甲 300 无\n乙 500 无\n丙 有\n乙 500 无\n完。",
        "标题\n文号 甲字1号\n日期 2022-10-27\n改期 2023-11-28\n完。\n项目 金额 备注\n甲 300 无\n乙 500 无\n丙 有\n正文一。",
        "标题\n文号 甲字1号\n日期 2022-10-27\n改期 2023-11-28\n正文一。\n项目 金额 备注\n甲 300 无\n乙 500 无\n丙 有\n完。\n已废止",
    ],
)  # fmt: skip
def test_what_is_exchanged_missing_doubled_or_added_is_found(found: str) -> None:
    assert not is_same_words(found, NOW, NOW.text) and not verify_text(found, NOW).is_equal


def test_characters_that_one_glyph_draws_are_the_same_in_a_text_copied_from_a_copy() -> None:
    now = Published("a/2022/b", "zh-Hans", "标题", "", "标题\n1〜3月，4～6月。\n", beside=frozenset())
    assert verify_text("标题\n1～3月，4〜6月。", now).is_equal and verify_text("标题\n1〜3月，4〜6月。", now).is_equal
    assert not verify_text("标题\n1-3月，4～6月。", now).is_equal
