"""Index numbers by GB 32100 and GB 11714, document numbers, telephones."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticCustomError

from gazette.model.identifiers import (
    DocumentNumberText,
    IndexNumber,
    IndexNumberText,
    OrderNumberText,
    TelephoneText,
    check_document_number,
    check_order_number,
    check_telephone,
    credit_code_check,
    organisation_code_check,
    parse_index_number,
)

FIELDS = [
    (IndexNumberText, "11370300MB28612343/2022-5323960", "index-number.form"),
    (DocumentNumberText, "淄市监发〔2022〕12号", "document-number.form"),
    (OrderNumberText, "国家市场监督管理总局令第45号", "document-number.order"),
    (TelephoneText, "0533-3188608", "telephone.form"),
]
SEED = "11370300MB28612343/2022-5323960"
CODE = "11370300MB28612343"
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def _refusal(check: object, text: str) -> PydanticCustomError:
    assert callable(check)
    with pytest.raises(PydanticCustomError) as caught:
        check(text)
    return caught.value


def test_the_seeds_index_number() -> None:
    number = parse_index_number(SEED)
    assert number == IndexNumber(CODE, 2022, "5323960")
    assert str(number) == SEED


@pytest.mark.parametrize("place", range(18))
def test_every_wrong_character_is_found(place: int) -> None:
    for character in ALPHABET.replace(CODE[place], ""):
        wrong = CODE[:place] + character + CODE[place + 1 :]
        error = _refusal(parse_index_number, f"{wrong}/2022-5323960")
        wanted = _check_character_by_hand(wrong)
        assert error.type == "index-number.check"
        assert error.context == {"character": wrong[-1], "wanted": wanted, "body": wrong, "standard": "GB 32100"}
        assert wanted != wrong[-1]


def _check_character_by_hand(code: str) -> str:
    """GB 32100-2015, 5.3: the weights as the standard prints them, not as the program computes them."""
    weights = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
    remainder = sum(ALPHABET.index(code[place]) * weights[place] for place in range(17)) % 31
    return ALPHABET[(31 - remainder) % 31]


@pytest.mark.parametrize("place", range(17))
def test_two_neighbours_that_changed_places_are_found(place: int) -> None:
    if CODE[place] == CODE[place + 1]:  # nothing is changed: the code is still right
        assert parse_index_number(f"{CODE}/2022-1")
        return
    swapped = CODE[:place] + CODE[place + 1] + CODE[place] + CODE[place + 2 :]
    assert _refusal(parse_index_number, f"{swapped}/2022-1").type == "index-number.check"


@pytest.mark.parametrize("place", range(18))
@pytest.mark.parametrize("letter", "IOSVZ")
def test_letters_that_no_credit_code_holds(letter: str, place: int) -> None:
    error = _refusal(parse_index_number, f"{CODE[:place]}{letter}{CODE[place + 1 :]}/2022-5323960")
    assert (error.type, error.context) == ("index-number.character", {"character": letter})


def test_the_check_functions_know_no_foreign_character() -> None:
    assert credit_code_check(CODE) == "3"
    with pytest.raises(ValueError, match="substring not found"):
        credit_code_check("O1370300MB2861234")


@pytest.mark.parametrize(
    ("code", "check"),
    [
        ("D2143569", "X"),  # the example of GB 11714-1997, appendix A
        ("MB286123", "4"),  # inside the seed's own credit code
        ("00000000", "0"),
        ("10000004", "0"),
    ],
)
def test_organisation_codes(code: str, check: str) -> None:
    assert organisation_code_check(code) == check
    assert parse_index_number(f"{code}{check}/2022-1") == IndexNumber(code + check, 2022, "1")
    assert str(parse_index_number(f"{code}-{check}/2022-1")) == f"{code}{check}/2022-1"


@pytest.mark.parametrize("place", range(1, 9))
def test_a_wrong_digit_of_an_organisation_code_is_found(place: int) -> None:
    # Among digits only: modulo 11 the standard itself cannot tell D (13) from 2.
    code = "D2143569X"
    for digit in "0123456789".replace(code[place], ""):
        wrong = code[:place] + digit + code[place + 1 :]
        error = _refusal(parse_index_number, f"{wrong}/2022-1")
        wanted = organisation_code_check(wrong)
        assert error.type == "index-number.check"
        assert error.context == {"character": wrong[-1], "wanted": wanted, "body": wrong, "standard": "GB 11714"}


@pytest.mark.parametrize(
    "text",
    [
        "",
        CODE,
        f"{CODE}/",
        f"{CODE}/2022",
        f"{CODE}/2022-",
        f"{CODE}/22-1",
        f"{CODE}/2022/1",
        f"{CODE}/2022-1 ",
        f" {CODE}/2022-1",
        f"{CODE}/２０２２-1",
        f"{CODE}/2022-١",
        f"{CODE.lower()}/2022-1",
        f"{CODE[:-1]}/2022-1",
        f"{CODE}3/2022-1",
        "1137-0300-MB28-6123-43/2022-1",
        "D21-435-69X/2022-1",
        f"{CODE}/2022-1\n",
    ],
)
def test_index_numbers_of_another_form(text: str) -> None:
    assert _refusal(parse_index_number, text).type == "index-number.form"


@pytest.mark.parametrize("text", ["无文号", "淄市监发〔2022〕12号", "国发〔2026〕1号", "鲁政办字〔2022〕100号"])
def test_document_numbers(text: str) -> None:
    assert check_document_number(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "鲁政办字[2022]12号",
        "鲁政办字(2022)12号",
        "鲁政办字（2022）12号",
        "鲁政办字［2022］12号",
        "鲁政办字【2022】12号",
        "鲁政办字<2022>12号",
        "鲁政办字〔2022〕012号",
        "鲁政办字〔2022〕第12号",
        "鲁政办字[2022]第012号",
        "鲁政办字〔2022〕12",
        "鲁政办字 〔2022〕 12 号",
        "鲁政办字〔２０２２〕１２号",
        "鲁政办字2022-12号",
        "鲁政办字2022年第12号",
        "鲁政办字〔2022年〕12号",
        "鲁政办字〔2022〕12号\n",
    ],
)
def test_document_numbers_are_mended(text: str) -> None:
    error = _refusal(check_document_number, text)
    assert (error.type, error.context) == ("document-number.form", {"suggestion": "鲁政办字〔2022〕12号"})


def test_the_suggestion_is_the_number_that_was_written() -> None:
    assert _refusal(check_document_number, "沪发2026-7号").context == {"suggestion": "沪发〔2026〕7号"}


@pytest.mark.parametrize(
    "text", ["见附件", "〔2022〕12号", "淄市监发〔22〕12号", "淄市监发〔2022〕0号", "无 文号", "无"]
)
def test_document_numbers_that_cannot_be_mended_get_an_example(text: str) -> None:
    error = _refusal(check_document_number, text)
    assert (error.type, error.context) == ("document-number.form", {"suggestion": "淄市监发〔2022〕12号"})


@pytest.mark.parametrize(
    "text", ["国家市场监督管理总局令第45号", "中华人民共和国主席令第十九号", "法释〔2020〕19号", "无文号"]
)
def test_a_statute_has_the_number_of_its_order_or_a_document_number(text: str) -> None:
    assert check_order_number(text) == text


@pytest.mark.parametrize(
    "text",
    ["令第45号", "国家市场监督管理总局令第045号", "国家市场监督管理总局令45号", "国家市场监督管理总局令（第45号）"],
)
def test_order_numbers_of_another_form(text: str) -> None:
    assert _refusal(check_order_number, text).type == "document-number.order"


def test_only_a_statute_has_the_number_of_an_order() -> None:
    assert _refusal(check_document_number, "国家市场监督管理总局令第45号").type == "document-number.form"


def test_an_empty_document_number_is_no_way_to_say_that_there_is_none() -> None:
    assert _refusal(check_document_number, "").type == "document-number.empty"


@pytest.mark.parametrize(
    "text",
    ["0533-3188608", "05333188608", "12345", "13800138000", "+86-533-3188608", "400-820-8820", "0533-3188608转123"],
)
def test_telephones(text: str) -> None:
    assert check_telephone(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "110",
        "0533 3188608",
        "(0533)3188608",
        "0533—3188608",
        "０５３３-3188608",
        "0533-3188608转",
        "0533--3188608",
        "-05333188608",
        "05333188608-",
        "王斌",
        "0533-31886O8",
        "0533-3188608、3188609",
        "1" * 22,
    ],
)
def test_no_telephones(text: str) -> None:
    assert _refusal(check_telephone, text).type == "telephone.form"


@pytest.mark.parametrize(("field", "text", "code"), FIELDS)
def test_a_field_keeps_what_was_written_and_refuses_what_has_another_form(field: object, text: str, code: str) -> None:
    assert TypeAdapter(field).validate_python(text) == text
    with pytest.raises(ValidationError) as refused:
        TypeAdapter(field).validate_python(f"{text}甲")
    assert [each["type"] for each in refused.value.errors()] == [code]
