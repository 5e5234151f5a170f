"""The facts of people on flights: rows of the attributes that rules, risk and screens ask for."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Final

from tansiq.detectors.rules import ATTRIBUTES, Row, Value
from tansiq.detectors.rules.attributes import EARLIEST, LATEST
from tansiq.detectors.rules.bounds import LONGEST_TEXT
from tansiq.detectors.rules.kinds import MICROSECOND
from tansiq.picture.facts import (
    of_bags,
    of_booking,
    of_days,
    of_flight,
    of_history,
    of_message,
    of_party,
    of_payment,
    of_person,
    of_route,
    of_seat,
)
from tansiq.picture.facts.case import Case, Facts
from tansiq.picture.facts.gathering import cases
from tansiq.picture.facts.itinerary import plausible
from tansiq.picture.facts.leaving import leave
from tansiq.picture.facts.past import pasts
from tansiq.picture.flights import Flight, ManifestEntry

GROUPS: Final[tuple[Callable[[Case], Facts], ...]] = (
    of_route.facts,
    of_booking.facts,
    of_payment.facts,
    of_bags.facts,
    of_seat.facts,
    of_person.facts,
    of_party.facts,
    of_message.facts,
)
"""What one case tells by itself, group by group; of the flight, which is the same for all on it, see `of_flight`."""


def facts_of(flight: Flight, entries: Sequence[ManifestEntry], *, at: datetime) -> dict[int, Row]:
    """The row of each of these people on a flight, by ManifestEntry.key.

    A missing attribute is unknown. Nothing in a row rests on what somebody who may know of the person may not know of.
    """
    return _rows(flight, cases(flight, entries, at=at), at=at)


def trace(flight: Flight, entries: Sequence[ManifestEntry], *, at: datetime) -> None:
    """Keep what these people and their bookings leave behind for later flights to be asked about."""
    leave(flight, cases(flight, entries, at=at))


def traced_facts_of(flight: Flight, entries: Sequence[ManifestEntry], *, at: datetime) -> dict[int, Row]:
    """`trace`, then `facts_of`, of what is read once."""
    found = cases(flight, entries, at=at)
    leave(flight, found)
    return _rows(flight, found, at=at)


def _rows(flight: Flight, found: Sequence[Case], *, at: datetime) -> dict[int, Row]:
    if not found:
        return {}
    past, shared = pasts(flight, found), fitting(of_flight.facts(found[0]) | of_days.facts(flight, at=at))
    ways = {c.key: way for c in found if (way := of_days.way_of(c)) is not None}
    direct = of_days.directs(set(ways.values()), (plausible(flight.departs_at) or at).date())
    rows: dict[int, Row] = {}
    for case in found:
        facts = _told(case) | of_history.facts(case, past[case.key])
        facts["route.direct_exists"] = direct.get(ways[case.key]) if case.key in ways else None
        rows[case.key] = {**shared, **fitting(facts)}
    return rows


def row_of(case: Case) -> Row:
    """What a case tells by itself: values that are none of their attribute's are left out, as unknown."""
    return fitting(of_flight.facts(case) | _told(case))


def _told(case: Case) -> Facts:
    row: Facts = {}
    for group in GROUPS:
        row.update(group(case))
    return row


def fitting(facts: Facts) -> Row:
    """The facts that are known, and within the ranges of their attributes."""
    return {
        name: value
        for name, value in facts.items()
        if value is not None and (value is True or value is False or _fits(name, value))
    }


def _fits(name: str, value: Value) -> bool:
    low, high = _EDGES[name]
    match value:
        case int() | float():
            return low <= value <= high
        case timedelta():
            return low <= value / MICROSECOND <= high
        case datetime():
            return EARLIEST <= value <= LATEST
        case _:
            return len(value) <= LONGEST_TEXT


_EDGES: Final = {name: (attribute.low, attribute.high) for name, attribute in ATTRIBUTES.items()}
