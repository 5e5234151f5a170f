"""SSIM chapter 7: records of 200 bytes. Header (1), carrier (2), flight leg (3), segment data (4), trailer (5)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from tansiq.model.observations import Source
from tansiq.model.reading import Refusal, RefusalCode
from tansiq.model.schedules import ScheduledLeg
from tansiq.readers.schedules.reading import ScheduleReading

_LENGTH = 200
_MONTHS = {name: i for i, name in enumerate("JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split(), 1)}  # noqa: SIM905  a table reads better
_DAY = re.compile(r"(\d\d)([A-Z]{3})(\d\d)")
_CLOCK = re.compile(r"([01]\d|2[0-3])([0-5]\d)|2400")
_VARIATION = re.compile(r"[+-](0\d|1[0-4])[0-5]\d")
_FLIGHT = re.compile(r"([A-Z][A-Z0-9]|[0-9][A-Z]|[A-Z]{3})\s*(\d{1,4})([A-Z]?)")
_LAST = date(2079, 12, 31)
_SOLD_AS, _FLOWN_BY = "010", "050"
_A_DAY = 24 * 60


def sniff(data: bytes) -> bool:
    """Whether the first line is a header record, or a carrier or leg record of the right length."""
    line = data[:4096].split(b"\n", 1)[0].rstrip(b"\r")
    return line.startswith(b"1AIRLINE STANDARD SCHEDULE") or (len(line) == _LENGTH and line[:1] in b"123")


def read(data: bytes, name: str) -> ScheduleReading:
    """Read the legs of a file. A record that is wrong is refused, with its place; the next one is read on."""
    found = _Reader(name)
    for start, end in _lines(data):
        found.take(data[start:end].decode("latin-1").rstrip("\r\n"), start, end)
    return ScheduleReading(len(data), len(data), tuple(found.legs()), tuple(found.refusals))


def _lines(data: bytes) -> Iterator[tuple[int, int]]:
    start = 0
    while start < len(data):
        end = data.find(b"\n", start) + 1 or len(data)
        yield start, end
        start = end


class _WrongRecord(Exception):
    """What is the matter with a record."""


@dataclass(slots=True)
class _Reader:
    name: str
    is_utc: bool = False
    refusals: list[Refusal] = field(default_factory=list)
    _legs: list[ScheduledLeg] = field(default_factory=list)
    _latest: dict[str, int] = field(default_factory=dict)

    def legs(self) -> Iterator[ScheduledLeg]:
        """The legs of whole records."""
        return iter(self._legs)

    def take(self, line: str, start: int, end: int) -> None:
        """Take one record; lines of zeros and empty ones fill blocks."""
        if not line.strip("0 \x1a"):
            return
        try:
            self._take(line, start, end)
        except _WrongRecord as wrong:
            refusal = Refusal(RefusalCode.BROKEN_ENTRY, start, end, str(wrong), "send the record again")
            self.refusals.append(refusal)

    def _take(self, line: str, start: int, end: int) -> None:
        kind = line[0]
        if kind == "2":
            self.is_utc = line[1:2] == "U"
        elif kind == "3":
            self._legs.append(_leg(line.ljust(_LENGTH), Source(self.name, start, end), is_utc=self.is_utc))
            self._latest[_identity(line)] = len(self._legs) - 1
        elif kind == "4":
            self._segment(line)
        elif kind not in "15":
            raise _WrongRecord(f"record type {kind!r}; 1 to 5 expected")

    def _segment(self, line: str) -> None:
        index = self._latest.get(_identity(line))
        code = line[30:33]
        if code not in {_SOLD_AS, _FLOWN_BY}:
            return
        if index is None:
            raise _WrongRecord(f"segment data of flight {_identity(line)[1:9].strip()}, whose leg is not here")
        leg = self._legs[index]
        if (line[33:36], line[36:39]) != (leg.origin, leg.destination):
            return
        names = tuple(f"{f[1]}{f[2].lstrip('0') or '0'}{f[3]}" for f in _FLIGHT.finditer(line[39:194]))
        if code == _SOLD_AS:
            self._legs[index] = replace(leg, sold_as=(*leg.sold_as, *names))
        elif names:
            self._legs[index] = replace(leg, flown_by=names[0])


def _identity(line: str) -> str:
    """Suffix, carrier, number, variation and sequence: what joins segment data to its leg."""
    return line[1:13] + line[27:28].strip() * (line[0] == "4") + line[127:128].strip() * (line[0] == "3")


def _leg(line: str, source: Source, *, is_utc: bool) -> ScheduledLeg:
    carrier, number = line[2:5].strip(), line[5:9].strip()
    if not carrier or not (number.isascii() and number.isdecimal()):
        raise _WrongRecord(f"flight {line[2:9]!r}; a carrier and a number expected")
    left, landed = _clock(line[39:43]) + _days(line[192]) * _A_DAY, _clock(line[61:65]) + _days(line[193]) * _A_DAY
    if is_utc:
        left, landed = left + _variation(line[47:52]), landed + _variation(line[65:70])
    shift = left // _A_DAY
    first, last = _day(line[14:21]), _day(line[21:28])
    days = "".join(d for d in line[28:35] if d in "1234567")
    if not days or last < first:
        raise _WrongRecord(f"period {line[14:28]!r} on days {line[28:35]!r}; no day is in it")
    return ScheduledLeg(
        carrier=carrier,
        number=(number.lstrip("0") or "0") + line[1:2].strip(),
        origin=_station(line[36:39]),
        destination=_station(line[54:57]),
        first_on=_moved(first, shift),
        last_on=_moved(last, shift),
        days="".join(sorted(str((int(d) - 1 + shift) % 7 + 1) for d in days)),
        departure=_shown(left),
        arrival=_shown(landed),
        source=source,
        arrives_after=landed // _A_DAY - shift,
        service=line[13].strip() or "J",
        aircraft=line[72:75].strip(),
        every=2 if line[35] == "2" else 1,
    )


def _day(text: str) -> date:
    """A date as DDMMMYY; 00XXX00 is without end."""
    if text == "00XXX00":
        return _LAST
    found = _DAY.fullmatch(text)
    if not found or found[2] not in _MONTHS:
        raise _WrongRecord(f"date {text!r}; DDMMMYY expected")
    try:
        return date(2000 + int(found[3]), _MONTHS[found[2]], int(found[1]))
    except ValueError as error:
        raise _WrongRecord(f"date {text!r}: {error}") from error


def _clock(text: str) -> int:
    if not _CLOCK.fullmatch(text):
        raise _WrongRecord(f"time {text!r}; hhmm expected")
    return int(text[:2]) * 60 + int(text[2:])


def _variation(text: str) -> int:
    """Minutes from UTC to local."""
    if not _VARIATION.fullmatch(text):
        raise _WrongRecord(f"time variation {text!r}; +hhmm expected")
    return (int(text[1:3]) * 60 + int(text[3:])) * (-1 if text[0] == "-" else 1)


def _days(text: str) -> int:
    """Days after the date of operation; A is the day before."""
    return -1 if text == "A" else int(text) if text.isascii() and text.isdecimal() else 0


def _station(text: str) -> str:
    if not (len(text) == 3 and text.isalnum()):  # noqa: PLR2004  IATA location identifiers
        raise _WrongRecord(f"station {text!r}; three letters expected")
    return text


def _moved(day: date, days: int) -> str:
    return min(day + timedelta(days=days), _LAST).isoformat()


def _shown(minutes: int) -> str:
    return f"{minutes % _A_DAY // 60:02}:{minutes % 60:02}"
