"""Judgement (结论): the answer about a submitted file: the issued file itself, the same words, or neither."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from gazette.copies.signed import Signature
from gazette.model.versions import Version
from gazette.verify.compare import Verdict
from gazette.verify.identity import Identity
from gazette.verify.parts import Finding
from gazette.verify.published import Published
from gazette.verify.reading import Comparison, Reading

Answer = Literal["original", "words", "differs", "unknown"]


@dataclass(frozen=True)
class Judgement:
    """All results about one submission.

    `identity` and `reading` are those of a PDF; pasted text only has a `verdict`. `published`: the edition as it is
    now, None if it is no longer on the site or the file matches no edition. `where`: where the original can be
    obtained.
    """

    published: Published | None = None
    identity: Identity | None = None
    reading: Reading | None = None
    verdict: Verdict | None = None
    comparison: Comparison | None = None
    where: str = ""

    @property
    def is_text(self) -> bool:
        """True if plain text was submitted, which cannot have anything drawn over or beside it."""
        return self.verdict is not None and self.reading is None

    @property
    def answer(self) -> Answer:
        """The answer: "original"; "unknown" (no verdict); "words" (only words of a version); otherwise "differs"."""
        if self.is_original:
            return "original"
        if self.verdict is None:
            return "unknown"
        if self.verdict.version is None and not self.verdict.is_equal:
            return "differs"
        return "differs" if self.findings or self._strange_words or self._spots else "words"

    @property
    def is_original(self) -> bool:
        """True for an issued file itself, or for one that starts with it and adds nothing but intact signatures."""
        if self.identity is None or self.identity.issued is None:
            return False
        return self.identity.is_whole or (self.reading is not None and not self.reading.refusal and not self.findings)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What the file contains and its original does not; without an original, what no official copy contains."""
        if self.reading is None or self.reading.shape is None:
            return ()
        if self.identity and self.identity.issued:
            added = Finding("revision", 0, f"+{self.identity.size - self.identity.length}")
            is_signed = self.signatures and all(each.is_intact and each.is_whole for each in self.signatures)
            return self.reading.revision if is_signed else (*self.reading.revision, added)
        return self.comparison.findings if self.comparison else self.reading.foreign

    @property
    def number(self) -> int | None:
        """The number of the version, by the file or by its words; None if the words belong to no recorded version."""
        if self.is_original and self.identity and self.identity.issued:
            return self.identity.issued.number
        version = self.verdict.version if self.verdict else None
        return version.number if version else None

    @property
    def version(self) -> Version | None:
        """The version with that number, if the edition is still on the site."""
        known = (*self.published.previous, self.published.current) if self.published else ()
        return next((each for each in known if each and each.number == self.number), None)

    @property
    def is_in_force(self) -> bool:
        """True if the file or its words are what is published now."""
        if self.is_original:
            return self.version is not None and self.published is not None and self.version == self.published.current
        return self.verdict is not None and self.verdict.is_equal

    @property
    def signatures(self) -> Sequence[Signature]:
        return self.reading.signatures if self.reading else ()

    @property
    def bad_signatures(self) -> Sequence[Signature]:
        """Signatures that are broken, do not cover the whole file, or are not trusted."""
        return [each for each in self.signatures if not (each.is_intact and each.is_whole) or each.is_trusted is False]

    @property
    def _strange_words(self) -> bool:
        return self.verdict is not None and any(each.kind == "beside" for each in self.verdict.differences)

    @property
    def _spots(self) -> bool:
        return self.comparison is not None and bool(self.comparison.spots)
