"""Workers for tests that have everything cross as between machines, in one process: bytes to a folder of its own, and back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gazette.cluster.sitting import SET_UP
from gazette.shares import Task, cut_shares


@dataclass(frozen=True)
class Crossing:
    """`crossed` are the results as they came back, by the name of the task."""

    room: Path
    count: int = 2
    crossed: list[tuple[str, bytes]] = field(default_factory=list)

    def work(self, task: Task[Any, Any], items: Sequence[Any]) -> Iterator[tuple[Any, Any]]:
        away = task.away
        room = self.room / f"{away.name} {len(self.crossed)}"
        room.mkdir(parents=True)
        work = SET_UP[away.name](away.means(), room)
        for share in cut_shares(items, self.count, away.largest):
            result = work(away.packed(share))
            self.crossed.append((away.name, result))
            yield from zip(share, away.restored(share, result), strict=True)
