"""Sign (签名): an official copy with the bureau's electronic signature (PAdES, ETSI EN 319 142-1), and what a signature says.

The signature is added behind the bytes of the copy, which stay as they are; it certifies that nothing may be changed after
it. It has no appearance and lies outside the page: so the file stays PDF/A-2a, and PDF/UA-1, which wants every field that
can be seen to be described. No network is used unless a time-stamp service is given.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from asn1crypto import pem, x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import InvisSigSettings, MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, Signer
from pyhanko.sign.timestamps import HTTPTimeStamper
from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko_certvalidator import ValidationContext

from gazette.copies.certificates import owner_of

FIELD = "Signature"
_OUTSIDE = InvisSigSettings(set_print_flag=True, set_hidden_flag=False, box_out_of_bounds=True)

Refusal = Literal["damaged", "encrypted", "signed", "time-stamp"]


class NotSigned(Exception):
    """Why a file was not signed; nothing of it was written."""

    def __init__(self, reason: Refusal) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Signature:
    """`signer` and `issuer` are what the certificate says; `is_trusted` whether it leads to one of the roots that were given,
    None where none was. `is_intact`: the signed bytes are unchanged; `is_whole`: nothing was added behind them. `signed` is
    the time that the signer's own clock gave.
    """

    signer: str
    issuer: str
    signed: datetime | None
    is_intact: bool
    is_whole: bool
    is_trusted: bool | None


def sign_copy(pdf: bytes, signer: Signer, reason: str = "", time_stamps: str = "") -> bytes:
    """The copy with a signature behind it (PAdES B-B; B-T with `time_stamps`, the address of a service of RFC 3161)."""
    metadata = PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        reason=reason or None,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
    )
    field = SigFieldSpec(FIELD, invis_sig_settings=_OUTSIDE, readable_field_name=FIELD)
    stamper = HTTPTimeStamper(time_stamps) if time_stamps else None
    try:
        reader = PdfFileReader(io.BytesIO(pdf))
        if reader.encrypted:
            raise NotSigned("encrypted")
        if reader.embedded_signatures:
            raise NotSigned("signed")
        writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
        signed = PdfSigner(metadata, signer, timestamper=stamper, new_field_spec=field).sign_pdf(writer)
    except SigningError as error:
        raise NotSigned("time-stamp" if time_stamps else "damaged") from error
    except PdfError as error:
        raise NotSigned("damaged") from error
    return bytes(signed.getbuffer())


def read_signatures(pdf: bytes, roots: Sequence[x509.Certificate] = ()) -> tuple[Signature, ...]:
    """The signatures of a file, in order; without network, so that revocation is not looked up."""
    try:
        found = list(PdfFileReader(io.BytesIO(pdf)).embedded_signatures)
    except (PdfError, ValueError, KeyError, TypeError):
        return ()
    return tuple(_judged(each, roots) for each in found)


def read_roots(content: bytes) -> tuple[x509.Certificate, ...]:
    """Certificates of authorities, in PEM or DER."""
    if pem.detect(content):
        return tuple(x509.Certificate.load(each) for _, _, each in pem.unarmor(content, multiple=True))
    return (x509.Certificate.load(content),)


def _judged(embedded: object, roots: Sequence[x509.Certificate]) -> Signature:
    certificate = embedded.signer_cert  # type: ignore[attr-defined]
    context = ValidationContext(trust_roots=list(roots), allow_fetching=False)
    logging.getLogger("pyhanko").setLevel(logging.CRITICAL)  # what it finds is said below, once
    try:
        status = validate_pdf_signature(embedded, context)  # type: ignore[arg-type]
    except (SignatureValidationError, ValueError):
        return Signature(owner_of(certificate), _issuer(certificate), None, False, False, None)
    whole = status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    trusted = bool(status.trusted) if roots else None
    intact = status.intact and status.valid
    return Signature(owner_of(certificate), _issuer(certificate), status.signer_reported_dt, intact, whole, trusted)


def _issuer(certificate: x509.Certificate) -> str:
    names = certificate.issuer.native
    return str(names.get("common_name") or names.get("organization_name") or certificate.issuer.human_friendly)
