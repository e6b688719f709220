"""Phrases (词句): the words of a text said anew, so that in a larger archive phrases stay as rare as among real texts.

An archive of paragraphs taken over whole says each phrase of a real text again and again: ten thousand publications of 424
texts hold it 24 times. Among real texts the phrases of a few texts become 3 times as frequent when the texts become 24
times as many (documents with a phrase grow as the number of texts to the power of 0.37, measured on corpus_dev with
phrases of four to eight characters).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from random import Random

# How often the copy goes on from another place with the same character; chosen so that phrases grow as above.
RATE = 0.9
_RUN = re.compile("(?P<number>第[一二三四五六七八九十百千零〇]+[编章节条])|[\u3400-\u9fff]{3,}|[0-9]{2,}")


class Phrases:
    """All runs of Han characters of some texts, and the places that follow each character."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.text = "\n".join(run[0] for text in texts for run in _RUN.finditer(text) if len(run[0]) > 2) + "\n"
        self.places: dict[str, list[int]] = {}
        for place in range(1, len(self.text)):
            if "\n" not in self.text[place - 1 : place + 1]:
                self.places.setdefault(self.text[place - 1], []).append(place)

    def respell(self, text: str, chance: Random) -> str:
        """As long as `text`, its punctuation, short runs and article numbers kept; digits are drawn anew."""
        return _RUN.sub(lambda run: run[0] if run["number"] else self._draw(run[0], chance), text)

    def _draw(self, run: str, chance: Random) -> str:
        if run[0] <= "9":
            return "".join(digit if chance.random() < 0.5 else str(chance.randint(1, 9)) for digit in run)
        drawn, place = run[0], -1
        while len(drawn) < len(run):
            if place < 0 or self.text[place] == "\n" or chance.random() < RATE:
                places = self.places.get(drawn[-1])
                place = places[int(chance.random() * len(places))] if places else -1
            drawn += self.text[place] if place >= 0 else run[len(drawn)]
            place += place >= 0
        return drawn
