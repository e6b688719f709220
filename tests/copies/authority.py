"""A certificate authority for one test: its keys are made, used and forgotten."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from asn1crypto import keys, tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

NOW = datetime.now(UTC)
PASSPHRASE = "通关口令 1"
BUREAU = "淄博市市场监督管理局"


@dataclass(frozen=True)
class Issued:
    """`file` is PKCS#12 under PASSPHRASE, `root` the authority's certificate in PEM, `revoked` its list of revoked
    certificates, on which nothing stands; `stamp_key` and `stamp_certificate` are of its time-stamp service, in DER.
    """

    file: bytes
    root: bytes
    revoked: bytes = b""
    stamp_key: bytes = b""
    stamp_certificate: bytes = b""


def _name(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def issue(
    first: datetime = NOW - timedelta(days=1),
    last: datetime = NOW + timedelta(days=30),
    *,
    signs: bool = True,
    name: str = BUREAU,
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
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(_usage(key_cert_sign=True, crl_sign=True), critical=True)
        .sign(root_key, hashes.SHA256())
    )
    leaf = (
        builder.subject_name(_name(name))
        .issuer_name(root.subject)
        .public_key(key.public_key())
        .serial_number(2)
        .not_valid_before(first)
        .not_valid_after(last)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(
            _usage(digital_signature=True, content_commitment=True) if signs else _usage(key_agreement=True),
            critical=True,
        )
        .sign(root_key, hashes.SHA256())
    )
    encryption = BestAvailableEncryption(PASSPHRASE.encode())
    file = pkcs12.serialize_key_and_certificates(b"bureau", key, leaf, [root], encryption)
    stamp_key = rsa.generate_private_key(65537, 2048)  # the test stamper knows no other
    stamp = (
        builder.subject_name(_name("试验时间戳服务"))
        .issuer_name(root.subject)
        .public_key(stamp_key.public_key())
        .serial_number(3)
        .not_valid_before(long_ago)
        .not_valid_after(later)
        .add_extension(_usage(digital_signature=True), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        .sign(root_key, hashes.SHA256())
    )
    return Issued(
        file,
        root.public_bytes(Encoding.PEM),
        _revoked(root_key, root),
        stamp_key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()),
        stamp.public_bytes(Encoding.DER),
    )


def _revoked(key: ec.EllipticCurvePrivateKey, root: x509.Certificate) -> bytes:
    lists = x509.CertificateRevocationListBuilder().issuer_name(root.subject)
    lists = lists.last_update(NOW - timedelta(days=1)).next_update(NOW + timedelta(days=30))
    return lists.sign(key, hashes.SHA256()).public_bytes(Encoding.DER)


@contextmanager
def time_stamps(issued: Issued) -> Iterator[str]:
    """A time-stamp service of RFC 3161 on this machine; its address."""
    certificate = asn1_x509.Certificate.load(issued.stamp_certificate)
    registry = SimpleCertificateStore.from_certs([certificate])
    stamper = DummyTimeStamper(certificate, keys.PrivateKeyInfo.load(issued.stamp_key), registry)

    class Service(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
            answer = stamper.request_tsa_response(asked).dump()
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, format: str, *arguments: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Service)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


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
