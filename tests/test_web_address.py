"""Addresses lead where they seem to lead; every other is refused wherever a text or a fact may hold one."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from gazette.cli.verbs import main
from gazette.settings import read_settings
from gazette.web_address import fault_of, is_plain_host
from tiny_site import PLAN_FACTS, ROOT

USER, HOST, CHARACTER, FORM = "address.user", "address.host", "address.character", "link.form"
RIGHT = (
    "https://www.gov.cn/", "http://www.zibo.gov.cn:8080/a/b.html?c=1&d=@e#f", "https://www.gov.cn./", "https://192.0.2.1/",
    "http://[2001:db8::1]:80/", "https://政务.中国/", "https://www.政务.cn/中文路径", "https://xn--fiqs8s/", "https://правительство.рф/",
    "https://a_b.example.cn/", "https://12315.cn/", "ftp://ftp.example.cn/", "mailto:a@zibo.gov.cn?subject=b", "tel:+86-533-3188608",
    "https://www.gov.cn/@gov.cn/", "https://例え.テスト/", "../a b.pdf", "附件 一.pdf", "#question-1", "", "//www.gov.cn/",
)  # fmt: skip
WRONG = {
    "https://www.gov.cn@evil.example/": USER, "https://www.gov.cn:80@evil.example/": USER, "http://a:b@c.cn/": USER,
    "//www.gov.cn@evil.example/": USER, "ftp://a@b.cn/": USER, "https://@evil.example/": USER, "https://a@/": FORM,
    "https://www.gоv.cn/": HOST,  # Cyrillic о
    "https://аррӏе.com/": HOST, "https://xn--80ak6aa92e.com/": HOST, "https://ɡov.cn/": HOST, "https://gọv.cn/": HOST,
    "https://www.gov.cn丿a.example/": HOST, "https://ｗｗｗ.gov.cn/": HOST, "https://www。gov。cn/": HOST, "https://gοv.cn/": HOST,
    "https://www.gov.cn%2eevil.example/": HOST, "https://www.gov.cn%40evil.example/": HOST, "https://e政务.cn/": HOST,
    "https://xn--www-/": HOST, "https://xn--0/": HOST, "https://ab--cd.cn/": HOST, "https://-a.cn/": HOST, "https://a..cn/": HOST,
    "https://3232235777/": HOST, "https://0xc0.0xa8.1.1/": HOST, "https://192.168.1/": HOST, "https://[fe80::1%25eth0]/": HOST,
    "https://" + "a" * 64 + ".cn/": HOST, "https://рф.政务/": HOST, "mailto:a@zіbo.gov.cn": HOST, "https://www.gov.cn·a.example/": HOST,
    "https://www.gov.cn\\@evil.example/": CHARACTER, "https:\\\\evil.example/": CHARACTER, "/\\evil.example": CHARACTER,
    "https://www.gov.cn/ a": CHARACTER, "https://www.gov.cn/\ta": CHARACTER, "https://www.gov.cn/\u202e": CHARACTER,
    "https://www.gov\u200b.cn/": CHARACTER, "java\nscript:a": CHARACTER, "https://www.gov.cn/\u00a0a": CHARACTER, "a\x00b": CHARACTER,
    "https:evil.example": FORM, "https:/evil.example": FORM, "https:///evil.example": FORM, "http://[1": FORM, "https://a.cn:x/": FORM,
}  # fmt: skip


@pytest.mark.parametrize("address", RIGHT)
def test_right(address: str) -> None:
    assert fault_of(address) == ""


@pytest.mark.parametrize("address", WRONG, ids=ascii)
def test_wrong(address: str) -> None:
    assert fault_of(address) == WRONG[address]


def test_hosts_of_the_projects_own_texts_are_plain() -> None:
    for host in ("www.zibo.gov.cn", "zbs.zibo.gov.cn", "localhost", "127.0.0.1:8000", "www.淄博.政务.cn"):
        assert is_plain_host(host)


def said(text: str, folder: Path) -> list[str]:
    file = folder / "interpretations" / "2022" / "plan" / "index.md"
    file.parent.mkdir(parents=True)
    file.write_text(text, encoding="utf-8")
    result = CliRunner().invoke(main, ["check", "--lang", "en", "--docs", str(folder)])
    assert result.exception is None or isinstance(result.exception, SystemExit), repr(result.exception)
    return [line.rsplit("[", 1)[1].rstrip("]") for line in result.stdout.splitlines() if line.startswith("error")]


EVIL = "https://www.gov.cn@evil.example/"
PLACES = {
    "a link": f"见[甲]({EVIL})。",
    "an address in angle brackets": f"见<{EVIL}>。",
    "a definition": f"见[甲][乙]。\n\n[乙]: {EVIL}",
    "a tag": f'见<a href="{EVIL}">甲</a>。',
    "a tag with entities": f'见<a href="{EVIL.replace("@", "&#64;")}">甲</a>。',
    "a tag without quotes": f"见<a href={EVIL}>甲</a>。",
    "a quotation": f'<blockquote>见<a href="{EVIL}">甲</a></blockquote>',
    "a table": f"| 甲 |\n| --- |\n| [乙]({EVIL}) |",
    "a note": f"甲。[^1]\n\n[^1]: 见[乙]({EVIL})。",
}


@pytest.mark.parametrize("place", PLACES)
def test_every_place_of_a_text(place: str, tmp_path: Path) -> None:
    assert set(said(PLAN_FACTS + PLACES[place] + "\n", tmp_path)) == {USER}


@pytest.mark.parametrize(
    ("field", "code"),
    [(EVIL, USER), ("https://www.gоv.cn/", HOST), ('"https://www.gov.cn/\\u200b"', CHARACTER), ("javascript:a", "url.form"), ("data:a", "url.form")],
    ids=ascii,
)  # fmt: skip
def test_a_fact(field: str, code: str, tmp_path: Path) -> None:
    facts = PLAN_FACTS.replace("languages:", f"interprets: {{title: 甲, url: {field}}}\nlanguages:")
    assert said(facts + "正文。\n", tmp_path) == [code]


@pytest.mark.parametrize("address", [EVIL, "https://www.gоv.cn/", "http://a b.cn/"], ids=ascii)
def test_the_address_of_the_site_and_of_its_time_stamps(address: str, tmp_path: Path) -> None:
    config = tmp_path / "mkdocs.yml"
    text = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    config.write_text(text.replace("https://not-configured.invalid/", address), encoding="utf-8")
    assert [each.code for each in read_settings(config)[1]] == ["settings.site-url"]
    config.write_text(f"{text}    official_copies: {{time_stamps: '{address}'}}\n", encoding="utf-8")
    (found,) = read_settings(config)[1]
    assert found.found == address and found.field.startswith("extra.gazette.official_copies.time_stamps")
