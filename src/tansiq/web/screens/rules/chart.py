"""A run on past data as bars, one a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tansiq.centre.rules.results import Day

HEIGHT: Final = 60
STEP: Final = 10
_BAR: Final = 8


@dataclass(frozen=True, slots=True)
class Bar:
    """One day: where its bar stands, how high it is, and how much of it, from below, is new."""

    day: Day
    at: int
    top: int
    height: int
    new_top: int
    new_height: int
    width: int = _BAR


@dataclass(frozen=True, slots=True)
class Chart:
    """The days in order. most: hits of the busiest."""

    bars: tuple[Bar, ...]
    most: int

    @property
    def width(self) -> int:
        """Of the drawing."""
        return max(1, len(self.bars)) * STEP

    @property
    def height(self) -> int:
        """Of the drawing."""
        return HEIGHT


def chart(days: Sequence[Day]) -> Chart:
    """The days as bars; a day on which anybody was held up is never without one."""
    most = max((day.hits for day in days), default=0)
    return Chart(tuple(_bar(day, at, most) for at, day in enumerate(days)), most)


def _bar(day: Day, at: int, most: int) -> Bar:
    height, new = _high(day.hits, most), _high(day.new, most)
    return Bar(day, at * STEP + 1, HEIGHT - height, height, HEIGHT - new, new)


def _high(hits: int, most: int) -> int:
    return max(1, round(hits / most * (HEIGHT - 2))) if hits else 0
