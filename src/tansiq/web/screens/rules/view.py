"""Rules: the list, one rule, and the steps of its life."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Final

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tansiq.centre import rules
from tansiq.centre.audit import noted_read
from tansiq.centre.people import Officer, Role
from tansiq.centre.reading import READERS
from tansiq.centre.rules import RuleVersion, Scored, Standing, rule_outcomes
from tansiq.centre.rules.drafts import WRITERS
from tansiq.centre.rules.known import shelf, versions_known_to
from tansiq.centre.rules.readiness import last_run, least_days
from tansiq.centre.rules.shadow import shadow
from tansiq.handling.purpose import Ground, Purpose
from tansiq.model.errors import NotPermitted
from tansiq.web.screens.rules.opened import open_rule
from tansiq.web.screens.rules.reading import joins
from tansiq.web.sign import signed_in

SEES: Final = (*READERS, Role.DATA_PROTECTION)
LOOKED_BACK: Final = 14
"""Days of past data that a run is offered for."""

_STEPS: Final[dict[str, Callable[..., RuleVersion]]] = {
    "adopt": rules.adopt,
    "propose": rules.propose,
    "approve": rules.approve,
    "decline": rules.decline,
    "suspend": rules.suspend,
}


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Show the rules: where each stands, what it held up lately, and how often it was right."""
    officer = _reader(request)
    return render(request, "rules/rules.html", _listed(officer, at=timezone.now()))


@require_safe
def show_rule(request: HttpRequest, name: str, number: int = 0) -> HttpResponse:
    """Open a rule: the version in force, else the latest, unless another is asked for. Travellers who are shown are noted."""
    officer = _reader(request)
    return _detail(request, officer, _version(officer, name, number))


@require_POST
def act(request: HttpRequest, name: str, number: int, act: str) -> HttpResponse:
    """Take a step of a rule's life, with its reason."""
    officer, at = _reader(request), timezone.now()
    version, why = _version(officer, name, number), request.POST.get("why", "")
    if act == "review":
        next_on = _day(request, "next_on")
        rules.review(version.pk, officer, next_on=next_on, why=why, at=at)
    elif act in _STEPS:
        _STEPS[act](version.pk, officer, why=why, at=at)
    else:
        raise BadRequest(f"no step {act!r}")
    return _again(request, officer, name, number)


@require_http_methods(["GET", "HEAD", "POST"])
def run(request: HttpRequest, name: str, number: int) -> HttpResponse:
    """Have a version run on past data, which the worker does; or show how far that is. The latter names nobody."""
    officer = _reader(request)
    version = _version(officer, name, number)
    if request.method != "POST":
        latest = last_run(version)
        waiting = latest if latest and latest.is_waiting else None
        return render(request, "rules/progress.html", {"version": version, "waiting": waiting})
    since, last = _day(request, "since"), _day(request, "last")
    shadow(version.pk, officer, since=since, until=last + timedelta(days=1), at=timezone.now())
    return _again(request, officer, name, number)


def _reader(request: HttpRequest) -> Officer:
    officer = signed_in(request)
    officer.needs(*SEES)
    return officer


def _day(request: HttpRequest, key: str) -> date:
    try:
        return date.fromisoformat(request.POST.get(key, ""))
    except ValueError as error:
        raise NotPermitted(_("Choose a day.")) from error


def _version(officer: Officer, name: str, number: int = 0) -> RuleVersion:
    versions = versions_known_to(officer).filter(rule__name=name)
    if number:
        return get_object_or_404(versions, number=number)
    in_force = versions.filter(standing=Standing.ACTIVE).first()
    return in_force or get_object_or_404(versions.order_by("-number")[:1])


def _again(request: HttpRequest, officer: Officer, name: str, number: int) -> HttpResponse:
    """The rule as it stands after a step."""
    if not request.headers.get("HX-Request"):
        return redirect("rule-version", name, number)
    return _detail(request, officer, _version(officer, name, number))


def _detail(request: HttpRequest, officer: Officer, version: RuleVersion) -> HttpResponse:
    at = timezone.now()
    opened = open_rule(version, officer, at=at)
    noted_read(officer, Purpose(Ground.TRIAGE, opened.about), "rule", opened.persons, at=at)
    today = timezone.localdate(at)
    shown = {
        "opened": opened,
        "version": version,
        "today": today,
        "since": today - timedelta(days=LOOKED_BACK),
        "last": today - timedelta(days=1),
        "joins": joins(),
        "least_days": least_days(),
        "may_write": officer.has_role(*WRITERS),
    }
    if request.headers.get("HX-Request"):
        return render(request, "rules/opened.html", shown)
    return render(request, "rules/rules.html", _listed(officer, at=at) | shown)


def _listed(officer: Officer, *, at: datetime) -> dict[str, object]:
    scored = rule_outcomes(at=at)
    rows = [(one, scored.get(one.shown.about, Scored())) for one in shelf(officer, on=timezone.localdate(at))]
    return {"rows": rows, "may_write": officer.has_role(*WRITERS)}
