"""Whatever is written: pages or problems in time, no traceback, no page over two seconds of the processor, no memory eaten up."""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, seed, settings

from bad_input.any_text import Written, texts
from converted import EMPTY
from gazette.pages.labels import label_scribe, read_labels
from gazette.pipeline import UNSIGNED, compose_site
from gazette.problems import errors_of
from gazette.settings import read_settings
from tiny_site import ROOT, write_notice

SECONDS, MEGABYTES = 2.0, 300  # a page, and all of them
ROUND = 100  # examples
RUN, LONG_RUN = 60, 600  # seconds of the processor


@cache
def surroundings() -> tuple[object, ...]:
    found, problems = read_settings(ROOT / "mkdocs.yml")
    assert found and not problems
    labels, problems = read_labels(ROOT / "overrides" / "labels", found, label_scribe(found, EMPTY))
    assert not problems
    return found, labels


def publish(written: Written) -> tuple[float, set[str]]:
    """Seconds of the processor, and the codes of the errors."""
    found, labels = surroundings()
    with tempfile.TemporaryDirectory() as folder:
        file = write_notice(Path(folder), "n", written.source, languages=written.languages)
        if written.translation is not None:
            file.with_name("index.en.md").write_text(
                f"---\ntitle: Notice\nissuing_body: Bureau\ntranslation:\n  status: unofficial\n---\n\n{written.translation}\n",
                encoding="utf-8",
            )
        started = time.thread_time()
        composition, problems = compose_site(Path(folder), "docs", found, labels, EMPTY, UNSIGNED)  # type: ignore[arg-type]
        spent = time.thread_time() - started
    told = errors_of(problems)
    assert composition.publications or told
    assert all(each.sentence(language) for each in problems for language in ("zh", "en"))
    return spent, {each.code for each in told}


def most_held() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1_000_000 if sys.platform == "darwin" else 1_000)


def fuzz(seconds: float) -> None:
    """Rounds of other examples until the time is over; the same ones at each run, as far as they go."""
    publish(Written("甲", None, "zh-Hans, zh-Hant"))
    publish(Written("甲", "A", "zh-Hans, zh-Hant, en"))
    end, held, number = time.process_time() + seconds, most_held(), 0
    while time.process_time() < end:

        @seed(number)
        @settings(max_examples=ROUND, deadline=None, derandomize=False, suppress_health_check=list(HealthCheck))
        @given(texts())
        def look(written: Written) -> None:
            spent, _ = publish(written)
            assert spent < SECONDS

        look()
        number += 1
        assert most_held() - held < MEGABYTES
    assert number


def test_any_text_for_a_minute() -> None:
    fuzz(RUN)


@pytest.mark.long
def test_any_text_for_ten_minutes() -> None:
    fuzz(LONG_RUN)
