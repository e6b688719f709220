"""The sheets that are looked at: every glyph stands on one, and what is not its character is seen by its colour."""

from __future__ import annotations

from PIL import Image, ImageChops

from fonts.test_audit import exchanged, reference
from fonts.test_fonts import NAMES
from gazette.fonts.contact import WALL_CELL, WALL_SIDE, draw_ideographs, draw_signs
from gazette.fonts.drawing import open_face
from gazette.fonts.survey import unpacked

REFERENCES = [reference("GazetteTitleHans")]
TEXT = "一二干午土千市场监督管理局"


def coloured(sheet: Image.Image, place: int) -> int:
    """How many pixels of a cell are plainly red or blue."""
    left = 40 + place * WALL_CELL
    red, green, blue = sheet.crop((left, 0, left + WALL_CELL, WALL_CELL)).split()
    apart = ImageChops.difference(ImageChops.lighter(red, blue), green)
    return sum(apart.histogram()[128:])


def test_a_glyph_of_another_character_is_seen_by_its_colour() -> None:
    data = exchanged("GazetteTitleHans", "场监")
    [sheet] = draw_ideographs([ord(each) for each in TEXT], open_face(data), REFERENCES)
    marked = {each for place, each in enumerate(TEXT) if coloured(sheet, place)}
    assert marked == {"场", "监"}


def test_a_glyph_that_no_other_face_has_is_grey_and_uncoloured() -> None:
    [sheet] = draw_ideographs([ord("市")], open_face(unpacked(NAMES["GazetteTitleHans"])), [])
    assert coloured(sheet, 0) == 0
    darkest, lightest = sheet.convert("L").crop((40, 0, 40 + WALL_CELL, WALL_CELL)).getextrema()
    assert (60 < darkest < 120, lightest) == (True, 255)


def test_every_glyph_stands_on_a_sheet() -> None:
    side = WALL_SIDE // WALL_CELL
    points = list(range(0x4E00, 0x4E00 + side * side + 1))
    sheets = draw_ideographs(points, open_face(unpacked(NAMES["GazetteTitleHans"])), REFERENCES)
    assert [sheet.height for sheet in sheets] == [side * WALL_CELL + 4, WALL_CELL + 4]


def test_a_sign_stands_above_the_other_faces_as_high_as_it_is() -> None:
    [sheet] = draw_signs([ord(","), ord("'")], open_face(unpacked(NAMES["GazetteTitleHans"])), REFERENCES)
    boxes = [sheet.convert("L").crop((40 + n * WALL_CELL, 0, 40 + (n + 1) * WALL_CELL, WALL_CELL)) for n in (0, 1)]
    comma, quote = (ImageChops.invert(box).getbbox() for box in boxes)
    assert comma and quote
    assert comma[1] > quote[3]
