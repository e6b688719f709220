"""How a copy looks: lines on the grid below facts and tables, signature and date at the right, no colophon by itself."""

from __future__ import annotations

import pytest

from copies.paper import MM, Sheet, read_sheets
from copies.specimens import copy_of, page
from copies.stress import PROSE, picture, table
from copies.test_archival import COLOPHON, FACTS
from gazette.copies.typeset import typeset

LINE, TOP, PITCH = 225 / 22 * MM, 37 * MM, 156 / 28 * MM


def set_copy(body: str, tag: str = "zh-Hans", after: str = "") -> list[Sheet]:
    content = page(tag, body, "样张").replace('<div class="gz-body', f'{FACTS}<div class="gz-body', 1)
    copy = copy_of(tag, content.replace("</article>", f"{after}</article>"))
    copy = type(copy)(**{**vars(copy), "resources": {**copy.resources, "plain.jpg": picture("plain.jpg")}})
    return read_sheets(typeset(copy).content)


def off_grid(sheet: Sheet) -> list[float]:
    """Baselines of text in 16 pt that stand elsewhere than on lines of the grid."""
    lines = [
        line for line in sheet.lines() if max(each.right - each.left for each in line) == pytest.approx(16, abs=0.3)
    ]
    places = [(line[0].baseline - TOP) % LINE for line in lines]
    assert places
    return [place for place in places if abs(place - 20.6) > 0.4]


@pytest.mark.parametrize(
    "between",
    [
        "",
        table(["甲", "乙"], [["1", "2"]] * 3),
        '<figure><img src="plain.jpg" alt="图"><figcaption>图1</figcaption></figure>',
        '<p><img src="plain.jpg" alt="图"></p>',
        "<pre><code>a\nb\nc</code></pre>",
    ],
)
def test_text_stands_on_the_grid_below_whatever_stands_above(between: str) -> None:
    for sheet in set_copy(f"<p>{PROSE * 3}</p>{between}<p>{PROSE * 30}</p>"):
        assert off_grid(sheet) == []


@pytest.mark.parametrize(
    ("office", "day", "left", "date_left"),
    [
        ("淄博市市场监督管理局", "2022年10月27日", 28 - 2 - 10, 28 - 10),
        ("国务院", "2022年10月27日", 28 - 2 - 7 - 2, 28 - 2 - 7),
        ("国务院", "二〇二二年十月二十七日", 28 - 2 - 11 - 2, 28 - 2 - 11),
    ],
)
def test_signature_and_date_stand_as_the_standard_has_them(
    office: str, day: str, left: float, date_left: float
) -> None:
    [sheet] = set_copy(f"<p>特此通知。</p><p>{office}</p><p>{day}</p>")
    notice, signature, date = sheet.lines()[-3:]
    assert ["".join(each.text for each in line) for line in (notice, signature, date)] == ["特此通知。", office, day]
    assert (signature[0].left - 28 * MM) / PITCH == pytest.approx(left, abs=0.1)
    assert (date[0].left - 28 * MM) / PITCH == pytest.approx(date_left, abs=0.1)
    assert signature[0].baseline - notice[0].baseline == pytest.approx(2 * LINE, abs=0.3)
    assert date[-1].right <= 184.05 * MM + 0.3


@pytest.mark.parametrize("last", ["<p>国务院，</p><p>2022年10月27日</p>", "<p>国务院</p><p>2022年10月27日起施行。</p>"])
def test_other_last_paragraphs_are_set_as_text(last: str) -> None:
    [sheet] = set_copy(f"<p>特此通知。</p>{last}")
    assert [(line[0].left - 28 * MM) / PITCH for line in sheet.lines()[-2:]] == pytest.approx([2, 2], abs=0.1)


@pytest.mark.parametrize("tag", ["zh-Hans", "en"])
@pytest.mark.parametrize("length", range(8, 16))
def test_the_colophon_is_never_alone_on_a_page(tag: str, length: int) -> None:
    words = "国务院有关部门和各省市人民政府应当。" if tag != "en" else "The departments concerned shall act. "
    sheets = set_copy("".join(f"<p>{words * 8}</p>" for _ in range(length)), tag, COLOPHON)
    shown = "".join(each.text for each in sheets[-1].things)
    assert "https" in shown and words.strip()[-3:] in shown


def test_a_quotation_stands_in_behind_a_rule() -> None:
    [sheet] = set_copy(f"<blockquote><p>{PROSE * 2}</p></blockquote>")
    quoted = sheet.lines()[-2]
    assert quoted[0].left == pytest.approx(28 * MM + 2 * PITCH, abs=0.3)
    assert quoted[-1].right < 184 * MM - PITCH + 0.5
