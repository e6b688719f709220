"""Freshness check (时效核查): reports every passage of a translation that is not as a translator signed it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gazette.model.counterparts import Counterpart
from gazette.model.publication import Edition, Publication
from gazette.model.text_marks import text_mark
from gazette.problems import Problem, problem
from gazette.signed_table import one_line
from gazette.translate.changed_words import show_change
from gazette.translate.freshness import TranslatedPassage, translated_passages, translated_tags
from gazette.translate.translation_record import TranslationRecord, check_publications


@dataclass(frozen=True)
class Freshness:
    """What the record says of one publication's translations.

    `tags`: their languages; `problems`: passages that are not as signed; `unused`: (language, block) of rows that match
    no passage.
    """

    tags: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    unused: tuple[tuple[str, str], ...] = ()


def find_freshness(publication: Publication, record: TranslationRecord) -> Freshness:
    """Return what the record says of one publication's translations."""
    problems, unused = list[Problem](), list[tuple[str, str]]()
    for tag in translated_tags(publication):
        passages = translated_passages(publication, tag, record)
        problems += _check_edition(publication, tag, passages)
        unused += [
            (tag, block) for block in _unused_rows(publication.editions[tag], record, passages, publication.path)
        ]
    return Freshness(translated_tags(publication), tuple(problems), tuple(unused))


def check_freshness(
    found: Mapping[str, Freshness], record: TranslationRecord, *, with_unused: bool = True
) -> list[Problem]:
    """Report every passage that is not as a translator signed it, and every row that belongs to nothing.

    `found` maps the path of each publication to what find_freshness() said of it. Without `with_unused`, rows of other
    publications or languages are not reported: for texts that are not the project's own and use only part of its
    record.
    """
    problems = list[Problem]()
    for path, each in found.items():
        problems += each.problems
        for tag, block in each.unused:
            line = next(row.line for row in record.of(path, tag) if row.block == block)
            details = {"publication": path, "language": tag}
            problems.append(problem("seen.unused", record.path, line, found=f"{path} {tag} {block}", **details))
    there = {path: each.tags for path, each in found.items()}
    return problems + (check_publications(record, there) if with_unused else [])


def _check_edition(publication: Publication, tag: str, passages: Sequence[TranslatedPassage]) -> list[Problem]:
    edition, source = publication.editions[tag], publication.source.file
    command = {"publication": publication.path, "language": tag}
    if passages and all(each.state == "unsigned" for each in passages):
        return [problem("translation.unsigned", edition.file, 0, **command)]
    problems = []
    for each in passages:
        one, there = each.counterpart, f"{source}:{each.counterpart.source_line}"
        if each.state == "stale" and each.seen:
            details = {**command, "source": there, "change": show_change(each.seen.source, one.source)}
            problems.append(problem("translation.stale", edition.file, one.line, found=_begin(one), **details))
        elif each.state == "edited" and each.seen:
            details = {**command, "translator": each.seen.translator, "date": each.seen.date.isoformat()}
            problems.append(problem("translation.edited", edition.file, one.line, found=_begin(one), **details))
        elif each.state == "unsigned":
            details = {**command, "source": there}
            problems.append(problem("translation.new", edition.file, one.line, found=_begin(one), **details))
    return problems


def _begin(counterpart: Counterpart) -> str:
    return one_line(counterpart.translation)[:40].rstrip()


def _unused_rows(
    edition: Edition, record: TranslationRecord, passages: Sequence[TranslatedPassage], publication: str
) -> list[str]:
    """Return the blocks of rows that match no passage; none while the two texts are not aligned."""
    if not edition.is_aligned:
        return []
    used = {each.seen.block for each in passages if each.seen}
    marks = {
        mark
        for each in passages
        for mark in (text_mark(each.counterpart.source), text_mark(each.counterpart.translation))
    }
    return [
        row.block
        for row in record.of(publication, edition.tag)
        if row.block not in used and not {row.source_mark, row.translation_mark} & marks
    ]
