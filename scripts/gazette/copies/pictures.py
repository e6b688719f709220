"""Pictures (图片): raster pictures in a form that PDF/A-2 accepts: 8 bits per channel, grey or sRGB, alpha permitted.

A JPEG in grey or RGB is kept byte for byte. A damaged picture is refused, because the typesetter would print a part of
it.
"""

from __future__ import annotations

import io
from threading import Lock
from typing import Any

from PIL import Image, ImageCms, ImageFile, ImageOps, UnidentifiedImageError

_SIXTEEN_BITS = ("I", "I;16", "I;16B", "I;16L", "I;16N")
_loading = Lock()


class DamagedPictureError(ValueError):
    """Raised for a file that is no picture or is truncated."""


def archival_picture(content: bytes) -> bytes:
    """Return a picture as JPEG or PNG for PDF/A-2, of an animation the first frame; raise DamagedPictureError."""
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
    """Add the class gz-picture to paragraphs with one picture only, which are centred like a figure."""
    for paragraph in document.iter("p"):
        inside = list(paragraph)
        while len(inside) == 1 and inside[0].tag == "a" and not _words(inside[0]):
            inside = list(inside[0])
        if len(inside) == 1 and inside[0].tag == "img" and not _words(paragraph):
            paragraph.set("class", " ".join([*(paragraph.get("class") or "").split(), "gz-picture"]))


def _words(element: Any) -> str:
    return "".join(element.itertext()).strip()


def _load(image: Any) -> None:
    """Load the picture completely, although WeasyPrint sets Pillow to accept truncated files."""
    with _loading:
        before = ImageFile.LOAD_TRUNCATED_IMAGES
        ImageFile.LOAD_TRUNCATED_IMAGES = False
        try:
            image.load()
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = before


def _plain(image: Any) -> Any:
    """Return the picture in mode L, LA, RGB or RGBA, converted by its colour profile if it has one."""
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
