"""Facts (要素): typed front matter of publications and translations; unknown fields are refused."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, get_args

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from gazette.model.identifiers import DocumentNumberText, IndexNumberText, OrderNumberText, TelephoneText
from gazette.schema import Date, StrictRecord, Text, Url
from gazette.settings import ConversionProfile

TypeName = Literal["interpretation", "notice", "plan", "report", "regulation"]
TranslationStatus = Literal["unofficial", "reviewed", "official"]


def _check_type(text: Any) -> Any:
    """Refuse an unknown type; `page`, which has a model of its own, is among the choices, since it may be misspelt."""
    known = (*get_args(TypeName), "page")
    if text not in known:
        raise PydanticCustomError("field.choice", "type", {"known": ", ".join(known)})
    return text


PublicationType = Annotated[TypeName, BeforeValidator(_check_type)]


# A topic named twice counts once.
Topics = Annotated[tuple[Text, ...], AfterValidator(lambda topics: tuple(dict.fromkeys(topics)))]


class Contact(StrictRecord):
    """Contact person and telephone (联系人、联系电话)."""

    person: Text
    telephone: TelephoneText


class Speaker(StrictRecord):
    """The person who answers (答问人): name and office."""

    name: Text
    title: Text


class Policy(StrictRecord):
    """The policy that is interpreted (被解读文件)."""

    title: Text
    url: Url | None = None
    document_number: DocumentNumberText | None = None


class Facts(StrictRecord):
    """Front matter of `index.md`: the facts of every publication; an empty field is an error.

    A statute (法规) is not indexed by any bureau, and its document number, if it has one, is that of an order.
    """

    type: PublicationType
    title: Text
    index_number: IndexNumberText | None = None  # 索引号
    document_number: OrderNumberText | None = None  # 文号
    issued: Date  # 发文日期
    published: Date  # 发布日期
    issuing_body: Text  # 发布机构
    languages: tuple[Text, ...]
    contact: Contact | None = None
    speaker: Speaker | None = None
    interprets: Policy | None = None
    topics: Topics = ()  # 主题
    description: Text | None = None
    title_lines: tuple[Text, ...] = ()
    conversion_profile: ConversionProfile | None = None
    protected_terms: dict[str, Text] = Field(default_factory=dict)
    borrowed_characters: Text = ""  # 借用字: characters of its official copy from another font, accepted by its editor


class RecordFacts(Facts):
    """Front matter of a bureau's own document (公文); `document_number: 无文号` states that there is none."""

    # Required here, and where they stand in Facts: pydantic takes fields by name, never by place.
    index_number: IndexNumberText  # pyright: ignore[reportGeneralTypeIssues]
    document_number: DocumentNumberText  # pyright: ignore[reportGeneralTypeIssues]


class PageFacts(StrictRecord):
    """Front matter of a page that is no publication, such as "about"."""

    type: Literal["page"]
    title: Text
    languages: tuple[Text, ...]
    description: Text | None = None
    protected_terms: dict[str, Text] = Field(default_factory=dict)


# Type → model of its front matter, for types that are no documents of the bureau's own (RecordFacts).
FACTS: Mapping[str, type[Facts | PageFacts]] = {"regulation": Facts, "page": PageFacts}


class TranslatedContact(StrictRecord):
    person: Text


class TranslatedPolicy(StrictRecord):
    title: Text


class Rendering(StrictRecord):
    """The rendering of a Chinese name, as published in `source`, which is None for the translator's own."""

    chinese: Text
    rendering: Text
    source: Url | None = None


class Excuse(StrictRecord):
    """Why one passage (`block`: a fact, or a name such as `question-1+1`) may differ in a figure or lack a term."""

    block: Text
    figure: Text | None = None
    term: Text | None = None
    reason: Text


class Translation(StrictRecord):
    """What a translator states about the translation; `unofficial` is its status until a person has reviewed it."""

    status: TranslationStatus
    renderings: tuple[Rendering, ...] = ()
    exceptions: tuple[Excuse, ...] = ()


class TranslatedFacts(StrictRecord):
    """Front matter of `index.<tag>.md`: only what reads differently; dates and numbers are those of the source."""

    title: Text
    issuing_body: Text | None = None
    contact: TranslatedContact | None = None
    speaker: Speaker | None = None
    interprets: TranslatedPolicy | None = None
    description: Text | None = None
    title_lines: tuple[Text, ...] = ()
    translation: Translation | None = None
