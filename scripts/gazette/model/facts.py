"""Facts (要素): the front matter of a publication and of its translations, typed, with unknown fields refused."""

from __future__ import annotations

from typing import Annotated, Any, Literal, get_args

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from gazette.model.identifiers import DocumentNumberText, IndexNumberText, TelephoneText
from gazette.schema import Date, Record, Text, Url
from gazette.settings import ConversionProfile

TypeName = Literal["interpretation", "notice", "plan", "report"]
TranslationStatus = Literal["unofficial", "reviewed", "official"]


def _check_type(text: Any) -> Any:
    """A plain page has facts of its own; whoever misspells `page` is to hear of it too."""
    known = (*get_args(TypeName), "page")
    if text not in known:
        raise PydanticCustomError("field.choice", "type", {"known": ", ".join(known)})
    return text


PublicationType = Annotated[TypeName, BeforeValidator(_check_type)]


class Contact(Record):
    """联系人、联系电话."""

    person: Text
    telephone: TelephoneText


class Speaker(Record):
    """Who answers (答问人): name and office."""

    name: Text
    title: Text


class Policy(Record):
    """The policy that is interpreted (被解读文件)."""

    title: Text
    url: Url | None = None
    document_number: DocumentNumberText | None = None


class Facts(Record):
    """Front matter of `index.md`. `document_number: 无文号` says that there is none; an empty field is a mistake."""

    type: PublicationType
    title: Text
    index_number: IndexNumberText  # 索引号
    document_number: DocumentNumberText  # 文号
    issued: Date  # 发文日期
    published: Date  # 发布日期
    issuing_body: Text  # 发布机构
    languages: tuple[Text, ...]
    contact: Contact | None = None
    speaker: Speaker | None = None
    interprets: Policy | None = None
    description: Text | None = None
    conversion_profile: ConversionProfile | None = None
    protected_terms: dict[str, Text] = Field(default_factory=dict)


class PageFacts(Record):
    """Front matter of a page that is no publication, such as "about"."""

    type: Literal["page"]
    title: Text
    languages: tuple[Text, ...]
    description: Text | None = None
    protected_terms: dict[str, Text] = Field(default_factory=dict)


class TranslatedContact(Record):
    person: Text


class TranslatedPolicy(Record):
    title: Text


class Rendering(Record):
    """Where an English name was found published; `source` is None for the translator's own."""

    chinese: Text
    rendering: Text
    source: Text | None = None


class Translation(Record):
    """What a translator says of the work. `unofficial` is the state until a person reviewed it."""

    status: TranslationStatus
    renderings: tuple[Rendering, ...] = ()


class TranslatedFacts(Record):
    """Front matter of `index.<tag>.md`: only what reads differently; dates and numbers are the source's."""

    title: Text
    issuing_body: Text | None = None
    contact: TranslatedContact | None = None
    speaker: Speaker | None = None
    interprets: TranslatedPolicy | None = None
    description: Text | None = None
    translation: Translation | None = None
