"""Signing with a key that never leaves its token, through PKCS#11; SoftHSM stands for the bureau's device."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pkcs11
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, pkcs12
from pkcs11 import Attribute
from pkcs11.util.ec import decode_ec_private_key
from pkcs11.util.x509 import decode_x509_certificate

from copies.authority import BUREAU, PASSPHRASE, issue
from copies.samples import sample_copies
from gazette.copies.signed import read_signatures

ROOT = Path(__file__).resolve().parents[2]
MODULE = "/usr/lib/softhsm/libsofthsm2.so"
LOADER = (
    "import sys; sys.path[:0] = ['tests', 'scripts']; from cli.test_sign_with_a_token import fill_token; fill_token()"
)
PIN = "2468"


def fill_token() -> None:
    """Key and certificate of a throw-away authority, in a process of its own: a module stays loaded in the one that used it."""
    key, certificate, _ = pkcs12.load_key_and_certificates(issue().file, PASSPHRASE.encode())
    assert key and certificate
    kept = {Attribute.TOKEN: True, Attribute.LABEL: "seal", Attribute.ID: b"1"}
    secret = key.private_bytes(Encoding.DER, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    with pkcs11.lib(MODULE).get_token(token_label="bureau").open(rw=True, user_pin=PIN) as session:
        session.create_object({**decode_ec_private_key(secret), **kept, Attribute.SIGN: True})
        session.create_object({**decode_x509_certificate(certificate.public_bytes(Encoding.DER)), **kept})


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("token")
    settings = folder / "softhsm2.conf"
    settings.write_text(f"directories.tokendir = {folder}\nobjectstore.backend = file\n", encoding="utf-8")
    made = {**os.environ, "SOFTHSM2_CONF": str(settings), "PYTHONPATH": str(ROOT / "scripts"), "LANG": "C.UTF-8"}
    start = ["softhsm2-util", "--init-token", "--free", "--label", "bureau", "--pin", PIN, "--so-pin", "13579"]
    subprocess.run(start, env=made, check=True, capture_output=True)
    subprocess.run([sys.executable, "-c", LOADER], cwd=ROOT, env=made, check=True)
    return made


def sign(copy: Path, environment: dict[str, str], pin: str, label: str, slot: str) -> subprocess.CompletedProcess[str]:
    command = ["-m", "gazette.cli", "sign", str(copy), "--pkcs11", MODULE, "--slot", slot, "--label", label]
    settings = {**environment, "GAZETTE_PASSPHRASE": pin}
    return subprocess.run([sys.executable, *command], cwd=ROOT, env=settings, capture_output=True, text=True)


def test_a_token_signs(environment: dict[str, str], tmp_path: Path) -> None:
    copy = tmp_path / "copy.pdf"
    copy.write_bytes(sample_copies()["own", "zh-Hans"])
    done = sign(copy, environment, PIN, "seal", "0")
    assert done.returncode == 0, done.stdout + done.stderr
    [signature] = read_signatures((tmp_path / "copy.signed.pdf").read_bytes())
    assert signature.signer == BUREAU and signature.is_intact


@pytest.mark.parametrize(("pin", "label", "slot"), [("0000", "seal", "0"), (PIN, "other", "0"), (PIN, "seal", "9")])
def test_what_a_token_refuses_is_said_and_nothing_is_written(
    environment: dict[str, str], tmp_path: Path, pin: str, label: str, slot: str
) -> None:
    copy = tmp_path / "copy.pdf"
    copy.write_bytes(sample_copies()["own", "zh-Hans"])
    done = sign(copy, environment, pin, label, slot)
    assert done.returncode == 1 and "[sign.token]" in done.stdout and "Traceback" not in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["copy.pdf"]
