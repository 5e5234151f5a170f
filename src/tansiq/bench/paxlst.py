"""Passenger lists for benchmarks: invented travellers, and one whose name and birth date are given."""

from collections.abc import Sequence
from datetime import datetime

Named = tuple[str, str, str, str]
"""Family name, given names, birth date (YYMMDD) and document of somebody on a list."""


def listed_traveller_list(number: int, listed: tuple[str, str], day: datetime, *, travellers: int) -> bytes:
    """A PAXLST D.12B of flight ZZ 7000+number with `travellers` people, the last of them the listed one.

    listed: name ("Given Family") and birth date (ISO 8601).
    """
    people = [nobody(number, place) for place in range(travellers - 1)]
    return message(number, [*people, the_listed(listed, f"ZB{number:04d}999")], day)


def nobody(number: int, place: int) -> Named:
    """An invented traveller of a flight, the same each time."""
    return f"QAZMOR{place * 7919 % 997}", f"VELTRIN {place}", "800102", f"ZB{number:04d}{place:03d}"


def the_listed(listed: tuple[str, str], document: str) -> Named:
    """Somebody of a list, with a document. listed: name ("Given Family") and birth date (ISO 8601)."""
    given, _, family = listed[0].upper().rpartition(" ")
    return family, given, listed[1][2:].replace("-", ""), document


def message(number: int, people: Sequence[Named], day: datetime, *, change: int = 0) -> bytes:
    """A PAXLST D.12B of flight ZZ 7000+number: its list, or the change of that number, prepared so many seconds later."""
    date, prepared = f"{day:%y%m%d}", f"{1 + change // 3600:02d}{change // 60 % 60:02d}"
    lines = [
        f"UNB+UNOA:4+INVENTED+BENCH+{date}:{prepared}+{number:04d}{change:05d}++APIS'",
        f"UNH+B{number}+PAXLST:D:12B:UN:IATA'",
        f"BGM+745{'+CP' if change else ''}'",
        f"RFF+TN:B{number}'",
        f"TDT+20+ZZ{7000 + number}+++ZZ'",
        "LOC+125+DXB'",
        f"DTM+189:{date}0300:201'",
        "LOC+87+ISB'",
        f"DTM+232:{date}0700:201'",
    ]
    for one in people:
        lines += _traveller(*one)
    lines += [f"CNT+42:{len(people)}'", f"UNT+{len(lines) + 1}+B{number}'", f"UNZ+1+{number:04d}{change:05d}'"]
    return "\n".join(lines).encode()


def _traveller(family: str, given: str, born: str, document: str) -> list[str]:
    return [
        f"NAD+FL+++{family}:{given}'",
        "ATT+2++M'",
        f"DTM+329:{born}'",
        f"RFF+ABO:{document}'",
        f"DOC+P:110:111+{document}'",
        "DTM+36:330101'",
        "LOC+91+PAK'",
    ]
