"""Verdicts (核验结果): the result of `verify` for one file, as sentences or as a JSON record."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from gazette.cli.report import report, say
from gazette.problems import Problem, errors_of

if TYPE_CHECKING:
    from gazette.copies.signed import Signature
    from gazette.verify.judgement import Judgement

DATE_FORMAT = "%Y-%m-%d"


@dataclass(frozen=True)
class Examined:
    """The result for one file; an unreadable file has problems only."""

    path: str
    problems: tuple[Problem, ...]
    judgement: Judgement

    @property
    def status(self) -> int:
        """The exit status: 0 the issued file, in force, or the words of a text; 1 anything else; 2 not judged."""
        if self.judgement.answer == "unknown":
            return 2
        return 1 if errors_of(self.problems) else 0


def verdict_record(each: Examined, lang: str) -> dict[str, object]:
    """Return the result as a JSON object."""
    found = each.judgement
    published, verdict = found.published, found.verdict
    return {
        "file": each.path,
        "answer": found.answer,
        "sentence": headline(each, lang),
        "status": each.status,
        "version": found.number,
        "in_force": found.is_in_force,
        "sha256": found.identity.sha256 if found.identity else "",
        "publication": published.path if published else "",
        "language": published.tag if published else "",
        "title": published.title if published else "",
        "published": published.date if published else "",
        "fingerprint": published.fingerprint if published else "",
        "found_fingerprint": verdict.fingerprint if verdict else "",
        "by_structure": bool(found.reading and found.reading.words and found.reading.words.is_tagged),
        "original": found.where,
        "differences": [] if not found.comparison else [vars(spot) for spot in found.comparison.spots or ()],
        "signatures": [_signature_record(one) for one in found.signatures],
        "problems": [one.worded(lang) for one in each.problems],
    }


def _signature_record(one: Signature) -> dict[str, object]:
    return {
        "signer": one.signer,
        "issuer": one.issuer,
        "time": one.signed.isoformat() if one.signed else "",
        "intact": one.is_intact,
        "whole": one.is_whole,
        "trusted": one.is_trusted,
        "time_stamp": one.stamped.isoformat() if one.stamped else "",
        "proof": one.has_proof,
    }


def tell(each: Examined, lang: str) -> None:
    """Print the answer, then the reasons, then what the file was compared with."""
    colon = say(lang, "：", ": ")
    if each.judgement.answer != "unknown":
        click.echo(f"{each.path}{colon}{headline(each, lang)}")
    report(each.problems, "text", lang)
    for name, value in _facts(each, lang) if each.judgement.answer != "unknown" else ():
        click.echo(f"  {name}{colon}{value}")


def headline(each: Examined, lang: str) -> str:
    """Return the answer in one sentence; a bad signature is stated first."""
    found = each.judgement
    answer = {
        "original": _original,
        "words": _words,
        "differs": _differs,
        "unknown": lambda *_: say(lang, "无法核验", "cannot be judged"),
    }[found.answer](each, lang)
    if not found.bad_signatures:
        return answer
    names = say(lang, "、", ", ").join(one.signer for one in found.bad_signatures)
    return say(
        lang,
        f"签名无效（{names}），不可信。{answer}",
        f"the signature is not valid ({names}): do not trust it; {answer}",
    )


def _original(each: Examined, lang: str) -> str:
    signed = bool(each.judgement.signatures)
    behind = say(lang, "，其后附有电子签名", ", with an electronic signature behind it") if signed else ""
    version = _version(each.judgement, lang)
    return say(lang, f"就是本站发布的原文件{version}{behind}", f"is the very file that was published{version}{behind}")


def _words(each: Examined, lang: str) -> str:
    found = each.judgement
    version = _version(found, lang)
    if found.is_text:
        return say(lang, f"与已发布的文字一致{version}", f"has the words that were published{version}")
    where = found.where or say(lang, "向发布机构索取", "ask the issuing body for it")
    return say(
        lang,
        f"文字与已发布的一致{version}，但不是原文件：文字之上或之外所绘内容无法判断，请对照原件（{where}）",
        f"has the words that were published{version}, but is another file: what is drawn over or beside them cannot be "
        f"judged; compare with the original ({where})",
    )


def _differs(each: Examined, lang: str) -> str:
    count = len(errors_of(each.problems))
    verdict = each.judgement.verdict
    if verdict is not None and verdict.version is not None:
        version = _version(each.judgement, lang)
        return say(
            lang,
            f"与已发布的不同：文字相同{version}，而其他内容不同，共 {count} 处",
            f"differs from what was published: the words are the same{version}, other things are not; places: {count}",
        )
    return say(
        lang, f"与已发布的不同，共 {count} 处", f"differs from what was published; places: {count}"
    )  # fmt: skip


def _version(found: Judgement, lang: str) -> str:
    """Return which version it is, and whether it is in force."""
    if found.number is None:
        return say(lang, "（现行文本，尚未登记为版本）", " (the present text, not recorded as a version)")
    held = say(lang, "现行", "in force") if found.is_in_force else say(lang, "已被取代", "superseded")
    if found.published is None:
        held = say(lang, "已不在本站", "no longer on the site")
    day = f"{found.version.date:{DATE_FORMAT}}" if found.version else ""
    when = say(lang, f"，{day} 登记", f" of {day}") if day else ""
    return say(lang, f"（第 {found.number} 版{when}，{held}）", f" (version {found.number}{when}, {held})")


def _facts(each: Examined, lang: str) -> Iterable[tuple[str, str]]:
    found = each.judgement
    if published := found.published:
        yield say(lang, "标题", "title"), published.title
        yield say(lang, "语种", "language"), published.tag
        yield say(lang, "发布日期", "date of publication"), published.date or "—"
        yield say(lang, "指纹", "fingerprint"), f"{published.short_form} (SHA-256 {published.fingerprint})"
    if found.identity:
        yield say(lang, "文件 SHA-256", "SHA-256 of the file"), found.identity.sha256
    yield from _limits(found, lang)
    for one in found.signatures:
        yield say(lang, "签名", "signature"), _signature(one, lang)


def _limits(found: Judgement, lang: str) -> Iterable[tuple[str, str]]:
    """Yield what was not compared."""
    name = say(lang, "未核对", "not compared")
    if found.is_text:
        yield name, say(lang, "空格与换行（纯文本）", "spaces and line ends (plain text)")
    reading = found.reading
    if found.is_original or reading is None or reading.words is None or reading.shape is None:
        return
    if not reading.words.is_tagged:
        chinese, english = "空格与换行（此 PDF 没有结构标签）", "spaces and line ends (this PDF has no structure)"
        yield name, say(lang, chinese, english)
    if found.comparison is None:
        yield (
            name,
            say(
                lang,
                "页面图像、字体、书签和标签（没有该版本的原件；保存有原件的目录可用 --originals 指明）",
                "pictures of the pages, fonts, bookmarks and tags (no original of that version is at hand; name a folder that "
                "has it with --originals)",
            ),
        )
        if reading.shape.pictures:
            yield name, say(lang, f"图片 {reading.shape.pictures} 幅", f"pictures: {reading.shape.pictures}")
        if reading.shape.links:
            yield name, say(lang, f"链接 {reading.shape.links} 处", f"links: {reading.shape.links}")
    elif found.comparison.spots == ():
        looks = say(lang, "逐页图像与原件相同（每英寸 96 点）", "look the same as in the original, at 96 dots an inch")
        yield say(lang, "页面", "pages"), looks


def _signature(one: Signature, lang: str) -> str:
    who = say(lang, f"{one.signer}（证书签发：{one.issuer}）", f"{one.signer} (certificate from {one.issuer})")
    intact = say(lang, "签名后未改动", "unchanged since it was signed")
    broken = say(lang, "签名后有改动", "changed since it was signed")
    state = intact if one.is_intact and one.is_whole else broken
    unknown = say(lang, "未给出根证书，未核对签发机构", "issuer not checked, no authority was given with --trust")
    known = say(lang, "签发机构可信", "issuer trusted")
    untrusted = say(lang, "签发机构不可信", "issuer not trusted")
    stamp = (
        say(lang, f"时间戳 {one.stamped:%Y-%m-%d %H:%M} UTC", f"time stamp {one.stamped:%Y-%m-%d %H:%M} UTC")
        if one.stamped
        else ""
    )
    proof = say(lang, "含长期验证信息", "with proof for later") if one.has_proof else ""
    trust = unknown if one.is_trusted is None else known if one.is_trusted else untrusted
    return say(lang, "；", "; ").join(each for each in (who, state, trust, stamp, proof) if each)
