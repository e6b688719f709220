"""Sign (签名): an official copy with the bureau's electronic signature (PAdES, ETSI EN 319 142-1), and what a signature says.

The signature is added behind the bytes of the copy, which stay as they are; it certifies that nothing may be changed after
it, unless another office is to sign too. It has no appearance and lies outside the page: so the file stays PDF/A-2a, and PDF/UA-1, which wants every field that
can be seen to be described. No network is used unless a time-stamp service is given, or
what proves the signature later is to be fetched.
"""

from __future__ import annotations

import io
import logging
import re
import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from asn1crypto import cms, pem, x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.fields import InvisSigSettings, MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, Signer
from pyhanko.sign.timestamps import HTTPTimeStamper, TimestampRequestError
from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import CertificateFetchError, PathError, ValidationError

from gazette.copies.certificates import certificate_owner

FIELD = "Signature"
logging.getLogger("pyhanko").setLevel(logging.CRITICAL)  # what it finds is said by us, once
_SIGNED_BEHIND = (ModificationLevel.NONE, ModificationLevel.LTA_UPDATES, ModificationLevel.FORM_FILLING)
_LAST_REVISION = re.compile(rb"startxref\s+(\d{1,12})\s+%%EOF[\r\n]*\Z")
# What a file from outside may make pyHanko raise.
_UNREADABLE = (
    PdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, AssertionError, RecursionError, OverflowError,
    NotImplementedError, zlib.error, struct.error,
)  # fmt: skip
_OUTSIDE = InvisSigSettings(set_print_flag=True, set_hidden_flag=False, box_out_of_bounds=True)

Refused = Literal["damaged", "encrypted", "signed", "not-signed", "final", "time-stamp", "proof"]


class NotSigned(Exception):
    """Why a file was not signed; nothing of it was written."""

    def __init__(self, reason: Refused) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Signature:
    """`signer` and `issuer` are what the certificate says; `is_trusted` whether it leads to one of the roots that were given,
    None where none was. `is_intact`: the signed bytes are unchanged; `is_whole`: nothing was added behind them but further
    signatures and what proves them. `signed` is the time that the signer's own clock gave, `stamped` that of a time-stamp
    service; `has_proof`: the file holds what is needed to check it when certificates have ended.
    """

    signer: str
    issuer: str
    signed: datetime | None
    is_intact: bool
    is_whole: bool
    is_trusted: bool | None
    stamped: datetime | None = None
    has_proof: bool = False


@dataclass(frozen=True)
class Proof:
    """What a signature is proved by when its certificate has ended (PAdES B-LT, B-LTA): the authorities' certificates and
    their lists of revoked ones; what is not given is fetched from where the certificates say, if `may_fetch`.
    """

    roots: tuple[x509.Certificate, ...]
    revoked: tuple[bytes, ...] = ()
    may_fetch: bool = True

    def context(self) -> ValidationContext:
        return ValidationContext(
            trust_roots=list(self.roots),
            crls=list(self.revoked),
            allow_fetching=self.may_fetch,
            revocation_mode="require",
        )


@dataclass(frozen=True)
class Wanted:
    """How a copy is to be signed. `time_stamps` is the address of a service of RFC 3161. `is_first`: another office will sign
    after this one; `is_second`: this one signs after another.
    """

    reason: str = ""
    time_stamps: str = ""
    proof: Proof | None = None
    is_first: bool = False
    is_second: bool = False


def sign_copy(pdf: bytes, signer: Signer, wanted: Wanted = Wanted()) -> bytes:
    """The copy with a signature behind it: PAdES B-B, B-T with a time-stamp, B-LTA with proof besides."""
    stamper = HTTPTimeStamper(wanted.time_stamps) if wanted.time_stamps else None
    if wanted.proof and stamper is None:
        raise NotSigned("time-stamp")
    try:
        name = _next_field(PdfFileReader(io.BytesIO(pdf)), wanted)
        field = SigFieldSpec(name, invis_sig_settings=_OUTSIDE, readable_field_name=name)
        writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
        metadata = _metadata(name, wanted)
        signed = PdfSigner(metadata, signer, timestamper=stamper, new_field_spec=field).sign_pdf(writer)
    except (TimestampRequestError, OSError) as error:
        raise NotSigned("time-stamp") from error
    except (CertificateFetchError, PathError, ValidationError) as error:
        raise NotSigned("proof") from error
    except SigningError as error:
        raise NotSigned("proof" if wanted.proof else "time-stamp" if stamper else "damaged") from error
    except PdfError as error:
        raise NotSigned("damaged") from error
    return bytes(signed.getbuffer())


