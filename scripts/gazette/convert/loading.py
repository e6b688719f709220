"""Loading (装载): the chooser of a profile with all its tables, loaded once per process."""

from __future__ import annotations

import gc
from pathlib import Path

from gazette.convert import contexts, segments
from gazette.convert.chooser import ALONE, Chooser
from gazette.convert.dictionaries import load_dictionaries, phrase_table
from gazette.convert.grammar import read_grammar
from gazette.convert.overlay import read_overlay
from gazette.convert.profiles import regional_phrases
from gazette.convert.proper import Naming
from gazette.convert.regions import translator, witness
from gazette.convert.tables import read_data, read_rows
from gazette.convert.words import jieba
from gazette.knowledge import kept
from gazette.languages import ConversionProfile

# Objects made before Python's collector of cycles looks at the newest, instead of 700: a text makes a hundred thousand
# in a moment, none of them in a cycle. Measured: a sixth of all rendering.
_YOUNG, _MIDDLE, _OLD = 50_000, 10, 10


@kept
def load_chooser(profile: ConversionProfile, folder: Path | None = None) -> Chooser:
    """Return the chooser of a profile.

    `folder` may hold the dictionaries of another OpenCC version.
    """
    data, translate, evidence = load_dictionaries(profile, folder), translator(profile), witness(profile)
    phrases = {phrase: "".join(map(translate, phrase, form)) for phrase, form, _ in read_rows("phrases.tsv")}
    phrases.update(regional_phrases(profile))
    usage = {
        (entry, int(place)): contexts.parse_counts(counts, entry[int(place)], evidence)
        for entry, place, counts in read_rows("usage.tsv")
    }
    overlay = read_overlay(profile)
    spellings = {key: form for key, form in overlay.items() if len(key) == 1}
    chooser = Chooser(
        # Longest match from the left over the dictionaries equals OpenCC's own conversion; tests compare the two.
        opencc=lambda text: segments.render(text, segments.forward(text, data), data),
        data=data,
        house=phrase_table(phrases),
        overlay=phrase_table({key: form for key, form in overlay.items() if len(key) > 1}),
        spellings=spellings,
        usage=usage,
        model=contexts.ContextModel(read_data("contexts.tsv"), data, evidence),
        alone={source: translate(source, form) for source, form in ALONE.items()},
        seams={word: tuple(pieces.split(" ")) for word, pieces, _ in read_rows("seams.tsv")},
        settled={
            (word, int(place)): evidence(word[int(place)], form) for word, place, form in read_rows("settled.tsv")
        },
        grammar=read_grammar(),
        translate=translate,
        words=jieba(),
        naming=Naming(data.candidates, translate, spellings),
    )
    _spare_collector()
    return chooser


def _spare_collector() -> None:
    """Keep Python's collector of cycles from walking through the tables, a million objects that stay, ever again."""
    gc.freeze()
    gc.set_threshold(_YOUNG, _MIDDLE, _OLD)
