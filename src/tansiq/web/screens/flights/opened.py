"""A flight as opened: its route, and one part of it: the manifest, the bookings, or what each message said."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest

from tansiq.centre.alerts import Alert, AlertState
from tansiq.centre.desk import visible
from tansiq.centre.known import answer_on
from tansiq.centre.people import Officer
from tansiq.centre.reading import READERS, known_to
from tansiq.centre.recalled import kept_back_on
from tansiq.handling.purpose import Ground, Purpose
from tansiq.ledger.current import current
from tansiq.ledger.observations import observation_bodies
from tansiq.model.observations import Traveller
from tansiq.model.wire import parse_body
from tansiq.picture import airports
from tansiq.picture.board import Tally, tallies
from tansiq.picture.flights import Flight, ManifestEntry, said_positions
from tansiq.picture.history import Change, told
from tansiq.picture.manifest import Presence
from tansiq.picture.search import words_of

PartName = Literal["manifest", "bookings", "messages"]
ROWS = 50
"""Travellers on one page of a manifest: what a person reads before turning over, and what one opening has noted."""
GROUPS = 20
WITH_ALERT = "alert"
UNDECIDED = frozenset({AlertState.OPEN, AlertState.REFERRED})


def positive(text: str) -> int:
    """A page number as typed; 1 for what is none."""
    return max(1, int(text)) if text.isdecimal() and len(text) < 7 else 1  # noqa: PLR2004  a million pages


@dataclass(frozen=True, slots=True)
class Asked:
    """What of a flight is asked for. presence: a Presence, "alert" for those with one, or "" for everybody."""

    part: PartName = "manifest"
    presence: str = ""
    text: str = ""
    page: int = 1

    @classmethod
    def of(cls, request: HttpRequest) -> "Asked":
        """What the address asks for."""
        given = request.GET
        show: PartName = "manifest"
        if given.get("show") == "bookings":
            show = "bookings"
        elif given.get("show") == "messages":
            show = "messages"
        presence = given.get("presence", "")
        return cls(
            show,
            presence if presence in {*Presence, WITH_ALERT} else "",
            given.get("text", "").strip()[:60],
            positive(given.get("at", "")),
        )

    @property
    def filters(self) -> str:
        """Presence and text for the address of another page."""
        return urlencode({"presence": self.presence, "text": self.text})


@dataclass(frozen=True, slots=True)
class End:
    """One end of the route. local: its wall clock in the schedule, ISO 8601. zone: IANA name, "" where not known."""

    iata: str
    city: str
    local: str
    zone: str


@dataclass(frozen=True, slots=True)
class Line:
    """One traveller of a manifest. traveller: None where the officer's organisation may not know."""

    entry: ManifestEntry
    traveller: Traveller | None
    alert: Alert | None = None

    @property
    def is_waiting(self) -> bool:
        """Whether there is an alert that nobody has decided."""
        return self.alert is not None and self.alert.state in UNDECIDED


