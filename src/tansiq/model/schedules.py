"""Flights as airlines plan them: what is to fly on which days of which weeks.

Source: IATA Standard Schedules Information Manual (SSIM), chapter 7.
"""

from dataclasses import dataclass

from tansiq.model.observations import Source


@dataclass(frozen=True, slots=True)
class ScheduledLeg:
    """One leg over a period. first_on, last_on: local dates of departure, ISO 8601; days: ISO weekdays of them, "135".

    departure, arrival: local, "HH:MM". arrives_after: days from the local date of departure to that of arrival.
    service: SSIM service type ("J" scheduled passengers, "C" charter, "F" cargo). sold_as: other names ("TK8123").
    flown_by: the flight that this is only a name of, "" for one that is flown. every: 2 for each second week.
    """

    carrier: str
    number: str
    origin: str
    destination: str
    first_on: str
    last_on: str
    days: str
    departure: str
    arrival: str
    source: Source
    arrives_after: int = 0
    service: str = "J"
    aircraft: str = ""
    sold_as: tuple[str, ...] = ()
    flown_by: str = ""
    every: int = 1
