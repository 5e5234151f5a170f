"""What PNRGOV says of a booking's itinerary and of check-in (PADIS groups 5 to 8)."""

from typing import Literal, NamedTuple

from tansiq.model.bookings import Bag
from tansiq.model.reading import NoticeCode
from tansiq.readers.bookings.draft import CheckInDraft, Flight, SeatDraft, Stretch
from tansiq.readers.bookings.special_services import seat_number
from tansiq.readers.bookings.text import masked
from tansiq.readers.bookings.travel_dates import parse_moment_of
from tansiq.readers.edifact.envelope import at
from tansiq.readers.pnrgov.parts import Product, Times, baggage, is_airport, is_surface, product, times
from tansiq.readers.pnrgov.scene import Scene, Take

_CHECKED_IN, _CHANGED, _TICKETED = "2", "700", "710"
_MOST_REPORTED = 4  # flights that a message can be about
_DAY = 10


class _Travel(NamedTuple):
    """A TVL taken apart; the same one comes in many bookings of a message."""

    kind: Literal["air", "surface", "other"]
    origin: str
    destination: str
    sold: Product
    when: Times
    text: str
    bare: bool  # neither place nor time: the partner's number of the flight before


class FlightSegments:
    """Takes the segments of a booking's flights, and what was done at check-in for them."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._travels: dict[tuple[str, ...], _Travel] = {}

    def takers(self) -> dict[str, Take]:
        """What takes which segment."""
        return {
            "MSG": self._msg,
            "TVL": self._tvl,
            "TRA": self._tra,
            "RPI": self._rpi,
            "APD": self._apd,
            "DAT": self._dat,
            "TRI": self._tri,
            "SSD": self._ssd,
            "TBD": self._tbd,
        }

    def _msg(self, _start: int, _end: int, elements: list[str]) -> None:
        self._scene.elsewhere = self._scene.parts(at(elements, 1))[0] not in ("", "1")

    def _tvl(self, start: int, end: int, elements: list[str]) -> None:
        scene = self._scene
        key = tuple(elements[1:6])
        travel = self._travels.get(key)
        if travel is None:
            travel = self._travels[key] = self._travel([*key, "", "", "", "", ""])
        if travel.bare and self._operated(travel.sold):
            return
        scene.close(start)
        scene.in_checkin = False
        if not travel.when.whole:
            scene.journal.bad_date(start, end, scene.value(elements[1]))
        kind, sold, when = travel.kind, travel.sold, travel.when
        if scene.elsewhere:
            kind = "other"
        flight = None
        if kind == "air" and sold.flown:
            flight = Flight(start, end, sold.carrier, sold.number, sold.operator)
            flight.origin, flight.destination = travel.origin, travel.destination
            flight.departure, flight.arrival = when.departure, when.arrival
        stretch = Stretch(kind, flight, travel.origin, travel.destination, when.departure, when.arrival)
        stretch.booking_class, stretch.text = sold.booking_class, travel.text if flight is None else ""
        scene.elsewhere = False
        scene.stretch = len(scene.booking.stretches)
        scene.booking.stretches.append(stretch)

    def _travel(self, elements: list[str]) -> _Travel:
        scene = self._scene
        when, origin, destination, companies, numbers = [scene.parts(element) for element in elements[:5]]
        sold = product(companies, numbers)
        surface = is_surface(companies, numbers)
        kind: Literal["air", "surface", "other"] = "air"
        if surface:
            kind = "surface"
        elif not (is_airport(origin) and is_airport(destination)):
            kind = "other"
        told = [*origin[1:], *destination[1:], *companies, *numbers]
        return _Travel(
            kind,
            origin[0].upper(),
            destination[0].upper(),
            sold,
            times(when, scene.draft.pivot),
            masked(" ".join([value for value in told if value])),
            bare=not (surface or any(when) or any(origin) or any(destination)),
        )

    def _operated(self, sold: Product) -> bool:
        """Take the partner's number of the flight before (TVL before 14.1); whether there was one."""
        flight = self._scene.flight()
        if flight is not None and sold.number:
            flight.operator = flight.operator or sold.carrier
            flight.operating_number = flight.operating_number or sold.number
        return flight is not None

    def _tra(self, start: int, end: int, elements: list[str]) -> None:
        scene = self._scene
        sold = product(scene.parts(at(elements, 1)), scene.parts(at(elements, 2)))
        flight = scene.flight()
        if flight is None:
            scene.journal.notice(NoticeCode.MISPLACED_SEGMENT, start, end, "TRA without a flight before it")
            return
        flight.operator = sold.carrier or flight.operator
        flight.operating_number = sold.number or flight.operating_number

    def _rpi(self, _start: int, _end: int, elements: list[str]) -> None:
        scene = self._scene
        if scene.stretch is None:
            return
        stretch = scene.booking.stretches[scene.stretch]
        count, stretch.status = at(elements, 1).strip(), scene.parts(at(elements, 2))[0]
        if count.isascii() and count.isdigit():
            stretch.party = int(count[-4:])
            scene.booking.party = max(scene.booking.party or 0, stretch.party)

    def _apd(self, _start: int, _end: int, elements: list[str]) -> None:
        scene = self._scene
        if scene.stretch is not None:
            scene.booking.stretches[scene.stretch].aircraft = scene.parts(at(elements, 1))[0]

    # when

    def _dat(self, start: int, end: int, elements: list[str]) -> None:
        scene = self._scene
        told = [scene.parts(element) for element in elements[1:]]
        if scene.stretch is not None and not scene.in_checkin and (not told or told[0][0] in ("", _CHECKED_IN)):
            scene.begin_checkin(end)
        for qualifier, day, clock, *_ in told:
            if day:
                moment = parse_moment_of(day, clock, scene.draft.pivot)
                if not moment.whole:
                    scene.journal.bad_date(start, end, f"{day}:{clock}")
                self._moment(qualifier, moment.iso)

    def _moment(self, qualifier: str, iso: str) -> None:
        scene = self._scene
        booking = scene.booking
        if qualifier == _CHECKED_IN:
            scene.checkin_at = iso
        elif qualifier == _CHANGED:
            booking.changed = booking.changed or iso
        elif qualifier == _TICKETED:
            if scene.ticket is not None:
                scene.ticket.issued = scene.ticket.issued or iso
            booking.ticketed = booking.ticketed or iso

    # check-in

    def _tri(self, start: int, _end: int, elements: list[str]) -> None:
        scene = self._scene
        if scene.in_checkin:
            scene.close(start)
        else:
            scene.begin_checkin(start)
        parts = scene.parts(at(elements, 2))
        scene.person = scene.known.get((parts[3], ""))
        scene.checkin = CheckInDraft(scene.whose(), scene.stretch, scene.checkin_at, parts[0])

    def _ssd(self, _start: int, _end: int, elements: list[str]) -> None:
        scene = self._scene
        number = seat_number(scene.parts(at(elements, 1))[0])
        if number:
            scene.booking.seats.append(SeatDraft(number, scene.whose(), scene.stretch, "", "", taken=True))
        if scene.checkin is not None:
            scene.checkin = scene.checkin._replace(cabin=scene.parts(at(elements, 5))[0])

    def _tbd(self, _start: int, _end: int, elements: list[str]) -> None:
        scene = self._scene
        found = baggage([[], [], *(scene.parts(element) for element in elements[2:])])
        whose = scene.whose()
        scene.booking.bags += [Bag(tag.tag, tag.carrier, tag.destination, whose, found.pool) for tag in found.tags]
        person = scene.person
        if person is None:
            return
        person.bags += [tag.tag for tag in found.tags]
        if found.bags is not None and (person.bag_count is None or self._reported()):
            person.bag_count = found.bags
        if found.weight_kg is not None and (person.bag_weight_kg is None or self._reported()):
            person.bag_weight_kg = found.weight_kg

    def _reported(self) -> bool:
        """Whether the stretch is the flight that the message is about."""
        flight = self._scene.flight()
        if flight is None:
            return False
        route = (flight.origin, flight.destination, flight.departure[:_DAY])
        reported = self._scene.draft.reported[:_MOST_REPORTED]
        return any((f.origin, f.destination, f.departure[:_DAY]) == route for f in reported)
