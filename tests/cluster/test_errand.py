"""The process that works shares on a machine of a cluster is used again, and replaced when it is gone."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator

import pytest

from gazette.cluster import errand
from gazette.cluster.errand import end_sittings, run_errand
from gazette.cluster.identity import own_identity
from tiny_site import ROOT


@pytest.fixture(autouse=True)
def scripts(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("PYTHONPATH", str(ROOT / "scripts"))
    yield
    end_sittings()


def waiting() -> int:
    """The number of the only process that waits."""
    [child] = errand._idle
    return child._process.pid


def test_a_process_answers_again_and_one_that_was_killed_is_replaced() -> None:
    assert run_errand({})["identity"] == own_identity()
    first = waiting()
    run_errand({})
    assert waiting() == first
    os.kill(first, signal.SIGKILL)
    assert run_errand({})["identity"] == own_identity()
    assert waiting() != first


def test_what_a_share_lacks_is_said_and_not_raised() -> None:
    identity = own_identity()
    order = {"identity": identity, "place": "strange://place", "task": "render", "means": {}, "share": {}}
    assert list(run_errand(order)) == ["unusable"]


def test_a_process_ends_after_its_last_share(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(errand, "_MOST_SHARES", 2)
    run_errand({})
    first = waiting()
    run_errand({})
    assert not errand._idle
    with pytest.raises(ProcessLookupError):
        os.kill(first, 0)
