"""The planted stories: who is hidden among the day's travellers, and what a good desk makes of it.

Everybody here is invented. `docs/national-day.md` tells each story with its solution.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple


class Outcome(StrEnum):
    """How a story has to end."""

    REFER = "refer"  # the traveller is the listed person: the alert stands, and an officer refers
    CLEAR = "clear"  # not the listed person: no match; if an alert stands, an officer clears it
    WITHDRAWN = "withdrawn"  # there was an alert, and a later message took away what it rested on


class Traits(NamedTuple):
    """A planted traveller as the passport says. number: of the passport, "" for one the day invents."""

    family: str
    given: str
    sex: str
    born_on: date
    nationality: str
    birth_place: str
    number: str = ""


@dataclass(frozen=True, slots=True)
class Planted:
    """A story. flight: designator. entry: id on the watchlist. companions: booked together with the traveller.

    mistyped_birth: the birth date that the first list gives where a change corrects it later, None elsewhere.
    """

    key: str
    title: str
    flight: str
    entry: str
    traveller: Traits
    expected: Outcome
    companions: tuple[Traits, ...] = ()
    mistyped_birth: date | None = None


STORIES: tuple[Planted, ...] = (
    Planted(
        "respelled",
        "The same name, spelled another way, lands in eleven minutes",
        "PK786",
        "TW-0007",
        Traits("ZARGHUNI", "KHORSHEED AALAM", "M", date(1981, 3, 9), "PAK", "ZHOB"),
        Outcome.REFER,
    ),
    Planted(
        "common_name",
        "A very common name, and not the listed bearer of it",
        "EK612",
        "TW-0012",
        Traits("KHAN", "MUHAMMAD ASLAM", "M", date(1994, 5, 2), "PAK", "SWABI"),
        Outcome.CLEAR,
        companions=(
            Traits("KHAN", "GHULAM HAIDER", "M", date(1962, 2, 11), "PAK", "SWABI"),
            Traits("KHAN", "SAIMA", "F", date(1996, 9, 30), "PAK", "MARDAN"),
        ),
    ),
    Planted(
        "renewed_passport",
        "A new passport for a listed person known by the old one",
        "QR614",
        "TW-0019",
        Traits("SARBANDVI", "PARVEEN GUL", "F", date(1990, 7, 19), "PAK", "CHAMAN", "CM0009263"),
        Outcome.REFER,
    ),
    Planted(
        "left_behind",
        "Listed, checked in, and not on board",
        "EK636",
        "TW-0026",
        Traits("TORANKHELWAL", "BAKHTAWAR SHAH", "M", date(1975, 12, 4), "PAK", "DIR"),
        Outcome.WITHDRAWN,
    ),
    Planted(
        "corrected",
        "A birth date typed wrongly, and put right by a change",
        "TK710",
        "TW-0033",
        Traits("WARSAKVI", "SAMI ULLAH", "M", date(1978, 4, 26), "PAK", "PESHAWAR"),
        Outcome.REFER,
        mistyped_birth=date(1999, 10, 3),
    ),
    Planted(
        "misread_document",
        "A listed passport number with one sign misread",
        "SV726",
        "TW-0041",
        Traits("KOHZADVI", "HABIB", "M", date(1986, 1, 15), "PAK", "QUETTA", "KX000S718"),
        Outcome.REFER,
    ),
)
