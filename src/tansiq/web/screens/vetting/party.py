"""A traveller's party as a screen shows it: who they are, where they sit, what else was booked with it, whose bags are whose."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from tansiq.centre.alerts import Alert
from tansiq.centre.desk import visible
from tansiq.centre.known import answer_on
from tansiq.centre.people import Officer
from tansiq.centre.reading import known_to
from tansiq.handling.purpose import Ground
from tansiq.ledger.current import current
from tansiq.ledger.observations import observation_bodies
from tansiq.model.observations import Traveller
from tansiq.model.wire import parse_body
from tansiq.picture import parties
from tansiq.picture.bookings import HeldBooking
from tansiq.picture.flights import Flight, ManifestEntry
from tansiq.picture.parties import BagLine, Link, Party


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of a party. traveller: None where the officer's organisation may not know. before: seats they had earlier."""

    entry: ManifestEntry
    traveller: Traveller | None
    alert: Alert | None = None
    is_infant: bool = False
    is_apart: bool = False
    before: tuple[str, ...] = ()

    @property
    def seat(self) -> str:
        """The seat, "" where none is known, or nobody may know."""
        return self.traveller.seat if self.traveller else ""


@dataclass(frozen=True, slots=True)
class Together:
    """A booking's travellers, its bags, and the bookings that have something in common with it."""

    party: Party
    members: list[Member]
    bags: list[tuple[BagLine, str]]
    links: list[Link] = field(default_factory=list)
    more: int = 0

    @property
    def persons(self) -> list[UUID]:
        """Whom it names."""
        return [m.entry.person_id for m in self.members if m.traveller]

    @property
    def lost(self) -> int:
        """How many bags are nobody's."""
        return sum(line.belongs == "nobody" for line, _ in self.bags)


def together(flight: Flight, key: int, officer: Officer) -> list[Together]:
    """The parties of a manifest entry, as far as the officer may know of them."""
    among = parties.parties(flight)
    mine = parties.of(key, among)
    alerts = {a.entry_key: a for a in visible(officer).filter(flight=flight)}
    return [_together(flight, party, among, officer, alerts) for party in mine]


def _together(
    flight: Flight, party: Party, among: Sequence[Party], officer: Officer, alerts: Mapping[int, Alert]
) -> Together:
    entries = list(flight.entries.filter(key__in=party.keys).order_by("key"))
    known = known_to(officer, Ground.TRIAGE, entries)
    read = [e for e in entries if e.pk in known]
    held = HeldBooking.objects.filter(pk=party.pk).first()
    names = {e.key: e.name for e in read}
    return Together(
        party=party,
        members=_members(flight, entries, {e.key: e.value() for e in read}, alerts),
        bags=[(line, names.get(line.owner or 0, "")) for line in parties.bags(held.value() if held else None, read)],
        links=parties.linked(flight, party, among) if held else [],
        more=len(party.keys) - len(entries),
    )


def _members(
    flight: Flight, entries: Iterable[ManifestEntry], read: Mapping[int, Traveller], alerts: Mapping[int, Alert]
) -> list[Member]:
    seats = {key: traveller.seat for key, traveller in read.items()}
    moved = seats_before([e for e in entries if e.key in read])
    return [
        Member(
            entry=e,
            traveller=(t := read.get(e.key)),
            alert=alerts.get(e.key),
            is_infant=t is not None and parties.is_infant(t, flight.departure_local),
            is_apart=parties.sits_apart(seats.get(e.key, ""), [s for k, s in seats.items() if k != e.key]),
            before=moved.get(e.key, ()),
        )
        for e in entries
    ]


def seats_before(entries: Sequence[ManifestEntry]) -> dict[int, tuple[str, ...]]:
    """The seats that messages gave people before the one they have, oldest first, by manifest entry."""
    answer_on(Ground.TRIAGE)
    stored = observation_bodies(current(), [p for e in entries for p in e.positions])
    said = {p: parse_body(s.body) for p, s in stored.items()}
    found = {}
    for entry in entries:
        heard = sorted(
            (t for p in entry.positions if isinstance(t := said.get(p), Traveller)), key=lambda t: t.message.prepared
        )
        seats = dict.fromkeys(t.seat for t in heard if t.seat)
        seats.pop(entry.traveller.get("seat", ""), None)
        found[entry.key] = tuple(seats)
    return found
