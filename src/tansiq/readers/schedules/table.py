"""A schedule as a table with one leg a row, its columns named in the first line (RFC 4180, any common delimiter)."""

import csv
import io
import re
from collections.abc import Mapping
from datetime import date

from tansiq.model.observations import Source
from tansiq.model.reading import Refusal, RefusalCode
from tansiq.model.schedules import ScheduledLeg
from tansiq.readers.schedules.reading import ScheduleReading

NEEDED = ("carrier", "number", "origin", "destination", "departure", "arrival", "from", "until", "days")
"""Columns that a table has to have. service, aircraft, arrives_after, sold_as and flown_by may be added."""

_TIME = re.compile(r"([01]?\d|2[0-3]):?([0-5]\d)")
_CARRIER, _NUMBER, _STATION = re.compile(r"[A-Z0-9]{2,3}"), re.compile(r"\d{1,4}[A-Z]?"), re.compile(r"[A-Z]{3,4}")


def sniff(data: bytes) -> bool:
    """Whether the first line names the columns."""
    return set(NEEDED) <= set(_cells(_first_line(data), _delimiter(data)))


def _first_line(data: bytes) -> str:
    lines = data[:4096].decode("utf-8-sig", "replace").splitlines()
    return lines[0].casefold() if lines else ""


def _delimiter(data: bytes) -> str:
    line = _first_line(data)
    return max(",;\t|", key=line.count)


def _cells(line: str, delimiter: str) -> list[str]:
    return [cell.strip() for cell in next(csv.reader(io.StringIO(line), delimiter=delimiter), [])]


def read(data: bytes, name: str) -> ScheduleReading:
    """Read the legs of a table. A row that is wrong is refused, with its place."""
    delimiter, columns = _delimiter(data), _cells(_first_line(data), _delimiter(data))
    legs, refusals = list[ScheduledLeg](), list[Refusal]()
    start = 0
    for index, line in enumerate(data.splitlines(keepends=True)):
        end = start + len(line)
        text = line.decode("utf-8", "replace").strip()
        if index and text:
            try:
                told = dict(zip(columns, _cells(text, delimiter), strict=False))
                legs.append(_leg(told, Source(name, start, end)))
            except (ValueError, csv.Error) as wrong:
                repair = "correct the row and send the table again"
                refusals.append(Refusal(RefusalCode.BROKEN_ENTRY, start, end, str(wrong), repair))
        start = end
    return ScheduleReading(len(data), len(data), tuple(legs), tuple(refusals))


def _leg(told: Mapping[str, str], source: Source) -> ScheduledLeg:
    first, last = _day(told, "from"), _day(told, "until")
    days = "".join(sorted(set(told.get("days", "")) & set("1234567")))
    if not days or last < first:
        raise ValueError(f"from {first} until {last} on days {told.get('days', '')!r}; no day is in it")
    departure, arrival = _time(told, "departure"), _time(told, "arrival")
    after = told.get("arrives_after", "")
    number = _fitting(_NUMBER, told, "number")
    return ScheduledLeg(
        carrier=_fitting(_CARRIER, told, "carrier"),
        number=number.lstrip("0") or number[-1:],
        origin=_fitting(_STATION, told, "origin"),
        destination=_fitting(_STATION, told, "destination"),
        first_on=first,
        last_on=last,
        days=days,
        departure=departure,
        arrival=arrival,
        source=source,
        arrives_after=int(after) if re.fullmatch("-?[0-9]", after) else int(arrival < departure),
        service=told.get("service", "").upper()[:1] or "J",
        aircraft=told.get("aircraft", "").upper()[:3],
        sold_as=tuple(told.get("sold_as", "").upper().replace("/", " ").split()),
        flown_by="".join(told.get("flown_by", "").upper().split()),
    )


def _fitting(pattern: re.Pattern[str], told: Mapping[str, str], name: str) -> str:
    value = told.get(name, "").upper()
    if not pattern.fullmatch(value):
        raise ValueError(f"{name} {value[:40]!r} is none")
    return value


def _day(told: Mapping[str, str], name: str) -> str:
    value = told.get(name, "")[:10]
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError as error:
        raise ValueError(f"{name} {value!r}; a date as 2026-05-01 expected") from error


def _time(told: Mapping[str, str], name: str) -> str:
    found = _TIME.fullmatch(told.get(name, ""))
    if not found:
        raise ValueError(f"{name} {told.get(name, '')[:40]!r}; hh:mm expected")
    return f"{int(found[1]):02}:{found[2]}"
