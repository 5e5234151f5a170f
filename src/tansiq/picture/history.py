"""Which message said what of a flight: what each one changed on the manifest."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from tansiq.model.kinds import Observation
from tansiq.model.observations import MessageHeader, Source, Traveller
from tansiq.picture.flights import Flight, FlightMessage
from tansiq.picture.folding import said_of
from tansiq.picture.manifest import FULL_PUSH, FlightState, Manifest, Place, Presence, Said, steps
from tansiq.picture.persons import shown_name
from tansiq.picture.places import BOOKINGS

_NOWHERE = Source("", 0, 0)
_NO_MESSAGE = MessageHeader("")


@dataclass(frozen=True, slots=True)
class Change:
    """One message and what it changed. names: travellers it names.

    added: of those, the ones not known before. corrected: known ones whose particulars became others. became: how many
    known ones changed to each presence. state: of the flight, None where the message left it as it was. spares: whether it
    is a push of all bookings of which part is missing, so that it removes nobody.
    """

    said: FlightMessage
    names: int
    added: int
    corrected: int
    became: Mapping[Presence, int]
    state: FlightState | None
    spares: bool = False

    @property
    def header(self) -> MessageHeader:
        """The header of the message."""
        return MessageHeader(**self.said.header)

    @property
    def moves(self) -> list[tuple[Presence, int]]:
        """How many became what, in the order of Presence."""
        return [(p, self.became[p]) for p in Presence if self.became.get(p)]

    @property
    def changed_nothing(self) -> bool:
        """Whether the manifest stood the same before."""
        return not (self.added or self.corrected or self.became or self.state)


def told(flight: Flight, observations: Mapping[int, Observation]) -> list[Change]:
    """What each message of a flight changed, in the order in which they count.

    observations: by position, those that `said_positions` names and that still exist.
    """
    by_position = {m.leg_position: m for m in flight.said.all()}
    changes = []
    before: dict[int, tuple[Presence, Traveller]] = {}
    state = FlightState.EXPECTED
    for message, manifest in steps(said_of(by_position.values(), observations)):
        now = {id(place): (place.presence, _particulars(place)) for place in manifest.places}
        changes.append(_change(by_position[message.position], message, before, now, _news(state, manifest)))
        before, state = now, manifest.state
    return changes


def _particulars(place: Place) -> Traveller:
    """The traveller without where it was said."""
    return replace(place.traveller, source=_NOWHERE, message=_NO_MESSAGE, legs=())


def _news(before: FlightState, manifest: Manifest) -> FlightState | None:
    return manifest.state if manifest.state != before else None


def _change(
    said: FlightMessage,
    message: Said,
    before: Mapping[int, tuple[Presence, Traveller]],
    now: Mapping[int, tuple[Presence, Traveller]],
    state: FlightState | None,
) -> Change:
    known = [(before[key], now[key]) for key in now if key in before]
    return Change(
        said=said,
        names=len(message.travellers),
        added=len(now) - len(known),
        corrected=sum(old[1] != new[1] for old, new in known),
        became=Counter(new[0] for old, new in known if old[0] != new[0]),
        state=state,
        spares=_spares(message),
    )


def _spares(message: Said) -> bool:
    return message.header.type == BOOKINGS and message.header.function == FULL_PUSH and message.is_damaged


@dataclass(frozen=True, slots=True)
class Word:
    """What one message said of one traveller.

    presence: what it made of them, None where it left that. status: of the booking's segment that holds no seat ("HX"), ""
    for others. differs: particulars that became others, by name: before and now. is_first: whether nobody named them before.
    is_named: whether it names them. spares: whether it would have removed them, were it not for a part that is missing.
    """

    said: FlightMessage
    presence: Presence | None
    status: str = ""
    differs: tuple[tuple[str, str, str], ...] = ()
    is_first: bool = False
    is_named: bool = True
    spares: bool = False

    @property
    def header(self) -> MessageHeader:
        """The header of the message."""
        return MessageHeader(**self.said.header)


def told_of(flight: Flight, positions: Collection[int], observations: Mapping[int, Observation]) -> list[Word]:
    """What each message said of one traveller, in the order in which they count; messages that say nothing are left out.

    positions: of the traveller's manifest entry. observations: as `told` takes them.
    """
    by_position = {m.leg_position: m for m in flight.said.all()}
    words = []
    before: tuple[Presence, dict[str, str]] | None = None
    for message, manifest in steps(said_of(by_position.values(), observations)):
        place = next((p for p in manifest.places if p.positions[0] in positions), None)
        if place is None:
            continue
        now = (place.presence, _shown(place.traveller))
        word = _word(by_position[message.position], message, place, before, now)
        before = now
        if word.is_named or word.presence or word.spares:
            words.append(word)
    return words


def _word(
    said: FlightMessage,
    message: Said,
    place: Place,
    before: tuple[Presence, dict[str, str]] | None,
    now: tuple[Presence, dict[str, str]],
) -> Word:
    is_named = any(position in place.positions for position, _ in message.travellers)
    held = any(sender == message.header.sender for sender, _ in place.bookings)
    return Word(
        said,
        presence=now[0] if before is None or before[0] is not now[0] else None,
        status=place.status if is_named else "",
        differs=tuple((f, before[1][f], now[1][f]) for f in now[1] if before[1][f] != now[1][f]) if before else (),
        is_first=before is None,
        is_named=is_named,
        spares=_spares(message) and not is_named and held,
    )


def _shown(traveller: Traveller) -> dict[str, str]:
    """The particulars whose change a person wants to see, as text."""
    documents = (f"{d.type} {d.issuer} {d.number}".strip() for d in traveller.documents)
    return {
        "name": shown_name(traveller),
        "birth_date": traveller.birth_date,
        "sex": traveller.sex,
        "nationality": traveller.nationality,
        "document": " · ".join(documents),
        "booking": traveller.locator,
        "ticket": traveller.ticket,
        "seat": traveller.seat,
        "bags": " ".join(traveller.bags) or ("" if traveller.bag_count is None else str(traveller.bag_count)),
    }
