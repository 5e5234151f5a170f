"""Passenger lists for benchmarks: invented travellers, and one whose name and birth date are given."""

from datetime import datetime


def listed_traveller_list(number: int, listed: tuple[str, str], day: datetime, *, travellers: int) -> bytes:
    """A PAXLST D.12B of flight ZZ 7000+number with `travellers` people, the last of them the listed one.

    listed: name ("Given Family") and birth date (ISO 8601).
    """
    given, _, family = listed[0].upper().rpartition(" ")
    born = listed[1][2:].replace("-", "")
    date = f"{day:%y%m%d}"
    lines = [
        f"UNB+UNOA:4+INVENTED+BENCH+{date}:0100+{number:09d}++APIS'",
        f"UNH+B{number}+PAXLST:D:12B:UN:IATA'",
        "BGM+745'",
        f"RFF+TN:B{number}'",
        f"TDT+20+ZZ{7000 + number}+++ZZ'",
        "LOC+125+DXB'",
        f"DTM+189:{date}0300:201'",
        "LOC+87+ISB'",
        f"DTM+232:{date}0700:201'",
    ]
    for place in range(travellers - 1):
        lines += _traveller(f"QAZMOR{place * 7919 % 997}", f"VELTRIN {place}", "800102", f"ZB{number:04d}{place:03d}")
    lines += _traveller(family, given, born, f"ZB{number:04d}999")
    lines += [f"CNT+42:{travellers}'", f"UNT+{len(lines) + 1}+B{number}'", f"UNZ+1+{number:09d}'"]
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
