"""Hostile texts: every payload of payloads.tsv is refused on its line, or let through as words, and then nothing of it runs."""

from __future__ import annotations

import csv
import re
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import yaml
from playwright.sync_api import Browser, BrowserContext, Route, expect

from browser.nginx import add_headers, free_ports, open_folders, run_nginx
from gazette.pages.harmless import find_harm
from gazette.pipeline import compose_project
from gazette.problems import Problem
from gazette.project import Project
from gazette.site.build import build_site
from tiny_site import ROOT

TABLE = Path(__file__).with_name("payloads.tsv")
# RUN in the table; the browser context gives the function to every frame of every page.
CALL = "ran()"
CONTROL = f"<!doctype html><title>x</title><img src=x onerror={CALL}><a href='javascript:{CALL}'>x</a><script src='//ran.invalid/'></script>"
# What a page must not have, whether or not anything has set it off.
LIVE = """() => [...document.querySelectorAll("*")].flatMap(element => [
  ...[...element.attributes].filter(each => /^on|^style$|^srcdoc$/.test(each.name) || /^[\\x00-\\x20]*(java|vb)script:|^data:/i.test(each.value)),
  ...(element.matches("script:not([src]), style, iframe, object, embed, base, svg script, foreignObject") ? [element] : []),
].map(each => element.outerHTML.slice(0, 200)))"""


@dataclass(frozen=True)
class Payload:
    name: str
    place: str
    code: str
    text: str


def read_payloads() -> list[Payload]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [Payload(row["name"], row["place"], row["code"], _written(row["payload"])) for row in rows]


def _written(cell: str) -> str:
    text = re.sub(r"\\u([0-9a-f]{4})", lambda match: chr(int(match[1], 16)), cell.replace("RUN", CALL))
    return text.replace("\\\\", "\0\0").replace("\\n", "\n").replace("\0\0", "\\")


PAYLOADS = read_payloads()
REFUSED = [each for each in PAYLOADS if each.code != "-"]
LET_THROUGH = [each for each in PAYLOADS if each.code == "-"]


def write_text(docs: Path, slug: str, number: int, body: str, values: dict[str, str], languages: str = "") -> Path:
    """An interpretation whose facts are `values` where they are given."""
    facts: dict[str, Any] = {
        "type": "notice",
        "title": "关于试点工作的通知",
        "index_number": f"11370300MB28612343/2023-{number}",
        "document_number": "无文号",
        "issued": "2023-03-01",
        "published": "2023-03-02",
        "issuing_body": "淄博市市场监督管理局",
        "contact": {"person": "王斌", "telephone": "0533-3188608"},
        "interprets": {"title": "《工作方案》", "url": "https://a.invalid/"},
        "languages": ["zh-Hans", "zh-Hant", *languages.split()],
    }
    for place, value in values.items():
        holder, _, key = place.rpartition(".")
        (facts[holder] if holder else facts)[key] = value
    file = docs / "interpretations" / "2023" / slug / "index.md"
    file.parent.mkdir(parents=True, exist_ok=True)
    front = yaml.safe_dump(facts, allow_unicode=True, sort_keys=False, width=10**6)
    file.write_text(f"---\n{front}---\n\n{body}\n", encoding="utf-8")
    return file


@dataclass(frozen=True)
class Judged:
    """A refused payload: the file in which it was planted, the lines on which it stands, and what was said of them."""

    file: Path
    lines: range
    problems: list[Problem]


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Judged]:
    docs = tmp_path_factory.mktemp("refused") / "docs"
    planted = {each.name: plant(docs, number, each) for number, each in enumerate(REFUSED, 1)}
    _, problems = compose_project(Project(ROOT, docs), None)
    return {
        name: Judged(file, lines, [each for each in problems if each.path == file.as_posix()])
        for name, (file, lines) in planted.items()
    }


def plant(docs: Path, number: int, payload: Payload) -> tuple[Path, range]:
    kind, _, name = payload.place.partition(":")
    slug = f"p{number:03}"
    if kind.startswith("en."):
        hostile = {"en.title": "Notice", "en.rendering": "Wang Bin", "en.source": "https://a.invalid/"}
        file = write_text(docs, slug, number, "第0段。", {}, "en").with_name("index.en.md")
        write_translation(file, hostile | {payload.place: payload.text})
        return file, held_lines(file, payload)
    if kind == "attachment":
        file = write_text(docs, slug, number, f"见[附件]({name})。", {}).with_name(name)
        file.write_text(payload.text, encoding="utf-8")
        return file, range(1)
    body = f"第一段。\n\n{payload.text}" if kind == "body" else "第一段。"
    file = write_text(docs, slug, number, body, {} if kind == "body" else {payload.place: payload.text})
    (file.with_name("x.png")).write_bytes(b"\x89PNG\r\n\x1a\n")
    return file, held_lines(file, payload)


