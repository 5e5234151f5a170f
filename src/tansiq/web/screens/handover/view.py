"""The desk's side: handing a traveller over, calling that back, the page that goes to the hall, and what is overdue there."""

import segno
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tansiq.centre import handover
from tansiq.centre.audit import noted_read
from tansiq.centre.handover import Handover, Kind, LookFor, Wanted
from tansiq.centre.people import Officer
from tansiq.centre.reading import READERS
from tansiq.picture import airports
from tansiq.web.screens.alerts.view import show_again
from tansiq.web.screens.handover.told import told
from tansiq.web.sign import signed_in
from tansiq.web.words import FOUND


def given(request: HttpRequest, officer: Officer, alert_id: int) -> Handover:
    """Hand over as the form asks: for an inspection and what is usual unless it says otherwise."""
    asked = request.POST
    kind = Kind(asked["kind"]) if asked.get("kind") in Kind.values else Kind.INSPECT
    chosen = tuple(LookFor(value) for value in asked.getlist(f"look_for-{kind}") if value in LookFor.values)
    wanted = Wanted(kind, chosen, asked.get("note", "").strip()[:500])
    return handover.hand_over(alert_id, officer, wanted, at=timezone.now())


def words_of(made: Handover) -> str:
    """What is said of a handover that was made."""
    return _("Handed over to the arrival hall. The code is %(code)s.") % {"code": made.shown_code}


@require_POST
def hand_over(request: HttpRequest, alert_id: int) -> HttpResponse:
    """Hand the traveller of a confirmed referral over; it can be called back at once."""
    officer = signed_in(request)
    made = given(request, officer, alert_id)
    answer = show_again(request, officer, alert_id)
    if "HX-Request" in request.headers:
        shown = {"text": words_of(made), "undo": reverse("handover-call-back", args=[made.pk])}
        answer.write(render_to_string("parts/toast.html", shown, request))
    return answer


@require_POST
def call_back(request: HttpRequest, handover_id: int) -> HttpResponse:
    """Take a handover back while nobody has taken the traveller on."""
    officer = signed_in(request)
    made = handover.call_back(handover_id, officer, at=timezone.now())
    return show_again(request, officer, made.alert_id)


@require_safe
def paper(request: HttpRequest, handover_id: int) -> HttpResponse:
    """The page that goes to the hall: what it needs, a code to open it with, and room to write where there is no network."""
    officer = signed_in(request)
    officer.needs(*READERS)
    made = get_object_or_404(handover.visible(officer), pk=handover_id)
    at = timezone.now()
    page = told(made, officer)
    noted_read(officer, handover.purpose(made), "handover on paper", page.persons, at=at)
    address = request.build_absolute_uri(reverse("hall-referral", args=[made.code]))
    return render(request, "handover/paper.html", {"page": page, "qr": qr(address), "now": at, "founds": FOUND.items()})


def qr(address: str) -> SafeString:
    """An address as a QR code (ISO/IEC 18004, level M), an <svg> without inline style. It holds nothing else."""
    drawn = segno.make_qr(address, error="m").svg_inline(border=2, omitsize=True, lineclass=None, svgclass=None)
    return mark_safe(drawn)  # noqa: S308  drawn by segno from an address of our own


@require_safe
def overdue(request: HttpRequest) -> HttpResponse:
    """What nobody of the hall took on in time, as a part that pages ask for by themselves: numbers, no names."""
    return render(request, "handover/overdue.html", {"late": late(signed_in(request))})


def late(officer: Officer) -> list[Handover]:
    """The overdue handovers of the officer's airport and of their own; none for those who read no travellers."""
    return list(handover.overdue(officer, at=timezone.now())) if officer.has_role(*READERS) else []


@require_POST
def choose_airport(request: HttpRequest) -> HttpResponse:
    """Keep the airport at which the officer works. What is no airport is every airport."""
    officer = signed_in(request)
    code = request.POST.get("airport", "").strip().upper()
    officer.work_at(code if airports.zone(code) else "")
    asked = request.POST.get("next", "")
    return redirect(asked if asked in {reverse("flights"), reverse("hall")} else reverse("desk"))
