"""Whatever is written: pages or problems in time, no traceback, no page over two seconds of the processor, no memory eaten up."""

from __future__ import annotations

import itertools
import tempfile
import time
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings

from bad_input.any_text import Written, texts
from converted import EMPTY
from gazette.pages.labels import Labels, label_scribe, read_labels
from gazette.pipeline import compose_site
from gazette.problems import errors_of
from gazette.render import Inputs
from gazette.settings import Settings, read_settings
from tiny_site import ROOT, write_notice

SECONDS, MEGABYTES = 2.0, 300  # a page on a quiet machine, and all of them
ROUND = 100  # examples
RUN, LONG_RUN = 60, 600  # seconds of the processor


@cache
def surroundings() -> tuple[Settings, Mapping[str, Labels]]:
    found, problems = read_settings(ROOT / "mkdocs.yml")
    assert found and not problems
    labels, problems = read_labels(ROOT / "overrides" / "labels", found, label_scribe(found, EMPTY))
    assert not problems
    return found, labels


def publish(written: Written) -> float:
    """Seconds of the processor."""
    found, labels = surroundings()
    with tempfile.TemporaryDirectory() as folder:
        file = write_notice(Path(folder), "n", written.source, languages=written.languages)
        if written.translation is not None:
            file.with_name("index.en.md").write_text(
                f"---\ntitle: Notice\nissuing_body: Bureau\ncontact:\n  person: Wang Bin\ntranslation:\n  status: unofficial\n---\n\n{written.translation}\n",
                encoding="utf-8",
            )
        started = time.thread_time()
        composition, problems = compose_site(Path(folder), Inputs("docs", found, labels, EMPTY))
        spent = time.thread_time() - started
    told = errors_of(problems)
    assert composition.publications or told
    assert all(each.sentence(language) for each in problems for language in ("zh", "en"))
    return spent


def forget_most_held() -> None:
    """From here on the kernel counts anew what is held at the most (proc(5), clear_refs)."""
    Path("/proc/self/clear_refs").write_text("5")


def most_held() -> float:
    """Megabytes of memory (proc(5), VmHWM)."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1]) / 1000


def fuzz(seconds: float) -> None:
    """Rounds of other examples until the time is over, the same ones at each run; none may be slow each time it is read."""
    publish(Written("甲", None, "zh-Hans, zh-Hant"))
    publish(Written("甲", "A", "zh-Hans, zh-Hant, en"))
    end, held = time.process_time() + seconds, most_held()
    for number in itertools.takewhile(lambda _: time.process_time() < end, itertools.count(1)):

        @seed(number)
        @settings(
            max_examples=ROUND,
            deadline=None,
            derandomize=False,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate],
        )
        @given(texts())
        def look(written: Written) -> None:
            forget_most_held()
            assert publish(written) < SECONDS or min(publish(written) for _ in range(3)) < SECONDS
            assert most_held() - held < MEGABYTES

        look()


def test_any_text_for_a_minute() -> None:
    fuzz(RUN)


@pytest.mark.long
def test_any_text_for_ten_minutes() -> None:
    fuzz(LONG_RUN)
