"""Verifying (核验命令): `verify` says of a copy or a pasted text whether it is what was published, or where it differs."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gazette.cli.options import DOCS, FORMAT, LEDGER, project_of
from gazette.cli.report import language_of, note, report
from gazette.cli.verdicts import Examined, tell, verdict_record
from gazette.problems import Problem, errors_of, problem

if TYPE_CHECKING:
    from asn1crypto.x509 import Certificate

    from gazette.copies.sign import Signature
    from gazette.site.staging import Project
    from gazette.verify.compare import Verdict
    from gazette.verify.extract import Extracted
    from gazette.verify.published import Published

EXIT_PROBLEMS = 1
_DIFFERENCES = {
    "changed": "copy.changed",
    "missing": "copy.missing",
    "added": "copy.added",
    "moved": "copy.moved",
    "beside": "copy.beside",
    "note": "copy.note",
}
_UNREADABLE = {
    "not-pdf": "copy.kind",
    "damaged": "copy.damaged",
    "encrypted": "copy.encrypted",
    "no-text": "copy.no-text",
}


@click.command(short_help="Check a copy against what was published. 核验文本。")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option("--publication", default=None, metavar="FOLDER", help="Which publication it is, by its folder. 出版物。")
@click.option("--lang", "tag", default=None, metavar="TAG", help="In which language: zh-Hans, zh-Hant, en. 语种。")
@click.option(
    "--trust", type=click.Path(path_type=Path), default=None, help="Certificates of authorities (PEM). 根证书。"
)
@DOCS
@LEDGER
@FORMAT
def verify(
    files: Sequence[Path],
    publication: str | None,
    tag: str | None,
    trust: Path | None,
    docs: Path,
    ledger: Path | None,
    form: str,
) -> None:
    """Compare official copies (PDF) or pasted text (.txt) with the published texts, character by character, offline.

    A PDF says itself what it is a copy of; a text is recognised by its words. In a text, line ends and spaces may differ.
    Compared is what the PDF says to a reader of its text. That its picture is the same, and who made it, only a signature
    tells: signatures are checked too, without asking the network whether a certificate was revoked. Messages follow LANG.

    将官方文本（PDF）或粘贴的文字（.txt）与已发布文本逐字核对，不需联网。退出码：0 一致，1 不一致或无法核对。

    \b
    Examples 示例:
      scripts/publish verify copy.pdf
      scripts/publish verify *.pdf --format json
      scripts/publish verify pasted.txt --publication interpretations/2022/ip-pilot-city --lang en
      scripts/publish verify signed.pdf --trust authority.pem
    """
    lang = language_of(None)
    found = [_read(file) for file in files]
    readable = any(words is not None for words, _, _ in found)
    texts = _published(project_of(docs, ledger), publication, form, lang) if readable else []
    roots = _roots(trust, form, lang) if trust else ()
    examined = [_examine(each, file, texts, tag, roots) for each, file in zip(found, files, strict=True)]
    if form == "json":
        click.echo(json.dumps([verdict_record(each, lang) for each in examined], ensure_ascii=False, indent=2))
    for each in examined if form == "text" else ():
        tell(each, lang)
    sys.exit(0 if all(each.is_good for each in examined) else EXIT_PROBLEMS)


def _read(file: Path) -> tuple[Extracted | str | None, bytes, list[Problem]]:
    """A file's words, its bytes, and why it has none."""
    from gazette.verify.extract import Unreadable, extract_text

    content, path = file.read_bytes(), str(file)
    if b"%PDF-" in content[:1024]:
        try:
            return extract_text(content), content, []
        except Unreadable as error:
            return None, content, [problem(_UNREADABLE[error.reason], path)]
    if file.suffix.lower() == ".pdf" or (b"\0" in content and not content.startswith((b"\xff\xfe", b"\xfe\xff"))):
        return None, content, [problem("copy.kind", path)]
    encodings = ("utf-16",) if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return (text, content, []) if text.strip() else (None, content, [problem("copy.empty", path)])
    return None, content, [problem("copy.encoding", path)]


