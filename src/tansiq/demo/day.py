"""The invented national day: writes the files that airlines and the centre send, in the real formats.

The same seed and the same `now` give the same bytes.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tansiq.demo import schedules
from tansiq.demo.casting import Cast
from tansiq.demo.dispatch import all_messages, plain_messages
from tansiq.demo.facts import Day, DayFile, DayFlight, Exchange, Played, Story
from tansiq.demo.interactive import exchanges
from tansiq.demo.loading import load_earlier, load_today, register
from tansiq.demo.postings import Desk, Kind, Load, Posting
from tansiq.demo.stories import Planted
from tansiq.demo.timetable import CODESHARES, SILENT_SERVICE, flight_of
from tansiq.demo.travellers import Passenger
from tansiq.demo.watchlist import render_csv

WATCHLIST_FEED, SCHEDULE_FEED = "watchlist-centre", "schedule-airports"
LISTED_BEFORE = timedelta(days=5)
"""How long before the first flight's day the watchlist arrived."""

SCHEDULED_BEFORE = timedelta(days=4)
"""How long before the first flight's day the schedules arrived."""


def write_day(folder: Path, *, seed: int, now: datetime, days: int = 1) -> Day:
    """Write the day's files and day.json, which says the same as the returned value, into the folder.

    now: aware; landing times are set against it, and nothing arrives after it. days: today and the days before it,
    which have full lists and the last push of bookings only; today is the same with them and without. Files that are there already
    are written over. Raises ValueError for a `now` without a zone and for less than one day, OSError where the folder cannot be
    written.
    """
    if now.tzinfo is None or days < 1:
        raise ValueError(f"an aware now and at least one day expected, not {now} and {days}")
    now = now.astimezone(UTC)
    desk = Desk(register(seed, now), now)
    today = load_today(desk.register, seed, now)
    postings = [*_lists_and_schedules(now, days, today), *(p for load in today for p in all_messages(desk, load))]
    asked = _exchanged(folder, desk, today)
    past = load_earlier(desk.register, seed, today, days)
    postings += [posting for load in past for posting in plain_messages(desk, load)]
    files = tuple(_write(folder, sorted(postings, key=lambda p: p.arrives_at), now))
    day = Day(
        seed=seed,
        now=now,
        days=days,
        travellers=sum(len(_everybody(load)) for load in (*past, *today)),
        files=files,
        flights=(*(_flight(load) for load in today), _silent(now)),
        stories=tuple(_told(today, files)),
        plots=tuple(_played(load, c, files) for load in today for c in load.casts),
        exchanges=tuple(asked),
    )
    facts = json.dumps(asdict(day), ensure_ascii=False, indent=1, default=datetime.isoformat)
    (folder / "day.json").write_bytes(facts.encode() + b"\n")
    return day


def _everybody(load: Load) -> set[tuple[str, str]]:
    """Those whom a list or a booking that stood at departure names, by name and first document."""
    booked = [g.passenger for b in load.bookings if b.cancelled_at is None for g in b.guests]
    return {(p.person.full_name, p.person.papers[0].number) for p in (*load.passengers, *booked)}


def _lists_and_schedules(now: datetime, days: int, today: Sequence[Load]) -> list[Posting]:
    start = now - timedelta(days=days)
    flights = [*(load.flight for load in today), flight_of(SILENT_SERVICE, now)]
    listed_at, scheduled_at = start - LISTED_BEFORE, start - SCHEDULED_BEFORE
    ssim, table = schedules.render_ssim(flights, scheduled_at), schedules.render_csv(flights)
    return [
        Posting(WATCHLIST_FEED, Kind.WATCHLIST, "", "", listed_at, render_csv(), "csv"),
        Posting(SCHEDULE_FEED, Kind.SCHEDULE, "", "", scheduled_at, ssim, "ssim"),
        Posting(SCHEDULE_FEED, Kind.SCHEDULE, "", "", scheduled_at + timedelta(minutes=1), table, "csv"),
    ]


