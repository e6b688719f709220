"""Sign (签名): the bureau's electronic signature on an official copy (PAdES, ETSI EN 319 142-1), written or read.

A signature is appended to the bytes of the copy, which do not change. It certifies that nothing may be changed
afterwards, unless another office is to sign too. It has no appearance and lies outside the page: so the file stays
PDF/A-2a, and also PDF/UA-1, which requires a description of every visible field. The network is used only for a
time-stamp service, if one is given, and for fetching revocation data, if asked.
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
logging.getLogger("pyhanko").setLevel(logging.CRITICAL)  # its findings are reported by us, once
_SIGNED_BEHIND = (ModificationLevel.NONE, ModificationLevel.LTA_UPDATES, ModificationLevel.FORM_FILLING)
_LAST_REVISION = re.compile(rb"startxref\s+(\d{1,12})\s+%%EOF[\r\n]*\Z")
# Exceptions that pyHanko may raise for a file from outside.
_UNREADABLE = (
    PdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, AssertionError, RecursionError, OverflowError,
    NotImplementedError, zlib.error, struct.error,
)  # fmt: skip
_OUTSIDE = InvisSigSettings(set_print_flag=True, set_hidden_flag=False, box_out_of_bounds=True)

Refused = Literal["damaged", "encrypted", "signed", "not-signed", "final", "time-stamp", "proof"]


class NotSignedError(Exception):
    """Raised with the reason why a file was not signed; nothing was written."""

    def __init__(self, reason: Refused) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Signature:
    """One signature as read from a file.

    - `signer`, `issuer`: names from the certificate.
    - `is_intact`: the signed bytes are unchanged.
    - `is_whole`: nothing was appended but further signatures and their validation data.
    - `is_trusted`: the certificate leads to one of the given roots; None if no roots were given.
    - `signed`: the time by the signer's own clock; `stamped`: the time by a time-stamp service.
    - `has_proof`: the file holds the data needed to check the signature after certificates have expired.
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
    """Validation data for the time after certificates expire (PAdES B-LT, B-LTA).

    `roots` are the authorities' certificates, `revoked` their revocation lists (CRL). Data not given is fetched from
    the addresses in the certificates if `may_fetch`.
    """

    roots: tuple[x509.Certificate, ...]
    revoked: tuple[bytes, ...] = ()
    may_fetch: bool = True

    def context(self) -> ValidationContext:
        """Return the validation context, which requires revocation data."""
        return ValidationContext(
            trust_roots=list(self.roots),
            crls=list(self.revoked),
            allow_fetching=self.may_fetch,
            revocation_mode="require",
        )


@dataclass(frozen=True)
class Wanted:
    """How a copy is to be signed.

    `time_stamps` is the address of an RFC 3161 service. `is_first`: another office will sign after this one;
    `is_second`: this signature follows another.
    """

    reason: str = ""
    time_stamps: str = ""
    proof: Proof | None = None
    is_first: bool = False
    is_second: bool = False


def sign_copy(pdf: bytes, signer: Signer, wanted: Wanted = Wanted()) -> bytes:
    """Return the copy with a signature appended; raise NotSignedError.

    The level is PAdES B-B, or B-T with a time stamp, or B-LTA with a time stamp and proof.
    """
    stamper = HTTPTimeStamper(wanted.time_stamps) if wanted.time_stamps else None
    if wanted.proof and stamper is None:
        raise NotSignedError("time-stamp")
    try:
        name = _next_field(PdfFileReader(io.BytesIO(pdf)), wanted)
        field = SigFieldSpec(name, invis_sig_settings=_OUTSIDE, readable_field_name=name)
        writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
        metadata = _metadata(name, wanted)
        signed = PdfSigner(metadata, signer, timestamper=stamper, new_field_spec=field).sign_pdf(writer)
    except (TimestampRequestError, OSError) as error:
        raise NotSignedError("time-stamp") from error
    except (CertificateFetchError, PathError, ValidationError) as error:
        raise NotSignedError("proof") from error
    except SigningError as error:
        raise NotSignedError("proof" if wanted.proof else "time-stamp" if stamper else "damaged") from error
    except PdfError as error:
        raise NotSignedError("damaged") from error
    return bytes(signed.getbuffer())


