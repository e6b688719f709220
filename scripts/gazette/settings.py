"""Settings (设置): strict reading of mkdocs.yml: site address, languages, and everything under `extra: gazette:`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, field_validator
from pydantic_core import PydanticCustomError

from gazette.languages import PROFILES as PROFILES
from gazette.languages import SOURCE_TAG, Language, is_language_tag
from gazette.languages import ConversionProfile as ConversionProfile
from gazette.paths import NotAFileError, read_file, unreadable
from gazette.problems import Problem, problem
from gazette.schema import OptionalUrl, StrictRecord, Text, is_web_address, parse_record
from gazette.yaml_tree import YamlTree, parse_yaml

# Quotation marks in Traditional text: “ ” as written, or 「 」 instead.
QuotationMarks = Literal["keep", "corner"]
# Folders of the built site besides columns, pages and languages.
RESERVED_FOLDERS = ("404", "accessibility", "all", "assets", "search", "search-data", "verify")
# Key of the list of publications without a topic.
OTHER_TOPIC = "other"
_KEY = r"[a-z0-9]+(?:-[a-z0-9]+)*"


def _with_source_name(names: dict[str, str]) -> dict[str, str]:
    if SOURCE_TAG not in names:
        raise PydanticCustomError("settings.name", "name", {"tag": SOURCE_TAG})
    return names


Names = Annotated[dict[str, Text], AfterValidator(_with_source_name)]


class Bureau(StrictRecord):
    """The publishing body (主办单位); fields that were not given are None and shown as "not configured"."""

    name: Names
    icp_number: Text | None = None  # ICP备案号
    public_security_number: Text | None = None  # 公安机关备案号
    site_code: Text | None = None  # 政府网站标识码
    accessibility_contact: Text | None = None  # 无障碍问题联系方式


class OfficialCopies(StrictRecord):
    """Settings of official copies.

    `borrowed_characters` are missing in the body font and accepted by a person from another font; `time_stamps` is the
    address of the time stamp service (RFC 3161) that `sign` uses.
    """

    borrowed_characters: Text = ""
    time_stamps: OptionalUrl = ""


class GazetteSettings(StrictRecord):
    """`extra: gazette:` as written.

    `title` maps a language tag to the site's name, `columns` a folder of docs/ to the names of the column (栏目) by tag,
    `topics` a key that publications may give in their `topics` (主题) to its names by tag.
    """

    title: Names
    conversion_profile: ConversionProfile = "tw"
    quotation_marks: QuotationMarks = "keep"
    bureau: Bureau
    official_copies: OfficialCopies = OfficialCopies()
    columns: dict[str, Names] = Field(min_length=1)
    topics: dict[str, Names] = Field(default_factory=dict)

    @field_validator("columns")
    @classmethod
    def _folders(cls, columns: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
        for folder in columns:
            if not re.fullmatch(_KEY, folder) or folder in RESERVED_FOLDERS:
                known = ", ".join(RESERVED_FOLDERS)
                raise PydanticCustomError("settings.column", "column", {"folder": folder, "known": known})
        return columns

    @field_validator("topics")
    @classmethod
    def _topic_names(cls, topics: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
        for topic in topics:
            if not re.fullmatch(_KEY, topic) or topic == OTHER_TOPIC:
                raise PydanticCustomError("settings.topic", "topic", {"topic": topic, "other": OTHER_TOPIC})
        return topics


@dataclass(frozen=True)
class Settings:
    """Everything that a build needs besides the texts; `site_url` ends in a slash."""

    site_url: str
    languages: tuple[Language, ...]
    gazette: GazetteSettings

    @property
    def is_preview(self) -> bool:
        """True if no public address is configured; a host under .invalid (RFC 2606) stands for "not configured"."""
        return (urlsplit(self.site_url).hostname or "").endswith(".invalid")

    @property
    def tags(self) -> tuple[str, ...]:
        return tuple(language.tag for language in self.languages)

    def language(self, tag: str) -> Language:
        return next(language for language in self.languages if language.tag == tag)


def read_settings(config: Path, site_url: str | None = None) -> tuple[Settings | None, list[Problem]]:
    """Read mkdocs.yml; `site_url` overrides the address in the file. The settings are None if there is any problem."""
    path = config.name
    text, problems = _read_text(config)
    tree, found = parse_yaml(text, path)
    if tree is None or problems:
        return None, problems + found
    languages, language_problems = _parse_languages(tree, path)
    url, url_problems = _parse_site_url(tree, path, site_url)
    try:
        gazette, field_problems = parse_record(GazetteSettings, tree, path, ("extra", "gazette"))
    except (KeyError, TypeError):
        line = tree.line(("extra", "gazette"))
        gazette, field_problems = None, [problem("settings.missing", path, line, "extra.gazette")]
    problems = [*language_problems, *url_problems, *field_problems]
    if gazette is None or problems:
        return None, sorted(problems)
    return Settings(url, languages, gazette), []


def _read_text(config: Path) -> tuple[str, list[Problem]]:
    try:
        raw = read_file(config, config.parent).removeprefix(b"\xef\xbb\xbf")
        return raw.decode("utf-8"), []
    except NotAFileError as error:
        return "", [unreadable(error, config.name)]
    except OSError:
        return "", [problem("settings.file", config.name)]
    except UnicodeDecodeError as error:
        line, found = raw[: error.start].count(b"\n") + 1, raw[error.start : error.start + 4].hex(" ").upper()
        return "", [problem("source.encoding", config.name, line, found=found)]


def _parse_site_url(tree: YamlTree, path: str, override: str | None) -> tuple[str, list[Problem]]:
    """Return the address with one slash at its end; a problem with `--site-url` names the option and no line."""
    url = override if override is not None else str(tree.values.get("site_url", ""))
    place = (path, tree.line(("site_url",))) if override is None else ("--site-url", 0)
    if not is_web_address(url) or urlsplit(url).query or urlsplit(url).fragment:
        return "", [problem("settings.site-url", *place, "site_url" if override is None else "", url)]
    return url.rstrip("/") + "/", []


def _parse_languages(tree: YamlTree, path: str) -> tuple[tuple[Language, ...], list[Problem]]:
    """Return the languages configured for the i18n plugin, so that MkDocs and this program cannot disagree."""
    entries, at = _i18n_languages(tree.values.get("plugins", []))
    problems: list[Problem] = []
    languages: list[Language] = []
    for index, entry in enumerate(entries):
        tag = str(entry.get("locale", ""))
        line = tree.line((*at, index, "locale"))
        if not is_language_tag(tag):
            problems.append(problem("settings.language", path, line, "locale", tag))
        elif tag in {language.tag for language in languages}:
            problems.append(problem("publication.language-twice", path, line, "locale", tag))
        else:
            languages.append(Language(tag, str(entry.get("name", tag))))
    if not problems and SOURCE_TAG not in {language.tag for language in languages}:
        problems.append(problem("settings.source-language", path, tree.line(at), "languages", tag=SOURCE_TAG))
    return tuple(languages), problems


def _i18n_languages(plugins: Any) -> tuple[list[dict[str, Any]], tuple[str | int, ...]]:
    for index, plugin in enumerate(plugins if isinstance(plugins, list) else []):
        if isinstance(plugin, dict) and isinstance(plugin.get("i18n"), dict):
            entries = plugin["i18n"].get("languages", [])
            known = [each if isinstance(each, dict) else {} for each in (entries if isinstance(entries, list) else [])]
            return known, ("plugins", index, "i18n", "languages")
    return [], ("plugins",)
