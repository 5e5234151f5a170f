"""What flies as cargo: consignments of invented firms, and the report (CUSCAR) by which an airline announces them.

Source: UN/EDIFACT CUSCAR D.95B; consignees may be organisations of the demo's watchlist.
"""

from dataclasses import dataclass
from random import Random

from tansiq.demo.edifact import Segment
from tansiq.demo.routes import Flight
from tansiq.demo.travellers import INVENTED_BLOCK

LISTED_CONSIGNEE = ("QR632", "ZARKOH TRADERS PVT LTD", "TW-0901")
"""Flight, firm and list entry of the consignment that has a story."""

CARRYING = ("QR632", "EK612", "TK708", "SV700", "TG345")
"""Flights of which a cargo report comes."""

_SHIPPERS = (
    ("AL NASIM INVENTED TRADING", "12 INVENTED STREET", "DUBAI", "AE"),
    ("BOSPORUS INVENTED MAKINA", "4 INVENTED CADDE", "ISTANBUL", "TR"),
    ("SIAM INVENTED FREIGHT", "77 INVENTED ROAD", "BANGKOK", "TH"),
    ("GULF INVENTED MEDICAL", "9 INVENTED AVENUE", "DOHA", "QA"),
)
_CONSIGNEES = (
    ("RAVI INVENTED TEXTILES", "3 INVENTED LANE", "LAHORE", "PK"),
    ("INDUS INVENTED MOTORS", "18 INVENTED ROAD", "KARACHI", "PK"),
    ("KOHSAR INVENTED PHARMA", "5 INVENTED MARG", "ISLAMABAD", "PK"),
)
_GOODS = (
    ("MACHINE PARTS", "84839000", 40),
    ("COTTON YARN SAMPLES", "52051200", 15),
    ("MOBILE PHONE PARTS", "85177900", 8),
    ("ACETIC ANHYDRIDE LABORATORY GRADE", "29152400", 30),
    ("MEDICAL INSTRUMENTS", "90189000", 12),
)


@dataclass(frozen=True, slots=True)
class Freight:
    """A consignment. waybill: eleven digits, of the airline; weight_kg: gross."""

    waybill: str
    shipper: tuple[str, str, str, str]
    consignee: tuple[str, str, str, str]
    goods: tuple[str, str, int]
    packages: int
    weight_kg: int


def invent_freight(rng: Random, flight: Flight, airline_code: str) -> list[Freight]:
    """The consignments of a flight; the last one of the flight of the story goes to the listed firm."""
    consignments = [
        _freight(rng, airline_code, rng.choice(_CONSIGNEES), rng.choice(_GOODS[:3])) for _ in range(rng.randint(4, 9))
    ]
    carrying, firm, _ = LISTED_CONSIGNEE
    if flight.service.designator == carrying:
        listed = (firm, "21 INVENTED BAZAAR", "PESHAWAR", "PK")
        consignments.append(_freight(rng, airline_code, listed, _GOODS[3]))
    return consignments


def _freight(
    rng: Random, airline_code: str, consignee: tuple[str, str, str, str], goods: tuple[str, str, int]
) -> Freight:
    packages = rng.randint(1, 24)
    serial = int(f"{INVENTED_BLOCK}{rng.randint(0, 9999):04d}")
    waybill = f"{airline_code}{serial:07d}{serial % 7}"  # the eighth digit: remainder of the serial by seven
    return Freight(waybill, rng.choice(_SHIPPERS), consignee, goods, packages, packages * goods[2])


def body(flight: Flight, reference: str, consignments: list[Freight]) -> list[Segment]:
    """The segments between UNH and UNT: the report, its flight, and each consignment with parties and goods."""
    service = flight.service
    segments: list[Segment] = [
        ("BGM", "785", reference, "9"),
        ("NAD", "MS", "", "", f"{service.carrier} CARGO DESK INVENTED DEMO DATA"),
        ("TDT", "20", service.designator, "4", "", (service.carrier, "", "3")),
        ("LOC", "9", service.origin),
        ("LOC", "11", service.destination),
        ("DTM", ("189", f"{flight.departure_local:%y%m%d%H%M}", "201")),
        ("DTM", ("232", f"{flight.arrival_local:%y%m%d%H%M}", "201")),
    ]
    for place, freight in enumerate(consignments, start=1):
        segments += _consignment(flight, place, freight)
    segments.append(("CNT", ("10", str(len(consignments)))))
    return segments


def _consignment(flight: Flight, place: int, freight: Freight) -> list[Segment]:
    description, code, _ = freight.goods
    return [
        ("CNI", str(place), freight.waybill),
        ("RFF", ("AWB", freight.waybill)),
        ("CNT", ("7", str(freight.weight_kg), "KGM")),
        ("CNT", ("8", str(freight.packages))),
        ("LOC", "76", flight.service.origin),
        ("LOC", "8", flight.service.destination),
        _party("CZ", freight.shipper),
        _party("CN", freight.consignee),
        ("GID", "1", (str(freight.packages), "CT")),
        ("FTX", "AAA", "", "", description),
        ("MEA", "AAE", "G", ("KGM", str(freight.weight_kg))),
        ("CST", "1", (code, "122")),
    ]


def _party(role: str, party: tuple[str, str, str, str]) -> Segment:
    name, street, city, country = party
    return ("NAD", role, "", "", name, street, city, "", "", country)
