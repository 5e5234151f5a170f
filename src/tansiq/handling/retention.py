"""How long what is kept, and when it is masked, by legal ground. Values only: `tansiq.ledger` does the destroying and masking.

docs/retention.md says why these are the defaults, and what a country or a feed may set in their place.
"""

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from tansiq.model.bookings import Booking
from tansiq.model.customs import Consignment
from tansiq.model.kinds import Observation
from tansiq.model.observations import FlightLeg, ListEntry, Traveller


class RetentionClass(StrEnum):
    """The legal ground by which observations and raw bytes expire."""

    API = "api"  # passenger and crew lists for border checks: hours, counted from the landing
    PNR = "pnr"  # bookings, the travellers in them, and lists of a feed that the law counts among them
    CARGO = "cargo"  # consignments and their parties
    LIST = "list"  # published lists: while they are listed, and for the proof of past screenings
    CASE = "case"  # tied to a case by a person's decision
    AUDIT = "audit"  # the access log


_UNITS = {"h": "hours", "d": "days", "m": "months", "y": "years"}
_SPAN = re.compile(r"([1-9]\d{0,4})([hdmy])")
MONTHS_A_YEAR = 12
LATEST = datetime(9999, 12, 31, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time as laws give it: years and months by the calendar, days and hours by the clock, all in UTC."""

    years: int = 0
    months: int = 0
    days: int = 0
    hours: int = 0

    def after(self, start: datetime) -> datetime:
        """The instant this long after another: the same day of the month, or its last where that month has none.

        Source: Regulation (EEC, Euratom) 1182/71 article 3(2)(c). An end beyond year 9999 is its last day.
        """
        start = start.astimezone(UTC)
        month = start.month - 1 + self.months + MONTHS_A_YEAR * self.years
        year, month = start.year + month // MONTHS_A_YEAR, month % MONTHS_A_YEAR + 1
        if year > LATEST.year:
            return LATEST
        day = min(start.day, monthrange(year, month)[1])
        try:
            return start.replace(year=year, month=month, day=day) + timedelta(days=self.days, hours=self.hours)
        except OverflowError:
            return LATEST

    def __str__(self) -> str:
        """As `span` reads it."""
        return next((f"{n}{unit}" for unit, name in _UNITS.items() if (n := getattr(self, name))), "0h")


def span(text: str) -> Span:
    """The length that "24h", "183d", "6m" or "5y" says. Raises ValueError for anything else: nothing is kept without an end."""
    found = _SPAN.fullmatch(text.strip().lower())
    if found is None:
        raise ValueError(f"{text!r} is no length of time; write it as 24h, 183d, 6m or 5y")
    return Span(**{_UNITS[found[2]]: int(found[1])})


@dataclass(frozen=True, slots=True)
class Term:
    """How long a class is kept, and after how long what identifies people is masked in it. source: the law that says so.

    masked_after: None where nothing is masked before it is destroyed.
    """

    kept_for: Span
    masked_after: Span | None = None
    source: str = ""


TERMS: dict[RetentionClass, Term] = {
    RetentionClass.API: Term(Span(hours=24), source="Directive 2004/82/EC article 6(1)"),
    RetentionClass.PNR: Term(Span(years=5), Span(months=6), "Directive (EU) 2016/681 article 12"),
    RetentionClass.CARGO: Term(Span(years=3), source="Regulation (EU) 952/2013 article 51(1)"),
    RetentionClass.LIST: Term(Span(days=5 * 365), source="the centre's own rule: proof of past screenings"),
    RetentionClass.CASE: Term(Span(days=10 * 365), source="the centre's own rule: as long as cases are kept"),
    RetentionClass.AUDIT: Term(Span(days=10 * 365), source="the centre's own rule: proof of who looked"),
}
"""What holds where neither the country nor the feed says otherwise. API and PNR may be set by both."""

KEPT_FOR: dict[RetentionClass, timedelta] = {
    RetentionClass.LIST: timedelta(days=5 * 365),
    RetentionClass.CASE: timedelta(days=10 * 365),
    RetentionClass.AUDIT: timedelta(days=10 * 365),
}
"""Classes whose length does not follow the calendar."""

UNREAD_FOR = timedelta(days=30)
"""How long the raw bytes of a message are kept that could not be read, for its repair: nobody knows yet what is in it."""

LANDS_WITHIN = timedelta(days=4)
"""How long after its receipt a list's flight may land, and its time still be counted from then: a date further off is wrong."""

BOOKINGS = "PNRGOV"
GOODS = "CUSCAR"


def class_of(observation: Observation, lists: RetentionClass = RetentionClass.API) -> RetentionClass:
    """The class of an observation by what it is, whichever feed brought it. lists: what passenger lists count as there.

    Bookings and the travellers in them are PNR. A list counts as PNR too where the law says so: Directive (EU) 2016/681 annex I
    number 18, Regulation (EU) 2025/13. Answers to carriers go with the lists that they answer.
    """
    match observation:
        case ListEntry():
            return RetentionClass.LIST
        case Booking():
            return RetentionClass.PNR
        case Consignment():
            return RetentionClass.CARGO
        case Traveller() | FlightLeg() if observation.message.type == BOOKINGS:
            return RetentionClass.PNR
        case FlightLeg() if observation.message.type == GOODS:
            return RetentionClass.CARGO
        case _:
            return lists


@dataclass(frozen=True, slots=True)
class Times:
    """When an observation is masked, None for never, and when it is destroyed."""

    masks_at: datetime | None
    expires_at: datetime

    @property
    def readable_until(self) -> datetime:
        """Until when all of it may be read, and so the raw bytes it came in may be kept."""
        return self.expires_at if self.masks_at is None else min(self.masks_at, self.expires_at)


def times(kind: RetentionClass, term: Term, received_at: datetime, *, lands_at: datetime | None = None) -> Times:
    """When what was received then is masked and destroyed.

    lands_at: of its flight; lists are counted from there, as they are needed until the traveller has come in.
    """
    start = received_at
    if kind is RetentionClass.API and lands_at is not None and received_at < lands_at <= received_at + LANDS_WITHIN:
        start = lands_at
    expires_at = term.kept_for.after(start)
    masks_at = None if term.masked_after is None else term.masked_after.after(start)
    return Times(masks_at if masks_at is None or masks_at < expires_at else None, expires_at)


def expires_at(retention: RetentionClass, received_at: datetime, *, kept_for: timedelta | None = None) -> datetime:
    """When an observation received then is destroyed."""
    return TERMS[retention].kept_for.after(received_at) if kept_for is None else received_at + kept_for


def shortened(term: Term, kept_for: Span, *, at: datetime) -> Term:
    """A term that is kept no longer than that from an instant on."""
    return replace(term, kept_for=kept_for) if kept_for.after(at) < term.kept_for.after(at) else term
