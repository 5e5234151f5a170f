"""Where bookings of the demo are made: invented travel agencies, and the airlines' own offices and websites."""

from typing import NamedTuple


class Office(NamedTuple):
    """Who makes bookings. system: its reservation system. number: IATA agency number. place: IATA city; country: alpha-2.

    kind: "T" travel agency, "A" an airline's own. share: of the bookings of its country.
    """

    key: str
    name: str
    system: str
    number: str
    code: str
    place: str
    country: str
    kind: str
    share: int


OFFICES: dict[str, Office] = {
    office.key: office
    for office in (
        Office("margalla", "MARGALLA INVENTED TRAVELS", "1A", "00027001", "ISBPK0001", "ISB", "PK", "T", 20),
        Office("mohatta", "MOHATTA INVENTED TOURS", "1G", "00027002", "KHIPK0002", "KHI", "PK", "T", 24),
        Office("shalimar", "SHALIMAR INVENTED AIR SERVICES", "1A", "00027003", "LHEPK0003", "LHE", "PK", "T", 24),
        Office("khyber", "KHYBER INVENTED TRAVEL HOUSE", "1S", "00027004", "PEWPK0004", "PEW", "PK", "T", 14),
        Office("sabz", "SABZ INVENTED TICKETS", "1G", "00027005", "PEWPK0005", "PEW", "PK", "T", 0),
        Office("counter", "AIRPORT TICKET OFFICE INVENTED", "1A", "00027006", "PEWPKATO6", "PEW", "PK", "A", 0),
        Office("web-pk", "AIRLINE WEBSITE INVENTED", "1A", "00027007", "KHIPKWEB7", "KHI", "PK", "A", 18),
        Office("bradford", "BRADFORD INVENTED TRAVEL", "1G", "00091001", "BRSGB0001", "LON", "GB", "T", 40),
        Office("mersey", "MERSEY INVENTED HOLIDAYS", "1A", "00091002", "MANGB0002", "MAN", "GB", "T", 35),
        Office("web-gb", "AIRLINE WEBSITE INVENTED", "1A", "00091003", "LONGBWEB3", "LON", "GB", "A", 25),
        Office("deira", "DEIRA INVENTED TRAVEL", "1A", "00086001", "DXBAE0001", "DXB", "AE", "T", 50),
        Office("gulf-web", "AIRLINE WEBSITE INVENTED", "1A", "00086002", "DXBAEWEB2", "DXB", "AE", "A", 50),
        Office("balad", "BALAD INVENTED TRAVEL", "1A", "00071001", "JEDSA0001", "JED", "SA", "T", 60),
        Office("web", "AIRLINE WEBSITE INVENTED", "1A", "00099001", "WEBXX0001", "IST", "TR", "A", 1),
    )
}

_BY_COUNTRY = {"PAK": "PK", "GBR": "GB", "ARE": "AE", "OMN": "AE", "QAT": "AE", "SAU": "SA"}


def offices_of(country: str) -> tuple[Office, ...]:
    """The offices where people of a country (alpha-3) book by chance; the website of nowhere where it has none."""
    there = _BY_COUNTRY.get(country, "")
    found = tuple(office for office in OFFICES.values() if office.country == there and office.share)
    return found or (OFFICES["web"],)
