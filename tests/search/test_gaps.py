"""Gaps: rising numbers come back, are counted and summed without decoding each, and are edited like a set."""

from __future__ import annotations

from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazette.search.gaps import count_places, edit_gaps, gaps_of, last_place, places_in, sum_places

CHUNKS = st.sets(
    st.integers(0, 300)
    | st.sampled_from([126, 127, 128, 254, 255, 16_382, 16_383, 16_384, 16_511, 2_097_151, 2_097_152, 10**7])
)


def encoded(chunks: set[int]) -> bytes:
    return gaps_of(array("I", sorted(chunks))) if chunks else b""


@given(CHUNKS)
def test_chunks_come_back_and_are_counted_and_summed(chunks: set[int]) -> None:
    gaps, places = encoded(chunks), [each + 1 for each in sorted(chunks)]
    assert list(places_in(gaps)) == places
    assert (count_places(gaps), last_place(gaps)) == (len(places), max(places, default=0))
    assert sum_places(gaps) == sum(places) and sum_places(gaps, 7) == sum(places) + 7 * len(places)


@given(CHUNKS, CHUNKS, st.data())
def test_an_edit_gives_the_bytes_of_the_edited_set(before: set[int], come: set[int], data: st.DataObject) -> None:
    gone = data.draw(st.sets(st.sampled_from(sorted(before)))) if before else set[int]()
    come -= before
    if not gone | come:
        come = {10**8}
    gaps, made = encoded(before), edit_gaps(encoded(before), gone, come)
    assert made.gaps == encoded((before - gone) | come)
    assert made.gaps[: made.start] == gaps[: made.start]
    first = min(gone | come)
    assert made.base == max((each + 1 for each in before if each < first), default=0)


@pytest.mark.parametrize(
    ("gone", "come"), [({4}, set()), (set(), {5}), ({5, 6}, {7}), ({5}, {9}), ({900}, set()), ({4}, {7})]
)
def test_what_is_not_there_cannot_be_removed_and_what_is_there_cannot_be_added(gone: set[int], come: set[int]) -> None:
    with pytest.raises(ValueError, match="cannot be removed or added"):
        edit_gaps(encoded({5, 9, 300}), gone, come)
