"""The timetable of the national day: real routes and carriers' numbers, at invented times.

Block times are about those of the airlines' timetables; when a flight lands is set against the clock of whoever plays
the day, so that the desk always has somebody to meet.
"""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from tansiq.demo.routes import AIRPORTS, Flight, Service

LEAVES_NO_SOONER = timedelta(hours=2)
"""How far ahead at least a flight is that leaves at a certain clock time."""

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
    Service("EK", "614", "DXB", "ISB", 185, 96, 812),
    Service("EK", "602", "DXB", "KHI", 125, 92, 410),
    Service("EK", "601", "KHI", "DXB", 130, 88, 66),
    Service("EK", "622", "DXB", "LHE", 180, 94, 145),
    Service("EK", "613", "ISB", "DXB", 200, 90, 300),
    Service("EK", "637", "PEW", "DXB", 185, 84, 590),
    Service("QR", "632", "DOH", "ISB", 205, 86, 480),
    Service("QR", "620", "DOH", "LHE", 210, 92, 175),
    Service("QR", "610", "DOH", "KHI", 140, 80, 250),
    Service("QR", "601", "PEW", "DOH", 220, 78, 96),
    Service("QR", "615", "ISB", "DOH", 225, 84, 640),
    Service("QR", "629", "LHE", "DOH", 225, 76, 705),
    Service("SV", "700", "JED", "KHI", 235, 96, -85),
    Service("SV", "738", "RUH", "LHE", 220, 88, 205),
    Service("SV", "701", "KHI", "JED", 250, 92, 0, leaves_local="00:40", delay_minutes=45),
    Service("SV", "727", "ISB", "JED", 320, 90, 455),
    Service("SV", "735", "LHE", "JED", 315, 82, 735),
    Service("TK", "708", "IST", "KHI", 325, 94, 190),
    Service("TK", "714", "IST", "LHE", 335, 86, 515),
    Service("TK", "711", "ISB", "IST", 350, 88, 340),
    Service("TK", "709", "KHI", "IST", 355, 78, 670),
    Service("EY", "284", "AUH", "LHE", 185, 84, 160),
    Service("EY", "296", "AUH", "KHI", 135, 80, 285),
    Service("EY", "301", "ISB", "AUH", 205, 82, 395),
    Service("WY", "345", "MCT", "ISB", 175, 72, -40),
    Service("WY", "323", "MCT", "KHI", 110, 70, 355),
    Service("WY", "342", "LHE", "MCT", 180, 70, 560),
    Service("TG", "345", "BKK", "LHE", 285, 88, 265),
    Service("TG", "349", "BKK", "ISB", 310, 84, 500),
    Service("TG", "342", "KHI", "BKK", 305, 80, 760),
    Service("OD", "132", "LHE", "KUL", 345, 76, 420),
    Service("ET", "695", "KHI", "ADD", 290, 80, 780),
    Service("FZ", "336", "KHI", "DXB", 140, 74, 230),
    Service("PK", "234", "DXB", "ISB", 190, 86, 105),
    Service("PK", "212", "DXB", "KHI", 125, 80, 240),
    Service("PK", "741", "ISB", "JED", 320, 92, 380),
    Service("PK", "249", "ISB", "KBL", 65, 72, 130),
)

CODESHARES: dict[str, tuple[str, str]] = {
    "TK710": ("PK", "5710"),
    "EY300": ("PK", "4300"),
    "QR614": ("WY", "6614"),
    "ET694": ("EK", "2494"),
    "TG341": ("TK", "8341"),
    "PK702": ("TK", "5702"),
    "OD131": ("EK", "3431"),
}
"""Partner and number under which others sell a flight, by its designator."""


SILENT_SERVICE = Service("G9", "548", "SHJ", "LHE", 175, 0, 95)
"""It stands in the schedule and is expected, and no message about it comes."""


def flight_of(service: Service, now: datetime) -> Flight:
    """A service's next flight as it stands at `now` (aware); landing times are whole minutes, rounded up."""
    minute = now.replace(second=0, microsecond=0) + timedelta(minutes=1 if now.second or now.microsecond else 0)
    block = timedelta(minutes=service.block_minutes)
    if service.leaves_local:
        departure_at = _next(minute + LEAVES_NO_SOONER, service)
        return Flight(service, departure_at, departure_at + block)
    arrival_at = minute + timedelta(minutes=service.lands_in)
    return Flight(service, arrival_at - block, arrival_at)


def schedule(now: datetime) -> tuple[Flight, ...]:
    """The day's flights of which somebody tells, as they stand at `now` (aware)."""
    return tuple(flight_of(service, now) for service in SERVICES)


def _next(after: datetime, service: Service) -> datetime:
    """When the service's clock time comes next."""
    zone = ZoneInfo(AIRPORTS[service.origin].zone)
    hour, minute = map(int, service.leaves_local.split(":"))
    local = after.astimezone(zone)
    then = local.replace(hour=hour, minute=minute)
    return (then if then >= local else then + timedelta(days=1)).astimezone(UTC)
