"""Firefox shows a publication in every language, and no script of ours fails there."""

from __future__ import annotations

import pytest

from browser.firefox import Firefox
from served import FOLDERS, Server

TITLES = {
    "zh-Hans": "局长解读：《淄博市国家知识产权强市试点城市建设工作方案（2022-2025年）》",
    "zh-Hant": "局長解讀：《淄博市國家知識產權強市試點城市建設工作方案（2022-2025年）》",
    "en": "The Director Explains: Work Plan for Developing Zibo as a National Pilot City for Building Strength in Intellectual Property (2022–2025)",
}


@pytest.mark.parametrize("tag", FOLDERS)
def test_a_publication_opens_in_firefox_without_an_error(firefox: Firefox, server: Server, tag: str) -> None:
    firefox.navigate(server.url(tag))
    title = firefox.evaluate("document.querySelector('h1').innerText")
    assert title == TITLES[tag]
    assert firefox.evaluate("document.title").startswith(title + " - ")
    assert firefox.evaluate("document.querySelector('.gz-toolbar').hidden") is False
    assert firefox.errors == []


def test_what_scripts_throw_and_reject_in_firefox_is_noticed(firefox: Firefox, server: Server) -> None:
    firefox.navigate(server.url())
    firefox.evaluate(
        "new Promise(done => { setTimeout(done, 50); setTimeout(() => { throw Error('thrown') }) })", await_promise=True
    )
    firefox.evaluate(
        "new Promise(done => { setTimeout(done, 50); Promise.reject(Error('rejected')) })", await_promise=True
    )
    assert firefox.errors == ["Error: thrown", "Error: rejected"]
    firefox.navigate(server.url())
    assert firefox.errors == []
