"""Requests to read masked data again: the list, one request, its answer, and what it was granted for."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tansiq.centre.people import Officer, Role
from tansiq.centre.reading import READERS
from tansiq.centre.unmasking import GRANTS, HOLDS_FOR, Unmasking, answer, ask, end, read, visible
from tansiq.ledger.coming import Coming, coming
from tansiq.ledger.current import current
from tansiq.model.bookings import Booking
from tansiq.model.errors import NotKnown, NotPermitted
from tansiq.model.observations import Traveller
from tansiq.picture.bookings import HeldBooking
from tansiq.picture.flights import Flight
from tansiq.web.screens.unmasking.forms import AnswerForm, AskForm
from tansiq.web.sign import signed_in

SHOWN = 100
DAYS_TOLD = 30
"""Days of which the page says what is masked and destroyed."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A request as it is shown. found: what was read of it just now, None where nothing was."""

    row: Unmasking
    may_answer: bool
    may_end: bool
    may_read: bool
    travellers: list[Traveller] | None = None
    bookings: list[Booking] | None = None


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Show the requests the officer may see, and how many observations are masked and destroyed in the next days."""
    officer = _staff(request)
    return render(request, "unmasking/unmaskings.html", _board(officer, at=timezone.now()))


@require_safe
def show_one(request: HttpRequest, asked: int) -> HttpResponse:
    """Open a request. It says nothing of the person: what is masked is read by another act."""
    officer = _staff(request)
    return _one(request, officer, _opened(_known(officer, asked), officer, at=timezone.now()))


@require_POST
def show_whole(request: HttpRequest, asked: int) -> HttpResponse:
    """Read what a request was granted for. The reading is noted, each time."""
    officer, at = _staff(request), timezone.now()
    found = read(asked, officer, at=at)
    travellers = [o for o in found if isinstance(o, Traveller)]
    bookings = [o for o in found if isinstance(o, Booking)]
    opened = _opened(_known(officer, asked), officer, at=at)
    whole = Opened(opened.row, opened.may_answer, opened.may_end, opened.may_read, travellers, bookings)
    return _one(request, officer, whole)


@require_http_methods(["GET", "HEAD", "POST"])
def ask_one(request: HttpRequest) -> HttpResponse:
    """The form to ask with, for a person or a booking of one flight."""
    officer = signed_in(request)
    officer.needs(*READERS)
    form = AskForm(request.POST or None, initial={k: request.GET.get(k, "") for k in ("flight", "entry")})
    if request.method == "POST" and form.is_valid():
        row = _ask(form, officer)
        if row is not None:
            return redirect("unmasking", row.pk)
    number = str(form["flight"].value() or "")
    flight = Flight.objects.filter(pk=int(number)).first() if number.isdecimal() and len(number) < SHOWN // 5 else None
    if flight is None:
        raise Http404
    shown = {"form": form, "flight": flight, "hours": int(HOLDS_FOR.total_seconds()) // 3600}
    return render(request, "unmasking/ask.html", shown, status=200 if not form.errors else 400)


@require_POST
def answer_one(request: HttpRequest, asked: int) -> HttpResponse:
    """The second person's yes, for so many hours, or no."""
    officer, form = signed_in(request), AnswerForm(request.POST)
    if not form.is_valid():
        raise NotPermitted(_("Say yes or no, and for how many hours, at most 168."))
    said = form.cleaned_data
    holds_for = timedelta(hours=said["hours"]) if said["hours"] else HOLDS_FOR
    is_granted = said["answer"] == "yes"
    answer(asked, officer, is_granted=is_granted, note=said["note"], holds_for=holds_for, at=timezone.now())
    return redirect("unmasking", asked)


@require_POST
def end_one(request: HttpRequest, asked: int) -> HttpResponse:
    """End a request or a grant before its time."""
    end(asked, signed_in(request), at=timezone.now())
    return redirect("unmasking", asked)


def _ask(form: AskForm, officer: Officer) -> Unmasking | None:
    """Ask for what a valid form says; None where it names no booking of this flight, which the form then says."""
    said = form.cleaned_data
    booking = None
    if said["entry"] is None:
        held = HeldBooking.objects.filter(flight=said["flight"], locator=said["locator"].strip().upper()).first()
        if held is None:
            form.add_error("locator", _("No booking of this flight has this locator."))
            return None
        booking = held.position
    return ask(
        said["flight"],
        officer,
        entry_key=said["entry"],
        booking=booking,
        ground=said["ground"],
        about=said["about"],
        reason=said["reason"],
        at=timezone.now(),
    )


def _staff(request: HttpRequest) -> Officer:
    officer = signed_in(request)
    officer.needs(*READERS, *GRANTS)
    return officer


def _known(officer: Officer, asked: int) -> Unmasking:
    row = visible(officer).filter(pk=asked).first()
    if row is None:
        raise NotKnown(f"no unmasking {asked}")
    return row


def _opened(row: Unmasking, officer: Officer, *, at: datetime) -> Opened:
    is_own, is_open = row.by_id == officer.pk, row.is_waiting or row.is_running(at=at)
    return Opened(
        row,
        may_answer=row.is_waiting and not is_own and officer.has_role(*GRANTS),
        may_end=is_open and (officer.pk in {row.by_id, row.second_id} or officer.has_role(Role.DATA_PROTECTION)),
        may_read=is_own and row.is_running(at=at),
    )


def _one(request: HttpRequest, officer: Officer, opened: Opened) -> HttpResponse:
    at = timezone.now()
    shown = {"opened": opened, "form": AnswerForm(), "now": at}
    if request.headers.get("HX-Request"):
        return render(request, "unmasking/opened.html", shown)
    return render(request, "unmasking/unmaskings.html", _board(officer, at=at) | shown)


def _board(officer: Officer, *, at: datetime) -> dict[str, object]:
    rows = visible(officer)
    waits = Q(is_granted=None, ended_at=None)
    return {
        "waiting": list(rows.filter(waits).order_by("at")[:SHOWN]),
        "others": list(rows.exclude(waits).order_by("-at")[:SHOWN]),
        "coming": _told(coming(current(), until=at + timedelta(days=DAYS_TOLD))) if officer.has_role(*GRANTS) else [],
        "days": DAYS_TOLD,
        "now": at,
    }


def _told(days: list[Coming]) -> list[tuple[str, str, int]]:
    """What is done with each class, and with how many, within the days told."""
    counted: dict[tuple[str, str], int] = {}
    for one in days:
        counted[one.what, one.kind] = counted.get((one.what, one.kind), 0) + one.count
    return [(what, kind, count) for (what, kind), count in sorted(counted.items(), reverse=True)]
