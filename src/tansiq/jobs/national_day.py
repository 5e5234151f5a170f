"""The demo: writes the invented national day, takes it in like any other day, and checks how each story stands."""

import tempfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.db import connection
from rich.console import Console
from rich.progress import Progress

from tansiq.centre.feeds import Feed
from tansiq.centre.people import Officer, Organisation
from tansiq.database.home import secret
from tansiq.demo.day import write_day
from tansiq.demo.facts import Day, DayFile
from tansiq.demo.people import FEEDS, OFFICERS, ORGANISATIONS
from tansiq.demo.postings import Kind
from tansiq.jobs.by_hand import wait_for
from tansiq.jobs.centre import make_inbox
from tansiq.jobs.intake.folder import receive_file
from tansiq.jobs.national_boarding import decide
from tansiq.jobs.national_rules import put_in_force
from tansiq.jobs.national_standing import SILENT, wrong
from tansiq.jobs.worker import now
from tansiq.picture.schedules import load

OFFICER_TO_SHOW = "ayesha"
SCHEDULE = "schedule.ssim"
"""The day's timetable; schedule.csv beside it says the same."""

HOME_COUNTRY = "PK"


def exists() -> bool:
    """Whether the demo's people and feeds are there already."""
    return Feed.objects.filter(is_demo=True).exists()


@dataclass(frozen=True, slots=True)
class Received:
    """A day whose files are in the ledger. messages: their ids, in order of arrival."""

    day: Day
    messages: tuple[int, ...]


def make(*, seed: int, days: int, console: Console, out: Path | None = None) -> int:
    """Write a day, take it in and say how each story stands. Returns 0 where each stands as it should, else 1."""
    received = receive(seed=seed, days=days, out=out)
    wait(received, console)
    return report(received.day, console)


def receive(*, seed: int, days: int, out: Path | None = None, flights: Collection[str] | None = None) -> Received:
    """Invite the demo's people, write a day, and receive its files in their order of arrival.

    out: keeps the written files there. flights: designators; only what is told of these is received, beside what the day opens with.
    """
    invite()
    feeds = {f.code: f for f in Feed.objects.select_related("owner")}
    with _folder(out) as folder:
        day = write_day(folder, seed=seed, now=now(), days=days)
        told = [file for file in day.files if flights is None or file.flight in flights or _is_opening(file)]
        load((folder / SCHEDULE).read_bytes(), SCHEDULE, at=now())
        opening = [_received(feeds, folder, file) for file in told if _is_opening(file)]
        _open(opening)
        rest = [
            _received(feeds, folder, file) for file in told if not (_is_opening(file) or file.kind is Kind.SCHEDULE)
        ]
    return Received(day, (*opening, *rest))


def _received(feeds: Mapping[str, Feed], folder: Path, file: DayFile) -> int:
    return receive_file(feeds[file.feed], folder / file.path, at=now())


def _is_opening(file: DayFile) -> bool:
    """Whether a file came long before the day's flights leave: the past that rules are first run on."""
    return file.kind in {Kind.WATCHLIST, Kind.BOOKINGS_72}


def _open(messages: Sequence[int]) -> None:
    """Take in what came first, and put the rules and decisions into force that the rest of the day is held against."""
    wait_for(messages)
    put_in_force(clock=now)
    decide(at=now())
    connection.close()  # with it goes the lock by which a worker knows that it is the only one


def wait(received: Received, console: Console) -> None:
    """Wait until every file is taken in and followed, by the worker that runs or else by this process."""
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        bar = progress.add_task("Taking in the national day", total=len(received.messages))
        wait_for(received.messages, lambda done: progress.update(bar, completed=done))


def invite() -> None:
    """The demo's agencies, officers and feeds; every one is marked as demo. Made once."""
    for agency in ORGANISATIONS:
        Organisation.objects.update_or_create(
            code=agency.code, defaults={"name": agency.name, "country": agency.country}
        )
    organisations = {o.code: o for o in Organisation.objects.all()}
    password = _password()
    for person in OFFICERS:
        if not Officer.objects.filter(username=person.username).exists():
            first, _, last = person.name.partition(" ")
            officer = Officer(username=person.username, first_name=first, last_name=last)
            officer.name_native, officer.language = person.name_native, person.language
            officer.organisation, officer.roles = organisations[person.organisation], list(person.roles)
            officer.is_demo = True
            officer.set_password(password)
            officer.save()
    audience = [o.code for o in ORGANISATIONS if o.country == HOME_COUNTRY]
    for feed in FEEDS:
        Feed.objects.update_or_create(
            code=feed.code,
            defaults={
                "title": feed.title,
                "owner": organisations[feed.owner],
                "format": feed.format,
                "legal_ground": feed.legal_ground,
                "tlp": feed.tlp.removeprefix("TLP:").replace("+", "_"),
                "audience": audience,
                "purposes": list(feed.purposes),
                "retention": feed.retention,
                "priority": feed.priority,
                "rhythm_s": feed.rhythm_s,
                "is_demo": True,
            },
        )
    make_inbox()


def sign_in_lines() -> list[str]:
    """How a newcomer signs in, for the terminal."""
    return [
        f"Demo sign-in: choose an officer on the sign-in page, or user {OFFICER_TO_SHOW}, password {_password()}",
        "Everybody and everything in it is invented.",
    ]


def _password() -> str:
    """The demo's one password, made at its first start."""
    return secret("demo-password", size_bytes=12)


@contextmanager
def _folder(out: Path | None) -> Iterator[Path]:
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
        yield out
        return
    with tempfile.TemporaryDirectory(prefix="tansiq-day-") as folder:
        yield Path(folder)


def report(day: Day, console: Console) -> int:
    """Say how each story stands. Returns 0 where each stands as it should, else 1."""
    flown = sum(not flight.is_silent for flight in day.flights)
    console.print(f"{day.travellers} invented travellers on {flown} flights, {len(day.files)} files")
    faults = wrong(day)
    told = [(story.key, story.title, story.traveller, story.flight) for story in day.stories]
    told += [(plot.key, plot.title, ", ".join(plot.travellers), plot.flight) for plot in day.plots]
    told += [
        (SILENT, "Expected by the schedule, and silent", "nobody told of", f.designator)
        for f in day.flights
        if f.is_silent
    ]
    for key, title, who, flight in told:
        console.print(f"  {'✗' if key in faults else '✓'} {title}: {who} on {flight}")
        for fault in faults.get(key, ()):
            console.print(f"      {fault}")
    return int(bool(faults))
