"""Every address of every derived page answers, through nginx, at the root of a host and below a path; every fragment has its target.

Crawled are the pages, also those with two languages side by side, of verification and 404, what style sheets and scripts
name, the sitemap, the results of search, the list of copies, and the links that stand in the PDF files.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import quote, unquote, urldefrag, urljoin, urlsplit
from urllib.request import urlopen

import pikepdf
import pytest
from lxml import etree, html

import attached
from browser.nginx import add_headers, free_ports, run_nginx
from gazette.site.build import build_site
from search.reading import ReadIndex

SERVER = """
{headers}
  server {{
    listen 127.0.0.1:{port}; absolute_redirect off;
    location /{sub} {{ alias {root}/site/; error_page 404 /{sub}404.html; }}
    location /{sub}en/ {{ alias {root}/site/en/; error_page 404 /{sub}en/404.html; }}
    location /{sub}zh-Hant/ {{ alias {root}/site/zh-Hant/; error_page 404 /{sub}zh-Hant/404.html; }}
  }}
"""
ADDRESSES = (
    "//@href | //@src | //@action | //@poster | //@data-module | //@data-gz-search-module | //@data-list | //@data-root"
)


@dataclass
class Site:
    """A built site as nginx serves it at `base`, which ends in a slash."""

    base: str
    folder: Path
    answers: dict[str, bytes | None] = field(default_factory=dict)

    def get(self, address: str) -> bytes | None:
        """What the server answers; None for anything but 200."""
        address = urldefrag(address).url
        if address not in self.answers:
            try:
                with urlopen(address) as answer:
                    self.answers[address] = answer.read()
            except HTTPError:
                self.answers[address] = None
        return self.answers[address]

    def ids(self, address: str) -> frozenset[str]:
        content = self.get(address) or b""
        return frozenset(html.document_fromstring(content.decode()).xpath("//@id"))

    @cached_property
    def pages(self) -> list[str]:
        """The address of every HTML file, as the sitemap and links name it; a 404 page also where a server shows it."""
        found = []
        for file in sorted(self.folder.rglob("*.html")):
            name = quote(file.relative_to(self.folder).as_posix())
            found.append(self.base + name.removesuffix("index.html"))
        return found

    def addresses(self) -> Iterator[tuple[str, str]]:
        """(where it stands, the complete address) of everything in the site that leads on."""
        for page in self.pages:
            content = self.get(page)
            assert content is not None, page
            # A server shows it anywhere: only what stays on it is looked for there.
            base = page if not page.endswith("404.html") else urljoin(page, "nowhere/at/all")
            if base != page:
                yield from ((page, page + each) for each in in_html(content.decode()) if each.startswith("#"))
            yield from (
                (page, urljoin(base, each)) for each in in_html(content.decode()) if base == page or each[0] != "#"
            )
        for file in self.folder.rglob("*.css"):
            sheet = self.base + quote(file.relative_to(self.folder).as_posix())
            text = file.read_text(encoding="utf-8")
            yield from ((sheet, urljoin(sheet, each)) for each in re.findall(r"""url\(["']?([^"')]+)""", text))
        yield from self._listed()
        for file in self.folder.rglob("*.pdf"):
            yield from ((file.name, each) for each in in_pdf(file))

    def _listed(self) -> Iterator[tuple[str, str]]:
        """The sitemap, the public list of copies, and where search results lead."""
        for each in etree.parse(self.folder / "sitemap.xml").getroot().iter():
            if each.tag.endswith("}loc") or each.tag.endswith("}link"):
                yield "sitemap.xml", each.text if each.tag.endswith("}loc") else each.get("href")
        robots = (self.folder / "robots.txt").read_text(encoding="utf-8")
        yield from (("robots.txt", each) for each in re.findall(r"(?m)^Sitemap: (\S+)", robots))
        copies = json.loads((self.folder / "verify" / "copies.json").read_text(encoding="utf-8"))
        yield from (("copies.json", self.base + each["url"]) for each in copies if each["url"])
        for group in sorted((self.folder / "search-data").iterdir()):
            files = {file.relative_to(group).as_posix(): file.read_bytes() for file in group.rglob("*.bin")}
            index = ReadIndex(files)
            for tag, prefix in index.head["prefixes"].items():
                for entry in index.entries(tag):
                    path = index.fragments(entry)[0][1]
                    for id in index.texts(entry, tag)[1]:
                        yield (
                            f"search-data/{group.name}",
                            f"{self.base}{prefix}{path}/" + (f"#{quote(id)}" if id else ""),
                        )


def in_html(text: str) -> Iterator[str]:
    document = html.document_fromstring(text)
    yield from map(str, document.xpath(ADDRESSES))
    for candidates in document.xpath("//@srcset"):
        yield from (each.split()[0] for each in candidates.split(","))
    # The page of verification puts them together: what a language's folder is called, and the publication.
    for part in document.xpath("//*[@data-languages]"):
        for copy in json.loads(part.get("data-copies")):
            yield f"{json.loads(part.get('data-languages'))[copy['language']]['verify']}{copy['publication']}/"
            yield part.get("data-root") + copy["url"]


def in_pdf(file: Path) -> Iterator[str]:
    with pikepdf.open(file) as document:
        for page in document.pages:
            for note in page.get("/Annots", []):
                if "/A" in note and "/URI" in note.A:
                    yield str(note.A.URI)


def is_page(content: bytes) -> bool:
    return content.lstrip()[:9].lower() == b"<!doctype"


def broken(site: Site) -> list[tuple[str, str]]:
    """What does not answer, or has no such id."""
    found = []
    for where, address in site.addresses():
        parts = urlsplit(address)
        if not address.startswith(site.base):
            if parts.scheme not in ("http", "https", "mailto", "tel") or parts.netloc == urlsplit(site.base).netloc:
                found.append((where, address))
            continue
        content = site.get(address)
        if content is None or (
            parts.fragment and is_page(content) and unquote(parts.fragment) not in site.ids(address)
        ):
            found.append((where, address))
    return found


@pytest.fixture(scope="module", params=["", "gov/policy/"], ids=["at the root", "below a path"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    root = tmp_path_factory.mktemp("crawl")
    [port] = free_ports(1)
    base = f"http://127.0.0.1:{port}/{request.param}"
    # The PDF files once: they name complete addresses, and take the time.
    build_site(attached.write_attached(root), root / "site", base, with_copies=not request.param)
    server = SERVER.format(root=root, port=port, sub=request.param, headers=add_headers())
    with run_nginx(root, port, server):
        yield Site(base, root / "site")


def test_every_address_answers_and_every_fragment_has_its_target(site: Site) -> None:
    assert broken(site) == []


def test_what_has_an_address_is_on_every_view_of_the_text(site: Site) -> None:
    """The fixture is what it says: each view shows the pictures and links to the attachments, once for each language on it."""
    views = [
        page
        for page in site.pages
        if page.startswith(site.base) and f"/{attached.PATH}/" in page.replace(site.base, "/")
    ]
    views = [page for page in views if "/verify/" not in page]
    assert len(views) == 9
    for page in views:
        document = html.document_fromstring((site.get(page) or b"").decode())
        sides = len(document.find_class("gz-body")[:1]) if "/with-" not in page else 2
        assert len(document.xpath("//img")) == 5 * sides, page
        links = document.xpath("//main//a/@href")
        assert len([each for each in links if each.endswith(".csv")]) == 8 * sides, page
        assert len([each for each in links if "plan/" in each]) == 4 * sides, page


def test_links_beside_each_other_lead_to_pages_of_their_own_language(site: Site) -> None:
    page = f"{site.base}zh-Hant/{attached.PATH}/with-en/"
    document = html.document_fromstring((site.get(page) or b"").decode())
    for tag, prefix in (("zh-Hant", "zh-Hant/"), ("en", "en/")):
        [*links] = document.xpath(f"//*[contains(@class, 'gz-body')][@lang='{tag}']//a[contains(@href, 'plan/')]/@href")
        targets = {urldefrag(urljoin(page, each)).url for each in links}
        assert targets == {f"{site.base}{prefix}interpretations/2023/plan/"}


def test_a_stale_passage_leads_to_its_source_from_every_view(site: Site) -> None:
    for view in ("en/{}/", "en/{}/with-zh-hans/", "{}/with-en/", "zh-Hant/{}/with-en/"):
        page = site.base + view.format(attached.STALE_PATH)
        [mark] = html.document_fromstring((site.get(page) or b"").decode()).xpath("//a[@class='gz-stale']/@href")
        assert urldefrag(urljoin(page, mark)).url == f"{site.base}{attached.STALE_PATH}/"
