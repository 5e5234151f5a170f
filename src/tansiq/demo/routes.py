"""The flights of the national day: real routes and carriers' numbers, with invented people and invented times.

Block times are about those of the airlines' timetables; when a flight lands is set against the clock of whoever plays
the day, so that the desk always has somebody to meet.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo


class Airport(NamedTuple):
    """An airport: IATA code, country in ISO 3166-1 alpha-3, IANA time zone, the city a birth place would name."""

    code: str
    country: str
    zone: str
    city: str


AIRPORTS: dict[str, Airport] = {
    code: Airport(code, country, zone, city)
    for code, country, zone, city in (
        ("ISB", "PAK", "Asia/Karachi", "ISLAMABAD"),
        ("KHI", "PAK", "Asia/Karachi", "KARACHI"),
        ("LHE", "PAK", "Asia/Karachi", "LAHORE"),
        ("PEW", "PAK", "Asia/Karachi", "PESHAWAR"),
        ("LHR", "GBR", "Europe/London", "LONDON"),
        ("MAN", "GBR", "Europe/London", "MANCHESTER"),
        ("DXB", "ARE", "Asia/Dubai", "DUBAI"),
        ("AUH", "ARE", "Asia/Dubai", "ABU DHABI"),
        ("DOH", "QAT", "Asia/Qatar", "DOHA"),
        ("JED", "SAU", "Asia/Riyadh", "JEDDAH"),
        ("RUH", "SAU", "Asia/Riyadh", "RIYADH"),
        ("MCT", "OMN", "Asia/Muscat", "MUSCAT"),
        ("IST", "TUR", "Europe/Istanbul", "ISTANBUL"),
        ("KUL", "MYS", "Asia/Kuala_Lumpur", "KUALA LUMPUR"),
        ("BKK", "THA", "Asia/Bangkok", "BANGKOK"),
        ("ADD", "ETH", "Africa/Addis_Ababa", "ADDIS ABABA"),
        ("YYZ", "CAN", "America/Toronto", "TORONTO"),
        ("KBL", "AFG", "Asia/Kabul", "KABUL"),
    )
}


class Community(NamedTuple):
    """Who travels: nationality (alpha-3), the people whose names they bear, their share of the parties."""

    nationality: str
    people: str
    share: int


@dataclass(frozen=True, slots=True)
class Mix:
    """The people of a route. parties: shares of worker, couple, family, elders and group among the bookings."""

    communities: tuple[Community, ...]
    parties: tuple[int, int, int, int, int]


_PK = Community("PAK", "pk", 70)
_LABOUR = (80, 4, 9, 3, 1)
_KIN = (35, 18, 32, 12, 1)
_PILGRIM = (28, 14, 18, 22, 7)
_MIXED = (55, 16, 18, 8, 1)

MIXES: dict[str, Mix] = {
    "GBR": Mix((Community("GBR", "pk", 90), _PK, Community("GBR", "gb", 9), Community("AFG", "af", 3)), _KIN),
    "CAN": Mix((Community("CAN", "pk", 90), _PK, Community("CAN", "gb", 4)), _KIN),
    "ARE": Mix(
        (
            _PK,
            Community("ARE", "gulf", 4),
            Community("GBR", "pk", 6),
            Community("AFG", "af", 4),
            Community("CHN", "cn", 3),
        ),
        _LABOUR,
    ),
    "QAT": Mix((_PK, Community("QAT", "gulf", 4), Community("GBR", "pk", 8), Community("GBR", "gb", 2)), _LABOUR),
    "SAU": Mix((_PK, Community("SAU", "gulf", 4), Community("GBR", "pk", 2)), _PILGRIM),
    "OMN": Mix((_PK, Community("OMN", "gulf", 9)), _LABOUR),
    "TUR": Mix(
        (
            _PK,
            Community("TUR", "tr", 16),
            Community("GBR", "pk", 10),
            Community("CAN", "pk", 6),
            Community("GBR", "gb", 4),
        ),
        _MIXED,
    ),
    "MYS": Mix((_PK, Community("MYS", "my", 26), Community("CHN", "cn", 8)), _MIXED),
    "THA": Mix((_PK, Community("CHN", "cn", 30), Community("THA", "th", 22), Community("GBR", "gb", 3)), _MIXED),
    "ETH": Mix((_PK, Community("ETH", "et", 40), Community("CHN", "cn", 16), Community("GBR", "gb", 3)), _MIXED),
    "AFG": Mix((Community("AFG", "af", 80), Community("PAK", "pk", 30)), _KIN),
}


class Service(NamedTuple):
    """One flight of the day. lands_in: minutes from the players' now; before zero for one that has landed."""

    carrier: str
    number: str
    origin: str
    destination: str
    block_minutes: int
    passengers: int
    lands_in: int

    @property
    def designator(self) -> str:
        """Carrier and number: "PK786"."""
        return self.carrier + self.number

    @property
    def abroad(self) -> str:
        """The country at the other end, alpha-3."""
        ends = (AIRPORTS[self.origin].country, AIRPORTS[self.destination].country)
        return ends[1] if ends[0] == "PAK" else ends[0]


