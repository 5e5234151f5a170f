"""The board of flights, and one flight opened."""

from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from urllib.parse import urlencode

from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from tansiq.centre.alerts import AlertState
from tansiq.centre.audit import noted_read
from tansiq.centre.desk import visible
from tansiq.centre.people import Officer
from tansiq.picture.board import Part, Tally, board, read, tallies
from tansiq.picture.flights import Flight, flight_at
from tansiq.picture.silences import MissingMessage, open_silences
from tansiq.web.screens.flights.opened import Asked, open_flight, positive
from tansiq.web.sign import signed_in

SHOWN = 60
"""Rows of one page."""

SILENT = 300
"""Messages that did not come, as far as they are named above the flights."""


@dataclass(frozen=True, slots=True)
class Row:
    """A flight on the board, its numbers, and how many alerts wait on it."""

    flight: Flight
    tally: Tally
    alerts: int


@dataclass(frozen=True, slots=True)
class Board:
    """What the board shows. page: from 1. filters: as they stand in the address. silent: what did not come, flight by flight."""

    part: Part
    airport: str
    number: str
    page: int
    rows: list[Row]
    has_more: bool
    silent: list[list[MissingMessage]] = field(default_factory=list)

    @property
    def is_filtered(self) -> bool:
        """Whether only some flights were asked for."""
        return bool(self.airport or self.number)

    @property
    def filters(self) -> str:
        """Airport and number for the address of another part or page."""
        return urlencode({"airport": self.airport, "number": self.number})


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Show the board. It holds numbers and no names, so that nothing is noted."""
    officer = signed_in(request)
    return render(request, "flights/flights.html", {"board": board_of(request, officer, at=timezone.now())})


@require_safe
def show_flight(request: HttpRequest, flight_id: int) -> HttpResponse:
    """Open a flight: the detail alone for htmx, else beside the board. Whom the page names is noted, for triage."""
    officer = signed_in(request)
    at = timezone.now()
    flight = flight_at(flight_id)
    if flight is None:
        raise Http404
    if flight.pk != flight_id:  # it turned out to be another
        return redirect("flight", flight.pk)
    opened = open_flight(flight, officer, Asked.of(request))
    noted_read(officer, opened.purpose, "flight manifest", opened.persons, at=at)
    if request.headers.get("HX-Request"):
        return render(request, "flights/opened.html", {"opened": opened})
    beside = Part.LANDED if flight.lands_at and flight.lands_at < at else Part.NEXT
    shown = {"opened": opened, "board": board_of(request, officer, beside, at=at)}
    return render(request, "flights/flights.html", shown)


def board_of(request: HttpRequest, officer: Officer, default: Part = Part.NEXT, *, at: datetime) -> Board:
    """The part of the board that the address asks for, or the default where it asks for none."""
    asked = request.GET
    part = Part(asked["part"]) if asked.get("part") in set(Part) else default
    airport, number = asked.get("airport", "").strip()[:40], asked.get("number", "").strip()[:12]
    page = positive(asked.get("page", ""))
    found = read(board(part, airport=airport, number=number, at=at), (page - 1) * SHOWN, SHOWN + 1)
    rows = _rows(found[:SHOWN], officer)
    silent = _silences() if part is Part.NEXT and page == 1 and not (airport or number) else []
    return Board(part, airport, number, page, rows, has_more=len(found) > SHOWN, silent=silent)


def _silences() -> list[list[MissingMessage]]:
    """In front the flights of which most is missing: nobody told of those at all."""
    by_flight = groupby(open_silences()[:SILENT], key=lambda one: (one.label, one.departs_at))
    return sorted((list(messages) for _, messages in by_flight), key=len, reverse=True)


def _rows(flights: list[Flight], officer: Officer) -> list[Row]:
    numbers = tallies(flights)
    open_alerts = visible(officer).filter(flight__in=flights, state=AlertState.OPEN).values_list("flight")
    waiting = dict(open_alerts.annotate(Count("pk")).order_by())
    return [Row(f, numbers[f.pk], waiting.get(f.pk, 0)) for f in flights]
