"""Who is on a flight, folded from its messages. Pure: the same messages give the same manifest in any order of arrival.

Message functions: WCO/IATA/ICAO API guidelines, appendix IIA (BGM 1001 and 1004).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from tansiq.model.observations import MessageHeader, Traveller

CLOSE_OUT = "266"
REMOVING = frozenset({"XR", "RP"})
CLOSING = frozenset({"CL", "CLOB", "CLNB"})
CANCELLING = "XF"
CHANGING = "CP"


class Presence(StrEnum):
    """Whether somebody is on the flight, as far as the messages say."""

    LISTED = "listed"
    ON_BOARD = "on_board"
    NOT_ON_BOARD = "not_on_board"
    REMOVED = "removed"

    @property
    def may_arrive(self) -> bool:
        """Whether the person may still come off the aircraft."""
        return self in {Presence.LISTED, Presence.ON_BOARD}


class FlightState(StrEnum):
    """What the messages say of the flight as a whole."""

    EXPECTED = "expected"
    CLOSED = "closed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Said:
    """One message's word on one flight: its header, and the travellers it names with their ledger positions.

    position: ledger position of the leg observation; it also breaks ties between messages of one instant.
    """

    header: MessageHeader
    position: int
    travellers: tuple[tuple[int, Traveller], ...]


@dataclass(slots=True)
class Place:
    """One person on the flight: the latest word, and every observation it rests on."""

    traveller: Traveller
    presence: Presence
    positions: list[int] = field(default_factory=list)

    @property
    def key(self) -> int:
        """The first ledger position that named the person: stable while later messages arrive."""
        return min(self.positions)


@dataclass(slots=True)
class Manifest:
    """A flight as folded: its state and who is on it."""

    state: FlightState = FlightState.EXPECTED
    places: list[Place] = field(default_factory=list)


def identifiers(traveller: Traveller) -> Iterator[tuple[str, ...]]:
    """What the traveller can be recognised by within one flight, surest first."""
    for document in traveller.documents:
        yield ("document", document.issuer, document.number)
    if traveller.reference:
        yield ("reference", traveller.reference)
    for name in traveller.names:
        yield ("name", name.family, name.given, traveller.birth_date)


def fold(said: Iterable[Said]) -> Manifest:
    """The manifest that all the messages of one flight amount to.

    Messages are taken by the sender's clock, then by ledger position. Full lists and changes add and update; XR and RP
    take away; a close-out decides who is on board; XF cancels, until a later list names people on the flight again. A
    close-out that came in parts counts as one.
    """
    manifest = Manifest()
    for _, manifest in steps(said):  # noqa: B007  the last one counts
        pass
    return manifest


def steps(said: Iterable[Said]) -> Iterator[tuple[Said, Manifest]]:
    """Each message in the order it counts, with the manifest as it then stands: one object that goes on changing."""
    builder = _Builder()
    ordered = sorted(said, key=lambda s: (s.header.prepared, s.position))
    for index, message in enumerate(ordered):
        if _is_close_out(message.header):
            builder.close(message, is_last_part=_ends_its_list(message, ordered[index + 1 :]))
        else:
            builder.take(message)
        yield message, builder.manifest


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
        self._known: dict[tuple[str, ...], Place] = {}
        self._named: set[int] = set()
        self._in_message: set[int] = set()

    def take(self, message: Said) -> None:
        """A full list, a change, a removal or a cancellation."""
        if message.header.identifier == CANCELLING:
            self.manifest.state = FlightState.CANCELLED
            return
        self._in_message = set()
        presence = Presence.REMOVED if message.header.identifier in REMOVING else Presence.LISTED
        if message.travellers and presence is Presence.LISTED and self.manifest.state is FlightState.CANCELLED:
            self.manifest.state = FlightState.EXPECTED
        for position, traveller in message.travellers:
            self._put(position, traveller, presence, is_correction=message.header.identifier == CHANGING)

    def close(self, message: Said, *, is_last_part: bool) -> None:
        """A close-out, or a part of one; the last part decides about those it did not name."""
        self.manifest.state = FlightState.CLOSED
        self._in_message = set()
        on_board = message.header.identifier != "CLNB"
        presence = Presence.ON_BOARD if on_board else Presence.NOT_ON_BOARD
        for position, traveller in message.travellers:
            self._named.add(id(self._put(position, traveller, presence)))
        if is_last_part:
            self._decide_others(Presence.NOT_ON_BOARD if on_board else Presence.ON_BOARD)
            self._named = set()

    def _decide_others(self, presence: Presence) -> None:
        """What a close-out says of those it did not name. A close-out without names says nothing; none speaks of crew."""
        for place in self.manifest.places if self._named else ():
            is_judged = id(place) not in self._named and place.traveller.role != "crew"
            if is_judged and place.presence.may_arrive:
                place.presence = presence

    def _put(self, position: int, traveller: Traveller, presence: Presence, *, is_correction: bool = False) -> Place:
        place = self._find(traveller, is_correction=is_correction)
        if place is None:
            place = Place(traveller, presence, [position])
            self.manifest.places.append(place)
        else:
            place.positions.append(position)
            place.presence = presence
            if traveller.names:  # a close-out may name somebody by reference alone: keep what is known
                place.traveller = traveller
        self._in_message.add(id(place))
        for identifier in identifiers(traveller):
            self._known.setdefault(identifier, place)
        return place

    def _find(self, traveller: Traveller, *, is_correction: bool) -> Place | None:
        for identifier in identifiers(traveller):
            place = self._known.get(identifier)
            if place is None or (identifier[0] == "name" and self._is_namesake(place, traveller)):
                continue
            if is_correction or not _contradicts(place.traveller, traveller):
                return place
        return None

    def _is_namesake(self, place: Place, traveller: Traveller) -> bool:
        """Whether one message gives one name twice, with two documents: then it speaks of two people."""
        return id(place) in self._in_message and _documents_differ(place.traveller, traveller)


def _documents_differ(known: Traveller, new: Traveller) -> bool:
    held, shown = ({(d.issuer, d.number) for d in t.documents} for t in (known, new))
    return bool(held and shown) and not held & shown


def _contradicts(known: Traveller, new: Traveller) -> bool:
    """Whether two records cannot be one person although an identifier agrees: other name and other birth date."""
    if not known.names or not new.names:
        return False
    other_name = not {(n.family, n.given) for n in known.names} & {(n.family, n.given) for n in new.names}
    return other_name and known.birth_date != new.birth_date
