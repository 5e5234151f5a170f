"""What one message says a flight is: its names, where and when it departs. The picture's flights are grouped from these words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from tansiq.model.bookings import Booking
from tansiq.model.observations import FlightLeg, Traveller
from tansiq.picture.airports import distance_km, iata_of, instant, local, zone
from tansiq.picture.carriers import FlightName, flight_name, parse_name
from tansiq.picture.segments import is_flown

_DAY, _MINUTE = len("2026-05-01"), len("2026-05-01T22:20")
_MOST_NAMES = 20
_CRUISE_KMH, _CLIMB_H = 800.0, 0.6


@dataclass(frozen=True, slots=True)
class LegWord:
    """One message's word of one flight. name: carrier and number under which it flies; sold_as: other names it gives.

    position: ledger position of the leg; told_in: of the message's first word. departure, arrival: local, ISO 8601. day: scheduled local
    date of departure, "" where the message tells neither it nor the departure. indexes: the message's legs that mean it.
    revises: sender and transaction of a message sent again under another revision. alone: set where no flight is named.
    """

    position: int
    told_in: int
    name: FlightName
    origin: str
    destination: str
    departure: str = ""
    arrival: str = ""
    day: str = ""
    sold_as: tuple[FlightName, ...] = ()
    indexes: tuple[int, ...] = field(default=(0,))
    revises: str = ""
    alone: str = ""

    @property
    def names(self) -> tuple[FlightName, ...]:
        """All names, the one under which it flies first."""
        return (self.name, *self.sold_as)

    @property
    def days(self) -> list[str]:
        """The days on which its departure may be scheduled, as far as this word goes."""
        if self.day or self.departure:
            return sorted({self.day or self.departure[:_DAY], (self.departure or self.day)[:_DAY]})
        return [shifted(self.arrival, days) for days in (-1, 0, 1)] if self.arrival else []

    @property
    def keys(self) -> list[str]:
        """By what words that may mean the same flight find each other."""
        if self.alone:
            return [f"?{self.alone}"]
        keys = [f"{name}/{self.origin}/{day}" for name in self.names for day in self.days]
        bare = self.name.number.rstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        keys += [f"{self.name.carrier}{bare}*/{self.origin}/{day}" for day in self.days]
        return [*dict.fromkeys(keys), *([f"={self.revises}"] if self.revises else [])]


def shifted(day: str, days: int) -> str:
    """An ISO date some days later; the same where it is none or would leave the calendar."""
    try:
        return (date.fromisoformat(day[:_DAY]) + timedelta(days=days)).isoformat()
    except (ValueError, OverflowError):
        return day[:_DAY]


def word_of(
    position: int, leg: FlightLeg, group: Mapping[int, FlightLeg | Traveller | Booking], *, at: datetime
) -> LegWord:
    """The word of a leg. group: what the same message says. at: when it came, for one that tells no day at all."""
    origin, destination = iata_of(leg.origin), iata_of(leg.destination)
    name = flight_name(leg.carrier, leg.number)
    others = (parse_name(other) for other in leg.marketing[:_MOST_NAMES])
    departure, arrival = local(leg.departure, origin)[:_MINUTE], local(leg.arrival, destination)[:_MINUTE]
    booked = _as_booked(leg, group)
    day = min(departure[:_DAY], booked.departure[:_DAY]) if booked else departure[:_DAY]
    heard_on = (leg.message.prepared or at.isoformat())[:_DAY]
    header = leg.message
    return LegWord(
        position=position,
        told_in=min(group, default=position),
        name=name,
        origin=origin,
        destination=destination,
        departure=departure,
        arrival=arrival,
        day=day or ("" if arrival else heard_on),
        sold_as=tuple(dict.fromkeys(other for other in others if other is not None and other != name)),
        indexes=(leg.index, booked.index) if booked else (leg.index,),
        revises=f"{header.sender}/{header.transaction}" if header.transaction and header.type == "PAXLST" else "",
        alone="" if any(name) else f"{header.sender}/{header.reference}/{(departure or heard_on)[:_DAY]}",
    )


def _as_booked(leg: FlightLeg, group: Mapping[int, FlightLeg | Traveller | Booking]) -> FlightLeg | None:
    """The flight as every booking of the message has it, where that is a day before or after what the message's head says.

    A delay across midnight changes the head of a push and not its bookings, or the other way round. A booking that flies nothing
    any more, as an update tells of one that was cancelled, says nothing of it.
    """
    booked = [{s.leg for s in b.segments if is_flown(s.status)} for b in group.values() if isinstance(b, Booking)]
    flown = [legs for legs in booked if legs]
    if not flown or any(leg.index in legs for legs in flown):
        return None
    same = [
        other
        for other in group.values()
        if isinstance(other, FlightLeg) and other.within and _is_neighbour(leg, other)
        if all(other.index in legs for legs in flown)
    ]
    return same[0] if len(same) == 1 else None


def _is_neighbour(leg: FlightLeg, other: FlightLeg) -> bool:
    same = (leg.carrier, leg.number, leg.origin, leg.destination)
    near = {shifted(leg.departure, days) for days in (-1, 1)}
    return same == (other.carrier, other.number, other.origin, other.destination) and other.departure[:_DAY] in near


def departed(word: LegWord) -> str:
    """About when a flight of which only the arrival is told departs, local: as long before as such a way takes."""
    away, landed = distance_km(word.origin, word.destination), instant(word.arrival, word.destination)
    clock = zone(word.origin)
    if away is None or landed is None or clock is None:
        return word.arrival[:_DAY]
    left = landed - timedelta(hours=_CLIMB_H + away / _CRUISE_KMH)
    return left.astimezone(clock).strftime("%Y-%m-%dT%H:%M")


def minutes(moment: str) -> int | None:
    """A local date and time as minutes, None where the time is not told."""
    try:
        told = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    except ValueError:
        return None
    return int(told.timestamp()) // 60 if len(moment) >= _MINUTE else None


def render_word(word: LegWord) -> dict[str, Any]:
    """The word as JSON; what is empty is left out."""
    told = {name: getattr(word, name) for name in LegWord.__slots__}
    told |= {"name": list(word.name), "sold_as": [list(n) for n in word.sold_as], "indexes": list(word.indexes)}
    return {name: value for name, value in told.items() if value not in ("", [])}


def parse_word(data: Mapping[str, Any]) -> LegWord:
    """The word that `render_word` wrote."""
    parts = {"origin": "", "destination": "", **data}
    sold_as = tuple(FlightName(*n) for n in data.get("sold_as", ()))
    told = {"name": FlightName(*data["name"]), "sold_as": sold_as, "indexes": tuple(data["indexes"])}
    return LegWord(**{**parts, **told})
