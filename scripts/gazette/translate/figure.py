"""Figure (数字): the normal form of a number, date, amount or address that a text states."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Figure:
    """What is stated (`value`: `3376`, `5%`, `CNY 50000`, `2022-10-27`), the words that state it, and their offset.

    One that is not `is_required` may match a figure of the other text or none: 一个, `once`. `number`, `scale` and
    `unit` are the parts of the value, for ranges that name the unit once. `also` are other values that the words may
    state: 9月 in 2027年1月至9月 is `--09` and `2027-09`.
    """

    value: str
    text: str
    start: int
    is_required: bool = True
    number: Decimal | None = None
    scale: Decimal = Decimal(1)
    unit: str = ""
    also: tuple[str, ...] = ()

    @property
    def values(self) -> frozenset[str]:
        return frozenset((self.value, *self.also))


def plain_number(number: Decimal) -> str:
    """Return a number without needless zeros: 18.020 is 18.02, 1E+2 is 100."""
    text = format(number.normalize(), "f")
    return text if "." in text or text == "0" else str(int(Decimal(text)))


def value_of(number: Decimal, unit: str) -> str:
    text = plain_number(number)
    return text if not unit else f"{text}{unit}" if unit in "%‰" else f"{unit} {text}"


def day(year: str | int | None, month: str | int | None, number: str | int | None) -> str:
    """Return what is given of a date: `2022-10-27`, `2022-10`, `--10-27`, `--10`."""
    parts = [f"{int(year)}" if year else "-"]
    parts += [f"{int(month):02}"] if month else []
    parts += [f"{int(number):02}"] if number else []
    return "-".join(parts)


def digits(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))
