"""Where the flights of the national day go, and who travels there: real airports, invented people."""

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
        ("SHJ", "ARE", "Asia/Dubai", "SHARJAH"),
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
    """One flight of the day. lands_in: minutes from the players' now; before zero for one that has landed.

    leaves_local: the clock time at its airport at which it leaves, whenever the players play; lands_in then says nothing.
    delay_minutes: how much later than planned that is.
    """

    carrier: str
    number: str
    origin: str
    destination: str
    block_minutes: int
    passengers: int
    lands_in: int
    leaves_local: str = ""
    delay_minutes: int = 0

    @property
    def designator(self) -> str:
        """Carrier and number: "PK786"."""
        return self.carrier + self.number

    @property
    def abroad(self) -> str:
        """The country at the other end, alpha-3."""
        ends = (AIRPORTS[self.origin].country, AIRPORTS[self.destination].country)
        return ends[1] if ends[0] == "PAK" else ends[0]


@dataclass(frozen=True, slots=True)
class Flight:
    """A service on a certain day, instants in UTC."""

    service: Service
    departure_at: datetime
    arrival_at: datetime

    @property
    def planned(self) -> "Flight":
        """The flight at the time at which it was first to leave."""
        delay = timedelta(minutes=self.service.delay_minutes)
        return Flight(self.service, self.departure_at - delay, self.arrival_at - delay) if delay else self

    def earlier(self, days: int) -> "Flight":
        """The same service some days before."""
        shift = timedelta(days=days)
        return Flight(self.service, self.departure_at - shift, self.arrival_at - shift)

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
