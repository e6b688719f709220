"""The official copies of the project's own publications: compliant, complete, verifiable, and made only when something changed."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from lxml import html

from copies.verapdf import judge
from gazette.budget import Budget
from gazette.copies.fonts import read_faces
from gazette.model.versions import read_versions
from gazette.pages.canonical import canonical_digest, canonical_text, short_form
from gazette.problems import PublicationError, errors_of
from gazette.project import Project
from gazette.site import copy_cache
from gazette.site.build_options import BuildOptions
from gazette.site.copy_jobs import file_name
from gazette.site.printing import Order, Printed, print_copies
from gazette.site.stage_files import StageFiles, compose_stage
from gazette.site.staging import stage_site
from gazette.verify.extract import extract_text, lines_of_pieces
from tiny_site import ROOT, build_tiny, write_notice

URL = "https://www.example.org/"


def nothing(done: int, total: int) -> None:
    """Progress for nobody."""


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> list[Printed]:
    return print_copies(Project(ROOT, ROOT / "docs"), Order(), tmp_path_factory.mktemp("copies"), URL, nothing)


@pytest.fixture(scope="module")
def stage() -> StageFiles:
    stage, problems = compose_stage(Project(ROOT, ROOT / "docs"), URL)
    assert stage and not errors_of(problems)
    return stage


def texts(stage: StageFiles) -> dict[str, str]:
    """The canonical text of every edition by its fingerprint's short form."""
    pages = (page for each in stage.publications for page in each.pages if "official" in page.data)
    return {short_form(canonical_digest(canonical_text(page))): canonical_text(page) for page in pages}


def test_every_publication_has_a_copy_in_every_language_named_by_its_title(
    printed: list[Printed], stage: StageFiles
) -> None:
    wanted = {file_name(page.title) for each in stage.publications for page in each.pages if "official" in page.data}
    assert {each.file.name for each in printed} == wanted and len(printed) == len(texts(stage)) >= 12
    assert not [each.file for each in printed if each.pages != len(pikepdf.open(each.file).pages)]


def test_verapdf_finds_every_copy_compliant(printed: list[Printed], tmp_path: Path) -> None:
    verdicts = judge([each.file for each in printed], tmp_path)
    assert len(verdicts) == len(printed)
    assert {file.name: verdict for file, verdict in verdicts.items() if not verdict.is_compliant} == {}


def test_what_a_copy_says_is_the_canonical_text(printed: list[Printed], stage: StageFiles) -> None:
    known = texts(stage)
    for each in printed:
        told = subprocess.run(["pdftotext", "-raw", each.file, "-"], capture_output=True, text=True).stdout
        [found] = [name for name in known if name in told]
        wanted = re.sub(r"\s", "", known.pop(found))
        said = re.sub(r"\s", "", lines_of_pieces(extract_text(each.file.read_bytes()).pieces))
        assert wanted in said, each.file.name
    assert known == {}


def test_a_copy_holds_none_but_our_fonts(printed: list[Printed]) -> None:
    families = {face.family.replace(" ", "-") for face in read_faces(ROOT / "overrides" / "fonts")}
    for each in printed:
        rows = subprocess.run(["pdffonts", each.file], capture_output=True, text=True).stdout.splitlines()[2:]
        names = {re.sub(r"^[A-Z]{6}\+|(-Bold)?(-Italic)?$", "", row.split()[0]) for row in rows}
        kinds = {" ".join(row.split()[1:3]) for row in rows}
        assert names and names <= families and kinds == {"CID TrueType"}, each.file.name
        assert {tuple(row.split()[-5:-3]) for row in rows} == {("yes", "yes")}, "embedded and subset"


def test_the_last_page_names_address_date_version_and_fingerprint(printed: list[Printed]) -> None:
    [copy] = [each for each in printed if each.file.name.startswith("The Director Explains")]
    last = subprocess.run(
        ["pdftotext", "-layout", "-f", str(copy.pages), copy.file, "-"], capture_output=True, text=True
    ).stdout
    for part in (f"{URL}en/interpretations/2022/ip-pilot-city/", "27 October 2022", "Chinese text prevails"):
        assert re.sub(r"\s+", "", part) in re.sub(r"\s+", "", last), part  # an address may break
    project = Project(ROOT, ROOT / "docs")
    versions, problems = read_versions(project.versions_file, "")
    now = versions["interpretations/2022/ip-pilot-city", "en"][-1]
    assert problems == [] and now.number > 1
    assert re.search(rf"Version\s+{now.number}, {now.date.day} {now.date:%B %Y}", last)
    assert short_form(now.fingerprint) in re.sub(r"\s+", " ", last)


@pytest.fixture
def tiny(tmp_path: Path) -> Iterator[Project]:
    write_notice(tmp_path / "docs", "first", "正文一。", number=1, languages="zh-Hans, zh-Hant")
    write_notice(tmp_path / "docs", "second", "正文二。", number=2, title="另一通知", languages="zh-Hans")
    project = Project(ROOT, tmp_path / "docs")
    yield project
    shutil.rmtree(project.stage.parent, ignore_errors=True)


