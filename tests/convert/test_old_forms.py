"""Forms that OpenCC leaves as they are (衞, 靑, 県) stand in no Simplified text: named where written, replaced on the way back."""

from __future__ import annotations

import pytest

from gazette.convert.chinese import engine
from gazette.convert.returns import load_returner
from gazette.convert.simplified import find_strays, old_forms


@pytest.mark.parametrize(
    ("text", "offset", "form"), [("公共衞生", 2, "卫"), ("靑年", 0, "青"), ("本県", 1, "县"), ("硏究", 0, "研")]
)
def test_an_old_form_in_the_source_is_an_error_with_its_form(text: str, offset: int, form: str) -> None:
    assert [(each.offset, each.after) for each in find_strays(text, {})] == [(offset, form)]
    assert find_strays(text, {text: text}) == []


@pytest.mark.parametrize("profile", ["tw", "hk", "t", "cn"])
def test_an_old_form_comes_back_as_the_simplified_one(profile: str) -> None:
    assert load_returner(profile).convert("公共衞生、靑年、硏究")[0] == "公共卫生、青年、研究"


def test_every_row_is_needed_and_leads_to_a_character_that_stays() -> None:
    for code, form in old_forms().items():
        assert engine("t2s")(chr(code)) == chr(code) != form
        assert engine("t2s")(form) == form and form.encode("gb2312")
