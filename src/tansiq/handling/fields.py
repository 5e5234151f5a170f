"""What is never stored, and what is masked. Applied between reading and the ledger; what was dropped is counted.

Source: Directive (EU) 2016/681 article 13(4) and ICAO Doc 9944 (Guidelines on PNR) for the sensitive list; the service
codes are those of the IATA reservations manual.
"""

import re
from dataclasses import dataclass, replace

from tansiq.model.kinds import Observation
from tansiq.model.observations import Traveller

SENSITIVE_SERVICE_CODES = frozenset(
    [
        "AVML",
        "BBML",
        "BLML",
        "CHML",
        "CNML",
        "DBML",
        "FPML",
        "GFML",
        "HNML",
        "KSML",
        "LCML",
        "LFML",
        "LSML",
        "MOML",
        "NFML",
        "NLML",
        "ORML",
        "PRML",
        "RVML",
        "SFML",
        "SPML",
        "VGML",
        "VJML",
        "VLML",
        "VOML",
        "BLND",
        "DEAF",
        "DPNA",
        "MAAS",
        "MEDA",
        "OXYG",
        "STCR",
        "WCBD",
        "WCBW",
        "WCHC",
        "WCHR",
        "WCHS",
        "WCMP",
        "WCOB",
        "SVAN",
        "ESAN",
        "LEGL",
        "LEGB",
        "LEGR",
    ]
)
"""Meal, medical and disability codes: they reveal religion or health, and are never stored."""

_CODE = re.compile(r"\b(?:" + "|".join(sorted(SENSITIVE_SERVICE_CODES)) + r")\b")


@dataclass(frozen=True, slots=True)
class Kept:
    """An observation as it may be stored, and how many sensitive values were dropped from it."""

    observation: Observation
    dropped: int


def keep(observation: Observation) -> Kept:
    """The observation without what may never be stored."""
    if not isinstance(observation, Traveller):
        return Kept(observation, 0)
    shaped: dict[str, str] = {}
    for name in ("seat", "reference", "birth_place"):
        value = getattr(observation, name)
        if _CODE.search(value):
            shaped[name] = _CODE.sub("", value).strip()
    return Kept(replace(observation, **shaped) if shaped else observation, len(shaped))  # type: ignore[arg-type]
