"""A cabin as far as the seats that are taken tell it: which rows and letters there are, and where an aisle runs.

Letters as carriers use them: A, C, D, G, H and K name the same place across cabins of all sizes, C and D lie on the left
aisle and G and H on the right one. Nothing is known of seats that nobody has.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

_SEAT: Final = re.compile(r"0*([1-9]\d{0,2})([A-HJ-L])")

ONE_AISLE: Final = re.compile(
    r"2(21|23|90|95)|31[89A]|32[01ABNQ]|73[2-9CGHJW]|75[23W]|7M[789]|7S8|E[79][05]|AT[457R]|DH[48]|CR[79K]|SU9"
)
TWO_AISLES: Final = re.compile(r"31[03]|33[02389X]|34[2356]|35[019]|38[08]|74[478H]|76[234W]|77[237LWX]|78[1789]|779")
"""IATA aircraft types by their aisles; of other types nothing is said."""


@dataclass(frozen=True, slots=True)
class Cabin:
    """letters: across, from the left. aisles: letters that an aisle follows, empty where it is not known."""

    rows: tuple[int, ...]
    letters: tuple[str, ...]
    aisles: frozenset[str]

    @property
    def gaps(self) -> frozenset[int]:
        """Rows before which some are left out: nobody is known to sit there."""
        return frozenset(row for before, row in zip(self.rows, self.rows[1:], strict=False) if row - before > 1)


def seat_of(text: str) -> tuple[int, str] | None:
    """Row and letter of "12A" or "012A", None for what names no seat ("INF", "")."""
    found = _SEAT.fullmatch(text.strip().upper())
    return (int(found[1]), found[2]) if found else None


def infer(seats: Iterable[str], aircraft: str) -> Cabin:
    """The cabin that these seats are in. aircraft: IATA type as bookings give it, "" where they do not."""
    taken = {place for text in seats if (place := seat_of(text)) is not None}
    letters = tuple(sorted({letter for _, letter in taken}))
    return Cabin(tuple(sorted({row for row, _ in taken})), letters, _aisles(letters, aircraft.strip().upper()))


def _aisles(letters: tuple[str, ...], aircraft: str) -> frozenset[str]:
    if TWO_AISLES.fullmatch(aircraft):
        left, right = [x for x in letters if x <= "C"], [x for x in letters if "C" < x < "H"]
        return frozenset([*left[-1:], *right[-1:]]) - frozenset(letters[-1:])
    if ONE_AISLE.fullmatch(aircraft):
        last_left = "C" if set(letters) & {"E", "F"} else "B"
        return frozenset([x for x in letters if x <= last_left][-1:]) - frozenset(letters[-1:])
    return frozenset()


def are_near(one: str, other: str) -> bool:
    """Whether two seats lie in the same row or in the next."""
    a, b = seat_of(one), seat_of(other)
    return a is not None and b is not None and abs(a[0] - b[0]) <= 1
