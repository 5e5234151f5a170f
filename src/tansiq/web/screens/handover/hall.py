"""The arrival hall's side: what lands and was handed over, one referral on a phone, and what its inspection found."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Final

from django.contrib import messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tansiq.centre import handover, results
from tansiq.centre.audit import noted_read
from tansiq.centre.dispositions import UNDO_FOR
from tansiq.centre.handover import Handover
from tansiq.centre.people import Officer, Role
from tansiq.centre.reading import READERS
from tansiq.centre.results import Drug, Found, Hidden, Inspection, Seized, Unit
from tansiq.handling.purpose import Ground, Purpose
from tansiq.model.errors import NotKnown, NotPermitted
from tansiq.web.screens.handover.told import told
from tansiq.web.sign import signed_in

SHOWN: Final = 60
DRUGS: Final = 3
"""How many drugs one form takes: more are rare, and said in the note."""

WRONG_CODES: Final = 10
FORGOTTEN_AFTER_S: Final = 600
"""So many codes that open nothing, in ten minutes, and an officer waits: 60 bits are not to be tried out."""


@dataclass(frozen=True, slots=True)
class Line:
    """A referral on the hall's list."""

    handover: Handover
    inspection: Inspection | None
    is_late: bool


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """What was handed over and has no result, next to land first, at the officer's airport; whom it names is noted."""
    officer = signed_in(request)
    officer.needs(Role.INSPECTION, *READERS)
    at = timezone.now()
    lines = _lines(officer, at=at)
    noted_read(officer, _purpose(officer), "arrival hall", [x.handover.case.person_id for x in lines], at=at)
    return render(request, "handover/hall.html", {"lines": lines, "now": at, "typed": ""})


def _purpose(officer: Officer) -> Purpose:
    """Why the hall's list is read: the inspections of an airport."""
    return Purpose(Ground.CASE, f"arrival hall {officer.airport}".rstrip())


def _lines(officer: Officer, *, at: datetime) -> list[Line]:
    held = handover.visible(officer).filter(
        handover.here(officer), called_back_at=None, case__closed_at=None, until__gte=at
    )
    shown = [h for h in held.order_by("alert__lands_at", "pk")[:SHOWN] if not handover.is_shut(h, officer, at=at)]
    found = results.results_of(shown)
    return [
        Line(h, found.get(h.pk), h.accepted_at is None and h.accept_by is not None and h.accept_by <= at) for h in shown
    ]


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Go to the referral whose code was typed from paper; where it opens none, back to where it was typed."""
    officer = signed_in(request)
    typed = request.GET.get("code", "").strip()[:20]
    try:
        made = _opened(typed, officer)
    except NotKnown:
        said = _("The code “%(code)s” opens no referral. Compare it with the page, and type it again.")
        messages.error(request, said % {"code": typed})
        return redirect("hall")
    return redirect("hall-referral", made.code)


@require_safe
def show_one(request: HttpRequest, code: str) -> HttpResponse:
    """One referral, as a phone shows it; a code that has ended shows that it has, and names nobody."""
    officer = signed_in(request)
    return _page(request, officer, _opened(code, officer), request.GET)


@require_POST
def accept(request: HttpRequest, code: str) -> HttpResponse:
    """Take the traveller on."""
    officer = signed_in(request)
    _opened(code, officer)
    made = handover.accept(code, officer, at=timezone.now())
    return redirect("hall-referral", made.code)


@require_POST
def record(request: HttpRequest, code: str) -> HttpResponse:
    """State what the inspection found. What does not fit together is said above the form, with what was typed kept."""
    officer = signed_in(request)
    made = _opened(code, officer)
    given = request.POST
    try:
        found = _found(given)
        seized = seizures(given) if found is Found.SEIZED else ()
        done = results.record(code, officer, found, seized=seized, note=given.get("note", "")[:2000], at=timezone.now())
    except NotPermitted as wrong:
        return _page(request, officer, made, given, wrong=str(wrong), status=422)
    return redirect("hall-referral", done.handover.code)


@require_POST
def undo(request: HttpRequest, inspection_id: int) -> HttpResponse:
    """Take one's own result back within ten seconds."""
    made = results.undo(inspection_id, signed_in(request), at=timezone.now())
    return redirect("hall-referral", made.code)


def _found(given: QueryDict) -> Found:
    """The result that was chosen. Raises NotPermitted where none was."""
    found = given.get("found", "")
    if found not in Found.values:
        raise NotPermitted(_("Choose how the inspection ended."))
    return Found(found)


def seizures(given: QueryDict) -> tuple[Seized, ...]:
    """The drugs of a form. Raises NotPermitted where one has no amount or a part is none of those known."""
    named = [n for n in range(DRUGS) if given.get(f"drug-{n}")]
    try:
        made = tuple(
            Seized(
                Drug(given.get(f"drug-{n}", "")),
                _amount(given.get(f"quantity-{n}", "")),
                Unit(given.get(f"unit-{n}", "")),
                Hidden(given.get(f"hidden-{n}", "")),
            )
            for n in named
        )
    except ValueError:
        raise NotPermitted(_("Say what was seized, how much of it, and where it was.")) from None
    return made


def _amount(text: str) -> Decimal:
    """Raises ValueError for what is no amount. Digits of any script and either comma are taken."""
    plain = "".join(str(int(c)) if c.isdecimal() else c for c in text.strip()).replace("٫", ".").replace(",", ".")
    try:
        amount = Decimal(plain)
    except InvalidOperation:
        raise ValueError(text) from None
    if not amount.is_finite() or not 0 < amount < 10**9:
        raise ValueError(text)
    return amount


def _opened(code: str, officer: Officer) -> Handover:
    """The referral of a code; codes that open nothing are counted. Raises NotPermitted after too many, NotKnown."""
    key = f"wrong-codes-{officer.pk}"
    if cache.get(key, 0) >= WRONG_CODES:
        raise NotPermitted(_("Too many codes that open nothing. Wait ten minutes, then type it again."))
    try:
        return handover.opened_by(code, officer)
    except NotKnown:
        cache.set(key, cache.get(key, 0) + 1, FORGOTTEN_AFTER_S)
        raise


def _page(
    request: HttpRequest, officer: Officer, made: Handover, given: QueryDict, *, wrong: str = "", status: int = 200
) -> HttpResponse:
    at = timezone.now()
    is_hall = officer.has_role(Role.INSPECTION)
    if is_hall and handover.is_shut(made, officer, at=at) and not officer.has_role(*READERS):
        return render(request, "handover/shut.html", {"handover": made}, status=410)
    page = told(made, officer)
    noted_read(officer, handover.purpose(made), "handover", page.persons, at=at)
    shown: dict[str, object] = {
        "page": page,
        "given": given,
        "wrong": wrong,
        "now": at,
        "drugs": range(DRUGS),
        "is_hall": is_hall,
    }
    shown["undo_left_s"] = _undo_left_s(page.inspection, officer, at=at)
    return render(request, "handover/referral.html", shown | _choices(), status=status)


def _undo_left_s(done: Inspection | None, officer: Officer, *, at: datetime) -> int:
    """How long the officer's own result can still be undone, in whole seconds; 0 for no longer."""
    if done is None or done.by_id != officer.pk:
        return 0
    return max(0, int((done.at + UNDO_FOR - at).total_seconds()))


def _choices() -> dict[str, object]:
    return {"founds": list(Found), "drug_names": list(Drug), "units": list(Unit), "places_hidden": list(Hidden)}
