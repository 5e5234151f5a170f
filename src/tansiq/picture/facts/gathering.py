"""What facts about people on a flight are made of, read from the picture and the ledger by a few queries for all of them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import BigIntegerField, Value

from tansiq.ledger.current import current
from tansiq.ledger.observations import observation_bodies
from tansiq.model.bookings import Booking
from tansiq.model.kinds import Observation
from tansiq.model.observations import FlightLeg, MessageHeader, Traveller
from tansiq.model.wire import parse_body
from tansiq.picture.audience import Audience, covers
from tansiq.picture.bookings import HeldBooking
from tansiq.picture.facts.case import Case, Heard, Member, Scene
from tansiq.picture.facts.itinerary import Itinerary, itinerary
from tansiq.picture.flights import Flight, FlightMessage, ManifestEntry
from tansiq.picture.manifest import Presence
from tansiq.picture.places import BOOKINGS, Place

_LISTS, _PASSENGERS, _CREW = "PAXLST", "745", "250"


@dataclass(frozen=True, slots=True)
class _Held:
    """A booking as a value. message: the one that said it, None where that is not known any more."""

    record: HeldBooking
    booking: Booking
    message: FlightMessage | None
    way: Itinerary

    def leg_positions(self) -> dict[int, int]:
        """Where in the ledger the legs of its message stand that its itinerary names, by their index."""
        if self.message is None:
            return {}
        first = self.message.leg_position - self.message.leg_index
        return {s.leg: first + s.leg for s in self.booking.segments if s.leg is not None}

    def reference(self, entry: ManifestEntry) -> str:
        """The entry's Traveller.reference here, "" where it is not known: travellers stand in the ledger behind their booking."""
        travellers = self.booking.travellers
        for position in reversed(entry.positions):
            index = position - self.record.position - 1
            if 0 <= index < len(travellers):
                return travellers[index]
        return travellers[0] if len(travellers) == 1 else ""


def cases(flight: Flight, entries: Sequence[ManifestEntry], *, at: datetime) -> list[Case]:
    """Each entry with what the picture holds of it."""
    return _Gathering(flight, entries, at).cases() if entries else []


class _Gathering:
    def __init__(self, flight: Flight, entries: Sequence[ManifestEntry], at: datetime) -> None:
        self._flight, self._entries, self._at = flight, entries, at
        self._values: dict[int, Traveller] = {}
        words = list(flight.said.all())
        self._messages = _naming(words, entries)
        self._said_in = {p: m for m in self._messages for p in m.positions}
        self._held = [self._as_held(record) for record in _bookings(flight, entries)]
        self._people = self._everybody_booked()
        self._observations = self._load()
        self._scenes: dict[tuple[str, ...] | None, Scene] = {}
        self._warnings = _warnings({m.message for m in self._messages})
        self._sizes = _sizes(words)
        self._places = seated_on(flight)
        self._booked = booked_on(flight)

    def _as_held(self, record: HeldBooking) -> _Held:
        booking = record.value()
        return _Held(record, booking, self._said_in.get(record.position), itinerary(booking))

    def _everybody_booked(self) -> dict[int, ManifestEntry]:
        known = {e.key: e for e in self._entries}
        wanted = {key for h in self._held for key in h.record.entries} - known.keys()
        others = ManifestEntry.objects.filter(flight=self._flight, key__in=wanted) if wanted else ()
        return known | {e.key: e for e in others}

    def _load(self) -> Mapping[int, Observation]:
        """The legs of itineraries, and the words on those of whom lists and bookings both speak."""
        wanted = {p for h in self._held for p in h.leg_positions().values()}
        for entry in self._entries:
            kinds = {self._kind(p) for p in entry.positions}
            if BOOKINGS in kinds and len(kinds) > 1:
                wanted.update(entry.positions)
        stored = observation_bodies(current(), wanted) if wanted else {}
        return {p: parse_body(s.body) for p, s in stored.items()}

    def _kind(self, position: int) -> str:
        message = self._said_in.get(position)
        return str(message.header.get("type", "")) if message is not None else ""

    def cases(self) -> list[Case]:
        holding: dict[int, list[_Held]] = {}
        for held in self._held:
            for key in held.record.entries:
                holding.setdefault(key, []).append(held)
        return [self._case(entry, holding.get(entry.key, ())) for entry in self._entries]

    def _case(self, entry: ManifestEntry, holding: Sequence[_Held]) -> Case:
        traveller = self._traveller(entry)
        listed, booked = self._words(entry, traveller)
        held = max(holding, key=lambda h: (h.booking.locator == traveller.locator, h.record.position), default=None)
        return Case(
            flight=self._flight,
            key=entry.key,
            traveller=traveller,
            at=self._at,
            listed=listed,
            booked=booked,
            booking=held.booking if held is not None else None,
            sender=held.record.sender if held is not None else "",
            reference=held.reference(entry) if held is not None else "",
            party=tuple(self._party(entry, held)) if held is not None else (),
            legs=self._legs(held) if held is not None else {},
            scene=self._scene(entry.audience),
            heard=tuple(self._heard(entry)),
            way=held.way if held is not None else None,
            person_id=entry.person_id,
            audience=entry.audience,
            booking_audience=held.record.audience if held is not None else None,
        )

    def _traveller(self, entry: ManifestEntry) -> Traveller:
        known = self._values.get(entry.key)
        if known is None:
            known = self._values[entry.key] = entry.value()
        return known

    def _words(self, entry: ManifestEntry, traveller: Traveller) -> tuple[Traveller | None, Traveller | None]:
        """What lists, and what bookings, say of the person."""
        kinds = {self._kind(p) for p in entry.positions}
        if BOOKINGS not in kinds:
            return traveller, None
        if kinds == {BOOKINGS}:
            return None, traveller
        place = Place(traveller, Presence.LISTED)
        for position in sorted(entry.positions):
            word = self._observations.get(position)
            if isinstance(word, Traveller):
                place.hear(position, word)
        return place.listed, place.booked

    def _party(self, entry: ManifestEntry, held: _Held) -> Iterator[Member]:
        for key in held.record.entries:
            other = self._people.get(key)
            if other is not None and key != entry.key and covers(other.audience, entry.audience):
                yield Member(key, self._traveller(other), held.reference(other), other.person_id)

    def _legs(self, held: _Held) -> dict[int, FlightLeg]:
        found = {index: self._observations.get(p) for index, p in held.leg_positions().items()}
        return {index: leg for index, leg in found.items() if isinstance(leg, FlightLeg)}

    def _heard(self, entry: ManifestEntry) -> Iterator[Heard]:
        said = {m.pk: m for p in entry.positions if (m := self._said_in.get(p)) is not None}
        for message in said.values():
            yield Heard(MessageHeader(**message.header), message.received_at, self._warnings.get(message.message, 0))

    def _scene(self, audience: Audience) -> Scene:
        """The flight as those may know it who know of an entry: nearly always the same for all on it."""
        key = None if audience is None else tuple(audience)
        if key not in self._scenes:
            self._scenes[key] = self._as_known_to(audience)
        return self._scenes[key]

    def _as_known_to(self, audience: Audience) -> Scene:
        known = [p for p in self._places if covers(p.audience, audience)]
        is_asked = any(h.booking.checkins for h in self._held)
        return Scene(
            travellers=self._sizes.get(_PASSENGERS),
            crew=self._sizes.get(_CREW),
            seats={p.key: p.seat for p in known if p.seat},
            bookings={key: name for key, name, of in self._booked if covers(of, audience)},
            last_checkin=_last_checkin(self._flight, self._messages, audience) if is_asked else None,
        )


