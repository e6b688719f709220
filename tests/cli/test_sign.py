"""`scripts/publish sign`: all files or none, never over the original unless asked, and the secret never an argument."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from copies.authority import NOW, PASSPHRASE, issue, time_stamps
from copies.samples import print_html
from gazette.cli.verbs import main
from gazette.copies.signed import read_signatures


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return print_html('<html lang="zh-Hans"><title>甲</title><h1>甲</h1></html>')


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pdf: bytes) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    monkeypatch.delenv("GAZETTE_PASSPHRASE", raising=False)
    (tmp_path / "bureau.p12").write_bytes(issue().file)
    (tmp_path / "a.pdf").write_bytes(pdf)
    (tmp_path / "b.pdf").write_bytes(pdf)
    (tmp_path / "secret").write_text(f"{PASSPHRASE}\n", encoding="utf-8")
    return tmp_path


def sign(*arguments: str, typed: str | None = None) -> Result:
    done = CliRunner().invoke(main, ["sign", *arguments], input=typed, catch_exceptions=False)
    assert "Traceback" not in done.output and PASSPHRASE not in done.output
    return done


def is_signed(file: Path) -> bool:
    return bool(read_signatures(file.read_bytes()))


def test_beside_the_original_with_a_passphrase_that_is_typed(here: Path) -> None:
    done = sign("a.pdf", "--certificate", "bureau.p12", typed=f"{PASSPHRASE}\n")
    assert done.exit_code == 0 and done.stderr.endswith("Signed: a.signed.pdf\n")
    assert is_signed(here / "a.signed.pdf") and not is_signed(here / "a.pdf")


def test_into_a_folder_with_a_passphrase_from_a_file(here: Path) -> None:
    done = sign("a.pdf", "b.pdf", "--certificate", "bureau.p12", "--passphrase-file", "secret", "--out", "signed")
    assert done.exit_code == 0
    assert is_signed(here / "signed" / "a.pdf") and is_signed(here / "signed" / "b.pdf")


def test_over_the_original_only_when_asked(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GAZETTE_PASSPHRASE", PASSPHRASE)
    done = sign("a.pdf", "--certificate", "bureau.p12", "--out", ".")
    assert done.exit_code == 1
    assert done.stdout == (
        "error  a.pdf: expected a file name that is not in use — "
        "hint: move it away, or choose another folder with --out. [sign.exists]\n"
    )
    assert not is_signed(here / "a.pdf")
    assert sign("a.pdf", "--certificate", "bureau.p12", "--over").exit_code == 0 and is_signed(here / "a.pdf")


def test_all_or_none(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GAZETTE_PASSPHRASE", PASSPHRASE)
    (here / "c.pdf").write_text("甲", encoding="utf-8")
    done = sign("a.pdf", "c.pdf", "--certificate", "bureau.p12", "--out", "signed")
    assert done.exit_code == 1
    assert done.stdout == "error  c.pdf: expected a PDF — hint: only .pdf files can be signed. [sign.kind]\n"
    assert not (here / "signed").exists()


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("wrong", "bureau.p12: expected the passphrase of this file — hint: type it again; capital letters matter. [sign.passphrase]"),
        ("text", "bureau.p12: expected a PKCS#12 file — hint: choose a .p12 or .pfx file. [sign.file]"),
        ("expired", 'bureau.p12: found "淄博市市场监督管理局", expected a certificate that is valid today; this one ended on {yesterday} — hint: ask the authority for a new certificate. [sign.expired]'),
        ("usage", 'bureau.p12: found "淄博市市场监督管理局", expected a certificate for digital signatures; this one is for key_agreement — hint: ask the authority for a signing certificate; one for encryption cannot sign. [sign.usage]'),
    ],
)  # fmt: skip
def test_a_certificate_that_cannot_sign(here: Path, monkeypatch: pytest.MonkeyPatch, name: str, sentence: str) -> None:
    yesterday = NOW - timedelta(days=1)
    files = {
        "text": b"abc",
        "expired": issue(first=NOW - timedelta(days=9), last=yesterday).file,
        "usage": issue(signs=False).file,
    }
    (here / "bureau.p12").write_bytes(files.get(name, issue().file))
    monkeypatch.setenv("GAZETTE_PASSPHRASE", "wrong" if name == "wrong" else PASSPHRASE)
    done = sign("a.pdf", "--certificate", "bureau.p12")
    assert done.exit_code == 1
    assert done.stdout == f"error  {sentence.format(yesterday=yesterday.date().isoformat())}\n"
    assert not (here / "a.signed.pdf").exists()


def test_neither_certificate_nor_token_and_both(here: Path) -> None:
    for arguments in ((), ("--certificate", "bureau.p12", "--pkcs11", "x.so")):
        done = sign("a.pdf", *arguments)
        assert (done.exit_code, done.stderr) == (1, "Give either --certificate or --pkcs11.\n")


def test_no_passphrase_at_all(here: Path) -> None:
    done = sign("a.pdf", "--certificate", "bureau.p12", typed="")
    assert done.exit_code == 1 and done.stderr.endswith("No passphrase: nothing was signed.\n")


def test_a_passphrase_is_no_argument() -> None:
    help_text = sign("--help").output
    assert "--passphrase-file" in help_text and "--passphrase " not in help_text and "GB/T 38540" in help_text


def test_two_offices_and_proof_for_later(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GAZETTE_PASSPHRASE", PASSPHRASE)
    first, second = issue(), issue(name="淄博市知识产权局")
    for name, each in (("first", first), ("second", second)):
        (here / f"{name}.p12").write_bytes(each.file)
        (here / f"{name}.pem").write_bytes(each.root)
        (here / f"{name}.crl").write_bytes(each.revoked)
    assert sign("a.pdf", "--certificate", "first.p12", "--out", "one", "--first").exit_code == 0
    assert sign("one/a.pdf", "--certificate", "second.p12", "--out", "two", "--second").exit_code == 0
    assert [each.is_whole for each in read_signatures((here / "two" / "a.pdf").read_bytes())] == [True, True]
    assert "[sign.not-signed]" in sign("b.pdf", "--certificate", "second.p12", "--second").stdout
    lasting = ("b.pdf", "--certificate", "first.p12", "--long-term")
    assert "[sign.proof-roots]" in sign(*lasting).stdout
    assert "[sign.time-stamp]" in sign(*lasting, "--trust", "first.pem").stdout
    with time_stamps(first) as address:
        options = ("--trust", "first.pem", "--time-stamps", address, "--offline")
        assert "[sign.proof]" in sign(*lasting, *options).stdout and not (here / "b.signed.pdf").exists()
        done = sign(*lasting, *options, "--revoked", "first.crl")
    assert done.exit_code == 0 and done.stderr == "Signed: b.signed.pdf\n"
    (found,) = read_signatures((here / "b.signed.pdf").read_bytes())
    assert found.has_proof and found.stamped and found.is_whole
