"""Identifiers (编号): validates index numbers, document numbers and telephone numbers."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Annotated

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from gazette.schema import Text

NO_DOCUMENT_NUMBER = "无文号"

_CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
# `\d` also matches digits of other scripts and full-width ones, which look alike and are never found by a search.
_INDEX_NUMBER = re.compile(r"(?P<body>[0-9A-Z]{18}|[0-9A-Z]{8}-?[0-9A-Z])/(?P<year>[0-9]{4})-(?P<serial>[0-9]+)")
_DOCUMENT_NUMBER = re.compile(r"[\u4e00-\u9fff]+〔[0-9]{4}〕[1-9][0-9]*号")
_ORDER_NUMBER = re.compile(r"[\u4e00-\u9fff]+令第(?:[1-9][0-9]*|[一二三四五六七八九十百零〇]+)号")
_ALMOST_DOCUMENT_NUMBER = re.compile(
    r"(?P<body>[\u4e00-\u9fff]+?)[\[({<【〔《〈]?(?P<year>[0-9]{4})[\])}>】〕》〉年-]*第?0*(?P<serial>[1-9][0-9]*)号?"
)
_EXAMPLE = "淄市监发〔2022〕12号"
_TELEPHONE = re.compile(r"(?=.{5,21}(?:转|$))\+?[0-9]+(?:-[0-9]+)*(?:转[0-9]{1,6})?")


@dataclass(frozen=True)
class IndexNumber:
    """Index number (索引号): code of the issuing body, year of the record, serial number."""

    body: str
    year: int
    serial: str

    def __str__(self) -> str:
        return f"{self.body}/{self.year}-{self.serial}"


def credit_code_check(code: str) -> str:
    """Return the check character of a unified social credit code (统一社会信用代码, GB 32100) from its first 17 characters.

    Weights are 3**i mod 31 over an alphabet of 31; any other character, such as I, O, S, V or Z, raises ValueError.
    """
    total = sum(_CREDIT_ALPHABET.index(character) * pow(3, place, 31) for place, character in enumerate(code[:17]))
    return _CREDIT_ALPHABET[-total % 31]


def organisation_code_check(code: str) -> str:
    """Return the check digit of an organisation code (组织机构代码, GB 11714) from its first 8 characters; 10 is X."""
    total = sum(int(character, 36) * weight for character, weight in zip(code[:8], _ORGANISATION_WEIGHTS, strict=True))
    return "0123456789X"[-total % 11]


def parse_index_number(text: str) -> IndexNumber:
    """Parse `<18-character credit code or 9-character organisation code>/<year>-<serial>`; raises PydanticCustomError.

    An organisation code is also printed with a hyphen before its check digit; the value has none.
    """
    match = _INDEX_NUMBER.fullmatch(text)
    if not match:
        raise PydanticCustomError("index-number.form", "form")
    body = match["body"].replace("-", "")
    is_credit_code = len(body) == 18
    foreign = [character for character in body if character not in _CREDIT_ALPHABET]
    if is_credit_code and foreign:
        raise PydanticCustomError("index-number.character", "character", {"character": foreign[0]})
    wanted = credit_code_check(body) if is_credit_code else organisation_code_check(body)
    if body[-1] != wanted:
        standard = "GB 32100" if is_credit_code else "GB 11714"
        details = {"character": body[-1], "wanted": wanted, "body": body, "standard": standard}
        raise PydanticCustomError("index-number.check", "check", details)
    return IndexNumber(body, int(match["year"]), match["serial"])


def check_document_number(text: str) -> str:
    """Return a document number (文号), 机关代字〔年〕序号号, or 无文号; raises PydanticCustomError for anything else."""
    if not text:
        raise PydanticCustomError("document-number.empty", "empty")
    if text != NO_DOCUMENT_NUMBER and not _DOCUMENT_NUMBER.fullmatch(text):
        raise PydanticCustomError("document-number.form", "form", {"suggestion": _mended(text) or _EXAMPLE})
    return text


def check_order_number(text: str) -> str:
    """Return the document number of a statute: that of its order (机关令第序号号), or any other.

    Raises PydanticCustomError for anything else.
    """
    if text != NO_DOCUMENT_NUMBER and not _ORDER_NUMBER.fullmatch(text) and not _DOCUMENT_NUMBER.fullmatch(text):
        raise PydanticCustomError("document-number.order", "order")
    return text


def _mended(text: str) -> str:
    """Return the document number that was meant, or an empty string.

    It has 〔〕 for other brackets, and no spaces, 第 or leading zeros.
    """
    squeezed = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    match = _ALMOST_DOCUMENT_NUMBER.fullmatch(squeezed)
    return f"{match['body']}〔{match['year']}〕{match['serial']}号" if match else ""


def check_telephone(text: str) -> str:
    """Return a telephone number as printed: digits and hyphens, maybe `+` in front and an extension (转).

    Raises PydanticCustomError for anything else.
    """
    if not _TELEPHONE.fullmatch(text):
        raise PydanticCustomError("telephone.form", "form")
    return text


def _check_index_number(text: str) -> str:
    parse_index_number(text)
    return text


IndexNumberText = Annotated[Text, AfterValidator(_check_index_number)]
DocumentNumberText = Annotated[str, AfterValidator(check_document_number)]
OrderNumberText = Annotated[Text, AfterValidator(check_order_number)]
TelephoneText = Annotated[Text, AfterValidator(check_telephone)]
