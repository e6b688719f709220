"""Signed files (签名信息): reads the signatures of a PDF file: who signed, when, whether anything was changed since."""

from __future__ import annotations

import io
import logging
import re
import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from asn1crypto import cms, pem, x509
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko_certvalidator import ValidationContext

from gazette.copies.certificates import certificate_owner

logging.getLogger("pyhanko").setLevel(logging.CRITICAL)  # its findings are reported by us, once
_SIGNED_BEHIND = (ModificationLevel.NONE, ModificationLevel.LTA_UPDATES, ModificationLevel.FORM_FILLING)
_LAST_REVISION = re.compile(rb"startxref\s+(\d{1,12})\s+%%EOF[\r\n]*\Z")
# Exceptions that pyHanko may raise for a file from outside.
_UNREADABLE = (
    PdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, AssertionError, RecursionError, OverflowError,
    NotImplementedError, zlib.error, struct.error,
)  # fmt: skip


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


def _signed_end(embedded: Any) -> int:
    """Where the second of the two ranges ends that a signature covers."""
    return sum(list(embedded.byte_range)[2:])
