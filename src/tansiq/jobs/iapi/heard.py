"""What a carrier sent: each message with its flight and passengers, and how an answer finds its way back."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from tansiq.model.customs import Reply
from tansiq.model.kinds import Observation
from tansiq.model.observations import FlightLeg, MessageHeader, Traveller
from tansiq.model.reading import Reading
from tansiq.picture.airports import country, instant
from tansiq.readers.customs import cusres
from tansiq.readers.customs.cusres_writer import Addressing, answering
from tansiq.readers.edifact import interchange
from tansiq.readers.edifact.envelope import Message, header_of
from tansiq.readers.edifact.interchange import MessageKind, Take
from tansiq.readers.passengers import paxlst

CANCELLING: Final = frozenset({"XR", "RP"})
"""BGM 1004 of messages that take passengers away."""
FLIGHT_CANCELLED: Final = "XF"
CLOSING: Final = frozenset({"CL", "CLOB", "CLNB"})
CLOSE_OUT: Final = "266"
CONFIRMATION: Final = "312"
"""BGM 1001 of a carrier's CUSRES that confirms a change."""


@dataclass(frozen=True, slots=True)
class Heard:
    """One message. leg: the flight that it is about, by which the border is crossed; None where it names none."""

    header: MessageHeader
    addressing: Addressing
    leg: FlightLeg | None
    travellers: tuple[Traveller, ...]
    reply: Reply | None = None

    @property
    def carrier(self) -> str:
        """IATA code of the operating carrier, "" where the message does not say."""
        return self.leg.carrier if self.leg else ""

    @property
    def flight(self) -> str:
        """The key of the flight: carrier, number, airport and local date of departure."""
        leg = self.leg
        return "/".join((leg.carrier, leg.number, leg.origin, leg.departure[:10])) if leg else ""

    @property
    def departs_at(self) -> datetime | None:
        """When it departs, None where time or zone are not known."""
        return instant(self.leg.departure, self.leg.origin) if self.leg else None

    @property
    def cancels(self) -> bool:
        """Whether it takes passengers, or the flight, away."""
        return self.header.identifier in CANCELLING or self.is_flight_cancelled

    @property
    def is_flight_cancelled(self) -> bool:
        """Whether the flight does not fly."""
        return self.header.identifier == FLIGHT_CANCELLED

    @property
    def asks(self) -> bool:
        """Whether it asks for directives: a list or a change of one, no cancellation, no close-out."""
        is_close_out = self.header.identifier in CLOSING or self.header.function == CLOSE_OUT
        return self.header.type == paxlst.KIND.type and not self.cancels and not is_close_out


@dataclass(slots=True)
class _Listening:
    """Reads messages with the readers there are, and keeps each message beside what was read of it."""

    messages: list[tuple[Message, tuple[Observation, ...]]] = field(default_factory=list)

    def kind(self, of: MessageKind) -> MessageKind:
        """The same kind, listened to."""
        opened = of.open
        assert opened is not None  # noqa: S101  both kinds below are read
        return replace(of, open=lambda *about: self._listened(opened(*about)))

    def _listened(self, take: Take) -> Take:
        def taken(message: Message) -> tuple[Observation, ...]:
            observations = take(message)
            self.messages.append((message, observations))
            return observations

        return taken


def hear(data: bytes, name: str) -> tuple[list[Heard], Reading]:
    """The messages of an input in order, and the account of everything that was not taken. Nothing is raised for any bytes."""
    listening = _Listening()
    wanted = listening.kind(paxlst.KIND)
    reading = interchange.read(data, name, (wanted, listening.kind(cusres.KIND)), wanted=wanted, forced=False)
    return [_heard(message, observations) for message, observations in listening.messages], reading


def _heard(message: Message, observations: Sequence[Observation]) -> Heard:
    legs = [o for o in observations if isinstance(o, FlightLeg) and not o.within]
    reply = next((o for o in observations if isinstance(o, Reply)), None)
    header = next((o.message for o in observations if isinstance(o, FlightLeg | Traveller | Reply)), header_of(message))
    travellers = tuple(o for o in observations if isinstance(o, Traveller))
    return Heard(header, answering(message), _crossing(legs), travellers, reply)


def _crossing(legs: Sequence[FlightLeg]) -> FlightLeg | None:
    """The leg that leaves one country for another, else the first."""
    abroad = [leg for leg in legs if country(leg.origin) != country(leg.destination)]
    return next(iter(abroad or legs), None)
