"""Certificates (证书): the bureau's key and certificate from a PKCS#12 file or PKCS#11 token, checked to be fit for signing.

Supported are RSA and ECDSA certificates, which PDF readers everywhere know. National SM2 seals (GB/T 38540) are another
kind of signature, made by the seal service's own software, and are not supported.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from asn1crypto import pkcs12, x509
from pyhanko.sign.signers import Signer, SimpleSigner

from gazette.problems import Problem, problem

_SIGNING = frozenset(["digital_signature", "non_repudiation"])


def read_pkcs12(content: bytes, passphrase: str, now: datetime, path: str) -> tuple[Signer | None, list[Problem]]:
    """Return the signer of a PKCS#12 file (.p12, .pfx), or None and the problems that forbid signing at `now`.

    Codes: sign.file, sign.passphrase, sign.no-key, sign.not-yet, sign.expired, sign.usage.
    """
    try:
        pkcs12.Pfx.load(content, strict=True)["auth_safe"].native  # noqa: B018 (parses all of it, or raises ValueError)
    except (ValueError, TypeError):
        return None, [problem("sign.file", path)]
    try:
        signer = SimpleSigner.load_pkcs12_data(content, (), passphrase.encode("utf-8") or None)
    except ValueError:
        return None, [problem("sign.passphrase", path)]
    except (AttributeError, TypeError):  # raised by pyHanko for a file without a key
        return None, [problem("sign.no-key", path)]
    return _fit(signer, now, path)


def read_token(
    module: str, slot: int | None, label: str, pin: str, now: datetime
) -> tuple[Signer | None, list[Problem]]:
    """Return the signer for a key in a USB token or signing server, by its PKCS#11 module; the key stays in the device.

    Codes: sign.module, sign.token, and those of `read_pkcs12` about key and certificate.
    """
    try:
        from pkcs11.exceptions import PKCS11Error
        from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session
    except ImportError:
        return None, [problem("sign.module", "--pkcs11", found=module)]
    try:
        session = open_pkcs11_session(module, slot_no=slot, user_pin=pin or None)
        signer = PKCS11Signer(session, cert_label=label or None, key_label=label or None)
        # Few tokens compute the hash for ECDSA themselves.
        certificate = signer.signing_cert
        signer.use_raw_mechanism = certificate is not None and certificate.public_key.algorithm == "ec"
        return _fit(signer, now, "--pkcs11")
    except (PKCS11Error, RuntimeError, OSError) as error:
        return None, [problem("sign.token", "--pkcs11", found=module, reason=str(error) or type(error).__name__)]


def certificate_owner(certificate: x509.Certificate) -> str:
    """Return the subject's common name, or else its organization or full name."""
    names = certificate.subject.native
    name = names.get("common_name") or names.get("organization_name") or certificate.subject.human_friendly
    return name if isinstance(name, str) else str(name[-1])


def _fit(signer: Signer, now: datetime, path: str) -> tuple[Signer | None, list[Problem]]:
    certificate = signer.signing_cert
    if certificate is None:
        return None, [problem("sign.no-key", path)]
    checks: tuple[Callable[[x509.Certificate, datetime, str], list[Problem]], ...] = (check_validity, check_usage)
    problems = [found for check in checks for found in check(certificate, now, path)]
    return (None, problems) if problems else (signer, [])


def check_validity(certificate: x509.Certificate, now: datetime, path: str) -> list[Problem]:
    """Report a certificate that is not yet or no longer valid at `now`."""
    name = certificate_owner(certificate)
    first, last = certificate.not_valid_before, certificate.not_valid_after
    if now < first:
        return [problem("sign.not-yet", path, found=name, date=first.date().isoformat())]
    if now > last:
        return [problem("sign.expired", path, found=name, date=last.date().isoformat())]
    return []


def check_usage(certificate: x509.Certificate, now: datetime, path: str) -> list[Problem]:
    """Report a certificate whose key usage excludes signatures (RFC 5280, 4.2.1.3)."""
    usage = certificate.key_usage_value
    if usage is None or usage.native & _SIGNING:
        return []
    return [problem("sign.usage", path, found=certificate_owner(certificate), uses=", ".join(sorted(usage.native)))]
