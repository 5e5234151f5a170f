"""How each airline of the demo writes: the same standard, as differently as airlines write it."""

from dataclasses import dataclass

from tansiq.demo.edifact import BLANK_REPETITION, STARS_AND_DOLLARS, Characters


@dataclass(frozen=True, slots=True)
class Carrier:
    """An airline's habits.

    home: country of its crews, ISO 3166-1 alpha-3.
    airline_code: the three digits its bag tags carry. phone: of its reporting desk, no subscriber's number.
    release: of the UN/EDIFACT directory. splits_given: second given names in a component of their own.
    is_type_b: sends by the airlines' teletype network.
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

    @property
    def feed(self) -> str:
        """The code of the feed its messages come by."""
        return f"airline-{self.code.lower()}"


CARRIERS: dict[str, Carrier] = {
    carrier.code: carrier
    for carrier in (
        Carrier("PK", "PAK", "214", "92 21 0000000", line_end="\r\n", gives_transaction=True),
        Carrier("EK", "ARE", "176", "971 4 0000000", release="12B", characters=Characters(), gives_birth_place=True),
        Carrier(
            "QR",
            "QAT",
            "157",
            "974 0000 0000",
            release="12B",
            line_end="\n",
            gives_transaction=True,
            gives_verified=True,
        ),
        Carrier("SV", "SAU", "065", "966 12 0000000", has_group=False, line_end="\r\n", splits_given=False),
        Carrier("TK", "TUR", "235", "90 212 0000000", release="12B", characters=Characters(), line_end="\n"),
        Carrier("EY", "ARE", "607", "971 2 0000000", has_una=False, characters=Characters(), gives_transaction=True),
        Carrier("TG", "THA", "217", "66 2 000 0000", release="02B", line_end="\r\n", splits_given=False),
        Carrier(
            "ET",
            "ETH",
            "071",
            "251 11 000 0000",
            has_una=False,
            characters=Characters(),
            has_group=False,
            line_end="\n",
        ),
        Carrier("WY", "OMN", "910", "968 0000 0000", is_type_b=True),
        Carrier(
            "OD", "MYS", "816", "60 3 0000 0000", characters=STARS_AND_DOLLARS, line_end="\r\n", splits_given=False
        ),
        Carrier("FZ", "ARE", "141", "971 4 0000001", has_group=False, gives_verified=True),
    )
}
