"""What of a rendered body is harmless: the project's own texts, the table of elements, and HTML that nobody would write."""

from __future__ import annotations

import csv

import nh3
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazette.assemble import RenderedSite
from gazette.pages.canonical import render_body
from gazette.pages.harmless import find_harm
from gazette.pages.links import SCHEMES
from tiny_site import ROOT

TABLE = ROOT / "scripts" / "gazette" / "pages" / "data" / "elements.tsv"
PIECES = (
    "甲",
    "\n\n",
    "`",
    "*",
    ">",
    "<",
    "/",
    '"',
    "'",
    "<!--",
    "-->",
    "--!>",
    "<!",
    "<?",
    "]]>",
    "&lt;",
    "</p>",
    "</b>",
    "</table>",
    "</svg>",
)
NAMES = (
    "p",
    "b",
    "a",
    "img",
    "table",
    "td",
    "div",
    "details",
    "script",
    "svg",
    "style",
    "title",
    "noscript",
    "template",
    "math",
)
ATTRIBUTES = (
    "class=x", "id='x'", "src=x", 'title="<b>"', "onclick=x", "onerror='x'", "style=x", "/", "=", '"', "\x0c", "\t",
    "href=x", "href='javascript:x'", "href=java&Tab;script:x", "href='&#1;data:x'", "href=https://a.cn/", "href=JAVASCRIPT&colon;x",
)  # fmt: skip
TAGS = st.builds(
    "<{0} {1}>甲</{0}>".format, st.sampled_from(NAMES), st.lists(st.sampled_from(ATTRIBUTES), max_size=2).map(" ".join)
)
HTML = st.lists(TAGS | st.sampled_from(PIECES), max_size=4).map("".join)


def rows() -> dict[str, set[str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        found = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {row["element"]: set(row["attributes"].split()) - {"-"} for row in found}


def sanitised(html: str, *, strictly: bool) -> str:
    """The body as nh3 writes it, without what our table lacks; or with every attribute and element that could be there."""
    known = rows()
    strict = {"attributes": known, "tags": set(known) - {"*"}, "url_schemes": set(SCHEMES)}
    more = {"script", "style", "svg", "math", "title", "noscript", "template"}
    loose = {
        "attributes": {},
        "generic_attribute_prefixes": {""},
        "tags": set(known) - {"*"} | more,
        "url_schemes": {*SCHEMES, "javascript", "data"},
    }
    options = strict if strictly else loose
    return nh3.clean(html, clean_content_tags=set(), link_rel=None, **options)  # type: ignore[arg-type]


def test_every_body_of_our_own_is_what_the_sanitiser_leaves_of_it(seed: RenderedSite) -> None:
    bodies = [render_body(page.body) for each in seed.publications for page in each.pages if page.body]
    assert len(bodies) >= 12
    for body in bodies:
        assert find_harm(body) == []
        assert sanitised(body, strictly=True) == sanitised(body, strictly=False)


@settings(max_examples=1000)
@given(HTML)
def test_what_is_not_refused_loses_nothing_to_the_sanitiser(html: str) -> None:
    for body in (html, render_body(html)):
        if not find_harm(body):
            assert sanitised(body, strictly=True) == sanitised(body, strictly=False)


@pytest.mark.parametrize("element", sorted(rows()))
def test_each_row_lets_its_element_and_attributes_through(element: str) -> None:
    names = sorted(rows()[element] | rows()["*"])
    for name in names:
        html = f'<{"p" if element == "*" else element} {name}="x">'
        assert [each.code for each in find_harm(html) if each.code != "html.unclosed"] == []


@pytest.mark.parametrize(
    ("html", "code"),
    [
        ("<p>a<br>b<hr>c", ""),
        ("<ul><li>a<li>b</ul>", ""),
        ("<table><tr><td>a</table>", ""),
        ("<p>a <!-- 注 --> b</p>", ""),
        ("<p><b>a</p>", "html.unclosed"),
        ("<div>a", "html.unclosed"),
        ("<div><p>a", "html.unclosed"),
        ("<p>a", ""),
        ("<p>a</p></div>", "html.unclosed"),
        ("<p><a href='//a.cn/'>a</a></p>", ""),
        ("<p><a href='tel:1'>a</a><a href='#b'>b</a><a href='mailto:a@b.cn'>c</a></p>", ""),
        ("<p><a href='c:\\a'>a</a></p>", "link.scheme"),
        ("<p title='<x>'>a</p>", "html.element"),
        ("<!-- <b>a</b> -->", "html.comment"),
    ],
)
def test_one_thing(html: str, code: str) -> None:
    assert [each.code for each in find_harm(html)] == ([code] if code else [])
