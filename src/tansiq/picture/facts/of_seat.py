"""Facts about the seat on this flight, and about check-in."""

import re
from datetime import timedelta

from tansiq.model.bookings import CheckIn
from tansiq.picture.facts.case import Case, Facts, place_of
from tansiq.picture.facts.itinerary import utc
from tansiq.picture.facts.of_booking import Change, changes_of, checkins

_DAY = timedelta(hours=24)
_HOUR = timedelta(hours=1)
_LAST = 10
_ORDER = re.compile(r"[0-9]{1,4}$")


def facts(case: Case) -> Facts:
    """seat.* and checkin.*, but for what the centre knows of neighbours."""
    return {**_seat(case), **_changes(case), **_checkin(case)}


def neighbours(case: Case) -> list[int]:
    """Keys of those who sit beside the person: in the same row, one letter on."""
    mine = place_of(case.traveller.seat)
    if mine is None:
        return []
    beside = ((mine[0], mine[1] - 1), (mine[0], mine[1] + 1))
    return [key for place in beside for key in case.scene.places.get(place, ()) if key != case.key]


def _seat(case: Case) -> Facts:
    mine = place_of(case.traveller.seat)
    if mine is None:
        return {}
    others = [place_of(m.traveller.seat) for m in case.party]
    rows = [place[0] for place in others if place is not None]
    ours = {case.key, *(m.key for m in case.party)}
    beside = [k for k in neighbours(case) if k in case.scene.bookings and k not in ours]
    is_near = any(abs(row - mine[0]) <= 1 for row in rows)
    return {
        "seat.number": case.traveller.seat,
        "seat.row": mine[0],
        "seat.is_apart_from_party": not is_near if is_near or (rows and len(rows) == len(others)) else None,
        "seat.is_beside_other_booking": bool(beside) if case.booking is not None and _chose(case) else None,
    }


def _chose(case: Case) -> bool:
    """Whether the booking names the seat, as one that was asked for or given at check-in."""
    return case.booking is not None and any(
        s.number == case.traveller.seat and case.is_mine(s.traveller) for s in case.booking.seats
    )


def _changes(case: Case) -> Facts:
    if not case.history or case.booking is None:
        return {}
    mine = [c for c in changes_of(case.history, created=case.booking.created) if _is_mine(case, c)]
    departs, timed = case.departs_at, [utc(c.at) for c in mine]
    out: Facts = {"seat.changes": len(mine)}
    if departs is not None and None not in timed:
        out["seat.changed_last_24_hours"] = any(departs - _DAY <= at <= departs for at in timed if at is not None)
    return out


def _is_mine(case: Case, change: Change) -> bool:
    """Whether a change took a seat of the person's on this flight away, or gave another."""
    if not change.replaces or "SSR SEAT" not in change.things:
        return False
    route = f"{case.flight.origin}:{case.flight.destination}"
    lines = [line for line in change.lines if "SSR SEAT" in line and (route in line or ":::" not in line)]
    return any(f"::{case.reference}" in line or "::" not in line.partition(" ")[2][9:] for line in lines)


def _checkin(case: Case) -> Facts:
    mine = checkins(case)
    if not mine:
        return {"checkin.is_done": False} if _tells_checkins(case) else {}
    at = max((moment for c in mine if (moment := utc(c.at)) is not None), default=None)
    departs, order = case.departs_at, max(filter(None, map(order_of, mine)), default=None)
    last = case.scene.last_checkin
    return {
        "checkin.is_done": True,
        "checkin.hours_before": (departs - at) / _HOUR if departs is not None and at is not None else None,
        "checkin.order": order,
        "checkin.is_last_ten": order > last - _LAST if order is not None and last is not None else None,
    }


def _tells_checkins(case: Case) -> bool:
    """Whether the booking says who of it has checked in for this flight: it names somebody else who has."""
    if case.booking is None or case.here is None or not case.reference:
        return False
    return any(c.leg == case.here.leg and c.traveller for c in case.booking.checkins)


def order_of(checkin: CheckIn) -> int | None:
    """The place in the order of check-in: 188 of "ICN-188"."""
    found = _ORDER.search(checkin.number)
    return int(found[0]) if found else None
