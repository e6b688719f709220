"""Explaining (说明): says why a build rendered a publication again."""

from __future__ import annotations

from gazette.cli.report import note, say
from gazette.site.build import BuiltSite

# Names of dependencies (KeptRendering.dependencies) in both languages.
_NAMES = {
    "text": ("正文与要素", "its text"),
    "attachments": ("附件", "its attachments"),
    "decisions": ("校核记录", "decisions about it"),
    "versions": ("版本记录", "its recorded versions"),
    "issued files": ("已发文件记录", "its issued files"),
    "translations": ("译文记录", "its signed translation"),
    "settings": ("mkdocs.yml 的设置", "settings in mkdocs.yml"),
    "labels": ("网站用语", "the site's wording"),
    "fonts": ("字体", "fonts"),
    "code": ("程序及其用表", "code and tables"),
    "packages": ("所用软件包", "installed packages"),
    "decisions for all": ("通用的校核记录", "decisions that hold everywhere"),
}


def say_reasons(built: BuiltSite, publication: str, lang: str) -> None:
    """Say why the publication was rendered again in this build, or that it was not; of a site that is not new, nothing."""
    path = publication.strip("/").removeprefix("docs/").removesuffix("/index.md")
    reasons = built.reasons.get(path)
    if not built.is_new:
        return
    if f"publication {path}" not in built.tree.keys:
        note(lang, f"没有“{path}”这一篇。", f"There is no publication “{path}”.")
    elif reasons is None:
        note(lang, f"{path}：沿用以前的结果，没有重新生成。", f"{path}: taken from an earlier run, not rendered again.")
    elif not reasons:
        note(lang, f"{path}：没有可沿用的结果。", f"{path}: rendered; there was no earlier result to use.")
    else:
        named = say(lang, "、", ", ").join(_NAMES[each][lang != "zh"] for each in reasons)
        note(lang, f"{path}：重新生成，因为有改动：{named}。", f"{path}: rendered again because of changes: {named}.")