@dataclass(frozen=True, slots=True)
class Booking:
    """Travellers who share a booking."""

    locator: str
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class Opened:
    """Everything the detail shows. alerts: on the flight, however they stand; waiting: the undecided of them.

    kept_back: people without an alert, as they are known to be somebody else.

    withheld: how many more are on the flight of whom the officer's organisation may not know, said at the manifest's end.
    """

    flight: Flight
    asked: Asked
    ends: tuple[End, End]
    tally: Tally
    alerts: int
    waiting: int
    is_reader: bool
    kept_back: int = 0
    lines: list[Line] = field(default_factory=list)
    bookings: list[Booking] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    withheld: list[tuple[Presence, int]] = field(default_factory=list)
    count: int = 0

    @property
    def before(self) -> int:
        """The page before, 0 for none."""
        return self.asked.page - 1

    @property
    def after(self) -> int:
        """The page after, 0 for none."""
        return self.asked.page + 1 if self.asked.page < self.pages else 0

    @property
    def persons(self) -> list[UUID]:
        """Whom the page names."""
        shown = [*self.lines, *(line for booking in self.bookings for line in booking.lines)]
        return [line.entry.person_id for line in shown if line.traveller]

    @property
    def purpose(self) -> Purpose:
        """Why it is opened: to see who is on this flight of this day."""
        return purpose(self.flight)

    @property
    def pages(self) -> int:
        """How many pages the part has."""
        return -(-self.count // (GROUPS if self.asked.part == "bookings" else ROWS))


def purpose(flight: Flight) -> Purpose:
    """Why a manifest is opened: triage of the flight, named with its day."""
    day = (flight.departure_local or flight.arrival_local or flight.key.rpartition("/")[2])[:10]
    return Purpose(Ground.TRIAGE, f"flight {flight.label} {day}".rstrip())


def open_flight(flight: Flight, officer: Officer, asked: Asked) -> Opened:
    """Gather what the detail of a flight shows."""
    alerts = {a.entry_key: a for a in visible(officer).filter(flight=flight)}
    is_reader = officer.has_role(*READERS)
    numbers = tallies([flight])[flight.pk]
    lines, bookings, changes, count = list[Line](), list[Booking](), list[Change](), 0
    if asked.part == "messages":
        changes = _changes(flight)
        count = len(changes)
    elif is_reader and asked.part == "bookings":
        bookings, count = _bookings(flight, officer, alerts, asked.page)
    elif is_reader:
        found = _chosen(flight, asked, alerts)
        count = found.count()
        lines = _lines(found[(asked.page - 1) * ROWS : asked.page * ROWS], officer, alerts)
        lines = [line for line in lines if line.traveller or not asked.text]  # what is withheld answers no question
    return Opened(
        flight=flight,
        asked=asked,
        ends=ends_of(flight),
        tally=numbers,
        alerts=len(alerts),
        waiting=sum(a.state in UNDECIDED for a in alerts.values()),
        is_reader=is_reader,
        kept_back=kept_back_on(flight, officer),
        lines=lines,
        bookings=bookings,
        changes=changes,
        withheld=_withheld(flight, numbers, asked) if is_reader and asked.page * ROWS >= count else [],
        count=count,
    )


def ends_of(flight: Flight) -> tuple[End, End]:
    """Both ends of a flight's route."""
    return _end(flight.origin, flight.departure_local), _end(flight.destination, flight.arrival_local)


def _end(iata: str, local: str) -> End:
    zone = airports.zone(iata)
    return End(iata, airports.city(iata), local, zone.key if zone else "")


def _chosen(flight: Flight, asked: Asked, alerts: Mapping[int, Alert]) -> QuerySet[ManifestEntry]:
    entries = flight.entries.order_by("name", "key")
    if asked.presence == WITH_ALERT:
        entries = entries.filter(key__in=alerts)
    elif asked.presence:
        entries = entries.filter(presence=asked.presence)
    for word in words_of(asked.text):
        exactly = word.upper()
        entries = entries.filter(
            Q(name__icontains=word)
            | Q(traveller__locator=exactly)
            | Q(traveller__seat=exactly)
            | Q(traveller__documents__contains=[{"number": exactly}])
        )
    return entries


def _lines(entries: QuerySet[ManifestEntry], officer: Officer, alerts: Mapping[int, Alert]) -> list[Line]:
    shown = list(entries)
    known = known_to(officer, Ground.TRIAGE, shown)
    return [Line(e, e.value() if e.pk in known else None, alerts.get(e.key)) for e in shown]


def _withheld(flight: Flight, numbers: Tally, asked: Asked) -> list[tuple[Presence, int]]:
    """How many of each presence the database keeps from the officer; nothing where a word was asked for: that is no answer."""
    if asked.part != "manifest" or asked.text:
        return []
    shown = dict(flight.entries.values_list("presence").annotate(Count("pk")).order_by())
    hidden = [(presence, n - shown.get(presence, 0)) for presence, n in numbers.presences]
    return [(presence, n) for presence, n in hidden if n > 0 and asked.presence in {"", presence}]


def _bookings(flight: Flight, officer: Officer, alerts: Mapping[int, Alert], page: int) -> tuple[list[Booking], int]:
    """A page of the bookings with more than one traveller, the largest first; and how many there are."""
    by_locator = flight.entries.exclude(traveller__locator=None).values_list("traveller__locator")
    groups = by_locator.annotate(n=Count("pk")).filter(n__gt=1).order_by("-n", "traveller__locator")
    locators = [locator for locator, _ in groups[(page - 1) * GROUPS : page * GROUPS]]
    lines = _lines(flight.entries.filter(traveller__locator__in=locators).order_by("name", "key"), officer, alerts)
    held: dict[str, list[Line]] = {locator: [] for locator in locators}
    for line in lines:
        held[line.entry.traveller["locator"]].append(line)
    return [Booking(locator, group) for locator, group in held.items()], groups.count()


def _changes(flight: Flight) -> list[Change]:
    answer_on(purpose(flight).ground)
    stored = observation_bodies(current(), said_positions(flight))
    return told(flight, {position: parse_body(s.body) for position, s in stored.items()})
