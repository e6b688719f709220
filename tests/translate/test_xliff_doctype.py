"""An XLIFF file with a document type is refused before anything of it is read."""

from __future__ import annotations

import pytest

from gazette.problems import problem
from gazette.translate.xliff import Exchange, XliffUnit, format_xliff, parse_xliff
from in_time import in_time

PLAIN = format_xliff(Exchange("a/b", "en", (XliffUnit("title", "甲", "A"),)))
HEAD, REST = PLAIN.split(b"\n", 1)
DOCTYPES = {
    "empty": b"<!DOCTYPE xliff>",
    "an outer file": b'<!DOCTYPE xliff SYSTEM "file:///etc/passwd">',
    "an entity": b'<!DOCTYPE xliff [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
    "growing": b'<!DOCTYPE xliff [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>',
    "behind a remark": b"<!-- a -->\n<?b c?>\n<!DOCTYPE xliff>",
    "in small letters of nothing known": b"<!DOCTYPE xliff [ <!ELEMENT xliff ANY> ]>",
}


@pytest.mark.parametrize("kind", DOCTYPES)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_refused(kind: str, encoding: str) -> None:
    written = b"\n".join((HEAD, DOCTYPES[kind], REST))
    if encoding == "utf-16":
        written = (
            written.decode()
            .replace('encoding="utf-8"', 'encoding="utf-16"')
            .replace("encoding='utf-8'", "encoding='utf-16'")
            .encode("utf-16")
        )
    with in_time():
        assert parse_xliff(written, "back.xlf") == (None, [problem("xliff.doctype", "back.xlf")])


def test_the_word_in_a_passage_is_none() -> None:
    exchange, problems = parse_xliff(PLAIN.replace(b">A<", b">A &lt;!DOCTYPE x&gt;<"), "back.xlf")
    assert problems == [] and exchange and exchange.units[0].target == "A <!DOCTYPE x>"
