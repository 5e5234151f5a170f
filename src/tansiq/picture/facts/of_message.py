"""Facts about what was received: by which messages, when, and how well they agree."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

from tansiq.model.observations import Traveller
from tansiq.picture.facts.case import Case, Facts
from tansiq.picture.facts.itinerary import utc
from tansiq.picture.facts.of_person import identity
from tansiq.picture.places import BOOKINGS
from tansiq.readers.bookings.documents import alike, squeezed

_HOUR = timedelta(hours=1)

_PLACEHOLDER = re.compile(
    r"(?:TBA|TBC|TBN|TBD|NONAME|NAME|NONE|UNKNOWN|TEST|PAX|PASSENGER|XXX?|X+|NA|FNU|LNU|FNULNU|LASTNAME|FIRSTNAME|A+|Z+)"
    r"[0-9]{0,3}"
)
"""What stands in a name's place where there is none; FNU and LNU: first, last name unknown."""

_REQUIRED: tuple[Callable[[Traveller], object], ...] = (
    lambda t: t.names and t.names[0].family,
    lambda t: t.names and t.names[0].given,
    lambda t: t.sex,
    lambda t: t.birth_date,
    lambda t: t.nationality,
    lambda t: t.documents and t.documents[0].number,
    lambda t: t.documents and t.documents[0].type,
    lambda t: t.documents and t.documents[0].issuer,
    lambda t: t.documents and t.documents[0].expiry,
)
"""Core particulars of a passenger list (WCO/IATA/ICAO API guidelines, 5.2; ICAO Annex 9, 9.8)."""


def facts(case: Case) -> Facts:
    """message.*."""
    return {
        "message.has_api": case.listed is not None,
        "message.has_booking": case.booking is not None or case.booked is not None,
        "message.warnings": sum(h.warnings for h in case.heard),
        "message.missing_particulars": missing(case.listed) if case.listed is not None else None,
        "message.is_placeholder_name": _is_placeholder(case.traveller) if case.traveller.names else None,
        **_times(case),
        **_agreement(case),
    }


def missing(listed: Traveller) -> int:
    """How many of the core particulars a list leaves out; crew and passengers alike."""
    return sum(not told(listed) for told in _REQUIRED)


def _is_placeholder(traveller: Traveller) -> bool:
    name = traveller.names[0]
    parts = [p for p in (squeezed(name.family), squeezed(name.given)) if p] or [squeezed(name.full)]
    return all(_PLACEHOLDER.fullmatch(part) for part in parts) or bool(_PLACEHOLDER.fullmatch("".join(parts)))


def _times(case: Case) -> Facts:
    """By the senders' clocks (UNB 0017:0019), which are taken for UTC."""
    departs = case.departs_at
    if departs is None:
        return {}
    first = _first([utc(h.header.prepared) for h in case.heard])
    lists = _first([utc(h.header.prepared) for h in case.heard if h.header.type != BOOKINGS])
    return {
        "message.hours_before_departure": (departs - first) / _HOUR if first is not None else None,
        "message.is_late": lists > departs if lists is not None else None,
    }


def _first(moments: list[datetime | None]) -> datetime | None:
    known = [m for m in moments if m is not None]
    return min(known) if known and len(known) == len(moments) else None


def _agreement(case: Case) -> Facts:
    """Where list and booking of one person say different things."""
    listed, booked = case.listed, case.booked
    if listed is None or booked is None:
        return {}
    births = listed.birth_date != booked.birth_date if listed.birth_date and booked.birth_date else None
    names = not _same_name(listed, booked) if listed.names and booked.names else None
    differing = [births, names, *(_differ(one, other) for one, other in _pairs(listed, booked))]
    return {
        "message.birth_date_differs": births,
        "message.name_differs": names,
        "message.contradictions": sum(bool(d) for d in differing),
    }


def _pairs(listed: Traveller, booked: Traveller) -> list[tuple[str, str]]:
    one, other = identity(listed), identity(booked)
    documents = [(squeezed(one.number), squeezed(other.number)), (one.issuer, other.issuer)] if one and other else []
    return [(listed.sex, booked.sex), (listed.nationality, booked.nationality), *documents]


def _differ(one: str, other: str) -> bool:
    return bool(one and other) and one != other


def _same_name(listed: Traveller, booked: Traveller) -> bool:
    return any(
        (squeezed(a.family) == squeezed(b.family) and alike(a.given, b.given)) or squeezed(a.full) == squeezed(b.full)
        for a in listed.names
        for b in booked.names
    )
