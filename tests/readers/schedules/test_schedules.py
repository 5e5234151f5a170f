"""Schedules as SSIM chapter 7 and as tables."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.model.reading import RefusalCode
from tansiq.model.schedules import ScheduledLeg
from tansiq.readers.schedules.door import read
from tansiq.readers.schedules.reading import ScheduleReading

HEADER = "1AIRLINE STANDARD SCHEDULE DATA SET".ljust(200)


def record(parts: dict[int, str], kind: str) -> str:
    """A record of 200 bytes. parts: by their place, from 1, as SSIM chapter 7 numbers them."""
    line = list(" " * 200)
    for place, text in {1: kind, **parts}.items():
        line[place - 1 : place - 1 + len(text)] = text
    return "".join(line)


def carrier(mode: str = "L") -> str:
    return record({2: mode, 3: "PK ", 15: "29MAR26", 22: "24OCT26"}, "2")


def leg(**other: str) -> str:
    """PK 785 ISB-LHR daily at 23:55, by the names of the record's fields."""
    places = {"suffix": 2, "number": 6, "service": 14, "first": 15, "last": 22, "days": 29, "rate": 36, "origin": 37}
    places |= {"leaves": 40, "from_utc": 48, "to": 55, "lands": 62, "to_utc": 66, "aircraft": 73, "after": 193}
    told = {"number": " 785", "service": "J", "first": "29MAR26", "last": "24OCT26", "days": "1234567", "origin": "ISB"}
    told |= {"leaves": "2355", "from_utc": "+0500", "to": "LHR", "lands": "0430", "to_utc": "+0100", "aircraft": "77W"}
    told |= {"after": "01", **other}
    return record({3: "PK ", 10: "01", 12: "01", **{places[name]: text for name, text in told.items()}}, "3")


def segment(dei: str, text: str) -> str:
    return record({3: "PK ", 6: " 785", 10: "01", 12: "01", 14: "J", 29: "AB", 31: dei, 34: "ISBLHR", 40: text}, "4")


TRAILER = record({3: "PK "}, "5")


def ssim(*records: str, mode: str = "L") -> ScheduleReading:
    data = "\r\n".join((HEADER, carrier(mode), *records, TRAILER)).encode()
    reading = read(data, "pk.ssim")
    for one in reading.legs:
        assert data[one.source.start : one.source.end].startswith(b"3")
    return reading


def plan(one: ScheduledLeg) -> tuple[str, ...]:
    return (one.first_on, one.last_on, one.days, one.departure, one.arrival, str(one.arrives_after))


def test_a_leg_record_is_read_place_by_place() -> None:
    [one] = ssim(leg()).legs
    assert (one.carrier, one.number, one.origin, one.destination) == ("PK", "785", "ISB", "LHR")
    assert plan(one) == ("2026-03-29", "2026-10-24", "1234567", "23:55", "04:30", "1")
    assert (one.service, one.aircraft, one.every) == ("J", "77W", 1)


@pytest.mark.parametrize(
    ("record", "mode", "expected"),
    [
        pytest.param(leg(days="1 3 5  "), "L", ("2026-03-29", "2026-10-24", "135", "23:55", "04:30", "1"), id="days"),
        pytest.param(
            leg(leaves="1855", lands="0330"),
            "U",
            ("2026-03-29", "2026-10-24", "1234567", "23:55", "04:30", "1"),
            id="UTC, on the same day",
        ),
        pytest.param(
            leg(leaves="2010", lands="0430", days="1     7"),
            "U",
            ("2026-03-30", "2026-10-25", "12", "01:10", "05:30", "0"),
            id="UTC, departing on the next day there",
        ),
        pytest.param(
            leg(last="00XXX00"), "L", ("2026-03-29", "2079-12-31", "1234567", "23:55", "04:30", "1"), id="without end"
        ),
        pytest.param(
            leg(after="12"),
            "L",
            ("2026-03-30", "2026-10-25", "1234567", "23:55", "04:30", "1"),
            id="second leg, next day",
        ),
    ],
)
def test_times_and_days_are_local(record: str, mode: str, expected: tuple[str, ...]) -> None:
    assert plan(ssim(record, mode=mode).legs[0]) == expected


def test_suffix_second_week_and_charter_are_kept() -> None:
    [one] = ssim(leg(suffix="A", rate="2", service="C")).legs
    assert (one.number, one.every, one.service) == ("785A", 2, "C")


def test_names_it_is_sold_under_and_the_flight_behind_a_name_come_from_segment_data() -> None:
    [one] = ssim(leg(), segment("010", "TK 8123/QR 0900"), segment("109", "B")).legs
    assert one.sold_as == ("TK8123", "QR900")
    [other] = ssim(leg(), segment("050", "TK 8123")).legs
    assert other.flown_by == "TK8123"


@pytest.mark.parametrize(
    "record",
    [
        pytest.param(leg(first="31JUN26"), id="no such day"),
        pytest.param(leg(leaves="2560"), id="no such time"),
        pytest.param(leg(days="       "), id="no day"),
        pytest.param(leg(first="25OCT26"), id="ends before it begins"),
        pytest.param(leg(origin="I B"), id="no station"),
        pytest.param("3PK  785", id="cut off"),
        pytest.param("X" * 200, id="no record"),
        pytest.param(record({3: "TK ", 6: "8123", 31: "010"}, "4"), id="segment data without a leg"),
    ],
)
def test_a_wrong_record_is_refused_with_its_place_and_the_others_are_read(record: str) -> None:
    reading = ssim(record, leg(suffix="B"))
    assert [one.number for one in reading.legs] == ["785B"]
    [refusal] = reading.refusals
    assert (refusal.code, refusal.start) == (RefusalCode.BROKEN_ENTRY, 404)
    assert reading.accounted == reading.size


TABLE = "carrier,number,origin,destination,departure,arrival,from,until,days,service,sold_as\n"


def test_a_table_is_read_row_by_row_and_a_wrong_row_is_refused() -> None:
    rows = [
        "PK,0785,ISB,LHR,23:55,04:30,2026-03-29,2026-10-24,1234567,J,TK8123 QR900",
        "PK,786,LHR,ISB,9:05,21:00,2026-03-29,2026-10-24,135,C,",
        "PK,786,LHR,ISB,25:05,21:00,2026-03-29,2026-10-24,135,C,",
        "",
        "PK,787,LHR",
    ]
    data = (TABLE + "\n".join(rows)).encode()
    reading = read(data, "pk.csv")
    first, second = reading.legs
    assert plan(first) == ("2026-03-29", "2026-10-24", "1234567", "23:55", "04:30", "1")
    assert (first.number, first.sold_as, second.departure, second.service) == ("785", ("TK8123", "QR900"), "09:05", "C")
    assert [data[r.start : r.end].split(b",")[1] for r in reading.refusals] == [b"786", b"787"]


def test_what_is_no_schedule_is_refused() -> None:
    [refusal] = read(b"UNB+UNOA:4", "x.edi").refusals
    assert "carrier, number" in refusal.repair


@given(
    st.binary()
    | st.text().map(lambda t: (TABLE + t).encode())
    | st.text(max_size=200).map(lambda t: "\n".join((HEADER, "3" + t, "4" + t)).encode())
)
def test_no_bytes_raise_and_all_are_accounted_for(data: bytes) -> None:
    reading = read(data, "x")
    assert reading.accounted == reading.size == len(data)
    assert all(0 <= r.start <= r.end <= len(data) for r in reading.refusals)
