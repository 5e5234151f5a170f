"""One person on a flight, and what passenger lists and bookings say of them, each in its own trade."""

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

from tansiq.model.observations import TravelDocument, Traveller
from tansiq.picture.segments import Hold

BOOKINGS: Final = "PNRGOV"
_BOOKING_FACTS = ("locator", "seat", "bags", "bag_count", "bag_weight_kg", "category", "ticket")
_OF_THE_MESSAGE = frozenset({"role", "source", "message", "legs"})
_PARTICULARS = tuple(f for f in Traveller.__slots__ if f not in _OF_THE_MESSAGE | {"kind"})
_UNSAID = ("", (), None)


class Presence(StrEnum):
    """Whether somebody is on the flight, as far as the messages say."""

    LISTED = "listed"
    ON_BOARD = "on_board"
    NOT_ON_BOARD = "not_on_board"
    REMOVED = "removed"
    WAITLISTED = "waitlisted"

    @property
    def may_arrive(self) -> bool:
        """Whether the person may still come off the aircraft."""
        return self in {Presence.LISTED, Presence.ON_BOARD}


_BY_BOOKINGS = frozenset({Presence.LISTED, Presence.WAITLISTED, Presence.REMOVED})


@dataclass(slots=True)
class Place:
    """One person on the flight: what is known of them, and every observation it rests on.

    traveller: what lists and bookings say together: who somebody is by the list, what is booked by the booking.
    listed: the word of passenger and crew lists, None where none names the person. booked: the latest word of bookings.
    bookings: sender and locator of those that still hold the person, or wait for a seat; waiting: the latter of them.
    status: by which the latest booking that held no seat said so ("HX"), "" since another does. first: the first word.
    """

    traveller: Traveller
    presence: Presence
    positions: list[int] = field(default_factory=list)
    listed: Traveller | None = None
    booked: Traveller | None = None
    bookings: set[tuple[str, str]] = field(default_factory=set)
    waiting: set[tuple[str, str]] = field(default_factory=set)
    status: str = ""
    first: Traveller | None = None

    @property
    def key(self) -> int:
        """The first ledger position that named the person: stable while later messages arrive."""
        return min(self.positions)

    def hear(self, position: int, traveller: Traveller) -> None:
        """Take a later word."""
        self.positions.append(position)
        self.first = self.first or traveller
        if is_booked(traveller):
            self.booked = _later(self.booked, traveller)
        else:
            self.listed = _later(self.listed, traveller)
        if self.listed is not None and self.booked is not None:
            self.traveller = _together(self.listed, self.booked)
        else:
            self.traveller = self.listed or self.booked or traveller

    def hold(self, booking: tuple[str, str], hold: Hold, status: str) -> None:
        """Take what a booking that names the person holds on the flight."""
        self.status = status
        self.bookings.add(booking)
        self.waiting.discard(booking)
        if hold is Hold.WAITS:
            self.waiting.add(booking)
        elif hold is Hold.NOTHING:
            self.bookings.discard(booking)
        elif self.presence is Presence.REMOVED:
            self.presence = Presence.LISTED
        self.stand_by_bookings()

    def leave(self, booking: tuple[str, str]) -> None:
        """Take that a booking does not hold the person any more."""
        self.bookings.discard(booking)
        self.waiting.discard(booking)
        self.stand_by_bookings()

    def stand_by_bookings(self) -> None:
        """Whether bookings put the person on the flight, where no list names them and no close-out told."""
        if self.listed is None and self.presence in _BY_BOOKINGS:
            held = Presence.LISTED if self.bookings - self.waiting else Presence.WAITLISTED
            self.presence = held if self.bookings else Presence.REMOVED

    def word_like(self, traveller: Traveller) -> Traveller | None:
        """What is known from messages of the traveller's kind."""
        return self.booked if is_booked(traveller) else self.listed


def is_booked(traveller: Traveller) -> bool:
    """Whether the traveller is a booking's, and no list's."""
    return traveller.message.type == BOOKINGS


def booking_of(traveller: Traveller) -> tuple[str, str]:
    """Sender and locator: what makes a booking one."""
    return traveller.message.sender, traveller.locator


def _later(known: Traveller | None, new: Traveller) -> Traveller:
    """The later word, with what only the earlier one says. Who has neither name nor birth date in common is another."""
    if known is None or _is_another(known, new):
        return new
    kept = {f: getattr(known, f) for f in _said_only_by(known, new)}
    if not new.names:  # a close-out may name somebody by reference alone
        kept |= {f: getattr(known, f) for f in _OF_THE_MESSAGE}
    return replace(new, **kept) if kept else new


def _together(listed: Traveller, booked: Traveller) -> Traveller:
    kept = {f: getattr(booked, f) for f in _said_only_by(booked, listed)}
    kept |= {f: v for f in _BOOKING_FACTS if (v := getattr(booked, f)) not in _UNSAID}
    return replace(listed, **{**kept, "documents": _all_documents(listed.documents, booked.documents)})


def _said_only_by(one: Traveller, other: Traveller) -> list[str]:
    return [f for f in _PARTICULARS if getattr(other, f) in _UNSAID and getattr(one, f) not in _UNSAID]


def _all_documents(
    listed: tuple[TravelDocument, ...], booked: tuple[TravelDocument, ...]
) -> tuple[TravelDocument, ...]:
    """The list's documents, then those of a kind that only the booking has."""
    kinds = {d.type[:1] for d in listed}
    return (*listed, *(d for d in booked if not listed or d.type[:1] not in kinds))


def _is_another(known: Traveller, new: Traveller) -> bool:
    if not known.names or not new.names:
        return False
    same_name = {(n.family, n.given) for n in known.names} & {(n.family, n.given) for n in new.names}
    return not same_name and bool(known.birth_date and new.birth_date) and known.birth_date != new.birth_date