def _write(folder: Path, postings: Sequence[Posting], now: datetime) -> Iterator[DayFile]:
    for place, posting in enumerate(postings):
        name = _path(posting, place)
        _put(folder / name, posting.content)
        offset_s = round((posting.arrives_at - now).total_seconds())
        yield DayFile(name, posting.feed, posting.kind, posting.flight, posting.day, offset_s)


def _put(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _path(posting: Posting, place: int) -> str:
    if posting.kind in {Kind.WATCHLIST, Kind.SCHEDULE}:
        return f"{posting.kind}.{posting.ending}"
    return f"{posting.feed}/{place:04d}-{posting.flight.lower()}-{posting.day}-{posting.kind}.{posting.ending}"


def _exchanged(folder: Path, desk: Desk, today: Sequence[Load]) -> Iterator[Exchange]:
    asked = [question for load in today for question in exchanges(desk, load)]
    for place, one in enumerate(asked):
        request, answer = (f"interactive/{place:03d}-{one.flight.lower()}-{kind}.edi" for kind in ("asked", "answer"))
        _put(folder / request, one.request)
        _put(folder / answer, one.answer)
        offset_s = round((one.at - desk.now).total_seconds())
        yield Exchange(request, answer, one.flight, one.traveller, one.reference, one.directive, offset_s)


def _flight(load: Load) -> DayFlight:
    flight, service = load.flight, load.flight.service
    return DayFlight(
        designator=service.designator,
        carrier=service.carrier,
        number=service.number,
        origin=service.origin,
        destination=service.destination,
        departure_local=flight.departure_local.isoformat(timespec="minutes"),
        arrival_local=flight.arrival_local.isoformat(timespec="minutes"),
        departs_at=flight.departure_at,
        lands_at=flight.arrival_at,
        passengers=len(_everybody(load)),
        feed=f"airline-{service.carrier.lower()}",
        marketing="".join(CODESHARES.get(service.designator, ())),
        is_silent=service == SILENT_SERVICE,
    )


def _silent(now: datetime) -> DayFlight:
    return _flight(Load(flight_of(SILENT_SERVICE, now), (), {}))


def _told(today: Sequence[Load], files: Sequence[DayFile]) -> Iterator[Story]:
    for load in today:
        for passenger in load.passengers:
            if passenger.reference in load.stories:
                yield _story(load.stories[passenger.reference], passenger, _about(load, files))


def _about(load: Load, files: Sequence[DayFile]) -> tuple[str, ...]:
    return tuple(f.path for f in files if (f.flight, f.departs_on) == (load.name, load.departs_on))


def _story(planted: Planted, passenger: Passenger, files: tuple[str, ...]) -> Story:
    return Story(
        key=planted.key,
        title=planted.title,
        traveller=passenger.person.full_name,
        flight=planted.flight,
        expected=planted.expected,
        entry=planted.entry,
        reference=passenger.reference,
        locator=passenger.locator,
        files=files,
    )


def _played(load: Load, played: Cast, files: Sequence[DayFile]) -> Played:
    plot, solution = played.plot, played.plot.solution
    passengers = played.passengers
    return Played(
        key=plot.key,
        title=plot.title,
        flight=plot.flight,
        departs_on=load.departs_on,
        travellers=tuple(p.person.full_name for p in passengers),
        documents=tuple(p.person.papers[0].number for p in passengers),
        locators=tuple(dict.fromkeys(booking.locator for booking in played.bookings)),
        presence=solution.presence,
        is_booked=solution.is_booked,
        is_listed=solution.is_listed,
        tags=tuple(p.bag_tag for p in passengers if p.bag_tag),
        seats=tuple(p.seat for p in passengers),
        entry=plot.entry,
        rule=plot.rule,
        files=_about(load, files),
    )
