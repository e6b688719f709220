"""Signing (签名命令): `sign` adds the bureau's electronic signature to official copies."""

from __future__ import annotations

import datetime
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gazette.cli.options import LANG, project_of, stop_at_target
from gazette.cli.report import EXIT_PROBLEMS, ROOT, language_of, note, report, say
from gazette.problems import Problem, problem
from gazette.whole_file import replace_file

if TYPE_CHECKING:
    from pyhanko.sign.signers import Signer

    from gazette.copies.sign import Wanted

PASSPHRASE = "GAZETTE_PASSPHRASE"
_REFUSED = {
    "damaged": "copy.damaged",
    "encrypted": "copy.encrypted",
    "final": "sign.final",
    "not-signed": "sign.not-signed",
    "proof": "sign.proof",
    "signed": "sign.signed",
    "time-stamp": "sign.time-stamp",
}


@click.command(short_help="Sign official copies. 电子签名。")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE.pdf...")
@click.option(
    "--certificate", type=click.Path(path_type=Path), default=None, help="Key and certificate (.p12, .pfx). 证书文件。"
)
@click.option("--pkcs11", "module", default=None, metavar="MODULE", help="A token's PKCS#11 module instead. 密码设备。")
@click.option("--slot", type=int, default=None, help="Slot of the token. 设备槽号。")
@click.option("--label", default="", help="Label of key and certificate in the token. 密钥标签。")
@click.option(
    "--passphrase-file",
    type=click.Path(path_type=Path),
    default=None,
    help=f"First line of a file; otherwise {PASSPHRASE}, otherwise asked. 口令文件。",
)
@click.option("--out", type=click.Path(path_type=Path), default=None, help="Folder for the signed files. 输出目录。")
@click.option("--over", is_flag=True, help="Write over the files themselves. 覆盖原文件。")
@click.option("--reason", default="", help="Reason written into the signature. 签名事由。")
@click.option(
    "--time-stamps",
    default="",
    metavar="URL",
    help="Time-stamp service (RFC 3161), otherwise time_stamps in mkdocs.yml. 时间戳服务。",
)
@click.option("--long-term", is_flag=True, help="Add what proves the signature later (B-LTA). 长期验证。")
@click.option(
    "--trust", type=click.Path(path_type=Path), default=None, help="The authorities' certificates (PEM). 根证书。"
)
@click.option(
    "--revoked", multiple=True, type=click.Path(path_type=Path), help="Lists of revoked certificates (CRL). 吊销列表。"
)
@click.option("--offline", is_flag=True, help="Fetch no lists: those of --revoked are all. 不联网取吊销信息。")
@click.option("--first", is_flag=True, help="Another office will sign after this one. 首签，留待会签。")
@click.option("--second", is_flag=True, help="Sign after another office. 会签。")
@LANG
def sign(
    *,
    files: Sequence[Path],
    certificate: Path | None,
    module: str | None,
    slot: int | None,
    label: str,
    passphrase_file: Path | None,
    out: Path | None,
    over: bool,
    lang: str | None,
    **wishes: Any,
) -> None:
    """Add an invisible signature (PAdES) to PDF files; they stay PDF/A-2a and PDF/UA-1. All are signed, or none is written.

    Without --out or --over, copy.pdf becomes copy.signed.pdf beside it. RSA and ECDSA certificates; seals by the national
    SM2 standard (GB/T 38540) need the seal service's own software and are not supported. Two offices: the first signs
    with --first, the second with --second. --long-term needs a time-stamp service and --trust.

    为 PDF 加上不可见的电子签名（PAdES），文件仍符合 PDF/A-2a 与 PDF/UA-1。国密电子印章（GB/T 38540）须用印章系统自带软件，不在此列。

    \b
    Examples 示例:
      scripts/publish sign copy.pdf --certificate bureau.p12
      scripts/publish sign *.pdf --certificate bureau.p12 --out signed
      scripts/publish sign copy.pdf --pkcs11 /usr/lib/softhsm/libsofthsm2.so --label bureau
      scripts/publish sign copy.signed.pdf --certificate other-office.p12 --second
      scripts/publish sign copy.pdf --certificate bureau.p12 --long-term --trust authorities.pem
    """
    lang = language_of(lang)
    stop_at_target(out, project_of(ROOT / "docs"), lang)
    _check_one(certificate, module, lang)
    wanted, unclear = _wanted(**wishes)
    _stop(unclear, lang)
    signer, problems = _signer(certificate, module, slot, label, _secret(passphrase_file, lang))
    targets = {file: _target(file, out, over=over) for file in files}
    taken = [problem("sign.exists", str(target)) for target in targets.values() if not over and target.exists()]
    _stop([*problems, *taken], lang)
    assert signer and wanted
    _sign_all(targets, signer, wanted, lang)


