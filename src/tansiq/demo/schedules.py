"""The day's timetable as airlines publish it: SSIM, and the same as CSV.

Source: IATA Standard Schedules Information Manual, chapter 7 (format for the exchange of schedules: records of 200
bytes, in blocks of five) and chapter 2.6 (service types, time variations).
"""

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from tansiq.demo.routes import AIRPORTS, Flight
from tansiq.demo.timetable import CODESHARES
from tansiq.demo.travellers import ONE_AISLE

WIDTH, BLOCK = 200, 5
COLUMNS = (
    "carrier", "number", "origin", "destination", "departure", "arrival", "arrives_after", "from", "until", "days", "aircraft", "sold_as",
)  # fmt: skip
_TITLE = "AIRLINE STANDARD SCHEDULE DATA SET"
_REMARK = "INVENTED DEMO DATA"
_JOINT = "010"
"""Data element identifier: under which numbers others sell a leg."""


def render_csv(flights: Sequence[Flight]) -> bytes:
    """A heading, and a row for each flight; times local to the airports, days as 1 Monday to 7 Sunday."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for flight in flights:
        writer.writerow(_row(flight))
    return out.getvalue().encode()


def _row(flight: Flight) -> tuple[str, ...]:
    service, departs, lands = flight.service, flight.planned.departure_local, flight.planned.arrival_local
    on, later = departs.date(), (lands.date() - departs.date()).days
    return (
        service.carrier,
        service.number,
        service.origin,
        service.destination,
        f"{departs:%H:%M}",
        f"{lands:%H:%M}",
        str(later),
        on.isoformat(),
        on.isoformat(),
        str(on.isoweekday()),
        _aircraft(flight),
        "".join(CODESHARES.get(service.designator, ())),
    )


def _aircraft(flight: Flight) -> str:
    return "77W" if flight.service.passengers > ONE_AISLE else "320"


def render_ssim(flights: Sequence[Flight], created_at: datetime) -> bytes:
    """The data set: a header, then each carrier's legs between its own heading and trailer; local times."""
    records = _Records()
    records.add(f"1{_TITLE}", {41: "1", 192: "001"})
    records.fill()
    by_carrier = sorted(flights, key=lambda f: (f.service.carrier, int(f.service.number)))
    for carrier, legs in groupby(by_carrier, key=lambda f: f.service.carrier):
        _carrier(records, carrier, list(legs), created_at)
    return "".join(f"{line}\n" for line in records.lines).encode("ascii")


class _Records:
    """Lines of 200 characters, each with its serial number at the end, filled up to blocks with records of zeros."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.serial = 0

    def add(self, start: str, fields: dict[int, str]) -> None:
        """A record. fields: by their first column, counted from 1."""
        self.serial += 1
        line = start.ljust(WIDTH)
        for column, value in {**fields, 195: f"{self.serial:06d}"}.items():
            line = line[: column - 1] + value + line[column - 1 + len(value) :]
        self.lines.append(line)

    def fill(self) -> None:
        """Complete the block with records of zeros."""
        while len(self.lines) % BLOCK:
            self.lines.append("0" * WIDTH)


def _carrier(records: _Records, carrier: str, legs: Sequence[Flight], created_at: datetime) -> None:
    days = [leg.planned.departure_local for leg in legs]
    season = f"{'S' if 4 <= created_at.month <= 10 else 'W'}{created_at:%y}"  # noqa: PLR2004  northern summer: April to October
    heading = {11: season, 15: _day(min(days)), 22: _day(max(days)), 29: _day(created_at), 36: _REMARK, 72: "C"}
    records.add(f"2L{carrier:<3}", {**heading, 191: f"{created_at:%H%M}"})
    records.fill()
    for leg in legs:
        records.add(f"3 {carrier:<3}", _leg(leg))
        for text in _sold_as(leg):
            records.add(f"4 {carrier:<3}", {6: f"{leg.service.number:>4}", **text})
    records.fill()
    last = records.serial
    records.add(f"5 {carrier:<3}", {6: _day(created_at), 188: f"{last:06d}", 194: "E"})
    records.fill()


def _leg(flight: Flight) -> dict[int, str]:
    service, planned = flight.service, flight.planned
    departs, lands = planned.departure_local, planned.arrival_local
    later = (lands.date() - departs.date()).days
    return {
        6: f"{service.number:>4}",
        10: "01",
        12: "01",
        14: "J",
        15: _day(departs),
        22: _day(departs),
        29: "".join(str(day) if day == departs.isoweekday() else " " for day in range(1, 8)),
        37: service.origin + f"{departs:%H%M}" * 2 + _variation(planned.departure_at, service.origin),
        55: service.destination + f"{lands:%H%M}" * 2 + _variation(planned.arrival_at, service.destination),
        73: _aircraft(flight),
        129: f"{service.carrier:<3}",
        193: "0" + str(later),
    }


def _sold_as(flight: Flight) -> Iterator[dict[int, str]]:
    service = flight.service
    partner = CODESHARES.get(service.designator)
    if partner is not None:
        carrier, number = partner
        yield {
            10: "01",
            12: "01",
            14: "J",
            29: "AB" + _JOINT + service.origin + service.destination + f"{carrier:<3}{number:>4}",
        }


def _variation(instant: datetime, airport: str) -> str:
    """How far the airport's clock is from UTC: "+0500"."""
    return instant.astimezone(ZoneInfo(AIRPORTS[airport].zone)).strftime("%z")


def _day(moment: datetime) -> str:
    return moment.strftime("%d%b%y").upper()
