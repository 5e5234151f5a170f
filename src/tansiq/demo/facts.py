"""What is told of a written day to programs: the same as day.json beside the files."""

from dataclasses import dataclass
from datetime import datetime

from tansiq.demo.postings import Kind
from tansiq.demo.stories import Outcome


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
    """A flight of today. Local times as the airports' clocks show them, ISO 8601. passengers: without crew.

    is_silent: whether it stands in the schedule and no message comes. marketing: the number under which a partner sells it.
    """

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
    marketing: str = ""
    is_silent: bool = False


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
class Played:
    """A plot of bookings as it was written. travellers: full names; documents: their passports; locators: of their bookings.

    presence: what the manifest has to say of each in the end, "" where there is nobody; is_booked, is_listed: whether a booking
    holds them, and a passenger list names them. tags: of their bags. rule: the demo's rule that catches it, "" for none.
    """

    key: str
    title: str
    flight: str
    departs_on: str
    travellers: tuple[str, ...]
    documents: tuple[str, ...]
    locators: tuple[str, ...]
    presence: str
    is_booked: bool
    is_listed: bool
    tags: tuple[str, ...]
    seats: tuple[str, ...]
    entry: str
    rule: str
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question of the interactive exchange and the answer expected. request, answer: paths. directive: ERC of the answer."""

    request: str
    answer: str
    flight: str
    traveller: str
    reference: str
    directive: str
    offset_s: int


@dataclass(frozen=True, slots=True)
class Day:
    """What was written. files: in order of arrival. travellers: everybody on today's and earlier flights once, crews not counted.

    exchanges: questions that an airline asks while checking in; they arrive by the interactive interface and are not among the files.
    """

    seed: int
    now: datetime
    days: int
    travellers: int
    files: tuple[DayFile, ...]
    flights: tuple[DayFlight, ...]
    stories: tuple[Story, ...]
    plots: tuple[Played, ...]
    exchanges: tuple[Exchange, ...]
