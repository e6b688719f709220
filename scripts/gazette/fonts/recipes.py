"""Font recipes (字体配方): how each face is made, by its row of recipes.tsv."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gazette.fonts.packages import package_rows


@dataclass(frozen=True)
class Recipe:
    """A row of recipes.tsv: how one face is made.

    `lacking`: faces whose characters are left out. `rise`: upward shift of all glyphs, in thousandths of the size.
    """

    face: str
    family: str
    serves: str
    weight: int
    style: str
    package: str
    member: str
    index: int
    characters: tuple[str, ...]
    lacking: tuple[str, ...]
    rise: int
    features: tuple[str, ...]
    licence: str
    reason: str


def read_recipes() -> tuple[Recipe, ...]:
    """Return the recipes of recipes.tsv."""
    return tuple(map(_recipe, package_rows("recipes.tsv")))


def _recipe(row: Mapping[str, str]) -> Recipe:
    return Recipe(
        face=row["face"],
        family=row["family"],
        serves=row["serves"],
        weight=int(row["weight"]),
        style=row["style"],
        package=row["package"],
        member=row["member"],
        index=int(row["index"]),
        characters=tuple(row["characters"].split()),
        lacking=tuple(row["lacking"].removeprefix("-").split()),
        rise=int(row["rise"]),
        features=tuple(row["features"].removeprefix("-").split()),
        licence=row["licence"],
        reason=row["reason"],
    )
