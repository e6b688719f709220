"""Pictures (图片): any raster picture → one that PDF/A-2 takes as it is: 8 bits a channel, grey or sRGB, with or without alpha.

A JPEG in grey or RGB stays what it is, byte for byte. A damaged one is refused: the typesetter would print what is left of it.
"""

from __future__ import annotations

import io
from threading import Lock
from typing import Any

from PIL import Image, ImageCms, ImageFile, ImageOps, UnidentifiedImageError

_SIXTEEN_BITS = ("I", "I;16", "I;16B", "I;16L", "I;16N")
_loading = Lock()


class DamagedPictureError(ValueError):
    """A file that is no picture, or ends before its picture does."""


def archival_picture(content: bytes) -> bytes:
    """JPEG or PNG; of an animation the first picture."""
    try:
        with Image.open(io.BytesIO(content)) as image:
            _load(image)
            if image.format == "JPEG" and _plain(image) is image:
                return content
            kept = _plain(ImageOps.exif_transpose(image))
            written = io.BytesIO()
            if image.format == "JPEG":
                kept.save(written, "JPEG", quality=95, subsampling=0)
            else:
                kept.save(written, "PNG")
            return written.getvalue()
    except (OSError, SyntaxError, UnidentifiedImageError, Image.DecompressionBombError) as error:
        raise DamagedPictureError(str(error)) from error


def mark_pictures(document: Any) -> None:
    """A paragraph that is one picture and nothing else is set like a figure: in the middle, without indent."""
    for paragraph in document.iter("p"):
        inside = list(paragraph)
        while len(inside) == 1 and inside[0].tag == "a" and not _words(inside[0]):
            inside = list(inside[0])
        if len(inside) == 1 and inside[0].tag == "img" and not _words(paragraph):
            paragraph.set("class", " ".join([*(paragraph.get("class") or "").split(), "gz-picture"]))


def _words(element: Any) -> str:
    return "".join(element.itertext()).strip()


def _load(image: Any) -> None:
    """WeasyPrint tells Pillow to be content with half a picture."""
    with _loading:
        before = ImageFile.LOAD_TRUNCATED_IMAGES
        ImageFile.LOAD_TRUNCATED_IMAGES = False
        try:
            image.load()
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = before


def _plain(image: Any) -> Any:
    """The picture in mode L, LA, RGB or RGBA; colours by its own profile where it has one."""
    if image.mode in _SIXTEEN_BITS:
        return image.convert("I").point(lambda value: value / 256).convert("L")
    image = _in_srgb(image)
    has_alpha = "transparency" in image.info or image.mode in ("LA", "La", "PA", "RGBa", "RGBA")
    wanted = {"1": "L", "L": "L", "LA": "LA", "La": "LA"}.get(image.mode, "RGB")
    if has_alpha and wanted in ("L", "RGB"):
        wanted += "A" if wanted == "RGB" else ""
        wanted = "LA" if wanted == "L" else wanted
    return image if image.mode == wanted and "transparency" not in image.info else image.convert(wanted)


def _in_srgb(image: Any) -> Any:
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in ("RGB", "CMYK"):
        return image
    try:
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if "sRGB" in ImageCms.getProfileDescription(own):
            return image
        return ImageCms.profileToProfile(image, own, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except ImageCms.PyCMSError:
        return image
