"""Languages (语言): BCP 47 tags, their names, script and direction, and how each one's text comes to be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

if TYPE_CHECKING:
    from babel import Locale

SOURCE_TAG = "zh-Hans"
CONVERTED_TAG = "zh-Hant"

Origin = Literal["source", "conversion", "translation"]
# Whose Traditional forms: Taiwan's, Hong Kong's, OpenCC's own standard, or those of the mainland norm.
ConversionProfile = Literal["tw", "hk", "t", "cn"]
PROFILES: tuple[ConversionProfile, ...] = get_args(ConversionProfile)


@dataclass(frozen=True)
class Language:
    """One language of the site. `tag` is BCP 47 (`zh-Hans`), `name` is the language's own name for itself."""

    tag: str
    name: str

    @property
    def origin(self) -> Origin:
        """How a text in this language is made unless a person wrote it: source, script conversion or translation."""
        if self.tag == SOURCE_TAG:
            return "source"
        return "conversion" if self.tag == CONVERTED_TAG else "translation"

    @property
    def is_chinese(self) -> bool:
        return self.tag.split("-")[0] == "zh"

    @property
    def direction(self) -> str:
        """`ltr` or `rtl`, from CLDR's character order."""
        return "rtl" if self.locale.character_order == "right-to-left" else "ltr"

    @property
    def locale(self) -> Locale:
        return _parse(self.tag)

    @property
    def prefix(self) -> str:
        """The language's folder in the site: empty for the source language, `en/` for English."""
        return "" if self.origin == "source" else f"{self.tag}/"


def stemming_algorithm(language: str) -> str:
    """Snowball's name for the algorithm of a language subtag; "" where there is none."""
    return {"en": "english"}.get(language, "")


def is_language_tag(tag: str) -> bool:
    """Whether CLDR knows the tag."""
    from babel import UnknownLocaleError

    try:
        _parse(tag)
    except (UnknownLocaleError, ValueError):
        return False
    return True


def _parse(tag: str) -> Locale:
    from babel import Locale  # a quarter of the time in which `convert` starts, which asks for none of this

    return Locale.parse(tag, sep="-")
