"""The first publication for tests of its translation: read, changed in one place, and looked at by every check of translations."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from gazette.model.publication import Publication, parse_publication
from gazette.problems import Problem
from gazette.settings import Settings, read_settings
from gazette.source.body import Block
from gazette.source.files import SourcePage, read_source
from gazette.translate.freshness_check import check_freshness, find_freshness
from gazette.translate.parity import check_parity
from gazette.translate.term_check import check_terms
from gazette.translate.translation_record import NOTHING_SEEN, TranslationRecord, read_translations

ROOT = Path(__file__).resolve().parents[1]
PATH = "interpretations/2022/ip-pilot-city"
NAMES = {"zh-Hans": "index.md", "en": "index.en.md", "zh-Hant": "index.zh-Hant.md", "ja": "index.ja.md"}


@cache
def settings() -> Settings:
    found, _ = read_settings(ROOT / "mkdocs.yml")
    assert found
    return found


def seed_text(tag: str) -> str:
    return (ROOT / "docs" / PATH / NAMES[tag]).read_text(encoding="utf-8")


@cache
def seed_record() -> TranslationRecord:
    """What was signed of the first publication, and of no other."""
    file = ROOT / "scripts" / "review" / "translations.tsv"
    record, problems = read_translations(file, "translations.tsv")
    assert record and not problems
    return TranslationRecord(record.path, {key: rows for key, rows in record.rows.items() if key[0] == PATH})


@dataclass(frozen=True)
class Examined:
    """The pages as read, the publication made of them, and everything that is wrong with its translations."""

    pages: dict[str, SourcePage]
    publication: Publication
    problems: list[Problem]

    def blocks(self, tag: str) -> tuple[Block, ...]:
        return self.pages[tag].blocks

    @property
    def found(self) -> list[tuple[str, str, int]]:
        return [(each.code, each.path, each.line) for each in self.problems]


@lru_cache(maxsize=8)
def _page(folder: Path, tag: str, text: str) -> SourcePage:
    file = folder / NAMES[tag]
    file.write_bytes(text.encode())
    page, problems = read_source(file, file.name)
    assert page, problems
    return page


def examine(
    folder: Path, record: TranslationRecord = NOTHING_SEEN, *, only_parity: bool = False, **texts: str
) -> Examined:
    """`texts` by language, `zh_Hans` for zh-Hans."""
    pages = {name.replace("_", "-"): _page(folder, name.replace("_", "-"), text) for name, text in texts.items()}
    publication, problems = parse_publication(PATH, pages, settings(), record.known(PATH))
    assert publication, problems
    problems = problems + check_parity(publication)
    if not only_parity:
        problems += check_terms(publication)
        problems += check_freshness({publication.path: find_freshness(publication, record)}, record)
    return Examined(pages, publication, sorted(problems))
