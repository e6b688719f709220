"""Identifiers (编号): index number, document number, telephone; each checked as its standard says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from gazette.schema import Text

NO_DOCUMENT_NUMBER = "无文号"

_CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_INDEX_NUMBER = re.compile(r"(?P<body>[0-9A-Z-]+)/(?P<year>\d{4})-(?P<serial>\d+)")
_DOCUMENT_NUMBER = re.compile(r"(?P<body>[\u4e00-\u9fff]+)〔(?P<year>\d{4})〕(?P<serial>[1-9]\d*)号")
_TELEPHONE = re.compile(r"\+?\d[\d-]{3,18}\d(?:转\d{1,6})?")


@dataclass(frozen=True)
class IndexNumber:
    """索引号: code of the issuing body, year of the record, serial number."""

    body: str
    year: int
    serial: str

    def __str__(self) -> str:
        return f"{self.body}/{self.year}-{self.serial}"


def credit_code_check(code: str) -> str:
    """The check character of a unified social credit code (统一社会信用代码, GB 32100) from its first 17 characters.

    Weights are 3**i mod 31 over an alphabet of 31; KeyError-free: raises ValueError for I, O, S, V, Z and anything else foreign.
    """
    total = sum(_CREDIT_ALPHABET.index(character) * pow(3, place, 31) for place, character in enumerate(code[:17]))
    return _CREDIT_ALPHABET[-total % 31]


def organisation_code_check(code: str) -> str:
    """The check digit of an organisation code (组织机构代码, GB 11714) from its first 8 characters; 10 is written X."""
    total = sum(int(character, 36) * weight for character, weight in zip(code[:8], _ORGANISATION_WEIGHTS, strict=True))
    return "0123456789X"[-total % 11]


def parse_index_number(text: str) -> IndexNumber:
    """`<18-character credit code or 9-character organisation code>/<year>-<serial>`; raises PydanticCustomError."""
    match = _INDEX_NUMBER.fullmatch(text)
    body = match["body"].replace("-", "") if match else ""
    if not match or len(body) not in (9, 18):
        raise PydanticCustomError("index-number.form", "form")
    expected = _expected_check(body)
    if expected is None:
        foreign = next(character for character in body[:17] if character not in _CREDIT_ALPHABET)
        raise PydanticCustomError("index-number.character", "character", {"character": foreign})
    if body[-1] != expected:
        standard = "GB 32100" if len(body) == 18 else "GB 11714"
        raise PydanticCustomError("index-number.check", "check", {"character": body[-1], "wanted": expected, "code": body, "standard": standard})
    return IndexNumber(body, int(match["year"]), match["serial"])


def _expected_check(body: str) -> str | None:
    if len(body) == 9:
        return organisation_code_check(body)
    return credit_code_check(body) if set(body[:17]) <= set(_CREDIT_ALPHABET) else None


def check_document_number(text: str) -> str:
    """文号: 机关代字〔年〕序号号, or 无文号; raises PydanticCustomError."""
    if text != NO_DOCUMENT_NUMBER and not _DOCUMENT_NUMBER.fullmatch(text):
        mended = re.sub(r"\s+", "", text)
        mended = re.sub(r"[\[［(（【](\d{4})[\])）］】]0*", r"〔\1〕", mended)
        suggestion = mended if _DOCUMENT_NUMBER.fullmatch(mended) else "淄市监发〔2022〕12号"
        raise PydanticCustomError("document-number.form", "form", {"suggestion": suggestion})
    return text


def check_telephone(text: str) -> str:
    """Digits and hyphens, as printed; raises PydanticCustomError."""
    if not _TELEPHONE.fullmatch(text):
        raise PydanticCustomError("telephone.form", "form")
    return text


def _check_index_number(text: str) -> str:
    parse_index_number(text)
    return text


IndexNumberText = Annotated[Text, AfterValidator(_check_index_number)]
DocumentNumberText = Annotated[Text, AfterValidator(check_document_number)]
TelephoneText = Annotated[Text, AfterValidator(check_telephone)]
