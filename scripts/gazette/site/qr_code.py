"""QR code (二维码): makes the codes of segno (ISO/IEC 18004:2015), choosing the data mask in a tenth of its time.

segno weighs the eight masks module by module. Here all modules of a symbol are one integer, its rows from the lowest bit
on with light modules between them, so that one operation compares every module with its neighbour. The mask is the
one that segno chooses; a test compares the codes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import segno
from segno import encoder

_GAP = 4  # light modules beside each row, as 7.8.3.1 looks for them around the pattern of a finder
_FINDER = (0, 2, 3, 4, 6), (1, 5)  # dark and light modules of the pattern 1:1:3:1:1
_FINDER_SIZE = 7

Modules = tuple[int, int]  # all modules, row by row and column by column


def make_code(content: str) -> Any:
    """Return what `segno.make(content, error="m", micro=False)` returns."""
    code = segno.make(content, error="m", micro=False, mask=0)
    best = _best_mask(code.matrix)
    return code if best == 0 else segno.make(content, error="m", micro=False, mask=best)


def _best_mask(matrix: Sequence[Sequence[int]]) -> int:
    """Return the mask with the least penalty for a symbol that is masked with mask 0."""
    grid = _grid(len(matrix))
    data = tuple(
        all_of & region ^ mask
        for all_of, region, mask in zip(_modules(matrix), grid.region, grid.masks[0], strict=True)
    )
    scores = [
        grid.penalty(*(drawn | one ^ other for drawn, one, other in zip(grid.drawn, data, mask, strict=True)))
        for mask in grid.masks
    ]
    return scores.index(min(scores))


def _modules(matrix: Sequence[Sequence[int]]) -> Modules:
    return _packed(matrix), _packed(list(zip(*matrix, strict=True)))


def _packed(rows: Sequence[Sequence[int]]) -> int:
    """Return the dark modules of all rows, the first one lowest."""
    gap = [0] * _GAP
    return int("".join(str(int(each == 1)) for row in reversed(rows) for each in (*gap, *reversed(row))), 2)


@dataclass(frozen=True)
class _Grid:
    """What is the same for all symbols of one size.

    `drawn` are the modules of its patterns, `region` those of the data and `masks` those that each mask inverts.
    `starts` are the modules at which a pattern of seven may begin, `pairs` those with a right neighbour.
    """

    size: int
    drawn: Modules
    region: Modules
    masks: tuple[Modules, ...]
    starts: int
    pairs: int

    def penalty(self, rows: int, columns: int) -> int:
        """Return the penalty of 7.8.3.1 as segno counts it: format and version are still light."""
        share = rows.bit_count() / self.size**2
        uneven = 10 * int(abs(share * 100 - 50) / 5)
        return self._runs(rows) + self._runs(columns) + self._blocks(rows) + self._finders(rows, columns) + uneven

    def _runs(self, line: int) -> int:
        """Return length - 2 for each run of five or more equal modules."""
        equal = self._equal(line)
        four = equal & equal >> 1 & equal >> 2 & equal >> 3
        return four.bit_count() + 2 * (four & ~(four << 1)).bit_count()

    def _blocks(self, rows: int) -> int:
        """Return 3 for each block of two by two equal modules."""
        step, equal = self.size + _GAP, self._equal(rows)
        return 3 * (equal & equal >> step & ~(rows ^ rows >> step) & (1 << step * (self.size - 1)) - 1).bit_count()

    def _finders(self, *lines: int) -> int:
        """Return 40 for each pattern of a finder beside four light modules; counted ones do not overlap."""
        total = 0
        for line in lines:
            before = line << 1 | line << 2 | line << 3 | line << 4
            after = line >> 7 | line >> 8 | line >> 9 | line >> 10
            free = 0
            for at in _bits(self._patterns(line) & ~(before & after)):
                if at >= free:
                    total, free = total + 40, at + _FINDER_SIZE
        return total

    def _patterns(self, line: int) -> int:
        found = self.starts
        for place in _FINDER[0]:
            found &= line >> place
        for place in _FINDER[1]:
            found &= ~(line >> place)
        return found

    def _equal(self, line: int) -> int:
        """Return the modules that equal their right neighbour."""
        return ~(line ^ line >> 1) & self.pairs


def _bits(number: int) -> Iterator[int]:
    while number:
        low = number & -number
        yield low.bit_length() - 1
        number ^= low


@cache
def _grid(size: int) -> _Grid:
    """Return the grid of a symbol with `size` modules in a row."""
    matrix = encoder.make_matrix(size, size)
    encoder.add_finder_patterns(matrix, size, size)
    encoder.add_alignment_patterns(matrix, size, size)
    drawn = _modules(matrix)
    matrix[-8][8] = 1  # the dark module is no data
    region = [[int(each > 1) for each in row] for row in matrix]
    masks = (
        [[int(is_data and inverts(i, j)) for j, is_data in enumerate(row)] for i, row in enumerate(region)]
        for inverts in encoder.get_data_mask_functions(False)
    )
    starts = [[int(j <= size - _FINDER_SIZE) for j in range(size)]] * size
    pairs = [[int(j < size - 1) for j in range(size)]] * size
    return _Grid(size, drawn, _modules(region), tuple(map(_modules, masks)), _packed(starts), _packed(pairs))
