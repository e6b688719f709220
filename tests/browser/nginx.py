"""A real nginx on 127.0.0.1 with the headers of headers.tsv: plain, and as https://localhost with a certificate made for the test."""

from __future__ import annotations

import csv
import ipaddress
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

ROOT = Path(__file__).resolve().parents[2]
HEADERS = ROOT / "scripts" / "gazette" / "site" / "headers.tsv"
NGINX = """
daemon off; worker_processes 1; pid {root}/nginx.pid; error_log {root}/error.log; {user}
events {{ worker_connections 256; }}
http {{
  access_log off; include /etc/nginx/mime.types; charset utf-8;
  client_body_temp_path {root}/t1; proxy_temp_path {root}/t2; fastcgi_temp_path {root}/t3; uwsgi_temp_path {root}/t4; scgi_temp_path {root}/t5;
{servers}
}}
"""
# The built sites, plain and as https://localhost.
SITES = """
{headers}
  server {{
    listen 127.0.0.1:{port}; absolute_redirect off;
    root {root}/site; error_page 404 /404.html;
    location /en/ {{ error_page 404 /en/404.html; }}
    location /zh-Hant/ {{ error_page 404 /zh-Hant/404.html; }}
    location /gov/policy/ {{ alias {root}/sub/; error_page 404 /gov/policy/404.html; }}
    location /many/ {{ alias {root}/many/; }}
  }}
  server {{
    listen 127.0.0.1:{secure} ssl; absolute_redirect off; server_name localhost;
    ssl_certificate {root}/localhost.pem; ssl_certificate_key {root}/localhost.pem;
    root {root}/site; error_page 404 /404.html; error_page 497 =301 https://localhost:{secure}$request_uri;
{headers}
    add_header Strict-Transport-Security "max-age=31536000" always;
  }}
"""


def add_headers() -> str:
    """The table as nginx reads it; `always`: on its 404 pages too."""
    with HEADERS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return "\n".join(f'    add_header {row["name"]} "{row["value"]}" always;' for row in rows)


def free_ports(count: int) -> list[int]:
    probes = [socket.socket() for _ in range(count)]
    for probe in probes:
        probe.bind(("127.0.0.1", 0))
    ports = [int(probe.getsockname()[1]) for probe in probes]
    for probe in probes:
        probe.close()
    return ports


@contextmanager
def serve(root: Path, port: int, secure: int) -> Iterator[None]:
    """`root` holds site, sub and many."""
    (root / "localhost.pem").write_bytes(certificate())
    with run_nginx(root, port, SITES.format(root=root, port=port, secure=secure, headers=add_headers())):
        yield


@contextmanager
def run_nginx(root: Path, port: int, servers: str) -> Iterator[None]:
    """nginx with these blocks `server`, one of which listens on `port`; its own files stand in `root`."""
    open_folders(root)
    user = "user root;" if os.geteuid() == 0 else ""
    (root / "nginx.conf").write_text(NGINX.format(root=root, user=user, servers=servers), encoding="utf-8")
    binary = shutil.which("nginx") or "/usr/sbin/nginx"
    process = subprocess.Popen([binary, "-p", str(root), "-c", str(root / "nginx.conf")])
    _wait_for(port)
    yield
    process.terminate()
    process.wait(10)


def open_folders(folder: Path) -> None:
    """pytest keeps its folders to their owner; nginx may be another."""
    for each in (folder, *folder.parents):
        if each == Path("/tmp"):
            break
        each.chmod(0o755)


def certificate() -> bytes:
    """localhost's key and its certificate, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    names = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=30))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return private + made.public_bytes(Encoding.PEM)


def _wait_for(port: int) -> None:
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError("nginx did not start")
