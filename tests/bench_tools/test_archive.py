"""The archive for benchmarks: any folder of texts becomes publications without errors, and not a word is lost on the way."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from lxml.html import fromstring
from markdown import Markdown

from bench.archive import ArchiveError, parse_text, recombine, write_archive
from bench.phrases import Phrases
from bench.pieces import markdown
from gazette.model.identifiers import parse_index_number
from gazette.problems import errors_of
from gazette.project import Project
from gazette.site.stage_files import compose_stage
from gazette.source.files import read_source
from gazette.source.inline import plain_text

ROOT = Path(__file__).resolve().parents[2]
# Those of mkdocs.yml that could swallow a word.
EXTENSIONS = ["attr_list", "fenced_code", "footnotes", "md_in_html", "sane_lists", "tables", "toc"]
ARTICLES = "\n\n".join(f"第{number}条 甲方{number}应当依照本办法办理。" for number in "一二三四五六七八")
# A body, and phrases each of which has to stand in one paragraph of the publication.
BODIES = {
    "headings": (
        "# 标题\n\n# 另一标题\n第一条 紧接标题。\n\n## 附件 {#a}\n\n##无空格\n\n下划线\n---\n\n## C#\n\n# 末尾\\",
        ["另一标题", "第一条 紧接标题。", "附件 {#a}", "无空格", "下划线", "C#", "末尾\\"],
    ),
    "lists": (
        "1) 甲项\n2) 乙项\n3. 丙项\n\n- 丁项\n- - 戊项\n\n正文。\n- 己项",
        ["1) 甲项", "2) 乙项", "3. 丙项", "丁项", "- 戊项", "己项"],
    ),
    "indentation": (
        "\u3000\u3000首段。\n\u3000\u3000次段。\n\n    四格\n\n\t制表",
        ["首段。", "次段。", "四格", "制表"],
    ),
    "a paragraph of two lines": (
        "为了规范\n行为，制定 API\nrules。\n第二段。",
        ["为了规范行为，制定 API rules。", "第二段。"],
    ),
    "signs": (
        "{{ 变量 }} 3*4*5 a_b_c [甲](乙) <丙> <abc> ![丁](戊) `己` 庚` $x$ &sp; {.辛} **壬**癸",
        ["{{ 变量 }} 3*4*5 a_b_c [甲](乙) <丙> <abc> ![丁](戊) `己` 庚` $x$ &sp; {.辛} 壬癸"],
    ),
    "blocks that Markdown hides": (
        "[^1]: 注释\n\n[甲]: 乙\n\n*[丙]: 丁\n\n```\n代码\n```\n\n<div>\n戊\n</div>\n\n己<!-- 庚 -->\n\n[TOC]",
        ["[^1]: 注释", "[甲]: 乙", "*[丙]: 丁", "代码", "戊", "己", "[TOC]"],
    ),
    "tables": (
        "| 甲 | 乙 |\n|---|---|\n| 丙 {丁} | 戊 | 己 |\n\n| 无 | 线 |\n| 表 | 格 |",
        ["丙 {丁} | 戊 | 己", "无 | 线", "表 | 格"],
    ),
    "quotes": ("> 甲\n>\n> - 乙\n>> 丙。\n> 丁\n续", ["甲", "- 乙", "丙。", "丁续"]),
    "what no eye sees": ("甲\u200b乙\x07\u2028丙\ufffd\r\n丁", ["甲乙", "丙□丁"]),
    "stray Traditional": ("辦法與規定。", ["辦法與規定。"]),
    "nothing": ("\n\n---\n", ["标题"]),
    "a very long line": ("正文" * 20_000, ["正文" * 20_000]),
}
FRONTS = [
    'title: "标题"\ndate: 2020-01-01  # not given; placeholder',
    "title: '标题'\ndate: 1994年1月31日",
    "title: 标题\ndate: 2020-02-30",
    "title: 标题",
]


def write_corpus(folder: Path) -> Path:
    folder.mkdir()
    for number, (body, _) in enumerate(BODIES.values()):
        text = f"---\n{FRONTS[number % len(FRONTS)]}\ncategory: 法规/甲: 乙\n---\n\n{body}\n"
        (folder / f"d{number:04}.md").write_bytes(text.encode())
    (folder / "README.md").write_text("# 说明\n", encoding="utf-8")
    (folder / "D0000.md").write_text('---\ntitle: "关于"甲": 乙\\丙"\n---\n正文。\n', encoding="utf-8")
    (folder / "无要素.md").write_text("\ufeff没有要素的文本。\n\n" + ARTICLES, encoding="utf-8")
    return folder


def files(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in folder.rglob("*.md")}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("archive")
    write_archive(write_corpus(folder / "corpus"), folder / "docs", 40)
    return folder


def test_the_publications_have_no_errors(archive: Path) -> None:
    stage, problems = compose_stage(Project(ROOT, archive / "docs"), None)
    assert stage is not None
    assert [each.sentence("en") for each in errors_of(problems)] == []


def test_numbers_and_names_are_valid_and_unique(archive: Path) -> None:
    written = files(archive / "docs")
    numbers = {text.split("index_number: ")[1].split("\n")[0] for text in written.values()}
    slugs = {path.split("/")[2] for path in written}
    assert len(written) == len(numbers) == len(slugs) == 40
    assert {str(parse_index_number(each)) for each in numbers} == numbers
    assert {"d0000", "d0000-2", "text", "x0000", "x0025"} <= slugs and "readme" not in slugs


@pytest.mark.parametrize("name", BODIES)
def test_every_word_stands_in_its_paragraph(tmp_path: Path, name: str) -> None:
    body, phrases = BODIES[name]
    file = tmp_path / "index.md"
    text = parse_text("a", f"---\ntitle: 标题\n---\n{body}")
    file.write_text(f"---\n---\n{markdown(text.pieces)}", encoding="utf-8")
    page, problems = read_source(file, "index.md")
    assert page and not problems
    said = [squeezed(plain_text(block.text)) for block in page.blocks if block.is_prose]
    assert [each for each in phrases if not any(squeezed(each) in words for words in said)] == []
    shown = squeezed(
        fromstring(f"<div>{Markdown(extensions=EXTENSIONS).convert(markdown(text.pieces))}</div>").text_content()
    )
    assert [each for each in phrases if squeezed(each) not in shown] == []


def test_a_line_goes_on_only_where_the_one_before_is_no_sentence() -> None:
    body = "为了规范\n行为。\n第二段<!-- 注 -->\n（一）甲\n乙；\n丙  \n丁"
    said = [piece.text.strip() for piece in parse_text("a", body).pieces]
    assert said == ["为了规范行为。", "第二段", "（一）甲乙；", "丙", "丁"]


def squeezed(text: str) -> str:
    """Without what is no word: spaces, the borders of cells, the marks of code."""
    return "".join(text.split()).replace("|", "").replace("`", "")


def test_the_truth_says_what_the_publications_say(archive: Path) -> None:
    truth = {each["id"]: each for each in json.loads((archive / "docs.json").read_text(encoding="utf-8"))}
    assert len(truth) == 40 and {each["lang"] for each in truth.values()} == {"zh-Hans"}
    assert truth["d0000-2"]["title"] == '关于"甲": 乙\\丙'
    assert truth["d0004"]["text"].strip().startswith("{{ 变量 }} 3*4*5 a_b_c [甲](乙) <丙> <abc>")
    assert "第一条 甲方一应当依照本办法办理。" in truth["text"]["text"].split("\n")


def test_the_same_seed_makes_the_same_archive_and_another_seed_another(tmp_path: Path, archive: Path) -> None:
    corpus = archive / "corpus"
    for name, seed in (("same", 1), ("other", 2)):
        write_archive(corpus, tmp_path / name / "docs", 40, seed)
    assert files(tmp_path / "same" / "docs") == files(archive / "docs")
    assert (tmp_path / "same" / "docs.json").read_bytes() == (archive / "docs.json").read_bytes()
    assert files(tmp_path / "other" / "docs") != files(archive / "docs")


def test_a_recombined_text_is_no_copy_and_its_title_is_new() -> None:
    texts = [
        parse_text(f"d{number}", f"---\ntitle: 甲市乙丙条例\n---\n{ARTICLES}\n\n丁{number}。") for number in range(3)
    ]
    made = recombine(texts, 50, 7)
    whole = [markdown(text.pieces) for text in texts]
    assert len({text.title for text in made} - {"甲市乙丙条例"}) == 50
    assert not [text.id for text in made if any(each.strip() in markdown(text.pieces) for each in whole)]
    assert all(text.pieces for text in made)


def test_a_sample_is_that_of_the_evaluation(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus")
    order = sorted(
        (each.stem for each in corpus.glob("d*.md")), key=lambda stem: hashlib.sha256(stem.encode()).hexdigest()
    )
    (corpus / "无要素.md").unlink()
    (corpus / "D0000.md").unlink()
    assert [text.id for text in write_archive(corpus, tmp_path / "docs", 5)] == order[:5]


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ("missing", "archive.py: {folder}/missing is no folder\n"),
        ("empty", "archive.py: {folder}/empty holds no texts (*.md)\n"),
        ("bytes", "archive.py: {folder}/bytes/d0001.md:2 is not UTF-8\n"),
    ],
)
def test_what_cannot_be_read_is_said_in_one_line(tmp_path: Path, wrong: str, message: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "README.md").write_text("# 说明\n", encoding="utf-8")
    (tmp_path / "bytes").mkdir()
    (tmp_path / "bytes" / "d0001.md").write_bytes(b"---\ntitle: \xb9\xe6\xb6\xa8\n---\n")
    command = [sys.executable, "tests/bench/archive.py", str(tmp_path / wrong), str(tmp_path / "docs")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", message.format(folder=tmp_path))


def test_nothing_that_is_there_already_is_overwritten(archive: Path) -> None:
    with pytest.raises(ArchiveError, match="is there already"):
        write_archive(archive / "corpus", archive / "docs", 3)


def test_texts_of_one_paragraph_are_not_recombined() -> None:
    with pytest.raises(ArchiveError, match="one paragraph each"):
        recombine([parse_text("d0001", "正文。")], 1, 1)


def test_phrases_are_said_anew_with_the_pairs_of_characters_of_the_texts() -> None:
    texts = [
        "第三条 申请人应当提交申请材料，由主管部门审查决定。",
        "当事人对决定不服的，可以申请主管机关复议。",
        "不服的人对复议材料由决定人审查",
    ]
    phrases = Phrases(texts)
    pairs = {a + b for text in texts for a, b in pairwise(text)}
    said = [phrases.respell(texts[0], Random(seed)) for seed in range(50)]
    assert len(set(said)) > 20
    assert {(len(each), each[:4], each[15], each[-1]) for each in said} == {(len(texts[0]), "第三条 ", "，", "。")}
    assert [
        pair
        for each in said
        for run in (each[4:15], each[16:-1])
        for pair in map("".join, pairwise(run))
        if pair not in pairs
    ] == []
