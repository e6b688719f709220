"""Signatures: added behind the copy, found again, and refused with a reason where they would be worth nothing."""

from __future__ import annotations

import io
from datetime import datetime, timedelta
from pathlib import Path

import pikepdf
import pytest

from copies.authority import BUREAU, NOW, PASSPHRASE, Issued, issue, time_stamps, without_key
from copies.samples import published, sample_copies, sample_texts
from copies.verapdf import judge
from gazette.copies.certificates import read_pkcs12, read_token
from gazette.copies.sign import NotSignedError, Proof, Wanted, sign_copy
from gazette.copies.signed import read_roots, read_signatures
from gazette.problems import problem
from gazette.verify.compare import verify_text
from gazette.verify.extract import extract_text
from gazette.verify.revision import check_revision


@pytest.fixture(scope="module")
def issued() -> Issued:
    return issue()


@pytest.fixture(scope="module")
def copy() -> bytes:
    return sample_copies()["own", "zh-Hans"]


@pytest.fixture(scope="module")
def signed(issued: Issued, copy: bytes) -> bytes:
    signer, problems = read_pkcs12(issued.file, PASSPHRASE, NOW, "bureau.p12")
    assert signer and problems == []
    return sign_copy(copy, signer, Wanted("公开发布"))


def test_the_copy_itself_stays_as_it_is(copy: bytes, signed: bytes) -> None:
    assert signed.startswith(copy) and len(signed) > len(copy)
    assert verify_text(extract_text(signed), published(sample_texts()["own"], "zh-Hans")).is_equal


def test_who_signed_and_that_nothing_was_changed(signed: bytes, issued: Issued) -> None:
    (found,) = read_signatures(signed)
    assert (found.signer, found.issuer, found.is_intact, found.is_whole) == (BUREAU, "试验根证书", True, True)
    assert found.is_trusted is None and found.signed and abs(found.signed - NOW) < timedelta(minutes=30)


def test_trust_is_judged_by_the_roots_that_were_given(signed: bytes, issued: Issued) -> None:
    assert read_signatures(signed, read_roots(issued.root))[0].is_trusted is True
    assert read_signatures(signed, read_roots(issue().root))[0].is_trusted is False