def test_only_what_changed_is_typeset_again(tiny: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    typeset = copy_cache.typeset
    monkeypatch.setattr(copy_cache, "IN_PROCESS", 10)
    monkeypatch.setattr(copy_cache, "typeset", lambda document: made.append(document.title) or typeset(document))
    first = print_copies(tiny, Order(), tmp_path / "a", URL, nothing)
    assert len(made) == 3
    again = print_copies(tiny, Order(), tmp_path / "b", URL, nothing)
    assert len(made) == 3
    assert [each.file.read_bytes() for each in first] == [each.file.read_bytes() for each in again]
    write_notice(tmp_path / "docs", "second", "正文二，改。", number=2, title="另一通知", languages="zh-Hans")
    print_copies(tiny, Order(), tmp_path / "c", URL, nothing)
    assert made[3:] == ["另一通知"]


def test_only_what_is_asked_for_is_printed(tiny: Project, tmp_path: Path) -> None:
    order = Order(["interpretations/2023/first/"], ["zh-Hant"])
    [copy] = print_copies(tiny, order, tmp_path / "out", URL, nothing)
    assert list((tmp_path / "out").iterdir()) == [copy.file]
    with pytest.raises(PublicationError) as wrong:
        print_copies(tiny, Order(["first"], ["fr"]), tmp_path / "none", URL, nothing)
    assert [each.code for each in wrong.value.problems] == ["publication.unknown", "copy.language"]
    assert not (tmp_path / "none").exists()


def test_a_year_is_bound_with_contents_and_links(tiny: Project, tmp_path: Path) -> None:
    bound = print_copies(tiny, Order(is_bound=True), tmp_path / "out", URL, nothing)
    assert [each.file.name for each in sorted(bound, key=lambda each: each.file.name[2])] == [
        "政策解读：2023年合订本 简体中文.pdf",
        "政策解讀：2023年合訂本 繁體中文.pdf",
    ]
    simplified = next(each for each in bound if "简体" in each.file.name)
    assert simplified.pages == 3
    contents = subprocess.run(["pdftotext", "-l", "1", simplified.file, "-"], capture_output=True, text=True).stdout
    assert re.search(r"另一通知\W*3", contents)
    verdict = judge([simplified.file], tmp_path)[simplified.file]
    assert verdict.is_compliant, verdict


def test_the_page_links_to_its_copy_with_its_length(tmp_path: Path) -> None:
    write_notice(tmp_path / "docs", "first", "正文一。", languages="zh-Hans")
    build_tiny(tmp_path / "docs", tmp_path / "out", URL, with_copies=True)
    folder = tmp_path / "out" / "interpretations" / "2023" / "first"
    link = html.parse(folder / "index.html").find(".//p[@class='gz-copy-link']/a")
    size = round((folder / "first.pdf").stat().st_size / 1000)
    assert link.get("href") == "first.pdf" and link.get("download").endswith(".pdf")
    assert link.text_content() == f"正式文本：PDF，1 页，{size} KB"


@pytest.mark.parametrize(
    ("title", "name"), [("甲/乙：《丙》?", "甲 乙：《丙》.pdf"), ("...", "copy.pdf"), ("长" * 200, "长" * 80 + ".pdf")]
)
def test_a_title_becomes_a_name_that_every_system_takes(title: str, name: str) -> None:
    assert file_name(title) == name


def test_a_build_keeps_the_copies_of_its_own_texts_and_no_others(tiny: Project, tmp_path: Path) -> None:
    """What lies in the store would grow for ever, and with it what is read through at each build."""

    def stored() -> set[str]:
        return {each.name.split(".")[0] for each in tiny.copies.iterdir()}

    stage_site(tiny, BuildOptions(URL))
    first = stored()
    write_notice(tmp_path / "docs", "second", "正文二，改。", number=2, title="另一通知", languages="zh-Hans")
    stage_site(tiny, BuildOptions(URL))
    assert len(first) == len(stored()) == 3 and len(first & stored()) == 2


def test_a_copy_that_takes_too_long_to_set_is_refused_and_its_text_is_named(
    tiny: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    long = "\n\n".join(f"第{number}段，推动知识产权高质量发展。" for number in range(600))
    write_notice(tmp_path / "docs", "first", long, number=1, languages="zh-Hans")
    monkeypatch.setattr(copy_cache, "COPY", Budget(seconds=0.15, megabytes=4000))
    monkeypatch.setattr(copy_cache, "IN_PROCESS", 10)
    with pytest.raises(PublicationError) as wrong:
        stage_site(tiny, BuildOptions(URL))
    [refused] = errors_of(wrong.value.problems)
    assert (refused.code, refused.found) == ("copy.refused", "typesetting takes more than 0.15 s")
    assert refused.path.endswith("/index.md")