def _check_one(certificate: Path | None, module: str | None, lang: str) -> None:
    if (certificate is None) == (module is None):
        note(lang, "请给出 --certificate 或 --pkcs11 其中之一。", "Give either --certificate or --pkcs11.")
        sys.exit(EXIT_PROBLEMS)


def _wanted(
    *,
    reason: str,
    time_stamps: str,
    long_term: bool,
    trust: Path | None,
    revoked: Sequence[Path],
    offline: bool,
    first: bool,
    second: bool,
) -> tuple[Wanted | None, list[Problem]]:
    """Return what the options ask for, with the time-stamp service of the settings if none is named."""
    from gazette.copies.sign import Proof, Wanted
    from gazette.copies.signed import read_roots
    from gazette.settings import read_settings

    settings, _ = read_settings(ROOT / "mkdocs.yml")
    known = settings.gazette.official_copies.time_stamps if settings else ""
    address = time_stamps or (known if long_term else "")
    if not long_term:
        return Wanted(reason, address, None, first, second), []
    if trust is None:
        return None, [problem("sign.proof-roots", "--long-term")]
    try:
        roots = read_roots(trust.read_bytes())
    except ValueError:
        return None, [problem("sign.roots", str(trust))]
    if not address:
        return None, [problem("sign.time-stamp", "--long-term")]
    lists = tuple(_der(file.read_bytes()) for file in revoked)
    return Wanted(reason, address, Proof(roots, lists, not offline), first, second), []


def _der(content: bytes) -> bytes:
    from asn1crypto import pem

    return bytes(pem.unarmor(content)[2]) if pem.detect(content) else content


def _sign_all(targets: Mapping[Path, Path], signer: Signer, wanted: Wanted, lang: str) -> None:
    """Sign all files, then write them: nothing is written before everything is signed."""
    signed, problems = _sign({file: file.read_bytes() for file in targets}, signer, wanted)
    _stop(problems, lang)
    for file, content in signed.items():
        _write(targets[file], content)
        note(lang, f"已签名：{targets[file]}", f"Signed: {targets[file]}")


def _target(file: Path, out: Path | None, *, over: bool) -> Path:
    if over:
        return file
    return out / file.name if out else file.with_name(f"{file.stem}.signed{file.suffix}")


def _secret(file: Path | None, lang: str) -> str:
    """Return the passphrase; arguments are not used, since other users can read them and the shell stores them."""
    if file:
        return file.read_text(encoding="utf-8").split("\n", 1)[0].rstrip("\r")
    if PASSPHRASE in os.environ:
        return os.environ[PASSPHRASE]
    try:
        prompt = say(lang, "口令", "Passphrase")
        secret: str = click.prompt(prompt, hide_input=True, default="", show_default=False, err=True)
    except click.Abort:
        note(lang, "没有口令，未签名。", "No passphrase: nothing was signed.")
        sys.exit(EXIT_PROBLEMS)
    return secret


def _signer(
    certificate: Path | None, module: str | None, slot: int | None, label: str, secret: str
) -> tuple[Signer | None, list[Problem]]:
    from gazette.copies.certificates import read_pkcs12, read_token

    now = datetime.datetime.now(datetime.UTC)
    if certificate:
        return read_pkcs12(certificate.read_bytes(), secret, now, str(certificate))
    return read_token(module or "", slot, label, secret, now)


def _sign(contents: dict[Path, bytes], signer: Signer, wanted: Wanted) -> tuple[dict[Path, bytes], list[Problem]]:
    from gazette.copies.sign import NotSignedError, sign_copy

    signed, problems = {}, []
    for file, content in contents.items():
        if b"%PDF-" not in content[:1024]:
            problems.append(problem("sign.kind", str(file)))
            continue
        try:
            signed[file] = sign_copy(content, signer, wanted)
        except NotSignedError as error:
            problems.append(problem(_REFUSED[error.reason], str(file)))
    return signed, problems


def _write(target: Path, content: bytes) -> None:
    """Write the whole file or nothing: a half-written file would destroy the original."""
    target.parent.mkdir(parents=True, exist_ok=True)
    replace_file(target, content)


def _stop(problems: Sequence[Problem], lang: str) -> None:
    if problems:
        report(problems, "text", lang)
        sys.exit(EXIT_PROBLEMS)
