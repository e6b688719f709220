"""Settings (设置): mkdocs.yml, read strictly: the address, the languages, and all that stands under `extra: gazette:`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from pydantic import Field, field_validator
from pydantic_core import PydanticCustomError

from gazette.languages import SOURCE_TAG, Language, is_language_tag
from gazette.problems import Problem, problem
from gazette.schema import Record, Text, parse_record
from gazette.yaml_tree import YamlTree, parse_yaml

ConversionProfile = Literal["tw", "hk", "t"]


class Bureau(Record):
    """The publishing body (主办单位). What the bureau has not given stays None and is shown as "not configured"."""

    name: dict[str, Text]
    icp_number: Text | None = None  # ICP备案号
    public_security_number: Text | None = None  # 公安机关备案号
    site_code: Text | None = None  # 政府网站标识码


class GazetteSettings(Record):
    """`extra: gazette:` as written. `title` is the site's name in each language; a `columns` entry is a folder of docs/ with its name (栏目) in each language."""

    title: dict[str, Text]
    conversion_profile: ConversionProfile = "tw"
    bureau: Bureau
    columns: dict[str, dict[str, Text]] = Field(min_length=1)

    @field_validator("columns")
    @classmethod
    def _source_names(cls, columns: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
        for folder, names in columns.items():
            if SOURCE_TAG not in names:
                raise PydanticCustomError("settings.column-name", "column", {"folder": folder, "tag": SOURCE_TAG})
        return columns


@dataclass(frozen=True)
class Settings:
    """All that a build needs to know besides the texts. `site_url` ends in a slash."""

    site_url: str
    languages: tuple[Language, ...]
    gazette: GazetteSettings

    @property
    def is_preview(self) -> bool:
        """No public address was configured: hosts under .invalid (RFC 2606) stand for "not configured"."""
        return (urlsplit(self.site_url).hostname or "").endswith(".invalid")

    @property
    def tags(self) -> tuple[str, ...]:
        return tuple(language.tag for language in self.languages)

    def language(self, tag: str) -> Language:
        return next(language for language in self.languages if language.tag == tag)


def read_settings(config: Path, site_url: str | None = None) -> tuple[Settings | None, list[Problem]]:
    """mkdocs.yml → Settings. `site_url` overrules the one in the file."""
    path = config.name
    tree, problems = parse_yaml(config.read_text(encoding="utf-8"), path)
    if tree is None:
        return None, problems
    languages, language_problems = _parse_languages(tree, path)
    url, url_problems = _parse_site_url(tree, path, site_url)
    try:
        gazette, field_problems = parse_record(GazetteSettings, tree, path, ("extra", "gazette"))
    except (KeyError, TypeError):
        gazette, field_problems = None, [problem("field.missing", path, 0, "extra.gazette")]
    problems = [*language_problems, *url_problems, *field_problems]
    if gazette is None or problems:
        return None, problems
    return Settings(url, languages, gazette), []


def _parse_site_url(tree: YamlTree, path: str, override: str | None) -> tuple[str, list[Problem]]:
    url = str(override if override is not None else tree.values.get("site_url", ""))
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        return "", [problem("settings.site-url", path, tree.line(("site_url",)), "site_url", url)]
    return url.rstrip("/") + "/", []


def _parse_languages(tree: YamlTree, path: str) -> tuple[tuple[Language, ...], list[Problem]]:
    """The languages are those of the i18n plugin, so that MkDocs and we can never disagree."""
    entries, at = _i18n_languages(tree.values.get("plugins", []))
    problems: list[Problem] = []
    languages: list[Language] = []
    for index, entry in enumerate(entries):
        tag = str(entry.get("locale", ""))
        line = tree.line((*at, index))
        if not is_language_tag(tag):
            problems.append(problem("settings.language", path, line, "locale", tag))
        else:
            languages.append(Language(tag, str(entry.get("name", tag))))
    if not problems and SOURCE_TAG not in {language.tag for language in languages}:
        problems.append(problem("settings.source-language", path, tree.line(at), "languages", tag=SOURCE_TAG))
    return tuple(languages), problems


def _i18n_languages(plugins: Any) -> tuple[list[dict[str, Any]], tuple[str | int, ...]]:
    for index, plugin in enumerate(plugins if isinstance(plugins, list) else []):
        if isinstance(plugin, dict) and isinstance(plugin.get("i18n"), dict):
            entries = plugin["i18n"].get("languages", [])
            return [each for each in entries if isinstance(each, dict)], ("plugins", index, "i18n", "languages")
    return [], ("plugins",)
