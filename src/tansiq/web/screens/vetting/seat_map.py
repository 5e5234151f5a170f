"""The cabin drawn from the seats that are taken. It does not mirror: A is on the left of the aircraft in every language."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from django.utils.functional import Promise

from tansiq.centre.alerts import AlertState
from tansiq.picture.cabin import Cabin, infer, seat_of
from tansiq.picture.flights import Flight
from tansiq.picture.parties import aircraft
from tansiq.web.screens.vetting.party import Member, Together
from tansiq.web.screens.vetting.vetted import Row
from tansiq.web.words import SEATS

UNIT: Final = 28
AISLE: Final = 22
GAP: Final = 14
HEAD: Final = 24


@dataclass(frozen=True, slots=True)
class Place:
    """Somebody's seat on the drawing. how: alert, inspection, chosen, party, linked or taken. who: "" where nobody is named."""

    x: int
    y: int
    seat: str
    how: str
    who: str = ""
    key: int = 0
    before: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Drawing:
    """The cabin in units of the picture. columns: letter and middle; rows: number and middle; gaps: where rows are left out."""

    width: int
    height: int
    columns: list[tuple[str, int]]
    rows: list[tuple[int, int]]
    gaps: list[int]
    label_x: int
    aircraft: str
    has_aisles: bool
    places: list[Place] = field(default_factory=list)

    @property
    def named(self) -> list[Place]:
        """The seats of people whom the drawing names."""
        return [place for place in self.places if place.who]


@dataclass(frozen=True, slots=True)
class _Known:
    how: str
    who: str
    before: tuple[str, ...] = ()


_RANK: Final = ("chosen", "alert", "inspection", "party", "linked", "taken")


def draw(flight: Flight, rows: Iterable[Row], chosen: int, mine: Iterable[Together]) -> Drawing | None:
    """The drawing, with those on the vetting list and the chosen one's party named. None where no seat is known."""
    taken = dict(flight.entries.filter(presence__in=("listed", "on_board")).values_list("key", "traveller__seat"))
    kind = aircraft(flight)
    cabin = infer([seat for seat in taken.values() if seat], kind)
    if not cabin.rows:
        return None
    known = _known(rows, chosen, list(mine))
    drawing = _empty(cabin, kind)
    across, along = dict(drawing.columns), dict(drawing.rows)
    for key, text in taken.items():
        place = seat_of(text or "")
        if place is not None:
            row, letter = place
            told = known.get(key, _Known("taken", ""))
            drawing.places.append(
                Place(across[letter], along[row], f"{row}{letter}", told.how, told.who, key, told.before)
            )
    drawing.places.sort(key=lambda p: (p.y, p.x, -_RANK.index(p.how)))
    return drawing


def _known(rows: Iterable[Row], chosen: int, mine: list[Together]) -> dict[int, _Known]:
    known = {row.entry.key: _Known(_how(row), row.entry.name) for row in rows if row.traveller}
    linked = {key for t in mine for link in t.links if not link.is_common for p in link.parties for key in p.keys}
    known |= {key: _Known("linked", "") for key in linked - known.keys()}
    for member in (m for t in mine for m in t.members if m.traveller):
        known[member.entry.key] = _member(member, known.get(member.entry.key), is_chosen=member.entry.key == chosen)
    return known


def _member(member: Member, before: _Known | None, *, is_chosen: bool) -> _Known:
    how = "chosen" if is_chosen else before.how if before and before.how in {"alert", "inspection"} else "party"
    return _Known(how, member.entry.name, member.before)


def _how(row: Row) -> str:
    alert = row.standing.alert
    if alert is not None and alert.state in {AlertState.OPEN, AlertState.REFERRED}:
        return "alert"
    return "inspection" if alert is not None and alert.state == AlertState.IN_CASE else "linked"


def _empty(cabin: Cabin, kind: str) -> Drawing:
    columns, x, label_x = list[tuple[str, int]](), UNIT, 0
    for letter in cabin.letters:
        columns.append((letter, x + UNIT // 2))
        x += UNIT
        if letter in cabin.aisles:
            label_x = label_x or x + AISLE // 2
            x += AISLE
    rows, gaps, y = list[tuple[int, int]](), list[int](), HEAD
    for row in cabin.rows:
        if row in cabin.gaps:
            gaps.append(y + GAP // 2)
            y += GAP
        rows.append((row, y + UNIT // 2))
        y += UNIT
    return Drawing(x + UNIT // 4, y + 4, columns, rows, gaps, UNIT // 2, kind, bool(cabin.aisles))


def signs(drawing: Drawing | None) -> list[tuple[str, str | Promise]]:
    """The signs that a drawing holds, with their words: its legend explains no other."""
    held = {place.how for place in drawing.places} if drawing else set()
    return [(how, SEATS[how]) for how in _RANK if how in held]
