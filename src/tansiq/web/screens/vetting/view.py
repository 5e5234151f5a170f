"""The vetting list of a flight: gone through by keys before it lands, each opened person beside it; and its seat map."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from tansiq.centre import handover
from tansiq.centre.alerts import Alert
from tansiq.centre.audit import noted_read
from tansiq.centre.people import Officer
from tansiq.centre.reading import READERS, to_note
from tansiq.centre.vetting import look
from tansiq.picture.flights import Flight
from tansiq.web.screens.alerts import acts
from tansiq.web.screens.alerts.opened import Opened, open_alert
from tansiq.web.screens.flights.opened import purpose
from tansiq.web.screens.handover import view as handovers
from tansiq.web.screens.vetting.party import Together, together
from tansiq.web.screens.vetting.seat_map import Drawing, draw, signs
from tansiq.web.screens.vetting.vetted import Row, Vetted, vetted
from tansiq.web.sign import signed_in

BESIDE = "/vetting"
"""What stands before the address of an act, so that it answers with the person beside this list."""


@dataclass(frozen=True, slots=True)
class _Told:
    """What is said of an act for ten seconds, and the address that takes it back, as it is without this list."""

    words: str = ""
    undo: str = ""

    @property
    def undo_here(self) -> str:
        """The address that takes it back beside this list."""
        return f"{BESIDE}{self.undo}" if self.undo else ""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody opened beside the list. alert: what is known against them, None for others of the party."""

    row: Row
    alert: Opened | None
    parties: list[Together]
    drawing: Drawing | None

    @property
    def persons(self) -> list[UUID]:
        """Whom the page names."""
        listed = to_note(self.alert.listed) if self.alert else []
        return [self.row.entry.person_id, *(p for t in self.parties for p in t.persons), *listed]


@require_safe
def show(request: HttpRequest, flight_id: int) -> HttpResponse:
    """Show the list. Whom it names is noted, for triage of the flight."""
    officer, flight = _asked(request, flight_id)
    return render(request, "vetting/vetting.html", {"list": _list(flight, officer, at=timezone.now())})


@require_safe
def show_person(request: HttpRequest, flight_id: int, key: int) -> HttpResponse:
    """Open somebody of the list: the detail alone for htmx, else beside the list."""
    officer, flight = _asked(request, flight_id)
    at = timezone.now()
    shown = _opened(officer, flight, key, at=at)
    if request.headers.get("HX-Request"):
        return render(request, "vetting/person.html", shown | {"is_part": True})
    noted_read(officer, purpose(flight), "vetting list", shown["list"].persons, at=at)
    return render(request, "vetting/vetting.html", shown)


@require_POST
def act(request: HttpRequest, about: int, what: str) -> HttpResponse:
    """Do what a form beside the list asks for, and answer beside the list. about: the alert, or the decision it is about."""
    officer = signed_in(request)
    done = acts.ACTS[what](request, officer, about)
    undo = reverse("decision-undo", args=[done.decision.pk]) if done.decision else ""
    return _again(request, officer, done.alert, _Told(done.words, undo))


@require_POST
def hand_over(request: HttpRequest, alert_id: int) -> HttpResponse:
    """Hand the traveller over to the arrival hall, and answer beside the list."""
    officer = signed_in(request)
    made = handovers.given(request, officer, alert_id)
    told = _Told(handovers.words_of(made), reverse("handover-call-back", args=[made.pk]))
    return _again(request, officer, made.alert, told)


@require_POST
def call_back(request: HttpRequest, handover_id: int) -> HttpResponse:
    """Call a handover back, and answer beside the list."""
    officer = signed_in(request)
    made = handover.call_back(handover_id, officer, at=timezone.now())
    return _again(request, officer, made.alert, _Told())


def _again(request: HttpRequest, officer: Officer, alert: Alert, told: _Told) -> HttpResponse:
    """The person as they stand after an act, the row and the counts with them."""
    if not request.headers.get("HX-Request"):
        return redirect("vetting-person", alert.flight_id, alert.entry_key)
    shown = _opened(officer, alert.flight, alert.entry_key, at=timezone.now())
    return render(request, "vetting/person.html", shown | {"told": told, "is_part": True})


def _opened(officer: Officer, flight: Flight, key: int, *, at: datetime) -> dict[str, Any]:
    """What the detail's template is given; that somebody looked is kept, and noted."""
    held = vetted(flight, officer, at=at)
    row = held.row(key)
    if row is None or row.traveller is None:
        raise Http404
    look(flight, key, officer, at=at)
    row.looks.by[officer.pk] = (officer.shown_name, at)
    alert = row.standing.alert
    opened = open_alert(alert, officer) if alert else None
    mine = together(flight, key, officer)
    shown = Person(row, opened, mine, draw(flight, held.rows, key, mine))
    noted_read(officer, purpose(flight), "vetting list", shown.persons, at=at)
    return {
        "list": held,
        "person": shown,
        "opened": opened,
        "signs": signs(shown.drawing),
        "beside": BESIDE,
        **(acts.choices(opened, officer) if opened else {}),
    }


@require_safe
def looking(request: HttpRequest, flight_id: int) -> HttpResponse:
    """Who else is at the list now, and how far it is: a part that the page asks for by itself. It names nobody of the flight."""
    officer, flight = _asked(request, flight_id)
    return render(request, "vetting/looking.html", {"list": vetted(flight, officer, at=timezone.now())})


@require_safe
def on_paper(request: HttpRequest, flight_id: int) -> HttpResponse:
    """The same list for the hall's briefing, on A4: where they sit and what they carry, not why they are known."""
    officer, flight = _asked(request, flight_id)
    at = timezone.now()
    held = vetted(flight, officer, at=at)
    named = [row.entry.person_id for _, rows in held.briefed for row in rows if row.traveller]
    noted_read(officer, purpose(flight), "briefing on paper", named, at=at)
    return render(request, "vetting/paper.html", {"list": held, "now": at})


@require_safe
def seats(request: HttpRequest, flight_id: int, key: int) -> HttpResponse:
    """The seat map on a page of its own, with somebody's party beside it."""
    officer, flight = _asked(request, flight_id)
    return render(request, "vetting/seats.html", _opened(officer, flight, key, at=timezone.now()))


def _asked(request: HttpRequest, flight_id: int) -> tuple[Officer, Flight]:
    officer = signed_in(request)
    officer.needs(*READERS)
    return officer, get_object_or_404(Flight, pk=flight_id)


def _list(flight: Flight, officer: Officer, *, at: datetime) -> Vetted:
    held = vetted(flight, officer, at=at)
    noted_read(officer, purpose(flight), "vetting list", held.persons, at=at)
    return held
