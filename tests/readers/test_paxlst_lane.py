"""The fast lane of passenger lists gives what reading every segment by itself gives. All persons are invented."""

from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tansiq.bench.lists import passenger_list
from tansiq.model.observations import Traveller
from tansiq.model.reading import Reading
from tansiq.readers.edifact import interchange
from tansiq.readers.passengers import paxlst

DEVELOPERS = Path(__file__).parents[3] / "shared" / "data" / "travel" / "dev"
MUTANTS = 20_000
SEED = 606

HEAD = (
    "UNA:+.? '|UNB+UNOA:4+INVENTED+BORDER+260501:0320+1'|UNH+1+PAXLST:D:05B:UN:IATA'|BGM+745'|"
    "TDT+20+PK785'|LOC+125+ISB'|DTM+189:2605010320:201'|LOC+87+LHR'|DTM+232:2605010745:201'|"
)
TAIL = "CNT+42:3'|UNT+12+1'|UNZ+1+1'"
USUAL = (
    *("ATT+2++M'", "ATT+2++F:110:111'", "ATT+2++U'", "DTM+329:800102'", "DTM+329:19800102:102'"),
    *("MEA+CT++:2'", "MEA+WT++KGM:23'", "MEA+WT++LBR:50'", "GEI+4+173'", "GEI+4+174'"),
    *("FTX+BAG+++PK012345:2'", "FTX+BAG+++PK012345'|FTX+BAG+++PK012399:3'", "FTX+BAG+++NIL'"),
    *(
        "FTX+BAG+++PK012345'|FTX+BAG+++PK012399:3'|FTX+BAG+++PK9:2'",
        "FTX+BAG+++nil:2'",
        "FTX+BAG+++:2'",
        "FTX+BAG+++AB:5'",
    ),
    *("LOC+22+LHR'", "LOC+174+PAK'", "LOC+178+ISB'", "LOC+179+LHR:139:6'", "LOC+180+PAK:::KARACHI'", "LOC+92+DXB'"),
    *("COM+92 51 000:TE+x@y.z:EM'", "EMP+1'", "NAT+2+PAK'", "NAT+2+D'", "RFF+AVF:ABC123'", "RFF+ABO:P1'"),
    *("RFF+SEA:12A'", "RFF+AEA:X1'", "FTX+HIS+++SOMETHING'"),
    *("DOC+P:110:111+XX1'|DTM+36:310101'|LOC+91+PAK'", "DOC+V+XX2'|LOC+91+GBR'", "DOC+P+XX3'|DTM+36:310101'"),
    "DOC+P+XX4'|DTM+36:310101'|LOC+91+PAK'|DOC+V+XX5'|DTM+36:20280229'|LOC+91+GBR'",
)
UNUSUAL = (
    *("ATT+2++Q'", "ATT+1++M'", "DTM+329:801340'", "DTM+329:991231'", "DTM+329:'", "DTM+36:310101'", "DTM+189:260501'"),
    *("MEA+CT++:120'", "MEA+WT++KGM:x'", "MEA+WT++:20'", "GEI+4+ZZZ'", "FTX+BAG+++PK012345:120'", "FTX+BAG+++A B:2'"),
    *("LOC+174'", "LOC+178+ISB '", "LOC+180+:::AT?'SEA'", "LOC+180+PAK:::Ž\xa0'", "NAT+2'", "NAT+2+pak'", "LOC+91+'"),
    *("RFF+AVF:abc'", "RFF+ABO:A?+B'", "RFF+ABO: P1 '", "RFF+SEA:12A+X+Y+Z+Q'", "COM+|+x:TE'", "XYZ+1'", "''", " '"),
    *("DOC+P+XX 9'|DTM+36:310230'", "DOC+P+'|DTM+36:310101'", "DOC+P+XX1'|LOC+91+PAK:163'", "LOC+91+PAK|ATT+2++M'"),
    *("RFF+ABO:X+NAD+FL+++LATE:COMER'", "UNS+S'", "TDT+20+PK786'", "NAD+MS+++AGENT'", "NAD+ZZ+++ROLE:LESS'"),
)
PAXLST_WITHIN = "UNA:+.? 'UNB+UNOA:4+OTHER+BORDER+260501:0320+2'UNH+1+PAXLST:D:05B:UN:IATA'NAD+FL+++X:Y'ATT+2++M"
NAMES = (
    *("KHAN:GUL", "KHAN", "O?'NEIL?+SON:MARY?: ANNE:??", "KHAN:A:B:C:D:E", "KHAN::GUL", "KHAN:GUL:", " KHAN:GUL"),
    *("ÖZ:\xa0", "", ":GUL", "KHAN :GUL ", "KHAN:GUL+STREET+CITY", "KHA|N:GUL"),
)