def _published(project: Project, publication: str | None, form: str, lang: str) -> list[Published]:
    """Every published text, or those of one publication; ends where the texts themselves have errors."""
    from gazette.site.staging import compose_project
    from gazette.verify.published import publish_text

    composed, problems = compose_project(project, None)
    if composed is None or errors_of(problems):
        report(errors_of(problems), form, lang)
        note(lang, "已发布文本有错误，无法核验。", "The published texts have errors: nothing can be compared.")
        sys.exit(EXIT_PROBLEMS)
    wanted = (publication or "").strip("/").removeprefix(f"{project.shown}/")
    texts = [each for each in composed.edition.texts if wanted in ("", each.publication.path)]
    if not texts:
        known = ", ".join(each.publication.path for each in composed.edition.texts)
        report([problem("publication.unknown", project.shown, found=wanted, wanted=known)], form, lang)
        sys.exit(EXIT_PROBLEMS)
    return [
        publish_text(text, tag, composed.labels[tag], composed.signed.versions.get((text.publication.path, tag), ()))
        for text in texts
        for tag in text.editions
    ]


def _roots(trust: Path, form: str, lang: str) -> Sequence[Certificate]:
    from gazette.copies.sign import read_roots

    try:
        return read_roots(trust.read_bytes())
    except ValueError:
        report([problem("sign.roots", str(trust))], form, lang)
        sys.exit(EXIT_PROBLEMS)


def _examine(
    read: tuple[Extracted | str | None, bytes, list[Problem]],
    file: Path,
    texts: Sequence[Published],
    tag: str | None,
    roots: Sequence[Certificate],
) -> Examined:
    from gazette.copies.sign import read_signatures
    from gazette.verify.compare import verify_text

    found, content, problems = read
    path = str(file)
    if found is None:
        return Examined(path, None, tuple(problems))
    published = _find(found, texts, tag)
    if published is None:
        return Examined(path, found, (problem("copy.publication", path),))
    verdict = verify_text(found, published)
    signatures = read_signatures(content, roots) if not isinstance(found, str) else ()
    return Examined(path, found, tuple(_problems(verdict, signatures, path)), verdict, signatures)


def _find(found: Extracted | str, texts: Sequence[Published], tag: str | None) -> Published | None:
    """The edition that a file is a copy of. One that was named, or is the only one, needs no likeness."""
    from gazette.verify.extract import plain
    from gazette.verify.published import find_by_identifier, find_by_words

    named = [each for each in texts if tag in (None, each.tag)]
    if len(named) == 1:
        return named[0]
    words = found if isinstance(found, str) else plain(found.pieces)
    if not isinstance(found, str) and found.identifier:
        own = find_by_identifier(found.identifier, named)
        return own or find_by_words(words, named)
    return find_by_words(words, named)


def _problems(verdict: Verdict, signatures: Iterable[Signature], path: str) -> Iterable[Problem]:
    from gazette.pages.canonical import short_form

    for each in verdict.differences:
        yield problem(_DIFFERENCES[each.kind], path, each.line, found=each.found, published=each.published)
    if version := verdict.superseded:
        yield problem("copy.superseded", path, number=str(version.number), date=version.date.isoformat())
    elif version := verdict.claimed_version:
        yield problem("copy.claimed", path, number=str(version.number), date=version.date.isoformat())
    elif verdict.is_other_version and not verdict.is_equal:
        yield problem(
            "copy.version", path, found=short_form(verdict.fingerprint), published=verdict.published.short_form
        )
    for signature in signatures:
        if not signature.is_intact:
            yield problem("copy.signature", path, found=signature.signer)
        elif not signature.is_whole:
            yield problem("copy.appended", path, found=signature.signer)
        elif signature.is_trusted is False:
            yield problem("copy.untrusted", path, found=signature.signer, issuer=signature.issuer)
