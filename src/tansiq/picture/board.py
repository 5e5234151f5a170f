"""The board of flights: which land next, which have landed, how many are on each, and what was last heard."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from django.db import connection
from django.db.models import Count, Max, Q, QuerySet

from tansiq.picture import airports
from tansiq.picture.carriers import flight_name
from tansiq.picture.flights import Flight, FlightMessage
from tansiq.picture.manifest import Presence

AHEAD = timedelta(hours=12)
"""How far the board of those who wait for flights looks."""

UNTIMED_FOR = timedelta(days=1)
"""How long after its last message a flight without a known landing time is still looked for."""

_NUMBER = re.compile(r"(?:([A-Z][A-Z0-9]|[0-9][A-Z]|[A-Z]{3})[\s-]*)?0*([1-9][0-9]{0,3}[A-Z]?)")


class Part(StrEnum):
    """Which flights the board shows."""

    NEXT = "next"
    LANDED = "landed"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Tally:
    """What is known of a flight in numbers. last_at: when its last message came, None for none."""

    on: dict[Presence, int] = field(default_factory=dict)
    messages: int = 0
    last_at: datetime | None = None

    @property
    def people(self) -> int:
        """Everybody the messages named, in whatever presence."""
        return sum(self.on.values())

    @property
    def presences(self) -> list[tuple[Presence, int]]:
        """How many are in each presence that somebody is in."""
        return [(p, self.on[p]) for p in Presence if self.on.get(p)]


def flight_number(text: str) -> tuple[str, str] | None:
    """Carrier ("" where not given) and number of "PK 786", "pk0786" or "786", None for other texts."""
    found = _NUMBER.fullmatch(text.strip().upper())
    return (found[1] or "", found[2]) if found else None


def board(part: Part, *, airport: str, number: str, at: datetime) -> Sequence[QuerySet[Flight]]:
    """The flights of a part of the board, as queries to be read one after the other; next to land first.

    airport: IATA code or city, of either end. number: as people write flight numbers. "" leaves either open.
    """
    chosen = Flight.objects.filter(_at(airport), _numbered(number))
    coming = chosen.filter(lands_at__gte=at).order_by("lands_at", "pk")
    untimed = chosen.filter(lands_at=None).order_by("-updated_at", "pk")
    landed = chosen.filter(lands_at__lt=at).order_by("-lands_at", "pk")
    if part is Part.NEXT:
        return coming.filter(lands_at__lte=at + AHEAD), untimed.filter(updated_at__gte=at - UNTIMED_FOR)
    return (landed,) if part is Part.LANDED else (coming, untimed, landed)


def read(queries: Sequence[QuerySet[Flight]], start: int, size: int) -> list[Flight]:
    """The flights from `start` on, at most `size`, of the queries laid end to end."""
    found: list[Flight] = []
    for query in queries:
        wanted = size - len(found)
        if wanted == 0:
            break
        chunk = list(query[start : start + wanted])
        found += chunk
        start = 0 if chunk or start == 0 else start - query.count()
    return found


def tallies(flights: Iterable[Flight]) -> dict[int, Tally]:
    """The numbers of each flight, by its primary key: of everybody on it, whoever may know of them."""
    keys = [f.pk for f in flights]
    on: dict[int, dict[Presence, int]] = {key: {} for key in keys}
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM picture_tallies(%s)", [keys])
        for flight, presence, count in cursor.fetchall():
            on[flight][Presence(presence)] = count
    messages = FlightMessage.objects.filter(flight__in=keys).values_list("flight")
    heard = {f: (n, last) for f, n, last in messages.annotate(Count("message", distinct=True), Max("received_at"))}
    return {key: Tally(on[key], *heard.get(key, (0, None))) for key in keys}


def _at(airport: str) -> Q:
    if not airport.strip():
        return Q()
    meant = airports.codes(airport) or {airport.strip().upper()}
    return Q(origin__in=meant) | Q(destination__in=meant)


def _numbered(text: str) -> Q:
    if not text.strip():
        return Q()
    meant = flight_number(text)
    if meant is None:
        return Q(number=text.strip().upper())
    carrier, number = meant
    if not carrier:
        return Q(number=number)
    name = flight_name(carrier, number)
    return Q(number=name.number, carrier=name.carrier) | Q(names__contains=[str(name)])