def both(data: bytes) -> tuple[Reading, Reading]:
    """The reading with the fast lane and the one without it."""
    return paxlst.read(data, "x.edi"), interchange.read(data, "x.edi", (paxlst.BY_SEGMENT,), wanted=paxlst.BY_SEGMENT)


pieces = st.lists(st.sampled_from(USUAL), unique=True, max_size=14) | st.lists(
    st.sampled_from(USUAL + UNUSUAL), max_size=8
)
people = st.lists(
    st.tuples(st.sampled_from(("FL", "FM", "DDU", "DDT", "VW", "FL ")), st.sampled_from(NAMES), pieces).map(
        lambda person: f"NAD+{person[0]}+++{person[1]}'|" + "".join(f"{piece}|" for piece in person[2])
    ),
    max_size=6,
)


@given(people, st.sampled_from(["", "\n", "\r\n", "\r\n\r\n", " "]), st.integers(1, 5))
@settings(deadline=None, max_examples=400)
def test_the_lane_gives_what_each_segment_by_itself_gives(people: list[str], between: str, times: int) -> None:
    text = (HEAD + "".join(people) * times + TAIL).replace("|", between)
    fast, slow = both(text.encode("utf-8"))
    assert fast == slow
    assert fast.accounted == len(text.encode("utf-8"))


@pytest.mark.parametrize("between", ["", "\n", "\r\n"], ids=["no line ends", "LF", "CR LF"])
@pytest.mark.parametrize("order", [USUAL[::2], USUAL[::-2]], ids=["in the order of the guide", "in another"])
def test_an_order_that_is_learnt_changes_nothing(order: tuple[str, ...], between: str) -> None:
    one, two = ("".join(f"{piece}|" for piece in part) for part in (order[:9], order))
    people = f"NAD+FL+++KHAN:GUL'|{one}NAD+FM+++GUL:KHAN'|{two}NAD+FL+++X:Y'|" * 60
    fast, slow = both((HEAD + people + TAIL).replace("|", between).encode())
    assert fast == slow
    assert sum(isinstance(o, Traveller) for o in fast.observations) == 180


def test_an_interchange_inside_a_long_text_is_found() -> None:
    long = "COM+" + "x" * 3000 + PAXLST_WITHIN + "'|"
    people = f"NAD+FL+++KHAN:GUL'|ATT+2++M'|{long}NAD+FL+++GUL:KHAN'|"
    fast, slow = both((HEAD + people + TAIL).replace("|", "").encode())
    assert fast == slow
    assert len({o.message for o in fast.observations if isinstance(o, Traveller)}) == 2


def mutated(data: bytes, draw: Random) -> bytes:
    """The same bytes with a few of them changed, lost, said twice or moved."""
    out = bytearray(data)
    for _ in range(draw.randrange(1, 6)):
        at, width = draw.randrange(len(out)), draw.randrange(1, 40)
        match draw.randrange(5):
            case 0:
                out[at] = draw.randrange(256)
            case 1:
                del out[at : at + width]
            case 2:
                out[at:at] = out[at : at + width]
            case 3:
                out[at:at] = draw.choice((b"'", b"+", b":", b"?", b"\r\n", b"NAD", b"UNT+", b"LOC+178+X'", b" "))
            case _:
                piece = out[at : at + width]
                del out[at : at + width]
                to = draw.randrange(len(out) + 1)
                out[to:to] = piece
        if not out:
            return data
    return bytes(out)


def sources() -> list[bytes]:
    """Short lists of ours, and what developers of other readers have tried."""
    ours = [passenger_list(number, 6).encode() for number in range(4)]
    ours += [text.replace(b"\r\n", b"") for text in ours]
    found = sorted(DEVELOPERS.glob("*")) if DEVELOPERS.is_dir() else []
    theirs = [data for path in found if b"PAXLST" in (data := path.read_bytes()) and len(data) < 20_000]
    return [*ours, *theirs]


@pytest.mark.skipif(not DEVELOPERS.is_dir(), reason="../shared/data/travel/dev is not here")
def test_the_developers_files_read_the_same() -> None:
    read = [both(path.read_bytes()) for path in sorted(DEVELOPERS.glob("*")) if path.suffix != ".json"]
    assert len(read) > 40
    assert all(fast == slow for fast, slow in read)


@pytest.mark.parametrize("mutants", [600, pytest.param(MUTANTS, marks=pytest.mark.slow)])
def test_damaged_lists_read_the_same(mutants: int) -> None:
    draw, given_files = Random(SEED), sources()
    for _ in range(mutants):
        data = mutated(draw.choice(given_files), draw)
        fast, slow = both(data)
        assert fast == slow
        assert fast.accounted == len(data)
