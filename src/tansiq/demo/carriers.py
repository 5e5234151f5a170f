"""How each airline of the demo writes: the same standard, as differently as airlines write it."""

from dataclasses import dataclass

from tansiq.demo.edifact import BLANK_REPETITION, STARS_AND_DOLLARS, Characters

_TRA_SINCE = 14
"""Version of PNRGOV. Source: IATA/ICAO/WCO PNRGOV implementation guide, TRA in group 5."""


@dataclass(frozen=True, slots=True)
class Carrier:
    """An airline's habits.

    home: country of its crews, ISO 3166-1 alpha-3.
    airline_code: the three digits its bag tags carry. phone: of its reporting desk, no subscriber's number.
    release: of the UN/EDIFACT directory. splits_given: second given names in a component of their own.
    is_type_b: sends by the airlines' teletype network. bookings: version of PADIS in which it pushes booking data, "XML", or ""
    for an airline that sends passenger lists only.
    """

    code: str
    home: str
    airline_code: str
    phone: str
    release: str = "05B"
    characters: Characters = BLANK_REPETITION
    has_una: bool = True
    has_group: bool = True
    line_end: str = ""
    splits_given: bool = True
    gives_transaction: bool = False
    gives_verified: bool = False
    gives_birth_place: bool = False
    is_type_b: bool = False
    bookings: str = ""

    @property
    def names_operator_in_tra(self) -> bool:
        """Whether a codeshare's operating flight stands in TRA (from 14.1), and no more in a second TVL."""
        return self.bookings != "XML" and int(self.bookings.partition(":")[0]) >= _TRA_SINCE

    @property
    def feed(self) -> str:
        """The code of the feed its messages come by."""
        return f"airline-{self.code.lower()}"

    @property
    def bookings_feed(self) -> str:
        """The code of the feed its bookings come by."""
        return f"bookings-{self.code.lower()}"


CARRIERS: dict[str, Carrier] = {
    carrier.code: carrier
    for carrier in (
        Carrier("PK", "PAK", "214", "92 21 0000000", line_end="\r\n", gives_transaction=True, bookings="13:1"),
        Carrier(
            "EK",
            "ARE",
            "176",
            "971 4 0000000",
            release="12B",
            characters=Characters(),
            gives_birth_place=True,
            bookings="16:1",
        ),
        Carrier(
            "QR",
            "QAT",
            "157",
            "974 0000 0000",
            release="12B",
            line_end="\n",
            gives_transaction=True,
            gives_verified=True,
            bookings="18:1",
        ),
        Carrier(
            "SV", "SAU", "065", "966 12 0000000", has_group=False, line_end="\r\n", splits_given=False, bookings="11:1"
        ),
        Carrier(
            "TK", "TUR", "235", "90 212 0000000", release="12B", characters=Characters(), line_end="\n", bookings="17:1"
        ),
        Carrier(
            "EY",
            "ARE",
            "607",
            "971 2 0000000",
            has_una=False,
            characters=Characters(),
            gives_transaction=True,
            bookings="15:1",
        ),
        Carrier(
            "TG", "THA", "217", "66 2 000 0000", release="02B", line_end="\r\n", splits_given=False, bookings="12:1"
        ),
        Carrier(
            "ET",
            "ETH",
            "071",
            "251 11 000 0000",
            has_una=False,
            characters=Characters(),
            has_group=False,
            line_end="\n",
            bookings="14:1",
        ),
        Carrier("WY", "OMN", "910", "968 0000 0000", is_type_b=True, bookings="10:1"),
        Carrier(
            "OD",
            "MYS",
            "816",
            "60 3 0000 0000",
            characters=STARS_AND_DOLLARS,
            line_end="\r\n",
            splits_given=False,
            bookings="XML",
        ),
        Carrier("FZ", "ARE", "141", "971 4 0000001", has_group=False, gives_verified=True, bookings="21:1"),
    )
}
