"""What earlier flights and other bookings know of people on a flight, counted by a few queries for all of them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import groupby
from uuid import UUID

from django.db import connection
from django.db.models.fields.json import KT

from tansiq.picture.audience import covers
from tansiq.picture.facts.case import Case
from tansiq.picture.facts.gathering import asked
from tansiq.picture.facts.kept import KeptFacts
from tansiq.picture.facts.leaving import Left, flown_at, holder_of, made_at, of_booking, of_traveller, route_of, who
from tansiq.picture.flights import Flight
from tansiq.picture.manifest import FlightState, Presence
from tansiq.picture.traces import LINKING, TraceKind

MOST_COUNTED = 5000
"""Traces of one value that are counted: whatever is as common as that is ordinary, and how much more so is nobody's question."""

WINDOWS: Mapping[TraceKind, timedelta | None] = {
    TraceKind.DOCUMENT: None,
    TraceKind.PERSON: None,
    TraceKind.CARD: timedelta(days=30),
    TraceKind.PHONE: timedelta(days=90),
    TraceKind.EMAIL: timedelta(days=90),
    TraceKind.ADDRESS: timedelta(days=90),
    TraceKind.AGENCY: timedelta(days=30),
    TraceKind.SOLD: timedelta(),
    TraceKind.ALIKE: timedelta(days=2),
}
"""How long before the booking was made others count; None: as long as anything is kept. Of what was sold, only the first counts."""

