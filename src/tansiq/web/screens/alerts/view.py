"""One alert, and the acts on it."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST, require_safe

from tansiq.centre.alerts import Alert
from tansiq.centre.audit import noted_read
from tansiq.centre.desk import tally, visible
from tansiq.centre.people import Officer
from tansiq.centre.reading import READERS, to_note
from tansiq.handling.purpose import Ground, Purpose
from tansiq.web.screens.alerts import acts
from tansiq.web.screens.alerts.acts import Done
from tansiq.web.screens.alerts.opened import open_alert
from tansiq.web.screens.desk.view import PURPOSE, Glimpse, desk_of, rows_of
from tansiq.web.sign import signed_in


@require_safe
def show(request: HttpRequest, alert_id: int) -> HttpResponse:
    """Open an alert: the detail alone for htmx, else beside the desk. Whom the page names is noted, for triage."""
    officer = signed_in(request)
    officer.needs(*READERS)
    alert = get_object_or_404(visible(officer).select_related("flight"), pk=alert_id)
    return _detail(request, officer, alert)


def _detail(request: HttpRequest, officer: Officer, alert: Alert, *, acted: bool = False) -> HttpResponse:
    at = timezone.now()
    opened = open_alert(alert, officer)
    persons = [alert.person_id, *(c.person_id for c in opened.companions), *to_note(opened.listed)]
    noted_read(officer, Purpose(Ground.TRIAGE, f"alert {alert.pk}"), "alert", persons, at=at)
    shown = {"opened": opened, **acts.choices(opened, officer)}
    if acted:
        return render(
            request,
            "alerts/again.html",
            shown | {"desk": {"tally": tally(officer, at=at)}, "rows": _row(alert, at=at)},
        )
    if request.headers.get("HX-Request"):
        return render(request, "alerts/opened.html", shown)
    desk = desk_of(officer, "", at=at, opened=alert.pk)
    noted_read(officer, PURPOSE, "desk", desk.persons, at=at)
    return render(request, "desk/desk.html", shown | {"desk": desk})


@require_POST
def act(request: HttpRequest, about: int, what: str) -> HttpResponse:
    """Do what a form asks for. about: the alert, or the decision where the act is about one. what: a key of `acts.ACTS`."""
    officer = signed_in(request)
    done = acts.ACTS[what](request, officer, about)
    return _told(request, officer, done) if done.words else show_again(request, officer, done.alert.pk)


def show_again(request: HttpRequest, officer: Officer, alert_id: int) -> HttpResponse:
    """The detail as it stands after an act."""
    if "HX-Request" not in request.headers:
        return redirect("alert", alert_id)
    alert = visible(officer).select_related("flight", "assigned_to").get(pk=alert_id)
    return _detail(request, officer, alert, acted=True)


def _row(alert: Alert, *, at: datetime) -> list[SafeString]:
    glimpse = Glimpse(*(getattr(alert, name) for name in Glimpse._fields))
    return rows_of([glimpse], at=at, opened=alert.pk, is_changed=True)


def _told(request: HttpRequest, officer: Officer, done: Done) -> HttpResponse:
    """What was decided, said in place; a browser that sent the form by itself is led back to the desk."""
    if "HX-Request" not in request.headers:
        messages.success(request, done.words)
        return redirect("desk")
    desk = {"tally": tally(officer, at=timezone.now())}
    shown = {"text": done.words, "desk": desk, "alert": done.alert, "decision": done.decision, "case": done.case}
    return render(request, "alerts/decided.html", shown)
