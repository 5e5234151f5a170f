"""The flight of a cargo report: TDT with its LOC and DTM (CUSCAR segment group 4)."""

from dataclasses import dataclass, field

from tansiq.model.observations import FlightLeg, MessageHeader, Source
from tansiq.readers.passengers.itinerary import split_identifier

DEPARTS_FROM = ("9", "5", "125", "76")
ARRIVES_AT = ("11", "12", "60", "87", "61")
"""LOC 3227 of a flight: loading, departure, last port, original loading; discharge, arrival, first port, next port."""
_DEPARTURES = ("189", "133", "136")
_ARRIVALS = ("232", "132", "178", "17")
_AIR_MODES = frozenset({"4", "40"})  # Recommendation 19
_POST_MODES = frozenset({"5", "50"})
_AIRCRAFT = frozenset({"", "6"})  # 8179
_MAIN = "20"

TIMES = frozenset([*_DEPARTURES, *_ARRIVALS])
"""DTM 2005 that are a flight's: scheduled, estimated, actual departure; scheduled, estimated, actual arrival."""


@dataclass(slots=True)
class Transport:
    """One TDT. places, times: the first LOC and DTM of each qualifier, times ISO 8601, local."""

    stage: str
    mode: str
    means: str
    identifier: str
    carrier: str
    start: int
    end: int
    places: dict[str, str] = field(default_factory=dict)
    times: dict[str, str] = field(default_factory=dict)

    def is_post(self) -> bool:
        """Whether it is carried as mail."""
        return self.mode in _POST_MODES

    def is_air(self) -> bool:
        """Whether it flies, as far as it says."""
        return self.mode in _AIR_MODES or (self.mode == "" and self.means in _AIRCRAFT) or self.is_post()


@dataclass(slots=True)
class Flights:
    """The transports of one message. places, times: those that stand before the first TDT."""

    transports: list[Transport] = field(default_factory=list)
    places: dict[str, str] = field(default_factory=dict)
    times: dict[str, str] = field(default_factory=dict)

    def _flying(self) -> list[Transport]:
        named = (t for t in self.transports if t.identifier or t.carrier or t.places)
        return [transport for transport in named if transport.is_air()]

    def legs(self, file: str, header: MessageHeader) -> tuple[FlightLeg, ...]:
        """Each transport that flies, and of which more is said than that, as a leg, in the message's order."""
        return tuple(self._leg(index, transport, file, header) for index, transport in enumerate(self._flying()))

    def main(self) -> int | None:
        """The index of the leg that the consignments are on; None where nothing flies."""
        stages = [transport.stage for transport in self._flying()]
        if not stages:
            return None
        return stages.index(_MAIN) if _MAIN in stages else 0

    def _leg(self, index: int, transport: Transport, file: str, header: MessageHeader) -> FlightLeg:
        carrier, number, marketing = split_identifier(transport.identifier, transport.carrier)
        places, times = {**self.places, **transport.places}, {**self.times, **transport.times}
        return FlightLeg(
            index=index,
            carrier=carrier,
            number=number,
            origin=_first(places, DEPARTS_FROM),
            destination=_first(places, ARRIVES_AT),
            source=Source(file, transport.start, transport.end),
            message=header,
            departure=_first(times, _DEPARTURES),
            arrival=_first(times, _ARRIVALS),
            marketing=marketing,
        )


def _first(values: dict[str, str], qualifiers: tuple[str, ...]) -> str:
    return next((values[q] for q in qualifiers if q in values), "")
