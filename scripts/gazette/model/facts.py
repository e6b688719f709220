"""Facts (要素): the front matter of a publication and of its translations, typed, with unknown fields refused."""

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
    """A plain page has facts of its own; whoever misspells `page` is to hear of it too."""
    known = (*get_args(TypeName), "page")
    if text not in known:
        raise PydanticCustomError("field.choice", "type", {"known": ", ".join(known)})
    return text


PublicationType = Annotated[TypeName, BeforeValidator(_check_type)]


# A topic named twice is one topic.
Topics = Annotated[tuple[Text, ...], AfterValidator(lambda topics: tuple(dict.fromkeys(topics)))]


class Contact(StrictRecord):
    """联系人、联系电话."""

    person: Text
    telephone: TelephoneText


class Speaker(StrictRecord):
    """Who answers (答问人): name and office."""

    name: Text
    title: Text


class Policy(StrictRecord):
    """The policy that is interpreted (被解读文件)."""

    title: Text
    url: Url | None = None
    document_number: DocumentNumberText | None = None


class Facts(StrictRecord):
    """Front matter of `index.md`: what every publication says of itself; an empty field is a mistake.

    A statute (法规) is everyone's: no bureau indexes it, and its number, where it has one, is that of an order.
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
    borrowed_characters: Text = ""  # 借用字: in its official copy from another face, as its editor has accepted


class RecordFacts(Facts):
    """Front matter of a bureau's own document (公文). `document_number: 无文号` says that there is none."""

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


# What the front matter of a type is read as, where it is no document of the bureau's own.
FACTS: Mapping[str, type[Facts | PageFacts]] = {"regulation": Facts, "page": PageFacts}


class TranslatedContact(StrictRecord):
    person: Text


class TranslatedPolicy(StrictRecord):
    title: Text


class Rendering(StrictRecord):
    """Where an English name was found published; `source` is None for the translator's own."""

    chinese: Text
    rendering: Text
    source: Url | None = None


class Excuse(StrictRecord):
    """Why one passage (`block`: a fact, or a name as `question-1+1`) may differ in a figure or need not have a term."""

    block: Text
    figure: Text | None = None
    term: Text | None = None
    reason: Text


class Translation(StrictRecord):
    """What a translator says of the work. `unofficial` is the state until a person reviewed it."""

    status: TranslationStatus
    renderings: tuple[Rendering, ...] = ()
    exceptions: tuple[Excuse, ...] = ()


class TranslatedFacts(StrictRecord):
    """Front matter of `index.<tag>.md`: only what reads differently; dates and numbers are the source's."""

    title: Text
    issuing_body: Text | None = None
    contact: TranslatedContact | None = None
    speaker: Speaker | None = None
    interprets: TranslatedPolicy | None = None
    description: Text | None = None
    title_lines: tuple[Text, ...] = ()
    translation: Translation | None = None