SERVICES: tuple[Service, ...] = (
    Service("WY", "341", "MCT", "LHE", 165, 152, -150),
    Service("EY", "300", "AUH", "ISB", 190, 168, -65),
    Service("PK", "250", "KBL", "ISB", 60, 140, -18),
    Service("PK", "786", "LHR", "ISB", 470, 338, 11),
    Service("EK", "612", "DXB", "ISB", 185, 342, 26),
    Service("QR", "614", "DOH", "ISB", 205, 290, 55),
    Service("EK", "600", "DXB", "KHI", 125, 346, 82),
    Service("SV", "726", "JED", "ISB", 290, 285, 118),
    Service("TG", "341", "BKK", "KHI", 300, 230, 140),
    Service("EK", "636", "DXB", "PEW", 170, 300, 165),
    Service("ET", "694", "ADD", "KHI", 270, 245, 196),
    Service("TK", "710", "IST", "ISB", 315, 282, 232),
    Service("QR", "600", "DOH", "PEW", 205, 210, 268),
    Service("SV", "734", "JED", "LHE", 300, 340, 305),
    Service("PK", "702", "MAN", "ISB", 460, 262, 372),
    Service("OD", "131", "KUL", "LHE", 350, 172, 428),
    Service("PK", "782", "YYZ", "ISB", 740, 318, 540),
    Service("FZ", "335", "DXB", "KHI", 130, 164, 610),
    Service("SV", "722", "RUH", "ISB", 240, 270, 840),
    Service("QR", "605", "KHI", "DOH", 145, 255, 125),
    Service("PK", "283", "PEW", "DXB", 180, 162, 215),
    Service("EK", "623", "LHE", "DXB", 200, 330, 330),
    Service("PK", "785", "ISB", "LHR", 480, 325, 555),
)


@dataclass(frozen=True, slots=True)
class Flight:
    """A service on a certain day, instants in UTC."""

    service: Service
    departure_at: datetime
    arrival_at: datetime

    @property
    def departure_local(self) -> datetime:
        """The clock of the airport it leaves, without a zone."""
        return self._local(self.departure_at, self.service.origin)

    @property
    def arrival_local(self) -> datetime:
        """The clock of the airport it comes to, without a zone."""
        return self._local(self.arrival_at, self.service.destination)

    @staticmethod
    def _local(instant: datetime, airport: str) -> datetime:
        return instant.astimezone(ZoneInfo(AIRPORTS[airport].zone)).replace(tzinfo=None)


def schedule(now: datetime) -> tuple[Flight, ...]:
    """The day's flights as they stand at `now` (aware); landing times are whole minutes, rounded up."""
    minute = now.replace(second=0, microsecond=0) + timedelta(minutes=1 if now.second or now.microsecond else 0)
    flights = []
    for service in SERVICES:
        arrival_at = minute + timedelta(minutes=service.lands_in)
        flights.append(Flight(service, arrival_at - timedelta(minutes=service.block_minutes), arrival_at))
    return tuple(flights)
