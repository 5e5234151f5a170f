"""Which message said what of a flight: what each one changed on the manifest."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from tansiq.model.kinds import Observation
from tansiq.model.observations import MessageHeader, Source, Traveller
from tansiq.picture.flights import Flight, FlightMessage
from tansiq.picture.folding import said_of
from tansiq.picture.manifest import FlightState, Manifest, Place, Presence, Said, steps

_NOWHERE = Source("", 0, 0)
_NO_MESSAGE = MessageHeader("")


@dataclass(frozen=True, slots=True)
class Change:
    """One message and what it changed. names: travellers it names.

    added: of those, the ones not known before. corrected: known ones whose particulars became others. became: how many
    known ones changed to each presence. state: of the flight, None where the message left it as it was.
    """

    said: FlightMessage
    names: int
    added: int
    corrected: int
    became: Mapping[Presence, int]
    state: FlightState | None

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
    )
