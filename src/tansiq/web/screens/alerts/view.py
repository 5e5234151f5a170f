"""One alert, and the acts on it."""

from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tansiq.centre import dispositions
from tansiq.centre.alerts import Alert
from tansiq.centre.audit import noted_read
from tansiq.centre.desk import tally, visible
from tansiq.centre.dispositions import ClearingReason, Disposition
from tansiq.centre.people import Officer
from tansiq.centre.reading import READERS, to_note
from tansiq.handling.purpose import Ground, Purpose
from tansiq.web.screens.alerts.opened import open_alert
from tansiq.web.screens.desk.view import PURPOSE, Glimpse, desk_of, rows_of
from tansiq.web.sign import signed_in
from tansiq.web.words import CLEARING_REASONS

Act = Callable[[HttpRequest, Officer], HttpResponse]


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
    shown = {"opened": opened, "reasons": _reasons(), "may_second": _may_second(officer, opened.proposal)}
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


def _reasons() -> list[tuple[int, str, object]]:
    return [(place, code, CLEARING_REASONS[code]) for place, code in enumerate(ClearingReason.values, 1)]


def _may_second(officer: Officer, proposal: Disposition | None) -> bool:
    return proposal is not None and proposal.by_id != officer.pk and "supervisor" in officer.roles


@require_POST
def clear(request: HttpRequest, alert_id: int) -> HttpResponse:
    """Clear: the traveller is not the listed person."""
    officer = signed_in(request)
    decision = dispositions.clear(
        alert_id,
        officer,
        reason=request.POST.get("reason", ""),
        note=request.POST.get("note", ""),
        version=_version(request),
        at=timezone.now(),
    )
    words = _("Cleared: %(name)s. %(reason)s.") % {
        "name": _isolated(decision.alert.name),
        "reason": CLEARING_REASONS[decision.reason],
    }
    return _told(request, words, alert=decision.alert, decision=decision)


@require_POST
def refer(request: HttpRequest, alert_id: int) -> HttpResponse:
    """Propose secondary inspection."""
    officer = signed_in(request)
    note = request.POST.get("note", "")
    decision = dispositions.refer(alert_id, officer, note=note, version=_version(request), at=timezone.now())
    words = _("Referral of %(name)s waits for a second officer.") % {"name": _isolated(decision.alert.name)}
    return _told(request, words, alert=decision.alert, decision=decision)


@require_POST
def assign(request: HttpRequest, alert_id: int) -> HttpResponse:
    """Take the alert, or give it back."""
    officer = signed_in(request)
    dispositions.assign(alert_id, officer, version=_version(request), at=timezone.now())
    return show_again(request, officer, alert_id)


@require_POST
def note(request: HttpRequest, alert_id: int) -> HttpResponse:
    """Leave a note."""
    officer = signed_in(request)
    if text := request.POST.get("text", "").strip():
        dispositions.remark(alert_id, officer, text=text, at=timezone.now())
    return show_again(request, officer, alert_id)


@require_POST
def undo(request: HttpRequest, decision_id: int) -> HttpResponse:
    """Take back one's own decision within ten seconds."""
    officer = signed_in(request)
    alert = dispositions.undo(decision_id, officer, at=timezone.now())
    return show_again(request, officer, alert.pk)


@require_POST
def confirm(request: HttpRequest, decision_id: int) -> HttpResponse:
    """The second officer's yes."""
    officer = signed_in(request)
    case = dispositions.confirm(decision_id, officer, note=request.POST.get("note", ""), at=timezone.now())
    return _told(
        request, _("Case %(number)s is open.") % {"number": _isolated(case.number)}, alert=case.alert, case=case
    )


@require_POST
def decline(request: HttpRequest, decision_id: int) -> HttpResponse:
    """The second officer's no."""
    officer = signed_in(request)
    alert = dispositions.decline(decision_id, officer, note=request.POST.get("note", ""), at=timezone.now())
    return _told(request, _("Declined: the alert stands open again."), alert=alert)


def show_again(request: HttpRequest, officer: Officer, alert_id: int) -> HttpResponse:
    """The detail as it stands after an act."""
    if "HX-Request" not in request.headers:
        return redirect("alert", alert_id)
    alert = visible(officer).select_related("flight", "assigned_to").get(pk=alert_id)
    return _detail(request, officer, alert, acted=True)


def _row(alert: Alert, *, at: datetime) -> list[SafeString]:
    glimpse = Glimpse(*(getattr(alert, name) for name in Glimpse._fields))
    return rows_of([glimpse], at=at, opened=alert.pk, is_changed=True)


def _told(request: HttpRequest, words: str, **shown: object) -> HttpResponse:
    """What was decided, said in place; a browser that sent the form by itself is led back to the desk."""
    if "HX-Request" not in request.headers:
        messages.success(request, words)
        return redirect("desk")
    desk = {"tally": tally(signed_in(request), at=timezone.now())}
    return render(request, "alerts/decided.html", {"text": words, "desk": desk, **shown})


def _isolated(name: str) -> str:
    """The name or number, kept from turning the sentence around it where no markup can stand (Unicode Annex 9, section 2.4)."""
    return f"\N{FIRST STRONG ISOLATE}{name}\N{POP DIRECTIONAL ISOLATE}"


def _version(request: HttpRequest) -> int:
    """The version of the alert that the officer saw; anything else is as if it had changed since."""
    given = request.POST.get("version", "")
    return int(given) if given.isdecimal() else -1
