"""Verdicts (核验结果): what `verify` found out about one file, in sentences or as a record."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from gazette.cli.report import report, say
from gazette.problems import Problem

if TYPE_CHECKING:
    from gazette.copies.sign import Signature
    from gazette.verify.compare import Verdict
    from gazette.verify.extract import Extracted


@dataclass(frozen=True)
class Examined:
    """All that is to be said of one file."""

    path: str
    found: Extracted | str | None
    problems: tuple[Problem, ...]
    verdict: Verdict | None = None
    signatures: tuple[Signature, ...] = ()

    @property
    def is_good(self) -> bool:
        return self.verdict is not None and not self.problems


def verdict_record(each: Examined, lang: str) -> dict[str, object]:
    problems = [one.worded(lang) for one in each.problems]
    if each.verdict is None:
        return {"file": each.path, "equal": None, "problems": problems}
    published = each.verdict.published
    return {
        "file": each.path,
        "equal": each.verdict.is_equal,
        "publication": published.path,
        "language": published.tag,
        "title": published.title,
        "published": published.date,
        "fingerprint": published.fingerprint,
        "found_fingerprint": each.verdict.fingerprint,
        "by_structure": not isinstance(each.found, str) and each.found is not None and each.found.is_tagged,
        "signatures": [
            {
                "signer": one.signer,
                "issuer": one.issuer,
                "time": one.signed.isoformat() if one.signed else "",
                "intact": one.is_intact,
                "whole": one.is_whole,
                "trusted": one.is_trusted,
            }
            for one in each.signatures
        ],
        "problems": problems,
    }


def tell(each: Examined, lang: str) -> None:
    report(each.problems, "text", lang)
    verdict = each.verdict
    if verdict is None:
        return
    published = verdict.published
    same = say(lang, "与已发布文本一致", "is what was published")
    differs = say(lang, "与已发布文本不一致", "is not what was published")
    colon = say(lang, "：", ": ")
    click.echo(f"{each.path}{colon}{same if verdict.is_equal else differs}")
    for name, value in (
        (say(lang, "标题", "title"), published.title),
        (say(lang, "语种", "language"), published.tag),
        (say(lang, "发布日期", "date of publication"), published.date or "—"),
        (say(lang, "指纹", "fingerprint"), f"{published.short_form} (SHA-256 {published.fingerprint})"),
        *_limits(each, lang),
        *((say(lang, "签名", "signature"), _signature(one, lang)) for one in each.signatures),
    ):
        click.echo(f"  {name}{colon}{value}")


def _limits(each: Examined, lang: str) -> Iterable[tuple[str, str]]:
    """What was not compared, said where it matters."""
    name = say(lang, "未核对", "not compared")
    if isinstance(each.found, str):
        yield name, say(lang, "空格与换行（纯文本）", "spaces and line ends (plain text)")
    elif each.found and not each.found.is_tagged:
        chinese, english = "空格与换行（此 PDF 没有结构标签）", "spaces and line ends (this PDF has no structure)"
        yield name, say(lang, chinese, english)
    if each.found and not isinstance(each.found, str) and each.found.pictures:
        yield name, say(lang, f"图片 {each.found.pictures} 幅", f"pictures: {each.found.pictures}")


def _signature(one: Signature, lang: str) -> str:
    who = say(lang, f"{one.signer}（证书签发：{one.issuer}）", f"{one.signer} (certificate from {one.issuer})")
    intact = say(lang, "签名后未改动", "unchanged since it was signed")
    broken = say(lang, "签名后有改动", "changed since it was signed")
    state = intact if one.is_intact and one.is_whole else broken
    unknown = say(lang, "未给出根证书，未核对签发机构", "issuer not checked, no authority was given with --trust")
    known = say(lang, "签发机构可信", "issuer trusted")
    trust = unknown if one.is_trusted is None else known if one.is_trusted else ""
    return say(lang, "；", "; ").join(each for each in (who, state, trust) if each)