def test_a_changed_byte_and_an_added_one_are_told(signed: bytes, copy: bytes) -> None:
    changed = bytearray(signed)
    changed[len(copy) // 2] ^= 1
    assert read_signatures(bytes(changed))[0].is_intact is False
    assert read_signatures(signed + b"\n%")[0].is_whole is False


def test_a_copy_without_a_signature_and_a_file_that_is_none(copy: bytes) -> None:
    assert read_signatures(copy) == () and read_signatures(b"%PDF-1.7") == ()


def test_the_signature_has_no_appearance_and_lies_outside_the_page(signed: bytes) -> None:
    with pikepdf.open(io.BytesIO(signed)) as pdf:
        (field,) = pdf.Root.AcroForm.Fields
        assert float(field.Rect[2]) < 0 and int(field.F) & 4 and not int(field.F) & 2
        value = field.V
        assert (str(value.SubFilter), str(value.Reason)) == ("/ETSI.CAdES.detached", "公开发布")
        assert int(value.Reference[0].TransformParams.P) == 1  # nothing may be changed afterwards


def test_a_signed_copy_is_as_archivable_and_accessible_as_before(copy: bytes, signed: bytes, tmp_path: Path) -> None:
    files = {name: tmp_path / f"{name}.pdf" for name in ("before", "after")}
    files["before"].write_bytes(copy)
    files["after"].write_bytes(signed)
    verdicts = judge(files.values(), tmp_path)
    assert verdicts[files["after"]] == verdicts[files["before"]]
    assert verdicts[files["after"]].accessible == ()


@pytest.mark.parametrize("content", [b"%PDF-1.7\n", b"%PDF-1.7\n" + b"x" * 500])
def test_a_damaged_file_is_not_signed(content: bytes, issued: Issued) -> None:
    assert refused(content, issued) == "damaged"


def test_a_signed_file_and_an_encrypted_one_are_not_signed(signed: bytes, copy: bytes, issued: Issued) -> None:
    assert refused(signed, issued) == "signed"
    with pikepdf.open(io.BytesIO(copy)) as pdf:
        saved = io.BytesIO()
        pdf.save(saved, encryption=pikepdf.Encryption(owner="a", user="b"))
    assert refused(saved.getvalue(), issued) == "encrypted"


@pytest.mark.parametrize(
    ("passphrase", "now", "expected"),
    [
        ("别的口令", NOW, problem("sign.passphrase", "b.p12")),
        ("", NOW, problem("sign.passphrase", "b.p12")),
        (
            PASSPHRASE,
            NOW + timedelta(days=31),
            problem("sign.expired", "b.p12", found=BUREAU, date=(NOW + timedelta(days=30)).date().isoformat()),
        ),
        (
            PASSPHRASE,
            NOW - timedelta(days=2),
            problem("sign.not-yet", "b.p12", found=BUREAU, date=(NOW - timedelta(days=1)).date().isoformat()),
        ),
    ],
)
def test_why_a_certificate_is_refused(passphrase: str, now: datetime, expected: object, issued: Issued) -> None:
    assert read_pkcs12(issued.file, passphrase, now, "b.p12") == (None, [expected])


def test_files_that_hold_no_key_to_sign_with(issued: Issued) -> None:
    assert read_pkcs12(without_key(), PASSPHRASE, NOW, "b.p12") == (None, [problem("sign.no-key", "b.p12")])
    for content in (b"", b"abc", issued.root, issued.file[: len(issued.file) // 2]):
        assert read_pkcs12(content, PASSPHRASE, NOW, "b.p12") == (None, [problem("sign.file", "b.p12")])


def test_a_certificate_for_encryption_cannot_sign() -> None:
    expected = problem("sign.usage", "b.p12", found=BUREAU, uses="key_agreement")
    assert read_pkcs12(issue(signs=False).file, PASSPHRASE, NOW, "b.p12") == (None, [expected])


def test_a_token_without_its_module_is_a_problem_and_no_traceback() -> None:
    signer, (found,) = read_token("/no/module.so", None, "bureau", "1234", NOW)
    assert signer is None and found.code in ("sign.module", "sign.token")


OTHER = "淄博市知识产权局"


def sign_for(issued: Issued, content: bytes, wanted: Wanted) -> bytes:
    signer, _ = read_pkcs12(issued.file, PASSPHRASE, NOW, "b.p12")
    assert signer
    return sign_copy(content, signer, wanted)


def test_two_offices_sign_one_after_the_other(copy: bytes, issued: Issued) -> None:
    other = issue(name=OTHER)
    once = sign_for(issued, copy, Wanted(is_first=True))
    twice = sign_for(other, once, Wanted(is_second=True))
    assert twice.startswith(once) and once.startswith(copy)
    first, second = read_signatures(twice, read_roots(issued.root + other.root))
    assert (first.signer, second.signer) == (BUREAU, OTHER)
    for each in (first, second):
        assert each.is_intact and each.is_whole and each.is_trusted
    assert check_revision(twice, len(copy)) == ()
    assert read_signatures(twice + b"\n%")[1].is_whole is False


def test_a_file_that_is_final_or_not_signed_yet_is_not_countersigned(
    copy: bytes, signed: bytes, issued: Issued
) -> None:
    for content, wanted, reason in (
        (signed, Wanted(is_second=True), "final"),
        (copy, Wanted(is_second=True), "not-signed"),
        (sign_for(issued, copy, Wanted(is_first=True)), Wanted(), "signed"),
    ):
        with pytest.raises(NotSignedError) as caught:
            sign_for(issued, content, wanted)
        assert caught.value.reason == reason


def test_a_time_stamp_says_when_whatever_the_signer_s_clock_says(copy: bytes, issued: Issued) -> None:
    with time_stamps(issued) as address:
        stamped = sign_for(issued, copy, Wanted(time_stamps=address))
    (found,) = read_signatures(stamped, read_roots(issued.root))
    assert found.is_whole and found.is_trusted and not found.has_proof
    assert found.stamped and abs(found.stamped - NOW) < timedelta(minutes=60)


def test_a_signature_holds_what_proves_it_later(copy: bytes, issued: Issued, tmp_path: Path) -> None:
    """PAdES B-LTA: certificates, revocation lists, and a time stamp over all of it."""
    proof = Proof(read_roots(issued.root), (issued.revoked,), may_fetch=False)
    with time_stamps(issued) as address:
        lasting = sign_for(issued, copy, Wanted(time_stamps=address, proof=proof))
    (found,) = read_signatures(lasting, read_roots(issued.root))
    assert found.is_intact and found.is_whole and found.is_trusted and found.has_proof and found.stamped
    with pikepdf.open(io.BytesIO(lasting)) as pdf:
        assert len(pdf.Root.DSS.CRLs) >= 1 and len(pdf.Root.DSS.Certs) >= 2
        kinds = [str(field.V.Type) for field in pdf.Root.AcroForm.Fields]
        assert kinds == ["/Sig", "/DocTimeStamp"]
    assert lasting.startswith(copy) and check_revision(lasting, len(copy)) == ()
    files = {name: tmp_path / f"{name}.pdf" for name in ("before", "after")}
    files["before"].write_bytes(copy)
    files["after"].write_bytes(lasting)
    verdicts = judge(files.values(), tmp_path)
    assert verdicts[files["after"]] == verdicts[files["before"]]


@pytest.mark.parametrize(
    ("roots", "revoked", "has_service", "reason"),
    [(1, 0, True, "proof"), (0, 1, True, "proof"), (1, 1, False, "time-stamp")],
)
def test_without_a_list_a_root_or_a_service_nothing_is_proved(
    copy: bytes, issued: Issued, roots: int, revoked: int, has_service: bool, reason: str
) -> None:
    proof = Proof(
        read_roots(issued.root) if roots else read_roots(issue().root), (issued.revoked,) * revoked, may_fetch=False
    )
    with time_stamps(issued) as address, pytest.raises(NotSignedError) as caught:
        sign_for(issued, copy, Wanted(time_stamps=address if has_service else "http://127.0.0.1:9/", proof=proof))
    assert caught.value.reason == reason


def refused(content: bytes, issued: Issued) -> str:
    signer, _ = read_pkcs12(issued.file, PASSPHRASE, NOW, "b.p12")
    assert signer
    with pytest.raises(NotSignedError) as caught:
        sign_copy(content, signer)
    return caught.value.reason