_EVER = datetime(1900, 1, 1, tzinfo=UTC)
_NEVER = datetime(2200, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Count:
    """Traces of one value. holders, others: bookings, and those that are not this one. people: digests of all of them.

    first: when the first one was left, None for none. is_on_route: whether one was left before, on the same pair of countries.
    """

    holders: int = 0
    others: int = 0
    people: int = 0
    is_on_route: bool = False
    first: datetime | None = None


@dataclass(frozen=True, slots=True)
class Flown:
    """One place of a person on another flight."""

    flight: int
    presence: Presence
    is_cancelled: bool
    departs_at: datetime | None
    lands_at: datetime | None
    origin: str
    destination: str
    departure_local: str

    @property
    def is_made(self) -> bool:
        """Whether the journey was made, as far as the messages say."""
        return self.presence.may_arrive and not self.is_cancelled


@dataclass(frozen=True, slots=True)
class Earlier:
    """A likeness of the person that showed another document before: somebody of that name, birth date, sex and nationality."""

    person_id: UUID
    first: datetime
    last: datetime
    flights: frozenset[int]


@dataclass(frozen=True, slots=True)
class Past:
    """What is known of one person beside this flight. counts: by kind, all values of a kind together.

    linked: sizes of the other bookings of this flight that share a contact, a card or an agency and hour. likenesses: earliest
    first; agreeing: those of them who shared a telephone, an address or a card with this booking. flights_of: other
    flights by person, of this one, of the party and of likenesses, earliest first. weights: kilograms checked on other flights.
    """

    counts: Mapping[TraceKind, Count] = field(default_factory=dict)
    linked: Sequence[int] = ()
    likenesses: Sequence[Earlier] = ()
    agreeing: frozenset[UUID] = frozenset()
    flights_of: Mapping[UUID, Sequence[Flown]] = field(default_factory=dict)
    weights: Sequence[float] = ()


def pasts(flight: Flight, cases: Sequence[Case]) -> dict[int, Past]:
    """The past of each case, by its key."""
    found: dict[int, Past] = {}
    for _, same in groupby(sorted(cases, key=_audience_key), key=_audience_key):
        group = list(same)
        audience = group[0].audience
        found |= _Asking(flight, group, None if audience is None else list(audience)).pasts()
    return found


def _audience_key(case: Case) -> tuple[bool, tuple[str, ...]]:
    return case.audience is None, tuple(case.audience or ())


class _Asking:
    """Asks for people who are known to the same organisations."""

    def __init__(self, flight: Flight, cases: Sequence[Case], audience: list[str] | None) -> None:
        self._flight, self._cases, self._audience = flight, cases, audience
        self._left = {c.key: (tuple(of_traveller(c)), tuple(dict.fromkeys(of_booking(c, mine=True)))) for c in cases}
        self._holders = {c.key: holder_of(c) for c in cases}

    def pasts(self) -> dict[int, Past]:
        counts, linked, likenesses = self._counts(), self._linked(), self._likenesses()
        agreeing = {c.key: self._agreeing(c, likenesses.get(c.key, ())) for c in self._cases}
        persons = {c.person_id for c in self._cases} | {m.person_id for c in self._cases for m in c.party}
        persons |= {one.person_id for found in likenesses.values() for one in found}
        flights, weights = self._flights({p for p in persons if p is not None}), self._weights()
        return {
            c.key: Past(
                counts=counts.get(c.key, {}),
                linked=linked.get(c.key, ()),
                likenesses=likenesses.get(c.key, ()),
                agreeing=agreeing[c.key],
                flights_of=flights,
                weights=weights.get(c.person_id, ()) if c.person_id else (),
            )
            for c in self._cases
        }

    def _counts(self) -> dict[int, dict[TraceKind, Count]]:
        """By key; those of one booking, who mostly ask the same, are asked for once."""
        asking: dict[Wanted, list[int]] = {}
        for case in self._cases:
            for wanted in _wanted(case, self._holders[case.key], *self._left[case.key]):
                asking.setdefault(wanted, []).append(case.key)
        if not asking:
            return {}
        columns = [list(range(len(asking))), *map(list, zip(*asking, strict=True))]
        with connection.cursor() as cursor:
            cursor.execute(_COUNTED, [*columns, self._audience, MOST_COUNTED])
            rows = cursor.fetchall()
        found: dict[int, dict[TraceKind, Count]] = {}
        keys = list(asking.values())
        for number, kind, *counted in rows:
            for key in keys[number]:
                of_case = found.setdefault(key, {})
                of_case[TraceKind(kind)] = _most(of_case.get(TraceKind(kind)), Count(*counted))
        return found

    def _linked(self) -> dict[int, list[int]]:
        """Sizes of the bookings of this flight that are linked to each, by key."""
        booked = {self._holders[c.key]: c for c in self._cases if c.booking is not None}
        values = {holder: {v for k, v in of_booking(c) if k in LINKING} for holder, c in booked.items()}
        wanted = list(set().union(*values.values()))
        rows = asked(_LINKED, self._flight.pk, list(LINKING), wanted, self._audience) if wanted else []
        of_value: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
        for value, holder, people in rows:
            of_value.setdefault(value, []).append((holder, tuple(people)))
        linked = {holder: _others(case, values[holder], of_value) for holder, case in booked.items()}
        return {c.key: linked[self._holders[c.key]] for c in self._cases if c.booking is not None}

    def _likenesses(self) -> dict[int, list[Earlier]]:
        keys, values, own = [], [], []
        for case in self._cases:
            for kind, value in self._left[case.key][0]:
                if kind is TraceKind.PERSON and case.person_id is not None:
                    keys.append(case.key)
                    values.append(value)
                    own.append(case.person_id.hex)
        rows = asked(_LIKE, keys, values, own, self._flight.pk, self._audience) if keys else []
        found: dict[int, list[Earlier]] = {}
        for key, person, first, last, flights in rows:
            found.setdefault(key, []).append(Earlier(UUID(person), first, last, frozenset(flights)))
        return found

    def _agreeing(self, case: Case, likenesses: Sequence[Earlier]) -> frozenset[UUID]:
        """Which likenesses were on a booking that had this one's telephone, address or card, under this very name."""
        values = [v for k, v in self._left[case.key][1] if k in _PERSONAL] if likenesses else []
        if not values:
            return frozenset()
        flights = sorted(frozenset[int]().union(*(one.flights for one in likenesses)))
        with connection.cursor() as cursor:
            cursor.execute(_AGREES, [list(_PERSONAL), values, flights, [who(case.traveller)], self._audience])
            shared = {row[0] for row in cursor.fetchall()}
        return frozenset(one.person_id for one in likenesses if one.flights & shared)

    def _flights(self, persons: Iterable[UUID]) -> dict[UUID, list[Flown]]:
        found: dict[UUID, list[Flown]] = {}
        for person, audience, flight, presence, state, *said in asked(_FLOWN, list(persons), self._flight.pk):
            if covers(audience, self._audience):
                is_cancelled = state == FlightState.CANCELLED
                found.setdefault(person, []).append(Flown(flight, Presence(presence), is_cancelled, *said))
        return found

    def _weights(self) -> dict[UUID, list[float]]:
        persons = [c.person_id for c in self._cases if c.person_id and c.traveller.bag_weight_kg is not None]
        rows = KeptFacts.objects.filter(person_id__in=persons).exclude(flight=self._flight) if persons else ()
        found: dict[UUID, list[float]] = {}
        for person, audience, weight in rows.values_list("person_id", "audience", KT(_WEIGHT)) if rows else ():
            if weight is not None and covers(audience, self._audience):
                found.setdefault(person, []).append(float(weight))
        return found


_PERSONAL = (TraceKind.CARD, TraceKind.PHONE, TraceKind.EMAIL)
_WEIGHT = "facts__bags.weight_kg"

_FLOWN = """
SELECT e.person_id, e.audience, e.flight_id, e.presence, f.state, f.departs_at, f.lands_at, f.origin, f.destination,
    f.departure_local
FROM picture_manifestentry e JOIN picture_flight f ON f.id = e.flight_id
WHERE e.person_id = ANY(%s::uuid[]) AND e.flight_id <> %s ORDER BY f.departs_at, e.id
"""

Wanted = tuple[str, str, datetime, datetime, datetime, str, str]
"""Kind, value, since, until, when it was left here, holder and route."""


_OF_MANY = frozenset({TraceKind.AGENCY, TraceKind.SOLD})
"""Of these it does not matter which booking asks, and many ask the same."""


def _wanted(case: Case, holder: str, of_person: Iterable[Left], of_its_booking: Iterable[Left]) -> Iterator[Wanted]:
    route, made, flown = route_of(case), made_at(case), flown_at(case)
    for kind, value in of_person:
        if kind is TraceKind.DOCUMENT:
            yield kind, value, _EVER, _NEVER, flown, str(case.key), route
    for kind, value in of_its_booking:
        if kind in WINDOWS:
            window = WINDOWS[kind]
            until = made + window if kind is TraceKind.ALIKE and window is not None else max(case.at, made)
            own = "" if kind in _OF_MANY else holder
            yield kind, value, made - window if window is not None else _EVER, until, made, own, route


def _most(known: Count | None, new: Count) -> Count:
    """Of several values of a kind, such as two cards, the one with the most others."""
    return new if known is None or new.others > known.others else known


def _others(
    case: Case, values: Iterable[str], of_value: Mapping[str, Sequence[tuple[str, tuple[str, ...]]]]
) -> list[int]:
    """Sizes of other bookings with one of the values; the same people under another locator are no other booking."""
    own = holder_of(case)
    ours = tuple(sorted({who(case.traveller), *(who(m.traveller) for m in case.party)}))
    others = {holder: people for v in values for holder, people in of_value.get(v, ()) if holder != own}
    return [len(people) for people in others.values() if people != ours]


_COUNTED = """
SELECT w.number, w.kind, s.holders, s.others, s.people, s.is_on_route, f.first
FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::timestamptz[], %s::timestamptz[], %s::timestamptz[], %s::text[],
            %s::text[]) AS w(number, kind, value, since, until, at, holder, route)
CROSS JOIN (SELECT %s::varchar[] AS known) a
CROSS JOIN LATERAL (
    SELECT count(DISTINCT t.holder) AS holders, count(DISTINCT t.holder) FILTER (WHERE t.holder <> w.holder) AS others,
           count(DISTINCT p) AS people, coalesce(bool_or(w.route <> '' AND t.route = w.route AND t.at < w.at), false) AS is_on_route
    FROM (SELECT t.holder, t.people, t.route, t.at FROM picture_trace t
          WHERE t.kind = w.kind AND t.value = w.value AND t.at BETWEEN w.since AND w.until AND (t.audience IS NULL OR t.audience @> a.known)
          LIMIT %s) t
    LEFT JOIN LATERAL unnest(CASE WHEN w.kind IN ('document', 'card') THEN t.people END) p ON true
) s
LEFT JOIN LATERAL (
    SELECT t.at AS first FROM picture_trace t WHERE t.kind = w.kind AND t.value = w.value AND (t.audience IS NULL OR t.audience @> a.known)
    ORDER BY t.at LIMIT 1
) f ON true
"""

_LINKED = """
SELECT t.value, t.holder, t.people FROM picture_trace t CROSS JOIN (SELECT %s::bigint AS flight, %s::text[] AS kinds,
    %s::text[] AS found, %s::varchar[] AS known) a
WHERE t.flight_id = a.flight AND t.kind = ANY(a.kinds) AND t.value = ANY(a.found) AND (t.audience IS NULL OR t.audience @> a.known)
"""

_LIKE = """
SELECT w.key, t.people[1], min(t.at), max(t.at), array_agg(t.flight_id)
FROM unnest(%s::bigint[], %s::text[], %s::text[]) AS w(key, value, own)
CROSS JOIN (SELECT %s::bigint AS flight, %s::varchar[] AS known) a
JOIN picture_trace t ON t.kind = 'person' AND t.value = w.value AND t.flight_id <> a.flight AND t.people[1] <> w.own
WHERE (t.audience IS NULL OR t.audience @> a.known)
GROUP BY w.key, t.people[1] ORDER BY min(t.at)
"""

_AGREES = """
SELECT DISTINCT t.flight_id FROM picture_trace t CROSS JOIN (SELECT %s::text[] AS kinds, %s::text[] AS found,
    %s::bigint[] AS flights, %s::varchar[] AS who, %s::varchar[] AS known) a
WHERE t.kind = ANY(a.kinds) AND t.value = ANY(a.found) AND t.flight_id = ANY(a.flights) AND t.people @> a.who AND (t.audience IS NULL OR t.audience @> a.known)
"""
