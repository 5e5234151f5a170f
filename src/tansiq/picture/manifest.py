"""Who is on a flight, folded from its messages. Pure: the same messages give the same manifest in any order of arrival.

Message functions: WCO/IATA/ICAO API guidelines, appendix IIA (BGM 1001 and 1004); of bookings PADIS 1225 (MSG).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from tansiq.model.bookings import Booking
from tansiq.model.observations import MessageHeader, Traveller
from tansiq.picture.places import BOOKINGS, Place, Presence, booking_of
from tansiq.picture.recognition import Recognition
from tansiq.picture.segments import Hold

__all__ = ["FlightState", "Manifest", "Place", "Presence", "Said", "fold", "steps"]

CLOSE_OUT = "266"
REMOVING = frozenset({"XR", "RP"})
CLOSING = frozenset({"CL", "CLOB", "CLNB"})
CANCELLING = "XF"
CHANGING = "CP"
FULL_PUSH = "22"
UPDATE = "141"
CARGO = "CUSCAR"
_SEATS = (Hold.SEATS, "")


class FlightState(StrEnum):
    """What the messages say of the flight as a whole."""

    EXPECTED = "expected"
    CLOSED = "closed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Said:
    """One message's word on one flight: its header, and the travellers and bookings it names with their ledger positions.

    position: ledger position of the leg observation; it also breaks ties between messages of one instant. is_damaged:
    whether part of what was sent is missing here. seatless: by locator, what bookings hold that hold no seats on this flight.
    """

    header: MessageHeader
    position: int
    travellers: tuple[tuple[int, Traveller], ...]
    bookings: tuple[tuple[int, Booking], ...] = ()
    is_damaged: bool = False
    seatless: Mapping[str, tuple[Hold, str]] = field(default_factory=dict)


@dataclass(slots=True)
class Manifest:
    """A flight as folded: its state, who is on it, and the latest word of each booking that still holds somebody.

    bookings: ledger position and booking, by sender and locator.
    """

    state: FlightState = FlightState.EXPECTED
    places: list[Place] = field(default_factory=list)
    bookings: dict[tuple[str, str], tuple[int, Booking]] = field(default_factory=dict)


def fold(said: Iterable[Said]) -> Manifest:
    """The manifest that all the messages of one flight amount to.

    Messages are taken by the sender's clock, then by ledger position. Full lists and changes add and update; XR and RP
    take away; a close-out decides who is on board; XF cancels, until a later list names people on the flight again. A
    close-out that came in parts counts as one.

    Bookings add too, and say nothing of who is on board or whether a cancelled flight flies. A booking replaces what was
    said of it before; a full push that is whole replaces all of its sender's. Whom only bookings named is removed when none
    holds them any more, or holds a seat for them; one who waits for a seat is waitlisted. Cargo reports name nobody.
    """
    manifest = Manifest()
    for _, manifest in steps(said):  # noqa: B007  the last one counts
        pass
    return manifest


def steps(said: Iterable[Said]) -> Iterator[tuple[Said, Manifest]]:
    """Each message in the order it counts, with the manifest as it then stands: one object that goes on changing."""
    builder = _Builder()
    ordered = sorted(said, key=lambda s: (s.header.prepared, s.position))
    pushes = _whole_pushes(ordered)
    for index, message in enumerate(ordered):
        if message.header.type == CARGO:
            pass
        elif message.header.type == BOOKINGS:
            builder.book(message, push=pushes.get(message.position, ()))
        elif _is_close_out(message.header):
            builder.close(message, is_last_part=_ends_its_list(message, ordered[index + 1 :]))
        else:
            builder.take(message)
        yield message, builder.manifest


def _whole_pushes(ordered: Iterable[Said]) -> dict[int, list[Said]]:
    """The messages of each full push that nothing is missing of, by the position of the last one."""
    pushes: dict[tuple[str, str], list[Said]] = {}
    for message in ordered:
        if message.header.type == BOOKINGS and message.header.function == FULL_PUSH and message.header.prepared:
            pushes.setdefault((message.header.sender, message.header.prepared), []).append(message)
    return {push[-1].position: push for push in pushes.values() if _is_whole(push)}


def _is_whole(push: list[Said]) -> bool:
    """Whether no message of a push is damaged, and of one sent in parts all are there (UNH S010: number, C or F)."""
    if any(message.is_damaged for message in push):
        return False
    parts = {message.header.part for message in push} - {""}
    numbers = {number for part in parts if (number := part.partition(":")[0]).isdecimal()}
    last = {int(number) for part in parts if (number := part.partition(":")[0]) in numbers and part.endswith(":F")}
    return not parts or any({int(n) for n in numbers} == set(range(1, end + 1)) for end in last if end <= len(numbers))


def _is_close_out(header: MessageHeader) -> bool:
    return header.identifier in CLOSING or (header.function == CLOSE_OUT and header.identifier != CANCELLING)


def _ends_its_list(message: Said, later: list[Said]) -> bool:
    return not any(
        (m.header.function, m.header.identifier, m.header.prepared, m.header.sender)
        == (message.header.function, message.header.identifier, message.header.prepared, message.header.sender)
        for m in later
    )


class _Builder:
    def __init__(self) -> None:
        self.manifest = Manifest()
        self._recognition = Recognition()
        self._named: set[int] = set()
        self._booked: dict[tuple[str, str], list[Place]] = {}
        self._held: dict[int, set[tuple[tuple[str, str], int]]] = {}

    def take(self, message: Said) -> None:
        """A full list, a change, a removal or a cancellation."""
        if message.header.identifier == CANCELLING:
            self.manifest.state = FlightState.CANCELLED
            return
        self._recognition.begin_message()
        presence = Presence.REMOVED if message.header.identifier in REMOVING else Presence.LISTED
        if message.travellers and presence is Presence.LISTED and self.manifest.state is FlightState.CANCELLED:
            self.manifest.state = FlightState.EXPECTED
        for position, traveller in message.travellers:
            place = self._put(position, traveller, is_correction=message.header.identifier == CHANGING)
            if presence is Presence.REMOVED or place.presence is not Presence.ON_BOARD:
                place.presence = presence  # who is on board stays there, whatever list comes late

    def book(self, message: Said, *, push: Iterable[Said]) -> None:
        """Bookings. push: the messages of the whole push that this one completes, none where it does not."""
        self._recognition.begin_message()
        sender = message.header.sender
        held = self._held[message.position] = set()
        for position, traveller in message.travellers:
            place, booking = self._put(position, traveller), booking_of(traveller)
            hold, status = message.seatless.get(traveller.locator, _SEATS)
            place.hold(booking, hold, status)
            if hold is Hold.NOTHING:
                continue
            held.add((booking, id(place)))
            same = self._booked.setdefault(booking, [])
            if not any(p is place for p in same):
                same.append(place)
        self.manifest.bookings |= {(sender, b.locator): (position, b) for position, b in message.bookings}
        told = {booking for booking, _ in held} | {(sender, b.locator) for _, b in message.bookings}
        given_up = {(sender, locator) for locator, (hold, _) in message.seatless.items() if hold is Hold.NOTHING}
        self._release(given_up, held)
        if message.header.function in {FULL_PUSH, UPDATE} and not message.is_damaged:
            self._release({booking for booking in told if booking[1]}, held)
        if push:
            kept = set[tuple[tuple[str, str], int]]().union(*(self._held[m.position] for m in push))
            self._release({booking for booking in self._booked if booking[0] == sender}, kept)

    def _release(self, bookings: set[tuple[str, str]], held: set[tuple[tuple[str, str], int]]) -> None:
        """Whoever these bookings no longer hold leaves them; whom nothing else names is removed."""
        for booking in bookings:
            for place in self._booked.get(booking, ()):
                if (booking, id(place)) not in held:
                    place.leave(booking)
            self._booked[booking] = [p for p in self._booked.get(booking, ()) if (booking, id(p)) in held]
            if not self._booked[booking]:
                self.manifest.bookings.pop(booking, None)

    def close(self, message: Said, *, is_last_part: bool) -> None:
        """A close-out, or a part of one; the last part decides about those it did not name."""
        self.manifest.state = FlightState.CLOSED
        self._recognition.begin_message()
        on_board = message.header.identifier != "CLNB"
        presence = Presence.ON_BOARD if on_board else Presence.NOT_ON_BOARD
        for position, traveller in message.travellers:
            place = self._put(position, traveller)
            place.presence = presence
            self._named.add(id(place))
        if is_last_part:
            self._decide_others(Presence.NOT_ON_BOARD if on_board else Presence.ON_BOARD)
            self._named = set()

    def _decide_others(self, presence: Presence) -> None:
        """What a close-out says of those it did not name. A close-out without names says nothing; none speaks of crew."""
        for place in self.manifest.places if self._named else ():
            is_judged = id(place) not in self._named and place.traveller.role != "crew"
            if is_judged and place.presence.may_arrive:
                place.presence = presence

    def _put(self, position: int, traveller: Traveller, *, is_correction: bool = False) -> Place:
        place = self._recognition.find(traveller, is_correction=is_correction)
        if place is None:
            place = Place(traveller, Presence.LISTED)
            self.manifest.places.append(place)
        place.hear(position, traveller)
        self._recognition.learn(place, traveller)
        return place
