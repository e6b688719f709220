"""Verifying (核验命令): `verify` says whether a copy or a pasted text is what was published, or where it differs."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gazette.cli.options import (
    DOCS,
    EDITION,
    FORMAT,
    LEDGER,
    MESSAGES_OR_EDITION,
    SITE_URL,
    editions_of,
    project_of,
    stop_at_target,
)
from gazette.cli.report import language_of, note, refused, report
from gazette.problems import errors_of, problem

if TYPE_CHECKING:
    from gazette.cli.verdicts import Examined
    from gazette.model.issued import IssuedCopies
    from gazette.pipeline import CheckedSite
    from gazette.project import Project
    from gazette.verify.published import Published

EXIT_UNKNOWN = 2


@click.command(short_help="Check a copy against what was published. 核验文本。")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option("--publication", default=None, metavar="FOLDER", help="Which publication it is, by its folder. 出版物。")
@EDITION
@MESSAGES_OR_EDITION
@click.option(
    "--trust", type=click.Path(path_type=Path), default=None, help="Certificates of authorities (PEM). 根证书。"
)
@click.option(
    "--pictures",
    type=click.Path(path_type=Path),
    default=None,
    help="Folder for marked pages (PNG). 标出不同之处的图像。",
)
@click.option(
    "--originals",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    default=None,
    help="Folder of issued files, older versions too, to compare with. 历次原件所在目录。",
)
@SITE_URL
@DOCS
@LEDGER
@FORMAT
def verify(files: Sequence[Path], **options: object) -> None:
    """Verify official copies (PDF) or pasted text (.txt), offline. The answer is one of three:

    the very file that was published, byte for byte (version N, in force or superseded); the words of version N in
    another file, where what is drawn over or beside the words cannot be judged; or different, with each place: words,
    pictures of the pages, links, pictures, notes, fields, scripts, attachments. A text is recognised by its words; its
    line ends and spaces may differ. Signatures are checked too, without asking the network whether a certificate was
    revoked.

    核验 PDF 或粘贴的文字（.txt），不需联网，答案有三：就是本站发布的原文件；文字相同但不是原文件；有不同之处。

    \b
    Exit status 退出码:
      0  the very file, in force (a text: the very words)   原文件且现行（文本：文字一致）
      1  superseded, another file, or different             已被取代、不是原文件或有不同
      2  could not be judged                                无法核验

    \b
    Examples 示例:
      scripts/publish verify copy.pdf
      scripts/publish verify *.pdf --format json
      scripts/publish verify copy.pdf --pictures differences
      scripts/publish verify old-copy.pdf --originals archive
      scripts/publish verify pasted.txt --publication interpretations/2022/ip-pilot-city --edition en
      scripts/publish verify signed.pdf --trust authority.pem
    """
    try:
        _verify(files, **options)  # type: ignore[arg-type]
    except OSError as error:
        refused(error, language_of(None))
        sys.exit(EXIT_UNKNOWN)


def _verify(
    files: Sequence[Path],
    publication: str | None,
    editions: Sequence[str],
    older: Sequence[str],
    trust: Path | None,
    pictures: Path | None,
    originals: Path | None,
    site_url: str | None,
    docs: Path,
    ledger: Path | None,
    form: str,
) -> None:
    from gazette.cli.examining import Archive, Folders, examine, regular, take
    from gazette.cli.verdicts import Examined
    from gazette.verify.judgement import Judgement

    lang, project = language_of(None), project_of(docs, ledger)
    tag = next(reversed(editions_of(editions, older, lang)), None)
    stop_at_target(pictures, project, lang, form, EXIT_UNKNOWN)
    roots, issued = _roots(trust, form, lang), _issued(project, form, lang)
    with ExitStack() as stack:
        taken = [take(str(file), stack.enter_context(regular(file)), issued, roots) for file in files]
        examined = [
            Examined(each.path, (each.problem,), Judgement(identity=each.identity, reading=each.reading))
            for each in taken
            if each.problem
        ]
        if len(examined) < len(taken):
            checked = _composed(project, site_url, form, lang)
            texts = _published(project, checked, publication, form, lang)
            archive = Archive(project, checked, texts, Folders(pictures, originals))
            judged = [examine(each, archive, tag) for each in taken if not each.problem]
            examined = sorted([*examined, *judged], key=lambda one: [str(file) for file in files].index(one.path))
    if not project.is_own:
        shutil.rmtree(project.stage.parent, ignore_errors=True)
    _say(examined, form, lang)
    sys.exit(max(each.status for each in examined))


def _say(examined: Sequence[Examined], form: str, lang: str) -> None:
    from gazette.cli.verdicts import tell, verdict_record

    if form == "json":
        click.echo(json.dumps([verdict_record(each, lang) for each in examined], ensure_ascii=False, indent=2))
    for each in examined if form == "text" else ():
        tell(each, lang)


def _issued(project: Project, form: str, lang: str) -> IssuedCopies:
    """Return the table that identifies issued files, or exit; read before anything else."""
    from gazette.model.issued import read_recorded

    _, issued, problems = read_recorded(project.versions_file, project.issued_file, project.name)
    if problems:
        report(problems, form, lang)
        sys.exit(EXIT_UNKNOWN)
    return issued


def _composed(project: Project, site_url: str | None, form: str, lang: str) -> CheckedSite:
    """Return every published text; exit if the texts themselves have errors."""
    from gazette.pipeline import compose_project

    checked, problems = compose_project(project, site_url)
    if checked is None or errors_of(problems):
        report(errors_of(problems), form, lang)
        note(lang, "已发布文本有错误，无法核验。", "The published texts have errors: nothing can be compared.")
        sys.exit(EXIT_UNKNOWN)
    return checked


def _published(
    project: Project, checked: CheckedSite, publication: str | None, form: str, lang: str
) -> list[Published]:
    """Return the editions that a file may be a copy of, only those of `publication` if it is named."""
    from gazette.site.addresses import Addresses
    from gazette.verify.published import publish_text

    wanted = (publication or "").strip("/").removeprefix(f"{project.shown}/")
    texts = [each for each in checked.site.texts if wanted in ("", each.publication.path)]
    if not texts and wanted:
        known = ", ".join(each.publication.path for each in checked.site.texts)
        report([problem("publication.unknown", project.shown, found=wanted, wanted=known)], form, lang)
        sys.exit(EXIT_UNKNOWN)
    addresses, versions = Addresses(checked.settings.site_url), checked.signed.versions
    return [
        publish_text(
            text,
            tag,
            checked.labels[tag],
            versions.get((text.publication.path, tag), ()),
            addresses.absolute(text.publication.path, checked.labels[tag].language),
        )
        for text in texts
        for tag in text.editions
    ]


def _roots(trust: Path | None, form: str, lang: str) -> bytes:
    from gazette.copies.signed import read_roots

    if trust is None:
        return b""
    content = trust.read_bytes()
    try:
        read_roots(content)
    except ValueError:
        report([problem("sign.roots", str(trust))], form, lang)
        sys.exit(EXIT_UNKNOWN)
    return content
