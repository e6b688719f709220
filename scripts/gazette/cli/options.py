"""Options (选项): the options that several verbs share, with the same name and meaning."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gazette.cli.report import ROOT, is_language, keep_language, note, report

if TYPE_CHECKING:
    from gazette.project import Project

DOCS = click.option(
    "--docs",
    type=click.Path(path_type=Path),
    default=ROOT / "docs",
    show_default="docs",
    help="Folder of publications. 出版物目录。",
)
FORMAT = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How problems are written. 问题的输出格式。",
)
LANG = click.option(
    "--lang",
    type=click.Choice(["zh", "en"]),
    default=None,
    help="Language of messages; otherwise from LANG. 提示语言。",
)
# The same for a verb that calls language_of(None) itself.
MESSAGES = click.option(
    "--lang",
    type=click.Choice(["zh", "en"]),
    default=None,
    expose_value=False,
    callback=keep_language,
    help="Language of messages; otherwise from LANG. 提示语言。",
)
# Until the next release a tag after --lang may still mean the language of the text, in the verbs where it used to.
MESSAGES_OR_EDITION = click.option(
    "--lang",
    "older",
    multiple=True,
    metavar="[zh|en]",
    callback=keep_language,
    help="Language of messages; otherwise from LANG. 提示语言。",
)
EDITION = click.option(
    "--edition",
    "editions",
    multiple=True,
    metavar="TAG",
    help="Only the text in this language (zh-Hans, zh-Hant, en …). 文本语种。",
)
SITE_URL = click.option(
    "--site-url",
    default=None,
    metavar="URL",
    help="Public address of the site, instead of site_url in mkdocs.yml. 网站地址。",
)
RELEASE = click.option(
    "--release", is_flag=True, help="Fail while anything is not reviewed. 正式发布：有未校核之处即不通过。"
)
LEDGER = click.option(
    "--ledger",
    type=click.Path(path_type=Path),
    default=None,
    show_default="scripts/review/ledger.tsv",
    help="Decisions of the review. 校核台账。",
)
STRICT = click.option("--strict", is_flag=True, help="Warnings count as errors. 警告也视为错误。")


def project_of(docs: Path, ledger: Path | None = None) -> Project:
    """Return the project with the texts and the ledger named by the options."""
    from gazette.project import Project

    return Project(
        ROOT, docs.resolve(), ledger.resolve() if ledger else None, ROOT / "build" / "cache" / "store.sqlite"
    )


def editions_of(editions: Sequence[str], older: Sequence[str], lang: str) -> tuple[str, ...]:
    """Return the languages of the text: from --edition, or else from --lang, with a note that this use is outdated."""
    if editions:
        if strange := [each for each in older if not is_language(each)]:
            raise click.BadParameter(f"{strange[0]!r}: zh, en", param_hint="--lang")
        return tuple(editions)
    tags = tuple(each for each in older if each != "zh")
    if tags:
        written = " ".join(f"--edition {each}" for each in tags)
        note(
            lang,
            f"--lang 现在表示提示的语言，文本的语种写作 {written}；本版仍按原来的意思处理。",
            f"--lang is the language of messages now, that of the text is written {written}; this release still takes it as before.",
        )
    return tags


def stop_at_target(out: Path | None, project: Project, lang: str, form: str = "text", status: int = 1) -> None:
    """Exit with the reason if nothing may be written at `out`; called before anything is read or made."""
    from gazette.site.target import check_target

    if out is not None and (problems := check_target(out, project)):
        report(problems, form, lang)
        sys.exit(status)
