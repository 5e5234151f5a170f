"""What the arrival hall is told of a traveller: enough to find and to inspect them, and not why."""

from dataclasses import dataclass
from uuid import UUID

from tansiq.centre.handover import Handover
from tansiq.centre.people import Officer
from tansiq.centre.reading import known_to
from tansiq.centre.results import Inspection, results_of
from tansiq.handling.purpose import Ground
from tansiq.model.observations import Traveller
from tansiq.picture import parties
from tansiq.picture.bookings import HeldBooking
from tansiq.picture.flights import ManifestEntry
from tansiq.picture.parties import BagLine
from tansiq.web.screens.flights.opened import End, ends_of


@dataclass(frozen=True, slots=True)
class Told:
    """One page for the hall. traveller: None where the officer's organisation may not know. with_seats: of the rest of the party."""

    handover: Handover
    ends: tuple[End, End]
    inspection: Inspection | None
    entry: ManifestEntry | None
    traveller: Traveller | None
    party: int
    with_seats: list[str]
    bags: list[BagLine]

    @property
    def persons(self) -> list[UUID]:
        """Whom the page names."""
        return [self.handover.case.person_id] if self.traveller else []

    @property
    def flight_key(self) -> int:
        """The flight, for addresses."""
        return self.handover.alert.flight_id


def told(made: Handover, officer: Officer) -> Told:
    """Gather the page, as messages say it now: a seat may have changed since it was handed over."""
    flight, entry = made.alert.flight, made.alert.entry
    is_known = entry is not None and entry.pk in known_to(officer, Ground.CASE, [entry])
    mine = parties.of(entry.key, parties.parties(flight)) if entry is not None and is_known else []
    others = flight.entries.filter(key__in={k for p in mine for k in p.keys}).exclude(key=made.alert.entry_key)
    return Told(
        handover=made,
        ends=ends_of(flight),
        inspection=results_of([made]).get(made.pk),
        entry=entry if is_known else None,
        traveller=entry.value() if entry is not None and is_known else None,
        party=len({key for party in mine for key in party.keys}),
        with_seats=[seat for seat in others.values_list("traveller__seat", flat=True) if seat],
        bags=_bags(entry, [p.pk for p in mine]) if entry is not None and is_known else [],
    )


def _bags(entry: ManifestEntry, bookings: list[int]) -> list[BagLine]:
    """The traveller's own bags, and those of the booking that are shared or nobody's."""
    held = [booking.value() for booking in HeldBooking.objects.filter(pk__in=bookings)]
    if not held:
        return parties.bags(None, [entry])
    lines = [line for booking in held for line in parties.bags(booking, [entry])]
    named = {bag.tag for b in held for bag in b.bags if bag.traveller in b.travellers and not bag.pool}
    own = set(entry.value().bags)
    return [line for line in lines if line.tag in own or line.tag not in named]
