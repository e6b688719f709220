"""A dash and an ellipsis of two characters are one sign each: a justified line is stretched beside them, never inside."""

from __future__ import annotations

import pytest

from gazette.copies.justify import may_open


@pytest.mark.parametrize("sign", ["—", "…"])
def test_two_halves_of_a_sign_stay_together(sign: str) -> None:
    assert not may_open(sign, sign)
    assert may_open("甲", sign) and may_open(sign, "甲")


def test_other_doubled_characters_may_be_moved_apart() -> None:
    assert may_open("人", "人") and may_open("。", "。")
