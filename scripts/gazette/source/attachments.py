"""Attachments (附件): admits only files beside a text that run no code when opened from the site's address."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath

from gazette.knowledge import kept, table_rows
from gazette.problems import Problem, problem
from gazette.source.containers import check_container

_TABLE = Path(__file__).with_name("data") / "attachments.tsv"
_TEXT = "text"
# Bytes that old browsers sniff in a file served as plain text; they take it for HTML if it begins like HTML.
_LOOKED_AT = 1024
_MARKUP = re.compile(rb"<[A-Za-z!?/]")


def check_attachment(shown: str, content: bytes) -> list[Problem]:
    """Report a file whose extension is not allowed, or whose content is not of the kind that its extension names.

    For other files the warnings of check_container() are returned.
    """
    ending = PurePosixPath(shown).suffix.lower()
    if ending not in _kinds():
        known = " ".join(each.lstrip(".") for each in _kinds())
        return [problem("attachment.kind", shown, found=ending, known=known)]
    if not _begins_as(_kinds()[ending], content):
        return [problem("attachment.content", shown, ending=ending)]
    return check_container(shown, content)


def _begins_as(kind: str, content: bytes) -> bool:
    if kind == _TEXT:
        return not _MARKUP.search(content[:_LOOKED_AT]) and b"\0" not in content[:_LOOKED_AT]
    return any(content.startswith(bytes.fromhex(each)) for each in kind.split("|"))


@kept
def _kinds() -> dict[str, str]:
    return {row["ending"]: row["begins"] for row in table_rows(_TABLE)}
