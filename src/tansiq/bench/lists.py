"""Passenger lists for the reading benchmark: invented travellers with everything a large carrier sends about them."""

from datetime import date, timedelta
from random import Random

from tansiq.demo.chance import seeded

_FAMILIES = ("QAZMOR", "VELTRIN", "O?'DRAVIK", "BASHTUR", "KELMANI", "SORVEY DEN", "ZHANTAR", "UMBRELI")
_GIVEN = ("ARDO", "MILVA", "TESK", "YULANDE", "HOR", "BISMA", "NAVEL", "IRDAN")
_STATES = ("PAK", "AFG", "GBR", "ARE", "TUR", "CHN", "USA", "DEU")
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_DAY = date(2026, 5, 1)
_VISA_SHARE, _BAG_SHARE = 0.4, 0.8


def passenger_list(number: int, travellers: int, *, seed: int = 20_260) -> str:
    """One interchange, PAXLST D.12B of flight ZZ 100+number, DXB to ISB, with `travellers` invented people."""
    draw = seeded(seed + number)
    lines = [
        f"UNH+M{number}+PAXLST:D:12B:UN:IATA+ZZ{100 + number}/260501/0820+01:F'",
        "BGM+745'",
        f"RFF+TN:T{number:08d}:::1'",
        "NAD+MS+++INVENTED AIRLINE OPERATIONS'",
        "COM+971 4 000 0000:TE+971 4 000 0001:FX'",
        f"TDT+20+ZZ{100 + number}+++ZZ'",
        "LOC+125+DXB'",
        "DTM+189:2605010820:201'",
        "LOC+87+ISB'",
        "DTM+232:2605011220:201'",
    ]
    for place in range(travellers):
        lines += _traveller(draw, number * 1000 + place)
    lines += [f"CNT+42:{travellers}'", f"UNT+{len(lines) + 2}+M{number}'"]
    head = ["UNA:+.? '", f"UNB+UNOA:4+INVENTED:ZZ+NCC:ZZ+260501:0400+{number:09d}++APIS'"]
    group = f"UNG+PAXLST+INVENTED:ZZ+NCC:ZZ+260501:0400+G{number}+UN+D:12B'"
    return "\r\n".join([*head, group, *lines, f"UNE+1+G{number}'", f"UNZ+1+{number:09d}'", ""])


def _traveller(draw: Random, number: int) -> list[str]:
    state, sex = draw.choice(_STATES), draw.choice("MF")
    born = date(1940, 1, 1) + timedelta(days=draw.randrange(30_000))
    lines = [
        f"NAD+FL+++{draw.choice(_FAMILIES)}:{draw.choice(_GIVEN)}:{draw.choice(_GIVEN)}'",
        f"ATT+2++{sex}'",
        f"DTM+329:{born:%y%m%d}'",
    ]
    if draw.random() < _BAG_SHARE:
        lines += [
            "MEA+CT++:2'",
            f"MEA+WT++KGM:{draw.randrange(8, 46)}'",
            f"FTX+BAG+++ZZ{number * 2 % 1_000_000:06d}:2'",
        ]
    lines += [
        "GEI+4+173'",
        "LOC+22+ISB'",
        f"LOC+174+{state}'",
        "LOC+178+DXB'",
        "LOC+179+ISB'",
        f"NAT+2+{state}'",
        f"RFF+AVF:{_code(draw, 6)}'",
        f"RFF+ABO:ZZ{number:08d}'",
        f"RFF+SEA:{draw.randrange(1, 60)}{draw.choice('ABCDEF')}'",
        *_document(draw, "P", state),
    ]
    return lines + (_document(draw, "V", "PAK") if draw.random() < _VISA_SHARE else [])


def _document(draw: Random, kind: str, state: str) -> list[str]:
    expires = _DAY + timedelta(days=draw.randrange(30, 3_600))
    return [f"DOC+{kind}:110:111+X{_code(draw, 8)}'", f"DTM+36:{expires:%y%m%d}'", f"LOC+91+{state}'"]


def _code(draw: Random, length: int) -> str:
    return "".join(draw.choices(_LETTERS, k=length))
