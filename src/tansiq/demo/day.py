"""The invented national day: writes the files that airlines and the centre send, in the real formats.

The same seed and the same `now` give the same bytes.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tansiq.demo.carriers import CARRIERS
from tansiq.demo.chance import seeded
from tansiq.demo.dispatch import Desk, Kind, Load, Posting, all_messages, plain_list
from tansiq.demo.routes import Flight, schedule
from tansiq.demo.stories import STORIES, Outcome, Planted
from tansiq.demo.travellers import Passenger, Register, board, invent_parties, plant
from tansiq.demo.watchlist import entries, render_csv

WATCHLIST_FEED = "watchlist-centre"
LISTED_BEFORE = timedelta(days=2)
"""How long before the first flight's day the watchlist arrived."""


@dataclass(frozen=True, slots=True)
class DayFile:
    """A file of the day. path: below the folder. offset_s: seconds from the day's `now`, negative: it is there already.

    flight: designator, departs_on: local date of departure, both "" for what is about no flight.
    """

    path: str
    feed: str
    kind: Kind
    flight: str
    departs_on: str
    offset_s: int


@dataclass(frozen=True, slots=True)
class DayFlight:
    """A flight of today. Local times as the airports' clocks show them, ISO 8601. passengers: listed, without crew."""

    designator: str
    carrier: str
    number: str
    origin: str
    destination: str
    departure_local: str
    arrival_local: str
    departs_at: datetime
    lands_at: datetime
    passengers: int
    feed: str


@dataclass(frozen=True, slots=True)
class Story:
    """A planted story as it was written. traveller: full name on the message; reference: RFF+ABO; entry: list id."""

    key: str
    title: str
    traveller: str
    flight: str
    expected: Outcome
    entry: str
    reference: str
    locator: str
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """What was written. files: in order of arrival. travellers: on all full lists of all days, crews not counted."""

    seed: int
    now: datetime
    days: int
    travellers: int
    files: tuple[DayFile, ...]
    flights: tuple[DayFlight, ...]
    stories: tuple[Story, ...]


def write_day(folder: Path, *, seed: int, now: datetime, days: int = 1) -> Day:
    """Write the day's files and day.json, which says the same as the returned value, into the folder.

    now: aware; landing times are set against it, and nothing arrives after it. days: today and the days before it,
    which have full lists only. Files that are there already are written over.
    Raises ValueError for a `now` without a zone and for less than one day, OSError where the folder cannot be written.
    """
    if now.tzinfo is None or days < 1:
        raise ValueError(f"an aware now and at least one day expected, not {now} and {days}")
    now = now.astimezone(UTC)
    desk = Desk(_register(seed, now), now)
    past = [_load(desk, _earlier(flight, back), ()) for back in range(days - 1, 0, -1) for flight in schedule(now)]
    today = [_load(desk, flight, STORIES) for flight in schedule(now)]
    postings = [_watchlist(now, days), *_posted(desk, past, today)]
    files = tuple(_write(folder, postings, now))
    day = Day(
        seed=seed,
        now=now,
        days=days,
        travellers=sum(len(load.passengers) for load in (*past, *today)),
        files=files,
        flights=tuple(_flight(load) for load in today),
        stories=tuple(_told(today, files)),
    )
    facts = json.dumps(asdict(day), ensure_ascii=False, indent=1, default=datetime.isoformat)
    (folder / "day.json").write_bytes(facts.encode() + b"\n")
    return day


def _register(seed: int, now: datetime) -> Register:
    planted = [traits for story in STORIES for traits in (story.traveller, *story.companions)]
    listed = {document.split(":")[1] for entry in entries() for document in entry.documents}
    return Register(
        rng=seeded(seed),
        today=now.date(),
        reserved_names=frozenset(f"{traits.given} {traits.family}" for traits in planted),
        taken=listed | {traits.number for traits in planted},
    )


def _earlier(flight: Flight, days: int) -> Flight:
    shift = timedelta(days=days)
    return Flight(flight.service, flight.departure_at - shift, flight.arrival_at - shift)


def _load(desk: Desk, flight: Flight, stories: Iterable[Planted]) -> Load:
    register = desk.register
    service = flight.service
    told = [story for story in stories if story.flight == service.designator]
    planted = [[plant(register, traits) for traits in (s.traveller, *s.companions)] for s in told]
    jitter = register.rng.randint(-service.passengers // 25, service.passengers // 25)
    count = min(service.passengers + jitter, 350) - sum(len(party) for party in planted)
    parties = [*planted, *invent_parties(register, flight, count)]
    register.rng.shuffle(parties)
    passengers = board(register, flight, parties, CARRIERS[service.carrier].airline_code)
    by_person = {id(passenger.person): passenger.reference for passenger in passengers}
    return Load(flight, passengers, {by_person[id(party[0])]: s for s, party in zip(told, planted, strict=True)})


def _posted(desk: Desk, past: Sequence[Load], today: Sequence[Load]) -> list[Posting]:
    postings = [posting for load in past for posting in plain_list(desk, load)]
    postings += [posting for load in today for posting in all_messages(desk, load)]
    return sorted(postings, key=lambda posting: posting.arrives_at)


def _watchlist(now: datetime, days: int) -> Posting:
    arrives_at = now - LISTED_BEFORE - timedelta(days=days)
    return Posting(WATCHLIST_FEED, Kind.WATCHLIST, "", "", arrives_at, render_csv())


def _write(folder: Path, postings: Sequence[Posting], now: datetime) -> Iterator[DayFile]:
    for place, posting in enumerate(postings):
        path = folder / _path(posting, place)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(posting.content)
        offset_s = round((posting.arrives_at - now).total_seconds())
        yield DayFile(_path(posting, place), posting.feed, posting.kind, posting.flight, posting.day, offset_s)


def _path(posting: Posting, place: int) -> str:
    if posting.kind is Kind.WATCHLIST:
        return "watchlist.csv"
    return f"{posting.feed}/{place:04d}-{posting.flight.lower()}-{posting.day}-{posting.kind}.edi"


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
        passengers=len(load.passengers),
        feed=CARRIERS[service.carrier].feed,
    )


def _told(today: Sequence[Load], files: Sequence[DayFile]) -> Iterator[Story]:
    for load in today:
        about = tuple(f.path for f in files if (f.flight, f.departs_on) == (load.name, load.departs_on))
        for passenger in load.passengers:
            if passenger.reference in load.stories:
                yield _story(load.stories[passenger.reference], passenger, about)


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