def _next_field(reader: PdfFileReader, wanted: Wanted) -> str:
    """Return the name of the field to sign; raise NotSignedError if the file may not be signed in this way."""
    if reader.encrypted:
        raise NotSignedError("encrypted")
    before = list(reader.embedded_regular_signatures)
    if before and not wanted.is_second:
        raise NotSignedError("signed")
    if wanted.is_second and not before:
        raise NotSignedError("not-signed")
    if any(each.docmdp_level == MDPPerm.NO_CHANGES for each in before):
        raise NotSignedError("final")
    return f"{FIELD}{len(before) + 1}" if before else FIELD


def _metadata(name: str, wanted: Wanted) -> PdfSignatureMetadata:
    """Return the signature's settings; the first signature certifies the file, a later one approves it."""
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
    """Return the signatures of a file, in order; without network, hence without looking up revocation."""
    try:
        reader = PdfFileReader(io.BytesIO(pdf))
        found = list(reader.embedded_regular_signatures)
        has_proof = "/DSS" in reader.root
        is_closed = _is_closed(pdf, max(map(_signed_end, reader.embedded_signatures), default=0))
    except _UNREADABLE:
        # A signature that cannot be read is none that holds.
        return (
            (Signature("—", "—", None, is_intact=False, is_whole=False, is_trusted=None),)
            if b"/ByteRange" in pdf
            else ()
        )
    return tuple(_judged(each, roots, has_proof=has_proof, is_closed=is_closed) for each in found)


def _signed_end(embedded: Any) -> int:
    """Where the second of the two ranges ends that a signature covers."""
    return sum(list(embedded.byte_range)[2:])


def read_roots(content: bytes) -> tuple[x509.Certificate, ...]:
    """Return the certificates of authorities in a PEM or DER file."""
    if pem.detect(content):
        return tuple(x509.Certificate.load(each) for _, _, each in pem.unarmor(content, multiple=True))
    return (x509.Certificate.load(content),)


def _judged(embedded: Any, roots: Sequence[x509.Certificate], *, has_proof: bool, is_closed: bool) -> Signature:
    certificate = embedded.signer_cert
    context = ValidationContext(trust_roots=list(roots), allow_fetching=False)
    try:
        status = validate_pdf_signature(embedded, context, ts_validation_context=context)
    except (SignatureValidationError, *_UNREADABLE):
        owner = certificate_owner(certificate)
        return Signature(owner, _issuer(certificate), None, is_intact=False, is_whole=False, is_trusted=None)
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
    """True if only zero bytes follow the signature in its reserved space, the one part of the file it does not cover."""
    content = bytes(embedded.pkcs7_content)
    return not content[len(cms.ContentInfo.load(content).dump()) :].strip(b"\0")


def _is_closed(pdf: bytes, end: int) -> bool:
    """True if the file ends with the last signature or time stamp, at byte `end`, or with a later revision.

    Other bytes at the end belong to no revision.
    """
    last = _LAST_REVISION.search(pdf, max(end - 32, len(pdf) - 64))
    return end == len(pdf) or (last is not None and int(last[1]) >= end)


def _is_whole(status: Any) -> bool:
    """True if only what the signature permits follows the signed bytes: other signatures and validation data."""
    if status.coverage == SignatureCoverageLevel.ENTIRE_FILE:
        return True
    is_revision = status.coverage == SignatureCoverageLevel.ENTIRE_REVISION
    return bool(is_revision and status.docmdp_ok and status.modification_level in _SIGNED_BEHIND)


def _issuer(certificate: x509.Certificate) -> str:
    names = certificate.issuer.native
    return str(names.get("common_name") or names.get("organization_name") or certificate.issuer.human_friendly)