def _next_field(reader: PdfFileReader, wanted: Wanted) -> str:
    """The name of the field to be signed; raises NotSigned where the file may not be signed so."""
    if reader.encrypted:
        raise NotSigned("encrypted")
    before = list(reader.embedded_regular_signatures)
    if before and not wanted.is_second:
        raise NotSigned("signed")
    if wanted.is_second and not before:
        raise NotSigned("not-signed")
    if any(each.docmdp_level == MDPPerm.NO_CHANGES for each in before):
        raise NotSigned("final")
    return f"{FIELD}{len(before) + 1}" if before else FIELD


def _metadata(name: str, wanted: Wanted) -> PdfSignatureMetadata:
    """The first signature certifies the file; a later one agrees with it."""
    permissions = MDPPerm.FILL_FORMS if wanted.is_first else MDPPerm.NO_CHANGES
    return PdfSignatureMetadata(
        field_name=name,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        reason=wanted.reason or None,
        certify=not wanted.is_second,
        docmdp_permissions=permissions,
        embed_validation_info=wanted.proof is not None,
        use_pades_lta=wanted.proof is not None,
        validation_context=wanted.proof.context() if wanted.proof else None,
    )


def read_signatures(pdf: bytes, roots: Sequence[x509.Certificate] = ()) -> tuple[Signature, ...]:
    """The signatures of a file, in order; without network, so that revocation is not looked up."""
    try:
        reader = PdfFileReader(io.BytesIO(pdf))
        found = list(reader.embedded_regular_signatures)
        has_proof = "/DSS" in reader.root
        is_closed = _is_closed(
            pdf, max((sum(list(each.byte_range)[2:]) for each in reader.embedded_signatures), default=0)
        )
    except _UNREADABLE:
        # A signature that cannot be read is none that holds.
        return (Signature("—", "—", None, False, False, None),) if b"/ByteRange" in pdf else ()
    return tuple(_judged(each, roots, has_proof, is_closed) for each in found)


def read_roots(content: bytes) -> tuple[x509.Certificate, ...]:
    """Certificates of authorities, in PEM or DER."""
    if pem.detect(content):
        return tuple(x509.Certificate.load(each) for _, _, each in pem.unarmor(content, multiple=True))
    return (x509.Certificate.load(content),)


def _judged(embedded: Any, roots: Sequence[x509.Certificate], has_proof: bool, is_closed: bool) -> Signature:
    certificate = embedded.signer_cert
    context = ValidationContext(trust_roots=list(roots), allow_fetching=False)
    try:
        status = validate_pdf_signature(embedded, context, ts_validation_context=context)
    except (SignatureValidationError, *_UNREADABLE):
        return Signature(certificate_owner(certificate), _issuer(certificate), None, False, False, None)
    stamp = status.timestamp_validity
    return Signature(
        signer=certificate_owner(certificate),
        issuer=_issuer(certificate),
        signed=status.signer_reported_dt,
        is_intact=status.intact and status.valid and _is_filled_with_nothing(embedded),
        is_whole=is_closed and _is_whole(status),
        is_trusted=bool(status.trusted) if roots else None,
        stamped=stamp.timestamp if stamp and stamp.intact and stamp.valid else None,
        has_proof=has_proof,
    )


def _is_filled_with_nothing(embedded: Any) -> bool:
    """The room that was kept for a signature is the one place that it does not sign; behind the signature stands nothing."""
    content = bytes(embedded.pkcs7_content)
    return not content[len(cms.ContentInfo.load(content).dump()) :].strip(b"\0")


def _is_closed(pdf: bytes, end: int) -> bool:
    """Whether the file ends with the last signature or time stamp, at `end`, or with a revision behind it: bytes that no
    revision holds belong to nobody.
    """
    last = _LAST_REVISION.search(pdf, max(end - 32, len(pdf) - 64))
    return end == len(pdf) or (last is not None and int(last[1]) >= end)


def _is_whole(status: Any) -> bool:
    """Nothing follows what was signed, or only what the signature allows: other signatures and what proves them."""
    if status.coverage == SignatureCoverageLevel.ENTIRE_FILE:
        return True
    is_revision = status.coverage == SignatureCoverageLevel.ENTIRE_REVISION
    return bool(is_revision and status.docmdp_ok and status.modification_level in _SIGNED_BEHIND)


def _issuer(certificate: x509.Certificate) -> str:
    names = certificate.issuer.native
    return str(names.get("common_name") or names.get("organization_name") or certificate.issuer.human_friendly)