def held_lines(file: Path, payload: Payload) -> range:
    """The lines on which it stands, counted from 1."""
    before = file.read_text(encoding="utf-8").split(payload.text)[0]
    first = before.count("\n") + 1
    return range(first, first + payload.text.count("\n") + 1)


def test_there_are_enough_payloads() -> None:
    assert len(PAYLOADS) >= 45 and len({each.name for each in PAYLOADS}) == len(PAYLOADS)
    assert len({each.place for each in LET_THROUGH}) >= 10


@pytest.mark.parametrize("payload", REFUSED, ids=lambda payload: payload.name)
def test_a_payload_is_refused_on_its_line(payload: Payload, judged: dict[str, Judged]) -> None:
    found = judged[payload.name]
    named = [each for each in found.problems if each.code == payload.code]
    assert named and named[0].is_error, [each.sentence("en") for each in found.problems]
    assert named[0].line in found.lines, (named[0], found.lines)


@dataclass
class Watched:
    """A browser context in which whatever runs or asks another host is written down."""

    context: BrowserContext
    ran: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    followed: list[str] = field(default_factory=list)
    follows_links: bool = False

    def __post_init__(self) -> None:
        self.context.expose_binding("ran", lambda source: self.ran.append(source["page"].url))
        self.context.on("dialog", lambda dialog: (self.ran.append(dialog.message), dialog.dismiss()))
        self.context.route(lambda url: "127.0.0.1" not in url.split("/")[2], self._answer)

    def _answer(self, route: Route) -> None:
        """Whatever leaves the machine comes here; what the policy stops does not."""
        (self.followed if self.follows_links else self.foreign).append(route.request.url)
        route.fulfill(status=204)


@pytest.fixture
def watched(browser: Browser) -> Iterator[Watched]:
    context = browser.new_context()
    yield Watched(context)
    context.close()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Everything that is let through, in one site with hostile settings."""
    root = tmp_path_factory.mktemp("payloads")
    shutil.copytree(ROOT / "overrides", root / "overrides", ignore=shutil.ignore_patterns("fonts"))
    shutil.copytree(ROOT / "overrides" / "fonts", root / "overrides" / "fonts")
    (root / "scripts").mkdir()
    shutil.copy(ROOT / "scripts" / "mkdocs_hooks.py", root / "scripts")
    write_settings(root / "mkdocs.yml")
    write_texts(root / "docs")
    build_site(Project(root, root / "docs"), root / "site", "https://www.example.org/", with_copies=False)
    (root / "site" / "control.html").write_text(CONTROL, encoding="utf-8")
    return root / "site"


def write_settings(file: Path) -> None:
    config = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    gazette = config["extra"]["gazette"]
    hostile = {each.place.removeprefix("settings."): each.text for each in LET_THROUGH if "settings." in each.place}
    gazette["title"] = dict.fromkeys(gazette["title"], hostile["title"])
    gazette["bureau"] |= {"name": dict.fromkeys(gazette["bureau"]["name"], hostile["bureau"])}
    gazette["bureau"]["icp_number"] = hostile["icp"]
    gazette["columns"]["interpretations"] = {"zh-Hans": hostile["column"], "en": hostile["column"]}
    for language in config["plugins"][0]["i18n"]["languages"]:
        language["name"] = hostile["language"]
    file.write_text(yaml.safe_dump(config, allow_unicode=True, sort_keys=False), encoding="utf-8")


def write_texts(docs: Path) -> None:
    """The bodies in one text; of each fact one payload a text; in the first text a translation too."""
    by_place: dict[str, list[str]] = {}
    for each in LET_THROUGH:
        by_place.setdefault(each.place, []).append(each.text)
    bodies, files = by_place.pop("body"), by_place.pop("file")
    foreign = {place: texts for place, texts in by_place.items() if place.startswith(("en.", "settings."))}
    facts = {place: texts for place, texts in by_place.items() if place not in foreign}
    for number in range(max(map(len, facts.values()))):
        values = {place: texts[number] for place, texts in facts.items() if number < len(texts)}
        file = write_text(docs, f"t{number}", number + 1, f"第{number}段{bodies[1]}。", values, "" if number else "en")
        if number == 0:
            write_translation(file.with_name("index.en.md"), {place: texts[0] for place, texts in foreign.items()})
    links = [f"见[附件](<{quote(name)}>)。" for name in files]
    file = write_text(docs, "bodies", 99, "\n\n".join([*bodies, *links]), {})
    for name in files:
        file.with_name(name).write_text("表", encoding="utf-8")


def write_translation(file: Path, hostile: dict[str, str]) -> None:
    rendering = {"chinese": "王斌", "rendering": hostile["en.rendering"], "source": hostile["en.source"]}
    facts = {
        "title": hostile["en.title"],
        "issuing_body": "X",
        "contact": {"person": "Wang Bin"},
        "interprets": {"title": "Plan"},
        "translation": {"status": "unofficial", "renderings": [rendering]},
    }
    file.write_text(f"---\n{yaml.safe_dump(facts, width=10**6)}---\n\nParagraph 0.\n", encoding="utf-8")


@pytest.fixture(scope="module")
def served(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The site's address without a policy and with one."""
    open_folders(site)
    addresses = {}
    with ExitStack() as running:
        for name, headers in (("bare", ""), ("policy", add_headers())):
            root, (port,) = tmp_path_factory.mktemp(name), free_ports(1)
            servers = f"server {{ listen 127.0.0.1:{port}; root {site}; error_page 404 /404.html; {headers} }}"
            running.enter_context(run_nginx(root, port, servers))
            addresses[name] = f"http://127.0.0.1:{port}/"
        yield addresses


