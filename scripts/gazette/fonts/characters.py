"""Characters (字符集): the characters that each face is to have, by the sets that its recipe names."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from itertools import chain

from gazette.convert.dictionaries import load_dictionaries
from gazette.fonts.grafts import RAISED
from gazette.fonts.packages import package_rows
from gazette.fonts.recipes import Recipe
from gazette.settings import ConversionProfile

UNIHAN = "Unihan_OtherMappings.txt.bz2"
SPACES = frozenset({0x20, 0xA0})
# Signs that official Chinese text uses besides characters: punctuation, full-width forms, 〔〕, ①, Ⅳ, ℃, №, →, ■;
# without the repeat marks of vertical Japanese, which are two characters high.
_MARKS = (
    (0x00A7, 0x00A8), (0x00B0, 0x00B1), (0x00B7, 0x00B7), (0x00D7, 0x00D7), (0x00F7, 0x00F7),
    (0x2010, 0x2027), (0x2030, 0x203E), (0x2100, 0x214F), (0x2150, 0x218B), (0x2190, 0x21FF), (0x2200, 0x22FF),
    (0x2460, 0x24FF), (0x2500, 0x25FF), (0x2605, 0x2606), (0x2610, 0x2612), (0x2640, 0x2642), (0x2713, 0x2714),
    (0x2776, 0x2793), (0x3000, 0x3030), (0x3036, 0x303F), (0x3105, 0x312F), (0x3200, 0x33FF), (0xFE10, 0xFE1F), (0xFE30, 0xFE4F),
    (0xFF01, 0xFF65), (0xFFE0, 0xFFE6),
)  # fmt: skip
_ASCII = ((0x20, 0x7E),)
# Letters of European languages and of pinyin, and signs that Chinese text takes from the Latin face as well.
_LATIN = ((0xA0, 0xA6), (0xA9, 0xAF), (0xB2, 0xB6), (0xB8, 0xD6), (0xD8, 0xF6), (0xF8, 0x24F), (0x300, 0x30C),
          (0x1E00, 0x1EFF), (0x2010, 0x2013), (0x20AC, 0x20AC))  # fmt: skip
# For foreign words and formulas: in a Chinese face these letters are as wide as an ideograph.
_GREEK = ((0x370, 0x3FF),)
_CYRILLIC = ((0x400, 0x45F), (0x490, 0x491))
# Unified ideographs of Unicode 15; Extension B is separate because it is the largest.
_IDEOGRAPHS = ((0x3007, 0x3007), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0x2A700, 0x2EBE0), (0x30000, 0x323AF))
_EXTENSION_B = ((0x20000, 0x2A6DF),)
# Signs that a Chinese face must provide in Chinese text, where they are as wide as an ideograph.
_LATIN_MARKS = ((0xA7, 0xA8), (0xB0, 0xB1), (0xB7, 0xB7), (0xD7, 0xD7), (0xF7, 0xF7), (0x2014, 0x2027),
                (0x2030, 0x203A), (0x2100, 0x214F), (0x2190, 0x2193), (0x2212, 0x2212), (0x2260, 0x2265))  # fmt: skip
_CODECS = {"gb2312": ("gb2312",), "gbk": ("gbk",), "big5": ("big5", "cp950"), "hkscs": ("big5hkscs",)}


def read_removed(face: str) -> frozenset[int]:
    """Return the code points that a face omits because its source draws them wrongly; another face supplies them."""
    names = (row["glyph"].split("/") for row in package_rows("removed.tsv"))
    return frozenset(ord(character) for name, character in names if name == face)


def character_sets(unihan: str) -> Mapping[str, frozenset[int]]:
    """Return the named character sets of recipes.tsv: name → code points.

    `unihan`: text of Unihan_OtherMappings.txt, for 通用规范汉字表.
    """
    sets = {name: frozenset(chain.from_iterable(map(_encoded, codecs))) for name, codecs in _CODECS.items()}
    rows = (line.split("\t") for line in unihan.splitlines() if "\tkTGH\t" in line)
    sets["tgh"] = frozenset(int(row[0].removeprefix("U+"), 16) for row in rows)
    sets["opencc"] = _converted(sets["gb2312"] | sets["tgh"] | sets["gbk"])
    sets["opencc-gb2312"] = _converted(sets["gb2312"])
    sets["big5-frequent"] = frozenset(each for each in sets["big5"] if _is_frequent(chr(each)))
    sets["raised"] = frozenset(each for each in range(0x80, 0x10000) if _is_raised(each))
    ranges = {
        "ascii": _ASCII,
        "latin": _LATIN,
        "latin-marks": _LATIN_MARKS,
        "greek": _GREEK,
        "cyrillic": _CYRILLIC,
        "marks": _MARKS,
        "ideographs": _IDEOGRAPHS,
        "extension-b": _EXTENSION_B,
    }
    return sets | {name: _within(each) for name, each in ranges.items()}


def _is_raised(point: int) -> bool:
    """True for raised or lowered letters, digits and signs of European scripts: ₂, ⁻, ᵗ, ™."""
    kind, *letters = unicodedata.decomposition(chr(point)).split() or [""]
    return kind in RAISED and all(int(each, 16) < 0x500 or each == "2212" for each in letters)


def wanted_characters(recipe: Recipe, sets: Mapping[str, frozenset[int]]) -> frozenset[int]:
    """Return a recipe's code points: its sets minus those prefixed with "-", minus what the source draws wrongly."""
    wanted = frozenset[int]().union(*(sets[name] for name in recipe.characters if name[0] != "-"))
    unwanted = frozenset[int]().union(*(sets[name[1:]] for name in recipe.characters if name[0] == "-"))
    return wanted - unwanted - read_removed(recipe.face)


def _within(ranges: tuple[tuple[int, int], ...]) -> frozenset[int]:
    return frozenset(chain.from_iterable(range(first, last + 1) for first, last in ranges))


def _encoded(codec: str) -> frozenset[int]:
    """Return the code points that a two-byte codec can encode, without the private use area."""
    pairs = (bytes((lead, trail)) for lead in range(0x81, 0xFF) for trail in range(0x40, 0xFF))
    texts = (pair.decode(codec, errors="ignore") for pair in pairs)
    found = frozenset(ord(text) for text in texts if len(text) == 1)
    return frozenset(each for each in found if each > 0x7F and not 0xE000 <= each < 0xF900)


def _is_frequent(character: str) -> bool:
    """True for Big5's signs and its first level, 常用字: 5,401 characters before C6A1."""
    return character.encode("big5", errors="ignore") < b"\xc6\xa1"


def _converted(sources: frozenset[int]) -> frozenset[int]:
    """Return every character into which OpenCC can convert one of `sources`, in any profile."""
    found: set[str] = set()
    profiles: tuple[ConversionProfile, ...] = ("t", "tw", "hk", "cn")
    for data in map(load_dictionaries, profiles):
        for source in map(chr, sources):
            forms = (data.characters.get(source, ""), *data.candidates.get(source, ()))
            found.update(forms, map(data.regional, forms))
        found.update(*(form for key, form in data.phrases.items() if sources.issuperset(map(ord, key))))
    return frozenset(ord(each) for each in found if len(each) == 1)


def is_ideograph(point: int) -> bool:
    """True for a code point of a CJK ideograph."""
    return 0x3400 <= point < 0xA000 or 0xF900 <= point < 0xFB00 or 0x20000 <= point < 0x33480
