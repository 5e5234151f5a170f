"""The access log, for the data-protection officer alone: who looked at what and why."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_safe

from tansiq.centre.access_log import PURPOSE, Wanted, export, page
from tansiq.centre.audit import noted_act, noted_read
from tansiq.centre.people import Officer, Role
from tansiq.ledger.current import current
from tansiq.web.screens.access.forms import WantedForm
from tansiq.web.screens.access.shown import Row, Traveller, rows_of, signed_heads, traveller_of
from tansiq.web.sign import signed_in
from tansiq.web.words import GROUNDS


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Show accesses, newest first. Looking at the log is itself noted, for audit."""
    officer = signed_in(request)
    officer.needs(Role.DATA_PROTECTION)
    form = WantedForm(request.GET)
    shown = {"form": form, "grounds": GROUNDS, "heads": signed_heads()}
    if not form.is_valid():
        return render(request, "access/access.html", shown, status=400)
    wanted, person = form.wanted(), form.cleaned_data["person"]
    found = page(current(), wanted, before=form.cleaned_data["before"])
    rows = rows_of(found.lines, is_whole=bool(wanted.request))
    traveller = traveller_of(person) if person else None
    _note(officer, rows, traveller)
    shown |= {"page": found, "rows": rows, "traveller": traveller, "is_narrowed": wanted != Wanted()}
    return render(request, "access/access.html", shown | {"older": _older(request, found.older)})


@require_GET
def bundle(request: HttpRequest, person: UUID) -> HttpResponse:
    """The proof for one traveller as a file, to be checked by a stranger with `tansiq verify FILE`."""
    data = export(signed_in(request), person, at=timezone.now())
    response = HttpResponse(data, content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="access-{person}.bundle"'
    return response


def _older(request: HttpRequest, before: int | None) -> str:
    """The address of the next page under the same conditions, "" where there is none."""
    if before is None:
        return ""
    conditions = request.GET.copy()
    conditions["before"] = str(before)
    return f"?{conditions.urlencode()}"


def _note(officer: Officer, rows: list[Row], traveller: Traveller | None) -> None:
    """Note that the log was read, and of whom it told by name."""
    at = timezone.now()
    persons = [UUID(whom.person) for row in rows for whom in row.whom if whom.name]
    if traveller:
        persons.append(traveller.person)
    if persons:
        noted_read(officer, PURPOSE, "access log", persons, at=at)
    else:
        noted_act(officer, PURPOSE, "access log", None, at=at)
