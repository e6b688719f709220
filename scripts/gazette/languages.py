"""Languages (语言): the languages of the site: BCP 47 tag, name, direction, and how texts in each are made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

if TYPE_CHECKING:
    from babel import Locale

SOURCE_TAG = "zh-Hans"
CONVERTED_TAG = "zh-Hant"

Origin = Literal["source", "conversion", "translation"]
# The standard of Traditional forms: Taiwan's, Hong Kong's, OpenCC's own, or the mainland norm.
ConversionProfile = Literal["tw", "hk", "t", "cn"]
PROFILES: tuple[ConversionProfile, ...] = get_args(ConversionProfile)


@dataclass(frozen=True)
class Language:
    """One language of the site: `tag` is its BCP 47 tag (`zh-Hans`), `name` its name in the language itself."""

    tag: str
    name: str

    @property
    def origin(self) -> Origin:
        """Return how texts are made unless a person wrote them: source, script conversion or translation."""
        if self.tag == SOURCE_TAG:
            return "source"
        return "conversion" if self.tag == CONVERTED_TAG else "translation"

    @property
    def is_chinese(self) -> bool:
        return self.tag.split("-")[0] == "zh"

    @property
    def direction(self) -> str:
        """Return `ltr` or `rtl`, from CLDR's character order."""
        return "rtl" if self.locale.character_order == "right-to-left" else "ltr"

    @property
    def locale(self) -> Locale:
        return _parse(self.tag)

    @property
    def prefix(self) -> str:
        """Return the language's folder in the site: empty for the source language, `en/` for English."""
        return "" if self.origin == "source" else f"{self.tag}/"


def stemming_algorithm(language: str) -> str:
    """Return Snowball's name for the stemming algorithm of a language subtag, or an empty string."""
    return {"en": "english"}.get(language, "")


def is_language_tag(tag: str) -> bool:
    """True if CLDR knows the tag."""
    from babel import UnknownLocaleError

    try:
        _parse(tag)
    except (UnknownLocaleError, ValueError):
        return False
    return True


def _parse(tag: str) -> Locale:
    from babel import Locale  # imported late: a quarter of the start-up time of `convert`, which needs none of it

    return Locale.parse(tag, sep="-")
