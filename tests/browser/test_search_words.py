"""What a page says and what its search finds are the same words: phrases of real texts, in Chromium, from both scripts' pages."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route

from bench.archive import write_archive
from gazette.assemble import RenderedSite
from gazette.kept_index import SEARCH_FOLDER
from gazette.pipeline import compose_project
from gazette.project import Project
from gazette.search.passages import BREAK, SearchText
from gazette.search.terms import find_runs, fold
from gazette.site.assets import BUNDLES
from tiny_site import write_notice

ROOT = Path(__file__).resolve().parents[2]
TAGS = ("zh-Hans", "zh-Hant")
_WITHIN = re.compile(r"[0-9a-z.,/:-]{2,}")
_BEFORE, _AFTER = r"(?<![0-9A-Za-z.])", r"(?![0-9A-Za-z]|\.[0-9])"  # 8.02 is not in 18.02
BASE = "http://words.test/"
ASK = """async ([queries, lang]) => {
  const module = await import("/assets/search.js"), answers = [];
  for (const query of queries) {
    const found = await module.search(query, {lang, limit: 1000});
    answers.push({total: found.total, exact: found.exact, isNearest: found.isNearest,
      results: found.results.map(({path, marked, titlePieces, passages}) => ({path, marked, pieces: [titlePieces].concat(passages.flatMap(each => [each.heading, each.excerpt]))}))});
  }
  return answers;
}"""
# Characters that no table of forms leads back from the Traditional page, each in a word of official texts; and words of a person's own.
HARD = "批复、答复和反复，了解、瞭望，借口与慰藉，苏醒，呆账，象征，编制，讬管，砂仑。乾隆年间干部余姓馀热什么么和著作着手。"


@dataclass(frozen=True)
class Library:
    """Composed texts, by path and language, and what a server would send of them."""

    texts: dict[str, dict[str, SearchText]]
    files: dict[str, str | bytes]

    def folded(self, path: str, tag: str) -> str:
        return "".join(
            BREAK if each == BREAK else "" if each.isspace() else fold(each) for each in shown(self.texts[path][tag])
        )


def shown(text: SearchText) -> str:
    """All that search is given of an edition, passages parted by breaks."""
    return BREAK.join(
        [text.title, *text.facts, *(piece for each in text.passages for piece in (each.heading, each.text))]
    )


def library(docs: Path) -> Library:
    checked, _ = compose_project(Project(ROOT, docs), None)
    assert checked is not None
    edition: RenderedSite = checked.site
    files = {name: each for name, each in edition.files.items() if name.startswith(SEARCH_FOLDER)}
    files["assets/search.js"] = (ROOT / "overrides" / BUNDLES / "search.js").read_text(encoding="utf-8")
    return Library({each.record.path: dict(each.search) for each in edition.publications}, files)


def write_hard(docs: Path) -> None:
    """Four publications with what conversion cannot lead back, one of them with a term of another word, one by a person."""
    write_notice(docs, "n1", HARD, title="关于了解情况的批复", number=1)
    terms = write_notice(docs, "n2", HARD.replace("批复", "答复") + "软件和文件。", title="关于软件的答复", number=2)
    terms.write_text(
        terms.read_text(encoding="utf-8").replace("languages:", "protected_terms: {软件: 軟體}\nlanguages:"),
        encoding="utf-8",
    )
    hand = write_notice(docs, "n3", "打印机和互联网的批复。", title="关于打印机的批复", number=3)
    own = "---\ntitle: 關於印表機的批覆\nissuing_body: 淄博市市場監督管理局\ncontact: {person: 王斌}\n---\n\n印表機和網際網路的批覆。\n"
    hand.with_name("index.zh-Hant.md").write_text(own, encoding="utf-8")


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    yield context.new_page()
    context.close()


def serve(page: Page, library: Library) -> None:
    def answer(route: Route) -> None:
        name = route.request.url.removeprefix(BASE).partition("?")[0]
        content = library.files.get(name, "" if name == "" else None)
        if content is None:
            route.fulfill(status=404)
        else:
            kind = "text/javascript" if name.endswith(".js") else "application/octet-stream" if name else "text/html"
            route.fulfill(body=content, content_type=kind)

    page.route(f"{BASE}**", answer)
    page.goto(BASE)


def phrases(text: SearchText, other: SearchText | None, most: int, chance: random.Random) -> Iterator[tuple[str, str]]:
    """Stretches of a text's lines without white space, with what stands there in the other script, of the same length.

    A number is not cut, and a stretch has two characters: one alone is found where a word begins with it.
    """
    mine = shown(text)
    theirs = shown(other) if other and len(shown(other)) == len(mine) else mine
    stretches = [match for match in re.finditer(r"[^\s\"]{2,}", mine) if find_runs(fold(match[0]))]
    for _ in range(most):
        match = chance.choice(stretches)
        start = chance.randrange(match.start(), match.end() - 1)
        end = min(match.end(), start + chance.choice((2, 2, 3, 4, 4, 6, 8, 12, 20)))
        while len("".join(find_runs(fold(mine[start:end])))) < 2 and (start, end) != match.span():
            start, end = max(match.start(), start - 1), min(match.end(), end + 1)
        while start > match.start() and _WITHIN.fullmatch(fold(mine[start - 1 : start + 1])):
            start -= 1
        while end < match.end() and _WITHIN.fullmatch(fold(mine[end - 1 : end + 1])):
            end += 1
        if find_runs(fold(mine[start:end])):
            yield mine[start:end], theirs[start:end]


def check_phrases(page: Page, library: Library, most: int, chance: random.Random) -> int:
    """Asks for phrases of every text, from its own page in either script; says how many were asked for."""
    folded = {(path, tag): library.folded(path, tag) for path, texts in library.texts.items() for tag in texts}
    asked = 0
    for path, texts in library.texts.items():
        for tag in texts.keys() & set(TAGS):
            other = texts.get(TAGS[1 - TAGS.index(tag)])
            same_words = other is not None and folded[path, tag] == folded[path, other.tag]
            pairs = list(phrases(texts[tag], other if same_words else None, most, chance))
            queries = [query for pair in pairs for query in dict.fromkeys(pair)]
            wanted = [own for own, theirs in pairs for _ in dict.fromkeys((own, theirs))]
            for query, own, answer in zip(queries, wanted, page.evaluate(ASK, [queries, tag]), strict=True):
                check_answer(library, folded, tag, path, query, own, answer)
            asked += len(queries)
    return asked


def check_answer(
    library: Library,
    folded: dict[tuple[str, str], str],
    tag: str,
    path: str,
    query: str,
    own: str,
    answer: dict[str, Any],
) -> None:
    place = f"{query!r} from the {tag} page of {path} ({own!r} there)"
    found = {each["path"]: each for each in answer["results"]}
    assert path in found and not answer["isNearest"], f"{place} is not found"
    whole = re.compile(
        _BEFORE * bool(re.match(r"[0-9A-Za-z]", own)) + re.escape(own) + _AFTER * bool(re.search(r"[0-9A-Za-z]$", own))
    )
    literal = {each for each, texts in library.texts.items() if tag in texts and whole.search(shown(texts[tag]))}
    is_alone = len("".join(find_runs(fold(own)))) < 2  # in a line that holds nothing else: 員：
    assert is_alone or literal <= set(found), f"{place}: {sorted(literal - set(found))} hold it and are not found"
    assert answer["total"] == len(found) or not answer["exact"], place
    if re.fullmatch(r"[^\W\d_a-zA-Z]+", own):  # one stretch, which stands nowhere but as a whole
        holding = {each for (each, script), words in folded.items() if script == tag and fold(own) in words}
        assert set(found) <= holding, f"{place}: {sorted(set(found) - holding)} do not hold it"
        for each, result in found.items():
            marks = [piece for pieces in result["pieces"] for piece, is_marked in pieces if is_marked]
            assert any(fold(own) in fold(re.sub(r"\s", "", mark)) for mark in marks), f"{place}: no mark in {each}"
            kept = re.sub(r"\s+", " ", shown(library.texts[each][tag]))
            assert all(re.sub(r"\s+", " ", mark) in kept for mark in marks), f"{place}: marked is what is not there"


def test_words_that_conversion_does_not_lead_back_are_found_from_both_pages(page: Page, tmp_path: Path) -> None:
    write_hard(tmp_path / "docs")
    made = library(tmp_path / "docs")
    serve(page, made)
    n1, n2, n3 = (f"interpretations/2023/n{number}" for number in (1, 2, 3))
    expected = {
        ("zh-Hans", "批复"): [n1, n3],
        ("zh-Hans", "批覆"): [n1, n3],
        ("zh-Hans", "答复"): [n1, n2],
        ("zh-Hant", "批覆"): [n1, n3],
        ("zh-Hant", "批複"): [n1, n3],
        ("zh-Hant", "批复"): [n1, n3],
        ("zh-Hans", "瞭解"): [n1, n2],
        ("zh-Hant", "了解"): [n1, n2],
        ("zh-Hans", "苏醒"): [n1, n2],
        ("zh-Hans", "甦醒"): [n1, n2],
        ("zh-Hans", "藉口"): [n1, n2],
        ("zh-Hans", "慰藉"): [n1, n2],
        ("zh-Hans", "软件"): [n2],
        ("zh-Hant", "軟體"): [n2],
        ("zh-Hans", "打印机"): [n3],
        ("zh-Hant", "印表機"): [n3],
        ("zh-Hant", "网际网路"): [n3],
    }
    for (tag, query), paths in expected.items():
        (answer,) = page.evaluate(ASK, [[query], tag])
        assert (query, sorted(each["path"] for each in answer["results"])) == (query, paths)
        assert answer["total"] == len(paths) and not answer["isNearest"]
    assert check_phrases(page, made, 60, random.Random(1)) > 300


def test_phrases_of_real_texts_are_found_from_the_page_that_holds_them(
    page: Page, shared: Path, tmp_path: Path
) -> None:
    files = sorted((shared / "data" / "corpus_dev").glob("d*.md"))
    hard = [each for each in files if re.search("批复|答复|了解|借口|苏醒", each.read_text(encoding="utf-8"))]
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for each in {*hard[::12], *files[::60]}:
        (corpus / each.name).symlink_to(each)
    made = read_corpus(corpus, tmp_path / "docs")
    serve(page, made)
    assert check_phrases(page, made, 12, random.Random(2)) > 300


@pytest.mark.long
def test_phrases_of_every_real_text_are_found(page: Page, shared: Path, tmp_path: Path) -> None:
    made = read_corpus(shared / "data" / "corpus_dev", tmp_path / "docs")
    serve(page, made)
    assert check_phrases(page, made, 6, random.Random(time.time_ns())) > 5_000


def read_corpus(corpus: Path, docs: Path) -> Library:
    write_archive(corpus, docs)
    return library(docs)
