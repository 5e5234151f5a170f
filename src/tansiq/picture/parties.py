"""Who travels together on a flight: by booking, by what bookings have in common, by seats and by bags."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

from tansiq.model.bookings import Booking
from tansiq.model.observations import Traveller
from tansiq.picture.cabin import are_near
from tansiq.picture.flights import Flight, ManifestEntry

PHONE_DIGITS: Final = 9
"""As many digits from the right make a phone number one, whatever country code or zero it begins with."""

FEWEST_DIGITS: Final = 7
INFANT_UNTIL: Final = 2
MANY: Final = 8
"""More bookings than this have something in common for no reason that has to do with them: they are counted, not named."""

TraceKind = Literal["phone", "email", "card", "agency"]
_TRACED = ("contacts", "payments", "agencies", "created")


@dataclass(frozen=True, slots=True)
class Party:
    """Travellers of one booking. keys: of manifest entries. position: of the booking's word in the ledger, 0 for none held."""

    locator: str
    keys: tuple[int, ...]
    pk: int = 0


@dataclass(frozen=True, slots=True)
class Trace:
    """Something that several bookings have in common. shown: as a person may see it: the end of a number, an agency and hour."""

    kind: TraceKind
    value: str
    shown: str


@dataclass(frozen=True, slots=True)
class Link:
    """Other bookings of the flight that share a trace."""

    trace: Trace
    parties: tuple[Party, ...]

    @property
    def is_common(self) -> bool:
        """Whether so many share it that it says little."""
        return len(self.parties) > MANY


@dataclass(frozen=True, slots=True)
class BagLine:
    """A bag of a booking. owner: manifest entry, None where the bag is the party's or nobody's."""

    tag: str
    owner: int | None
    belongs: Literal["traveller", "pool", "nobody"]


def parties(flight: Flight) -> list[Party]:
    """Everybody's party, from bookings that stand and, where none does, from the locators that lists give."""
    held = [
        Party(locator, tuple(keys), pk)
        for pk, locator, keys in flight.bookings.order_by("pk").values_list("pk", "locator", "entries")
    ]
    booked = {key for party in held for key in party.keys}
    by_locator: dict[str, list[int]] = defaultdict(list)
    named = flight.entries.exclude(traveller__locator=None).order_by("key").values_list("key", "traveller__locator")
    for key, locator in named:
        if key not in booked and locator:
            by_locator[locator].append(key)
    return [*held, *(Party(locator, tuple(keys)) for locator, keys in by_locator.items())]


def of(key: int, among: Iterable[Party]) -> list[Party]:
    """The parties that somebody belongs to."""
    return [party for party in among if key in party.keys]


def linked(flight: Flight, party: Party, among: Sequence[Party]) -> list[Link]:
    """The other bookings of the flight that share a phone, an address, a card, or agency and hour, with a party's."""
    told = flight.bookings.values_list("pk", *(f"booking__{name}" for name in _TRACED))
    by_trace: dict[Trace, set[int]] = defaultdict(set)
    for pk, *values in told:
        for trace in traces(dict(zip(_TRACED, values, strict=True))):
            by_trace[trace].add(pk)
    return [
        Link(trace, tuple(p for p in among if p.pk in pks and p.pk != party.pk))
        for trace, pks in by_trace.items()
        if party.pk in pks and len(pks) > 1
    ]


def traces(booking: Mapping[str, Any]) -> Iterator[Trace]:
    """What of a booking, rendered as JSON, another booking may have in common with it."""
    for contact in booking.get("contacts") or ():
        digits = "".join(filter(str.isdigit, contact["text"]))[-PHONE_DIGITS:]
        if contact["kind"] == "phone" and len(digits) >= FEWEST_DIGITS:
            yield Trace("phone", digits, f"…{digits[-3:]}")
        if contact["kind"] == "email":
            yield Trace("email", contact["text"].casefold(), contact["text"])
    for paid in booking.get("payments") or ():
        if paid.get("account", "")[-4:].isdigit():
            value = "/".join((paid.get("vendor", ""), paid["account"], paid.get("expires", "")))
            yield Trace("card", value, f"{paid.get('vendor', '')} …{paid['account'][-4:]}".strip())
    hour = (booking.get("created") or "")[: len("2026-05-01T03")]
    for agency in booking.get("agencies") or ():
        number = agency.get("number") or agency.get("office")
        if number and agency.get("kind") != "A" and len(hour) == len("2026-05-01T03"):
            yield Trace("agency", f"{number}/{hour}", f"{number} {hour[5:10]} {hour[11:]}:00")


def bags(booking: Booking | None, entries: Sequence[ManifestEntry]) -> list[BagLine]:
    """The bags of a party, those of its travellers first; of a booking also those that no traveller of it has."""
    owners = {tag: e.key for e in entries for tag in e.value().bags}
    by_reference = {reference: e.key for e in entries if (reference := e.value().reference)}
    lines = {tag: BagLine(tag, key, "traveller") for tag, key in owners.items()}
    for bag in booking.bags if booking else ():
        if bag.tag in lines:
            continue
        owner = by_reference.get(bag.traveller) if bag.traveller else None
        belongs: Literal["traveller", "pool", "nobody"] = "traveller" if owner else "pool" if bag.pool else "nobody"
        lines[bag.tag] = BagLine(bag.tag, None if bag.pool else owner, "pool" if bag.pool else belongs)
    return sorted(lines.values(), key=lambda line: ("traveller", "pool", "nobody").index(line.belongs))


def sits_apart(seat: str, others: Iterable[str]) -> bool:
    """Whether somebody has a seat away from everybody else of the party who has one."""
    elsewhere = [other for other in others if other]
    return bool(seat and elsewhere) and not any(are_near(seat, other) for other in elsewhere)


def is_infant(traveller: Traveller, on: str) -> bool:
    """Whether a booking calls somebody an infant, or they are not two years old on that day (ISO 8601)."""
    if traveller.category:
        return traveller.category == "infant"
    try:
        born, day = date.fromisoformat(traveller.birth_date), date.fromisoformat(on[:10])
    except ValueError:
        return False
    return (day.year - born.year) - ((day.month, day.day) < (born.month, born.day)) < INFANT_UNTIL


def aircraft(flight: Flight) -> str:
    """The type of aircraft that most bookings give for this flight, IATA, "" where none does."""
    counts: dict[str, int] = defaultdict(int)
    for segments in flight.bookings.values_list("booking__segments", flat=True):
        for segment in segments or ():
            is_this = (segment.get("origin"), segment.get("destination")) == (flight.origin, flight.destination)
            if is_this and segment.get("aircraft"):
                counts[segment["aircraft"]] += 1
    return max(counts, key=lambda kind: (counts[kind], kind), default="")
