"""Accepted findings (认可的发现): the findings of the audit that a person has inspected, by accepted.tsv."""

from __future__ import annotations

import re
from collections.abc import Mapping

from gazette.fonts.audit import GlyphFinding
from gazette.fonts.packages import package_rows

Accepted = Mapping[str, frozenset[int]]
_RANGE = re.compile(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?")


def read_accepted() -> Accepted:
    """Return accepted.tsv as `face/kind/topic` → code points; the face may be `*`."""
    return {row["finding"]: _points(row["characters"]) for row in package_rows("accepted.tsv")}


def accepted_by_name() -> set[tuple[str, int]]:
    """Return each (finding, code point) of accepted.tsv but those of ranges."""
    rows = (row for row in package_rows("accepted.tsv") if not _RANGE.match(row["characters"]))
    return {(row["finding"], ord(each)) for row in rows for each in row["characters"]}


def _points(written: str) -> frozenset[int]:
    """Parse a cell: characters as they are, or ranges such as `U+30000-323AF` if thousands share one reason."""
    ranges = [(int(first, 16), int(last or first, 16)) for first, last in _RANGE.findall(written)]
    if ranges:
        return frozenset(point for first, last in ranges for point in range(first, last + 1))
    return frozenset(map(ord, written))


def rows_of(finding: GlyphFinding, accepted: Accepted) -> set[str]:
    """Return the keys of the rows that accept the finding."""
    mine = {f"{face}/{finding.kind}" for face in ("*", finding.face)}
    return {key for key, points in accepted.items() if finding.point in points and key.rsplit("/", 1)[0] in mine}
