"""Facts about checked bags."""

from datetime import timedelta

from tansiq.model.bookings import Bag
from tansiq.model.observations import Traveller
from tansiq.picture.facts.case import Case, Facts
from tansiq.picture.facts.itinerary import Itinerary, day, utc

_LONG_NIGHTS = 7
_HOUR = timedelta(hours=1)
_EXCESS = frozenset({"XBAG", "PDBG"})
"""Service requests for bags beyond what is free: excess, and prepaid (AIRIMP)."""


def facts(case: Case) -> Facts:
    """bags.*, but for what earlier journeys tell."""
    count, weight = bag_count(case.traveller), case.traveller.bag_weight_kg
    return {
        "bags.count": count,
        "bags.weight_kg": weight,
        "bags.weight_per_bag_kg": weight / count if weight is not None and count else None,
        "bags.tags": case.traveller.bags or None,
        "bags.has_none_on_long_trip": _has_none(case, count),
        **_of_party(case, count),
        **_of_booking(case),
    }


def bag_count(traveller: Traveller) -> int | None:
    """How many bags somebody checked: as the message counts them, else as many as it names."""
    return traveller.bag_count if traveller.bag_count is not None else len(traveller.bags) or None


def _has_none(case: Case, count: int | None) -> bool | None:
    way = case.itinerary
    nights = nights_of(way) if way is not None else None
    return None if count is None or nights is None else count == 0 and nights > _LONG_NIGHTS


def nights_of(way: Itinerary) -> int | None:
    """Nights between arrival and the flight back, None where there is none or its days are not known."""
    if way.turn is None:
        return None
    arrived, left = day(way.flights[way.turn].arrival), day(way.flights[way.turn + 1].departure)
    return (left - arrived).days if arrived is not None and left is not None and arrived <= left else None


def _of_party(case: Case, count: int | None) -> Facts:
    """Bags of everybody of the booking, where they are known of each."""
    counts = [count, *(bag_count(m.traveller) for m in case.party)]
    known = [c for c in counts if c is not None]
    if case.booking is None or len(known) < len(counts) or len(counts) < _named(case):
        return {}
    return {"bags.party_count": sum(known), "bags.per_traveller": sum(known) / len(known)}


def _named(case: Case) -> int:
    return len(case.booking.travellers) if case.booking is not None else 0


def _of_booking(case: Case) -> Facts:
    booking = case.booking
    if booking is None:
        return {}
    mine = [b for b in booking.bags if case.is_mine(b.traveller)]
    excess = any(s.code in _EXCESS and case.is_mine(s.traveller) for s in booking.services)
    out: Facts = {"bags.excess_paid": True if excess else None, "bags.added_last_hours": _added(case)}
    if booking.bags:
        owned = {*booking.travellers, ""} if len(booking.travellers) == 1 else set(booking.travellers)
        out["bags.unowned_tags"] = len({b.tag for b in booking.bags if b.tag and b.traveller not in owned})
    if mine:
        out["bags.is_pooled"] = any(b.pool for b in mine)
        out["bags.destination_differs"] = _differs(case, mine)
    return out


def _differs(case: Case, mine: list[Bag]) -> bool | None:
    """Whether a bag is tagged to an airport where no flight of the itinerary arrives."""
    way, tagged = case.itinerary, {b.destination for b in mine if b.destination}
    if way is None or not tagged:
        return None
    return not tagged <= {f.destination for f in way.flights}


def _added(case: Case) -> int | None:
    """Whole hours before departure when a bag was last added, by the booking's history."""
    departs = case.departs_at
    added = [utc(line.at) for line in case.history if line.action == "A" and "TBD " in line.text]
    known = [at for at in added if at is not None]
    return int((departs - max(known)) // _HOUR) if known and departs is not None else None
