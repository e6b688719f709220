"""Official texts → an archive of publications for benchmarks: a sample of the texts, or more publications than there are texts."""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from random import Random
from typing import TypeVar

import yaml
from rich.console import Console
from rich.progress import track

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.phrases import Phrases
from bench.pieces import NUMERALS, Piece, find_stray_characters, markdown, parse_pieces

EXAMPLE = (
    "example: .venv/bin/python tests/bench/archive.py ../shared/data/corpus_dev /tmp/archive/docs --count 1000 --seed 1"
)
NO_DATE = date(2020, 1, 1)
MOST_MADE = 10_000  # x0000 to x9999: the evaluation finds four digits in an address

# The issuing body is one character, so that no query of two finds it instead of a text.
FACTS = """---
type: plan
title: {title}
index_number: 11370300MB28612343/{date.year:04}-{serial}
document_number: 无文号
issued: {date}
published: {date}
issuing_body: 甲
languages: [zh-Hans, zh-Hant]
protected_terms: {terms}
---

"""

_UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u200b\u202d\u202e\ufeff\ufffe\uffff]")
_BREAKS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_FRONT = re.compile(r"---[ \t]*\n(?P<facts>.*?\n|)---[ \t]*(?:\n|$)(?P<body>.*)", re.DOTALL)
_DATE = re.compile(r"([0-9]{4})[^0-9]{1,2}([0-9]{1,2})[^0-9]{1,2}([0-9]{1,2})")
_TITLE = re.compile(
    r"(?P<place>中华人民共和国|最高人民法院(?:、最高人民检察院)?|国务院(?:办公厅)?|[^《》]{1,8}?(?:省|市|自治[区州县])|)"
    r"(?P<subject>.{2,}?)(?P<kind>(?:暂行|管理|若干)*(?:条例|规定|办法|决定|解释|通知|意见|细则|规则|批复|方案|法)|)"
)
_ARTICLE = re.compile(rf"第[{NUMERALS}]+条")
Item = TypeVar("Item")


class ArchiveError(Exception):
    """What is wrong with a folder or a text, in one line."""


@dataclass(frozen=True)
class Text:
    """`id` is the name of its folder, and that by which the evaluation knows it."""

    id: str
    title: str
    date: date
    pieces: tuple[Piece, ...]


def write_archive(corpus: Path, docs: Path, count: int | None = None, seed: int = 1) -> list[Text]:
    """Publications below `docs`, and docs.json beside it with what each says; raises ArchiveError."""
    files = find_texts(corpus)
    wanted = len(files) if count is None else count
    if not 1 <= wanted <= len(files) + MOST_MADE:
        raise ArchiveError(f"--count {wanted}: expected 1 to {len(files) + MOST_MADE}")
    try:
        if docs.exists() and (not docs.is_dir() or any(docs.iterdir())):
            raise ArchiveError(f"{docs} is there already: delete it, or choose another folder")
        texts = read_texts(_shown(files[:wanted], "Reading"))
        texts += recombine(texts, wanted - len(texts), seed)
        for serial, text in enumerate(_shown(texts, "Writing"), 1):
            folder = docs / "interpretations" / f"{text.date.year:04}" / text.id
            folder.mkdir(parents=True)
            front = FACTS.format(
                title=json.dumps(text.title, ensure_ascii=False),
                date=text.date,
                serial=serial,
                terms=json.dumps(
                    {each: each for each in find_stray_characters(text.title, text.pieces)}, ensure_ascii=False
                ),
            )
            (folder / "index.md").write_text(front + markdown(text.pieces), encoding="utf-8")
        truth = [
            {"id": text.id, "lang": "zh-Hans", "title": text.title, "text": markdown(text.pieces, escaping=False)}
            for text in sorted(texts, key=lambda each: each.id)
        ]
        (docs.parent / "docs.json").write_text(json.dumps(truth, ensure_ascii=False, indent=1), encoding="utf-8")
    except OSError as error:
        raise ArchiveError(f"cannot write {error.filename or docs}: {error.strerror}") from None
    return texts


def find_texts(corpus: Path) -> list[Path]:
    """In the order in which the evaluation's corpuslib.load takes a sample of them."""
    if not corpus.is_dir():
        raise ArchiveError(f"{corpus} is no folder")
    files = [each for each in corpus.glob("*.md") if each.is_file() and each.stem.lower() != "readme"]
    if not files:
        raise ArchiveError(f"{corpus} holds no texts (*.md)")
    return sorted(files, key=lambda each: hashlib.sha256(each.stem.encode()).hexdigest())


def read_texts(files: Iterable[Path]) -> list[Text]:
    """Each text with a name that a folder of docs/ may have and no other text has."""
    texts: list[Text] = []
    names: Counter[str] = Counter()
    for file in files:
        name = re.sub(r"[^a-z0-9]+", "-", file.stem.lower()).strip("-") or "text"
        while names[name]:
            names[name] += 1
            name = f"{name}-{names[name]}"
        names[name] = 1
        try:
            written = file.read_bytes().decode("utf-8")
        except UnicodeDecodeError as error:
            line = error.object.count(b"\n", 0, error.start) + 1
            raise ArchiveError(f"{file}:{line} is not UTF-8") from None
        except OSError as error:
            raise ArchiveError(f"cannot read {file}: {error.strerror}") from None
        texts.append(parse_text(name, written))
    return texts


def parse_text(name: str, written: str) -> Text:
    """A text without front matter, title, date or words is a text too."""
    written = _UNSEEN.sub("", _BREAKS.sub("\n", written)).replace("\ufffd", "□")
    match = _FRONT.match(written)
    facts, body = _parse_facts(match["facts"]) if match else {}, match["body"] if match else written
    title = " ".join(facts.get("title", "").split())
    pieces = tuple(parse_pieces(body, title))
    title = title or next((each.text[:80].strip() for each in pieces if each.text), name)
    return Text(name, title, _parse_date(facts.get("date", "")), pieces or (Piece("paragraph", title),))


