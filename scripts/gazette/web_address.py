"""Web addresses (网址): refuses addresses that may lead elsewhere than they seem to.

An address is judged as written, before any parser normalizes it: browsers drop tabs, and read `\\` as `/` and `。` as
a dot.
"""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from typing import Literal
from urllib.parse import SplitResult, urlsplit

from fontTools.unicodedata import script

WITH_HOST = ("http", "https", "ftp")
_UNSEEN = ("Cc", "Cf", "Cs", "Zl", "Zp")
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_NO_SCRIPT = ("Zyyy", "Zinh")
# Scripts that one label may mix (UTS 39, "highly restrictive", without Latin).
_TOGETHER = ({"Hani", "Hira", "Kana"}, {"Hani", "Bopo"}, {"Hani", "Hang"})
# Our own judgement: none of their letters is taken for a Latin one, so their labels may stand before `.cn`.
_UNLIKE_LATIN = frozenset(("Arab", "Bopo", "Deva", "Hang", "Hani", "Hebr", "Hira", "Kana", "Mong", "Thai", "Tibt"))

AddressFault = Literal["", "address.character", "address.host", "address.user", "link.form"]


def fault_of(address: str) -> AddressFault:
    """Return the problem code for an unfit address, or an empty string; a relative address (`../a b.pdf`) is fine."""
    if any(each == "\\" or unicodedata.category(each) in _UNSEEN for each in address):
        return "address.character"
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:  # http://[1, or a port of letters
        return "link.form"
    if not parts.scheme and not parts.netloc:
        return ""
    if any(unicodedata.category(each) == "Zs" for each in address):
        return "address.character"
    if parts.scheme == "mailto":
        return _fault_of_mail(parts)
    if parts.scheme and parts.scheme not in WITH_HOST:
        return ""
    if not parts.hostname or port == 0:
        return "link.form"
    return "address.user" if "@" in parts.netloc else "" if is_plain_host(parts.netloc) else "address.host"


def _fault_of_mail(parts: SplitResult) -> AddressFault:
    hosts = [each.rpartition("@")[2] for each in parts.path.split(",") if "@" in each]
    return "" if all(is_plain_host(each) for each in hosts) else "address.host"


def is_plain_host(netloc: str) -> bool:
    """True if no letter of a host, with or without a port, can be taken for another."""
    if netloc.startswith("["):
        return _is_number(netloc[1:].partition("]")[0])
    host = netloc.partition(":")[0].removesuffix(".").lower()
    labels = host.split(".")
    if re.fullmatch(r"[0-9]+|0x[0-9a-f]*", labels[-1]):  # browsers read 3232235777 and 0xc0.1 as numbers
        return _is_number(host)
    scripts = [_scripts_of(label) for label in labels]
    if len(host.encode("utf-8")) > 253 or None in scripts:
        return False
    known = {each for found in scripts for each in found or ()}
    return len(known) <= 1 or any(
        known - {"Latn"} <= group for group in (*_TOGETHER, *({each} for each in _UNLIKE_LATIN))
    )


def _scripts_of(label: str) -> set[str] | None:
    """Return the scripts of one label of a host; None if it mixes scripts or is not in normal form."""
    if label.startswith("xn--"):
        return _scripts_of_punycode(label)
    if label.isascii():
        is_right = _LABEL.fullmatch(label) and label[2:4] != "--"
        return ({"Latn"} if re.search("[a-z]", label) else set()) if is_right else None
    letters = [each for each in label if each not in "-0123456789"]
    if unicodedata.normalize("NFKC", label).casefold() != label or label[0] == "-" or label[-1] == "-":
        return None
    if any(unicodedata.category(each)[0] not in "LMN" for each in letters):
        return None
    found = {script(each) for each in letters} - set(_NO_SCRIPT)
    if "Latn" in found or not found:
        return None
    return found if len(found) == 1 or any(found <= group for group in _TOGETHER) else None


def _scripts_of_punycode(label: str) -> set[str] | None:
    """Return the scripts of the letters that a browser may show for `xn--fiqs8s` (RFC 3492); None if it is invalid."""
    try:
        decoded = label[4:].encode("ascii").decode("punycode")
    except (UnicodeError, ValueError):
        return None
    is_own = not decoded.isascii() and decoded.encode("punycode").decode("ascii") == label[4:]
    return _scripts_of(decoded) if is_own else None


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return "%" not in host
