"""Pictures become what PDF/A-2 takes, and look as they did; half a picture is refused."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from copies.specimens import copy_of, page
from copies.stress import PICTURES, picture
from gazette.copies.pictures import DamagedPictureError, archival_picture
from gazette.copies.typeset import CopyError, typeset


def opened(content: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(content))
    image.load()
    return image


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_plain_and_looks_the_same(name: str) -> None:
    before, after = opened(picture(name)), opened(archival_picture(picture(name)))
    assert after.mode in ("L", "LA", "RGB", "RGBA") and "transparency" not in after.info
    if before.mode == "I;16":
        before = before.convert("I").point(lambda value: value / 257).convert("L")
    if name != "turned.jpg":
        pairs = zip(
            before.convert("RGBA").resize((20, 20)).tobytes(),
            after.convert("RGBA").resize((20, 20)).tobytes(),
            strict=True,
        )
        assert max(abs(one - other) for one, other in pairs) <= 12


@pytest.mark.parametrize("name", ["grey.jpg", "plain.jpg", "turned.jpg"])
def test_a_plain_jpeg_stays_what_it_is(name: str) -> None:
    assert archival_picture(picture(name)) == picture(name)


@pytest.mark.parametrize("name", ["wide.png", "plain.jpg", "web.webp", "moving.gif"])
def test_half_a_picture_is_refused(name: str) -> None:
    half = picture(name)[: len(picture(name)) // 2]
    with pytest.raises(DamagedPictureError):
        archival_picture(half)
    copy = copy_of("zh-Hans", page("zh-Hans", f'<p><img src="{name}" alt="图"></p>'))
    shelf = {**copy.resources, name: half}
    with pytest.raises(CopyError, match="is no picture, or only part of one"):
        typeset(type(copy)(**{**vars(copy), "resources": shelf}))
