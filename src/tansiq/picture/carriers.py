"""Names of flights as airlines and senders write them, in one form: IATA carrier, number without leading zeros, suffix."""

import re
from functools import cache
from importlib.resources import files
from typing import NamedTuple

_NAME = re.compile(r"([A-Z][A-Z0-9]|[0-9][A-Z]|[A-Z]{3})[\s-]*0*([1-9][0-9]{0,4}[A-Z]?|0)")


class FlightName(NamedTuple):
    """A carrier and a number. carrier: IATA where it is known, "" where nothing is told. number: "785", or "785A" with a suffix."""

    carrier: str
    number: str

    def __str__(self) -> str:
        return self.carrier + self.number

    @property
    def suffix(self) -> str:
        """The operational suffix (SSIM chapter 2: one letter, of a flight that would otherwise bear another's number)."""
        return self.number[-1:] if self.number[-1:].isalpha() else ""


@cache
def _iata_of() -> dict[str, str]:
    text = files("tansiq.picture").joinpath("data/carriers.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return {icao: iata for icao, iata, _ in rows}


def iata(carrier: str) -> str:
    """The IATA code of a carrier given by either code ("PIA", "PK"); as given where it is not known."""
    code = "".join(carrier.upper().split())
    return _iata_of().get(code, code)


def flight_name(carrier: str, number: str) -> FlightName:
    """Carrier and number in one form: "PIA", "0785a" is PK 785A."""
    bare = "".join(number.upper().split())
    return FlightName(iata(carrier), bare.lstrip("0") or bare[-1:])


def parse_name(text: str) -> FlightName | None:
    """The name in "TK8123" or "THY 08123", None where there is none."""
    found = _NAME.fullmatch("".join(text.upper().split()))
    return flight_name(found[1], found[2]) if found else None