def pages_of(site: Path, name: str) -> list[str]:
    """All pages; under the policy those in Traditional Chinese are left out, which are like the others."""
    files = [each.relative_to(site).as_posix() for each in site.rglob("*.html")]
    paths = sorted(file.removesuffix("index.html") for file in files if file != "control.html")
    return [path for path in paths if name == "bare" or not path.startswith("zh-Hant/")]


def test_the_canary_sings_without_a_policy_and_the_policy_silences_it(
    served: dict[str, str], watched: Watched, violations: list[str]
) -> None:
    page = watched.context.new_page()
    for name, sings in (("bare", True), ("policy", False)):
        watched.ran.clear()
        watched.foreign.clear()
        page.goto(f"{served[name]}control.html")
        page.locator("a").click()
        page.wait_for_timeout(100)
        assert (len(watched.ran), len(watched.foreign)) == ((2, 1) if sings else (0, 0)), name
        assert bool(violations) is not sings
    violations.clear()


@pytest.mark.parametrize("name", ["bare", "policy"])
def test_nothing_runs_on_any_page(name: str, site: Path, served: dict[str, str], watched: Watched) -> None:
    page = watched.context.new_page()
    live: list[Any] = []
    for path in [*pages_of(site, name), "nowhere/<script>ran()<"]:
        page.goto(served[name] + quote(path))
        live += page.evaluate(LIVE)
    assert (watched.ran, watched.foreign, live) == ([], [], [])


@pytest.mark.parametrize("name", ["bare", "policy"])
def test_nothing_runs_when_links_are_clicked(name: str, served: dict[str, str], watched: Watched) -> None:
    """Those that lead out of the site; the others lead to pages that are opened anyway."""
    watched.follows_links = True
    page = watched.context.new_page()
    clicked = 0
    for path in ("interpretations/2023/bodies/", "en/interpretations/2023/t0/", "interpretations/2023/t1/"):
        page.goto(served[name] + path)
        page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
        page.evaluate("document.querySelectorAll('main a').forEach(a => { a.dataset.out = a.host !== location.host })")
        links = page.locator("main a[data-out=true]:not([href^='tel:'])")
        for link in links.all():
            link.click(no_wait_after=True)
        clicked += links.count()
    assert clicked == len(watched.followed) >= 5
    assert watched.ran == []


@pytest.mark.parametrize("name", ["bare", "policy"])
def test_nothing_runs_from_the_address_or_in_search(name: str, served: dict[str, str], watched: Watched) -> None:
    page = watched.context.new_page()
    hostile = "\"><img src=x onerror=ran()><script>ran()</script>javascript:ran()'"
    text = f"{served[name]}interpretations/2023/bodies/"
    for query in ("script", "onerror", f"script {hostile}"):
        page.goto(f"{text}?q={quote(query)}#{quote(query)}")
        page.goto(f"{served[name]}search/?q={quote(query)}&years={quote(hostile)}&columns={quote(hostile)}#{hostile}")
        expect(page.locator(".gz-search__result")).not_to_have_count(0)
        assert page.evaluate(LIVE) == []
    page.goto(text)
    page.locator("#query").press_sequentially("script")
    page.locator(".gz-masthead__title").first.wait_for()
    assert page.evaluate(LIVE) == []
    page.locator(".gz-masthead__title").first.click()
    page.wait_for_load_state()
    assert (watched.ran, watched.foreign) == ([], [])


def test_what_mkdocs_made_of_the_bodies_is_harmless(site: Path) -> None:
    """The check looks at our rendering; MkDocs renders once more."""
    written = (site / "interpretations" / "2023" / "bodies" / "index.html").read_text(encoding="utf-8")
    body = written[written.index('<div class="gz-body') : written.index("</article>")]
    harm = find_harm(body[: body.rindex("</div>") + len("</div>")])
    assert "ran()" in body and [each for each in harm if each.code != "html.class"] == []  # the page's own classes
