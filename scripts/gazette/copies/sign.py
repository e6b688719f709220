"""Sign (签名): the bureau's electronic signature, appended to an official copy (PAdES, ETSI EN 319 142-1).

A signature is appended to the bytes of the copy, which do not change. It certifies that nothing may be changed
afterwards, unless another office is to sign too. It has no appearance and lies outside the page: so the file stays
PDF/A-2a, and also PDF/UA-1, which requires a description of every visible field. The network is used only for a
time-stamp service, if one is given, and for fetching revocation data, if asked.
"""

from __future__ import annotations

import io
import logging
from dataclasses import dataclass
from typing import Literal

from asn1crypto import x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import InvisSigSettings, MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, Signer
from pyhanko.sign.timestamps import HTTPTimeStamper, TimestampRequestError
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import CertificateFetchError, PathError, ValidationError

FIELD = "Signature"
logging.getLogger("pyhanko").setLevel(logging.CRITICAL)  # its findings are reported by us, once
_OUTSIDE = InvisSigSettings(set_print_flag=True, set_hidden_flag=False, box_out_of_bounds=True)

Refused = Literal["damaged", "encrypted", "signed", "not-signed", "final", "time-stamp", "proof"]


class NotSignedError(Exception):
    """Raised with the reason why a file was not signed; nothing was written."""

    def __init__(self, reason: Refused) -> None:
        super().__init__(reason)
        self.reason = reason


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
