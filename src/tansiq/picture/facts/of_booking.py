"""Facts about the booking and its ticket: when it was made, what became of it, and what was bought."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from tansiq.model.bookings import CheckIn, HistoryLine
from tansiq.picture.facts.case import Case, Facts
from tansiq.picture.facts.itinerary import utc
from tansiq.picture.facts.money import in_dollars
from tansiq.picture.facts.of_route import books_of, my_tickets

_HOUR = timedelta(hours=1)
_DAY = timedelta(hours=24)

_NOT_CONFIRMED = frozenset({"HL", "HN", "LL", "NN", "PN", "TL", "US", "UU", "WL"})
"""Status codes of what is waited or asked for (AIRIMP)."""


_STAFF = frozenset({"NRPS", "NRSA", "NRSB"})
"""Service requests of those who travel as an airline's people do: with a place booked, and if one is left (AIRIMP)."""

_CABINS: Final = {
    **dict.fromkeys("FA", "first"),
    **dict.fromkeys("JCDIZ", "business"),
    "W": "premium",
    **dict.fromkeys("YSBHKLMQTVXNOU", "economy"),
}
"""Cabins of booking classes; letters that airlines use for several cabins (P, R, E, G) are left out (IATA resolution 728)."""

_RANK: Final = ("economy", "premium", "business", "first")


def facts(case: Case) -> Facts:
    """booking.* and ticket.*, but for what only other journeys tell."""
    if case.booking is None:
        return {}
    return {**_when(case), **_standing(case), **_cabin(case), **_changes(case), **_ticket(case)}


def _when(case: Case) -> Facts:
    booking, departs = case.booking, case.departs_at
    assert booking is not None  # noqa: S101  facts() asks for those with a booking only
    created, ticketed, changed = utc(booking.created), utc(booking.ticketed), utc(booking.changed)
    return {
        "booking.created_at": created,
        "booking.changed_at": changed if changed != created else None,
        "booking.ticketed_at": ticketed,
        "booking.lead_hours": _hours(created, departs),
        "booking.ticketed_lead_hours": _hours(ticketed, departs),
        "booking.hours_to_ticket": _hours(created, ticketed),
    }


def _hours(start: datetime | None, end: datetime | None) -> int | None:
    """Whole hours from one instant to another."""
    return None if start is None or end is None else int((end - start) // _HOUR)


def _standing(case: Case) -> Facts:
    booking, way = case.booking, case.itinerary
    assert booking is not None  # noqa: S101  facts() asks for those with a booking only
    statuses = {s.status for s in booking.segments if s.kind == "air" and s.status}
    out: Facts = {
        "booking.is_group": bool(booking.group),
        "booking.is_split": bool(booking.split),
        "booking.is_waitlisted": not statuses.isdisjoint(_NOT_CONFIRMED) if statuses else None,
        "booking.locators": len(booking.references) or 1,
    }
    if way is not None and way.countries is not None:
        back = [s for s in way.open_ended if way.is_home(s.destination) and not way.is_home(s.origin)]
        out |= {"booking.has_return": way.turn is not None or bool(back), "booking.is_open_return": bool(back)}
    return out


def _cabin(case: Case) -> Facts:
    """The cabin that was given at check-in, else the one booked."""
    letter = case.here.booking_class[:1].upper() if case.here is not None else ""
    given = next((c.cabin for c in checkins(case) if c.cabin), "")
    bought, sits = _CABINS.get(letter), _CABINS.get(given[:1].upper())
    return {
        "booking.class": letter or None,
        "booking.cabin": sits or bought,
        "booking.is_upgraded": _RANK.index(sits) > _RANK.index(bought) if sits and bought else None,
    }


def checkins(case: Case) -> list[CheckIn]:
    """The person's check-ins for this flight."""
    if case.booking is None or case.here is None:
        return []
    mine = (c for c in case.booking.checkins if case.reference and c.traveller == case.reference)
    return [c for c in mine if c.leg is None or c.leg == case.here.leg]


def _changes(case: Case) -> Facts:
    if not case.history or case.booking is None:
        return {}
    changes = list(changes_of(case.history, created=case.booking.created))
    departs = case.departs_at
    timed = [at for at in (utc(c.at) for c in changes) if at is not None]
    out: Facts = {
        "booking.changes": len(changes),
        "booking.route_changes": sum("TVL" in c.things for c in changes),
        "booking.name_changes": sum("TIF" in c.things and c.replaces for c in changes),
    }
    if departs is not None and len(timed) == len(changes):
        out["booking.changes_last_24_hours"] = sum(departs - _DAY <= at <= departs for at in timed)
    return out


@dataclass(frozen=True, slots=True)
class Change:
    """What somebody did to a booking in one go.

    things: the segments concerned, "TVL", "SSR SEAT". replaces: whether something was cancelled or changed, and not only
    added. lines: their texts.
    """

    at: str
    things: frozenset[str]
    replaces: bool
    lines: tuple[str, ...]


def changes_of(history: Iterable[HistoryLine], *, created: str) -> Iterator[Change]:
    """The changes of a booking, one for each time and agent. What was added as it was made is no change."""
    groups: dict[tuple[str, str], list[HistoryLine]] = {}
    for line in history:
        groups.setdefault((line.at, line.agent), []).append(line)
    for (at, _), lines in groups.items():
        replaces = any(line.action != "A" for line in lines)
        if replaces or not (created and at[: len(created)] == created):
            things = frozenset(thing for line in lines for thing in _things(line.text))
            yield Change(at, things, replaces, tuple(line.text for line in lines))


def _things(text: str) -> Iterator[str]:
    """What a line is about: "TVL" and "SSR SEAT" of `SSR SEAT:HK:2:DL 15A / TVL 101210 ...`."""
    for piece in text.split(" / "):
        head, _, rest = piece.partition(" ")
        yield f"SSR {rest[:4]}" if head == "SSR" else head


def _ticket(case: Case) -> Facts:
    tickets = my_tickets(case)
    out: Facts = {}
    if tickets:
        out["ticket.conjunction_count"] = max(map(len, books_of(tickets)))
    if case.booking is not None and any(s.code in _STAFF for s in case.booking.services if case.is_mine(s.traveller)):
        out["ticket.is_staff"] = True
    fares = [in_dollars(t.fare, t.currency) for t in tickets if t.fare]
    known = [fare for fare in fares if fare is not None]
    if known and len(known) == len(fares):
        out["ticket.fare_usd"] = sum(known)
    return out