def _parse_facts(written: str) -> dict[str, str]:
    """As YAML if it is any; otherwise line by line, for such as `title: 关于"甲": 乙`."""
    try:
        tree = yaml.load(written, Loader=yaml.BaseLoader)
    except (yaml.YAMLError, RecursionError):
        tree = None
    if isinstance(tree, dict) and isinstance(tree.get("title", ""), str):
        return {str(key): value for key, value in tree.items() if isinstance(value, str)}
    return dict(re.findall(r"^(\w+):[ \t]*[\"']?(.*?)[\"']?[ \t]*$", written, re.MULTILINE))


def _parse_date(written: str) -> date:
    match = _DATE.search(written)
    try:
        return date(*map(int, match.groups())) if match else NO_DATE
    except ValueError:  # 2020-02-30
        return NO_DATE


def recombine(texts: Sequence[Text], number: int, seed: int) -> list[Text]:
    """`number` new texts, each as long as one of the real ones and of parts of several, their phrases said anew."""
    if number <= 0:
        return []
    parts = {text.id: split_parts(text) for text in texts}
    usable = [text for text in texts if len(parts[text.id]) > 1]
    if not usable:
        raise ArchiveError("the texts have one paragraph each: nothing to recombine, choose a smaller --count")
    lengths = [sum(piece.size for piece in text.pieces) for text in texts]
    names = iter(name for name in (f"x{place:04}" for place in range(2 * MOST_MADE)) if name not in parts)
    titles = {text.title for text in texts}
    phrases = Phrases(text for each in texts for piece in each.pieces for text in (piece.text, *sum(piece.rows, ())))
    made = []
    for name in _shown([next(names) for _ in range(number)], "Recombining"):
        chance = Random(f"{seed} {name}")
        pieces = _draw_pieces(chance, usable, parts, chance.choice(lengths))
        pieces = tuple(_respelt(piece, phrases, chance) for piece in pieces)
        title = _draw_title(chance, texts, titles, phrases)
        titles.add(title)
        made.append(Text(name, title, chance.choice(texts).date, pieces))
    return made


def split_parts(text: Text) -> list[list[Piece]]:
    """Articles with all that belongs to each, paragraphs where there are no articles; a heading goes with what it heads."""
    parts: list[list[Piece]] = [[]]
    in_article = False
    for piece in text.pieces:
        is_article = bool(_ARTICLE.match(piece.text))
        begins = piece.kind == "heading" or is_article or not in_article
        if begins and any(each.kind != "heading" for each in parts[-1]):
            parts.append([])
        parts[-1].append(piece)
        in_article = is_article or (in_article and piece.kind != "heading")
    return parts


def _draw_pieces(
    chance: Random, texts: Sequence[Text], parts: dict[str, list[list[Piece]]], size: int
) -> tuple[Piece, ...]:
    drawn: list[Piece] = []
    taken: set[tuple[str, int]] = set()
    for _ in range(1000):  # a small folder is used up before a long text is full
        name = chance.choice(texts).id
        most = len(parts[name]) // 2 - sum(1 for text, _ in taken if text == name)
        start = chance.randrange(len(parts[name]))
        for place in range(start, min(start + chance.randint(1, 12), len(parts[name]))):
            if most <= 0 or (name, place) in taken:
                break
            most -= 1
            taken.add((name, place))
            drawn += parts[name][place]
            if sum(piece.size for piece in drawn) >= size:
                return tuple(drawn)
    return tuple(drawn)


def _respelt(piece: Piece, phrases: Phrases, chance: Random) -> Piece:
    rows = tuple(tuple(phrases.respell(cell, chance) for cell in row) for row in piece.rows)
    return replace(piece, text=phrases.respell(piece.text, chance), rows=rows)


def _draw_title(chance: Random, texts: Sequence[Text], taken: set[str], phrases: Phrases) -> str:
    """Whose, what about and which kind, from three titles; numbered where all of these are taken."""
    for _ in range(100):
        found = [_TITLE.fullmatch(chance.choice(texts).title) for _ in range(3)]
        place, subject, kind = found
        title = f"{place['place'] if place else ''}{phrases.respell(subject['subject'], chance) if subject else ''}{kind['kind'] if kind else ''}"
        if subject and title not in taken:
            return title
    return f"{chance.choice(texts).title}（{len(taken) + 1}）"


def _shown(items: Sequence[Item], what: str) -> Iterable[Item]:
    console = Console(stderr=True)
    return track(items, what, console=console, transient=True, disable=not console.is_terminal)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, epilog=EXAMPLE)
    parser.add_argument("corpus", type=Path, metavar="CORPUS_DIR", help="folder of Markdown texts")
    parser.add_argument("docs", type=Path, metavar="OUT_DOCS", help="new folder for the publications")
    parser.add_argument("--count", type=int, metavar="N", help="publications (default: one for each text)")
    parser.add_argument(
        "--seed", type=int, default=1, metavar="S", help="another seed, other recombined texts (default: 1)"
    )
    given = parser.parse_args()
    try:
        texts = write_archive(given.corpus, given.docs, given.count, given.seed)
    except ArchiveError as error:
        sys.exit(f"archive.py: {error}")
    made = sum(1 for text in texts if re.fullmatch(r"x\d{4}", text.id))
    print(
        f"{len(texts)} publications in {given.docs}, {made} of them recombined; what they say is in {given.docs.parent / 'docs.json'}"
    )


if __name__ == "__main__":
    main()