@dataclass(frozen=True, slots=True)
class Seated:
    """Somebody who may arrive, and the seat, "" where none is known."""

    key: int
    audience: Audience
    seat: str


def _array(numbers: Iterable[int]) -> Value:
    """Numbers as one parameter: thousands of them by themselves take longer to write down than to look up."""
    return Value(list(numbers), output_field=ArrayField(BigIntegerField()))


def _bookings(flight: Flight, entries: Sequence[ManifestEntry]) -> list[HeldBooking]:
    return list(HeldBooking.objects.filter(flight=flight, entries__overlap=_array(e.key for e in entries)))


def _naming(words: Iterable[FlightMessage], entries: Iterable[ManifestEntry]) -> list[FlightMessage]:
    """The messages that name any of these people."""
    positions = {p for e in entries for p in e.positions}
    return [m for m in words if not positions.isdisjoint(m.positions)]


def seated_on(flight: Flight) -> list[Seated]:
    """Everybody who may arrive."""
    may_arrive = [str(p) for p in Presence if p.may_arrive]
    return [Seated(*row) for row in asked(_SEATED, flight.pk, may_arrive)]


def booked_on(flight: Flight) -> list[tuple[int, tuple[str, str], Audience]]:
    """Who is on which booking, by sender and locator."""
    rows = asked(_BOOKED, flight.pk)
    return [(key, (sender, locator), audience) for keys, sender, locator, audience in rows for key in keys]


def _sizes(words: Iterable[FlightMessage]) -> dict[str, int]:
    """How many the latest full list of each kind names, whoever may know of them: parts of one list count together."""
    found: dict[str, dict[tuple[str, str], int]] = {}
    for word in words:
        header = word.header
        if header.get("type") == _LISTS and "identifier" not in header:
            of_kind = found.setdefault(header.get("function", ""), {})
            when = header.get("prepared", ""), header.get("sender", "")
            of_kind[when] = of_kind.get(when, 0) + len(word.positions)
    return {kind: sizes[max(sizes)] for kind, sizes in found.items()}


def asked(query: str, *values: Any) -> list[Any]:  # noqa: ANN401  whatever PostgreSQL takes and gives
    """The rows of a query: these are asked for every flight that changes, and records would cost more than the answer."""
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return list(cursor.fetchall())


_SEATED = """
SELECT key, audience, coalesce(traveller ->> 'seat', '') FROM picture_manifestentry WHERE flight_id = %s AND presence = ANY(%s)
"""
_BOOKED = "SELECT entries, sender, locator, audience FROM picture_heldbooking WHERE flight_id = %s"


def _warnings(messages: Iterable[int]) -> dict[int, int]:
    """How many warnings each message of the ledger has."""
    rows = current().execute(
        "SELECT id, jsonb_array_length(notices) FROM ledger_message WHERE id = ANY(%s)", (sorted(messages),)
    )
    return {int(message): int(count) for message, count in rows.fetchall()}


def _last_checkin(flight: Flight, messages: Sequence[FlightMessage], audience: Audience) -> int | None:
    """The highest place in the order of check-in for a flight that its bookings name."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT max(substring(c ->> 'number' from '[0-9]{1,4}$')::int) FROM picture_heldbooking b,"
            " jsonb_array_elements(b.booking -> 'checkins') c WHERE b.flight_id = %s"
            " AND (NOT c ? 'leg' OR (c ->> 'leg')::int = ANY(%s)) AND (b.audience IS NULL OR b.audience @> %s::varchar[])",
            [flight.pk, sorted({m.leg_index for m in messages}), None if audience is None else list(audience)],
        )
        row = cursor.fetchone()
    return row[0] if row else None
