"""Conversion for tests: with an empty ledger, as before anyone has reviewed anything."""

from __future__ import annotations

from collections.abc import Mapping

from gazette.convert.ledger import Ledger
from gazette.convert.scribe import Scribe, ScribeRules
from gazette.settings import ConversionProfile

EMPTY = Ledger("ledger.tsv", {})


def scribe(
    profile: ConversionProfile = "tw", terms: Mapping[str, str] | None = None, ledger: Ledger = EMPTY, name: str = "x"
) -> Scribe:
    """A new scribe; it remembers its texts, so a long test takes a new one for each text."""
    return Scribe(ScribeRules(profile, terms or {}), ledger, name)
