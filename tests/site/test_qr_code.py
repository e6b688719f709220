"""The codes are segno's, module for module, although their mask is chosen in another way."""

from __future__ import annotations

import segno
from hypothesis import given, settings
from hypothesis import strategies as st

from gazette.site.qr_code import make_code


@settings(max_examples=150, deadline=None)
@given(st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=1, max_size=250))
def test_any_text_has_the_code_that_segno_makes(text: str) -> None:
    assert make_code(text) == segno.make(text, error="m", micro=False)
