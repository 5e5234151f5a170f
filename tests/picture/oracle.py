"""Messages about flights as plain words, and what they amount to, reckoned in the plainest way: a check on the fold."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from tansiq.picture.manifest import FlightState, Presence

HELD, WAITS, NOTHING = "HK", "HL", "HX"


@dataclass(frozen=True)
class Spoken:
    """One message. minute: of the sender's clock. act: "list", "CP", "XR", "XF", "CLOB", "CLNB", "push" or "update".

    carrier: under whose name the flight is told; claims: whether it says that TK sells it. people: whom a list names.
    bookings: by locator, the status of the segment and who is in it.
    """

    minute: int
    act: str
    carrier: str = "PK"
    claims: bool = False
    people: tuple[str, ...] = ()
    bookings: tuple[tuple[str, str, tuple[str, ...]], ...] = ()
    is_damaged: bool = False


@dataclass
class Reckoned:
    """A flight as reckoned so far."""

    state: FlightState = FlightState.EXPECTED
    presence: dict[str, Presence] = field(default_factory=dict)
    listed: set[str] = field(default_factory=set)
    booked: dict[str, dict[str, str]] = field(default_factory=dict)  # locator → person → status

    def hear(self, message: Spoken) -> None:
        if message.act in {"push", "update"}:
            self._bookings(message)
        elif message.act in {"CLOB", "CLNB"}:
            self._close(message)
        elif message.act == "XF":
            self.state = FlightState.CANCELLED
        else:
            self._list(message)

    def _list(self, message: Spoken) -> None:
        for person in message.people:
            self.listed.add(person)
            if message.act == "XR":
                self.presence[person] = Presence.REMOVED
            elif self.presence.get(person) is not Presence.ON_BOARD:
                self.presence[person] = Presence.LISTED
            if message.act != "XR" and self.state is FlightState.CANCELLED:
                self.state = FlightState.EXPECTED

    def _close(self, message: Spoken) -> None:
        self.state = FlightState.CLOSED
        named, others = Presence.ON_BOARD, Presence.NOT_ON_BOARD
        if message.act == "CLNB":
            named, others = others, named
        for person in message.people:
            self.listed.add(person)
            self.presence[person] = named
        for person, presence in self.presence.items():
            if message.people and person not in message.people and presence in {Presence.LISTED, Presence.ON_BOARD}:
                self.presence[person] = others

    def _bookings(self, message: Spoken) -> None:
        for locator, status, people in message.bookings:
            before = self.booked.get(locator, {})
            stay = before if message.is_damaged and status != NOTHING else {}
            self.booked[locator] = {**stay, **{person: status for person in people if status != NOTHING}}
            for person in people:
                self.presence.setdefault(person, Presence.REMOVED)
                if status == HELD and self.presence[person] is Presence.REMOVED:
                    self.presence[person] = Presence.LISTED
        if message.act == "push" and not message.is_damaged:
            told = {locator for locator, _, _ in message.bookings}
            self.booked = {locator: people for locator, people in self.booked.items() if locator in told}
        self._stand()

    def _stand(self) -> None:
        """Those whom no list named and no close-out judged stand as their bookings do."""
        for person, presence in self.presence.items():
            if person not in self.listed and presence not in {Presence.ON_BOARD, Presence.NOT_ON_BOARD}:
                statuses = {people[person] for people in self.booked.values() if person in people}
                self.presence[person] = (
                    Presence.LISTED if HELD in statuses else Presence.WAITLISTED if statuses else Presence.REMOVED
                )


def reckon(messages: Iterable[Spoken]) -> Reckoned:
    """What messages about one flight amount to, by the sender's clock."""
    flight = Reckoned()
    for message in sorted(set(messages), key=lambda m: m.minute):
        flight.hear(message)
    return flight


def flights(messages: Iterable[Spoken]) -> Mapping[str, list[Spoken]]:
    """The messages of each flight, by the carrier that flies it: TK's flight is that of the one which says that TK sells it."""
    told = list(messages)
    claiming = {m.carrier for m in told if m.claims} - {"TK"}
    flown: dict[str, list[Spoken]] = {}
    for message in told:
        carrier = next(iter(claiming)) if message.carrier == "TK" and len(claiming) == 1 else message.carrier
        flown.setdefault(carrier, []).append(message)
    return flown
