"""A certificate authority for one test: its keys are made, used and forgotten."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, pkcs12
from cryptography.x509.oid import NameOID

NOW = datetime.now(UTC)
PASSPHRASE = "通关口令 1"
BUREAU = "淄博市市场监督管理局"


@dataclass(frozen=True)
class Issued:
    """`file` is PKCS#12 under PASSPHRASE, `root` the authority's certificate in PEM."""

    file: bytes
    root: bytes


def _name(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def issue(
    first: datetime = NOW - timedelta(days=1), last: datetime = NOW + timedelta(days=30), signs: bool = True
) -> Issued:
    """A certificate for the bureau; `signs` whether its key usage lets it sign, or only agree on keys."""
    root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    long_ago, later = NOW - timedelta(days=4000), NOW + timedelta(days=4000)
    builder = x509.CertificateBuilder()
    root = (
        builder.subject_name(_name("试验根证书"))
        .issuer_name(_name("试验根证书"))
        .public_key(root_key.public_key())
        .serial_number(1)
        .not_valid_before(long_ago)
        .not_valid_after(later)
        .add_extension(x509.BasicConstraints(True, None), critical=True)
        .add_extension(_usage(key_cert_sign=True), critical=True)
        .sign(root_key, hashes.SHA256())
    )
    leaf = (
        builder.subject_name(_name(BUREAU))
        .issuer_name(root.subject)
        .public_key(key.public_key())
        .serial_number(2)
        .not_valid_before(first)
        .not_valid_after(last)
        .add_extension(x509.BasicConstraints(False, None), critical=True)
        .add_extension(
            _usage(digital_signature=True, content_commitment=True) if signs else _usage(key_agreement=True),
            critical=True,
        )
        .sign(root_key, hashes.SHA256())
    )
    encryption = BestAvailableEncryption(PASSPHRASE.encode())
    file = pkcs12.serialize_key_and_certificates(b"bureau", key, leaf, [root], encryption)
    return Issued(file, root.public_bytes(Encoding.PEM))


def without_key() -> bytes:
    """A PKCS#12 file in which there is a certificate and no key."""
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = (
        x509.CertificateBuilder()
        .subject_name(_name(BUREAU))
        .issuer_name(_name(BUREAU))
        .public_key(key.public_key())
        .serial_number(3)
        .not_valid_before(NOW - timedelta(days=1))
        .not_valid_after(NOW + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    return pkcs12.serialize_key_and_certificates(
        None, None, None, [certificate], BestAvailableEncryption(PASSPHRASE.encode())
    )


def _usage(**uses: bool) -> x509.KeyUsage:
    names = (
        "digital_signature content_commitment key_encipherment data_encipherment key_agreement key_cert_sign crl_sign"
        " encipher_only decipher_only"
    )
    return x509.KeyUsage(**{name: uses.get(name, False) for name in names.split()})
