"""Judgement (结论): the one answer about a file: the very file that was issued, the same words in another file, or neither."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from gazette.copies.sign import Signature
from gazette.model.versions import Version
from gazette.verify.compare import Verdict
from gazette.verify.identity import Identity
from gazette.verify.parts import Finding
from gazette.verify.published import Published
from gazette.verify.reading import Comparison, Reading

Answer = Literal["original", "words", "differs", "unknown"]


@dataclass(frozen=True)
class Judgement:
    """All that was found out. `identity` and `reading` are those of a PDF; a pasted text has a verdict only.

    `published` is the edition as it is now, None where it is no longer on the site or the file is of none. `where` is where
    the original can be had.
    """

    published: Published | None = None
    identity: Identity | None = None
    reading: Reading | None = None
    verdict: Verdict | None = None
    comparison: Comparison | None = None
    where: str = ""

    @property
    def is_text(self) -> bool:
        """Whether this is a text, over and beside which nothing can be drawn."""
        return self.verdict is not None and self.reading is None

    @property
    def answer(self) -> Answer:
        if self.is_original:
            return "original"
        if self.verdict is None:
            return "unknown"
        if self.verdict.version is None and not self.verdict.is_equal:
            return "differs"
        return "differs" if self.findings or self._strange_words or self._spots else "words"

    @property
    def is_original(self) -> bool:
        """The very file, or one that begins with it and has nothing behind it but signatures that hold."""
        if self.identity is None or self.identity.issued is None:
            return False
        return self.identity.is_whole or (self.reading is not None and not self.reading.refusal and not self.findings)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What the file has and the original has not; where there is none to compare with, what no copy has."""
        if self.reading is None or self.reading.shape is None:
            return ()
        if self.identity and self.identity.issued:
            added = Finding("revision", 0, f"+{self.identity.size - self.identity.length}")
            is_signed = self.signatures and all(each.is_intact and each.is_whole for each in self.signatures)
            return self.reading.revision if is_signed else (*self.reading.revision, added)
        return self.comparison.findings if self.comparison else self.reading.foreign

    @property
    def number(self) -> int | None:
        """The version that it is, by the file or by its words; None for words that nobody has recorded."""
        if self.is_original and self.identity and self.identity.issued:
            return self.identity.issued.number
        version = self.verdict.version if self.verdict else None
        return version.number if version else None

    @property
    def version(self) -> Version | None:
        """The same, where the edition is still on the site."""
        known = (*self.published.previous, self.published.current) if self.published else ()
        return next((each for each in known if each and each.number == self.number), None)

    @property
    def is_in_force(self) -> bool:
        """Whether it is what is published now."""
        if self.is_original:
            return self.version is not None and self.published is not None and self.version == self.published.current
        return self.verdict is not None and self.verdict.is_equal

    @property
    def signatures(self) -> Sequence[Signature]:
        return self.reading.signatures if self.reading else ()

    @property
    def bad_signatures(self) -> Sequence[Signature]:
        return [each for each in self.signatures if not (each.is_intact and each.is_whole) or each.is_trusted is False]

    @property
    def _strange_words(self) -> bool:
        return self.verdict is not None and any(each.kind == "beside" for each in self.verdict.differences)

    @property
    def _spots(self) -> bool:
        return self.comparison is not None and bool(self.comparison.spots)
