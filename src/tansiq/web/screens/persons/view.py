"""One person, once it is said why."""

from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tansiq.centre import memory, redress
from tansiq.centre.audit import noted_read
from tansiq.centre.people import Officer, Role
from tansiq.centre.reading import READERS
from tansiq.centre.redress import GIVES
from tansiq.handling.purpose import Ground, Purpose
from tansiq.web.screens.persons.opened import open_person
from tansiq.web.screens.persons.reason import ASKED, address, answer, answered, came_for
from tansiq.web.sign import signed_in


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, person: UUID) -> HttpResponse:
    """Show a person. Without a reason in the address the page asks for one first; whom the page names is noted."""
    officer = signed_in(request)
    officer.needs(*READERS, Role.DATA_PROTECTION)
    at = timezone.now()
    if request.method == "POST" and answer(request, person, at=at):
        return redirect("person", person)
    came = came_for(request.GET.get("for", ""), person, officer) or answered(request, person, at=at)
    if came is None or request.method == "POST":
        return _ask(request, person)
    opened = open_person(person, officer, came.purpose.ground, at=at)
    if opened is None:
        raise Http404
    noted_read(officer, came.purpose, "person", opened.persons, at=at)
    looked = f"{address('access')}?person={person}" if officer.has_role(Role.DATA_PROTECTION) else ""
    may_give = officer.has_role(*GIVES)
    shown = {"opened": opened, "came": came, "looked": looked, "may_give": may_give, "may_withdraw": may_give}
    return render(request, "persons/person.html", shown)


@require_POST
def withdraw(request: HttpRequest, person: UUID, distinction_id: int) -> HttpResponse:
    """Have the person told apart from an entry no longer."""
    officer, at = signed_in(request), timezone.now()
    memory.withdraw(distinction_id, officer, _purpose(request, person, officer, at=at), at=at)
    messages.success(
        request, _("Told apart no longer: whoever resembles the entry on a flight to come opens an alert.")
    )
    return _back(request, person)


@require_POST
def ask_redress(request: HttpRequest, person: UUID) -> HttpResponse:
    """Ask for a redress number."""
    given = {name: request.POST.get(name, "").strip() for name in ("letter", "number")}
    number = "".join(filter(str.isalnum, given["number"])).upper()
    redress.propose(person, signed_in(request), letter=given["letter"], number=number, at=timezone.now())
    messages.success(request, _("Asked for: a second officer has to say yes."))
    return _back(request, person)


@require_POST
def answer_redress(request: HttpRequest, person: UUID, redress_id: int) -> HttpResponse:
    """The second officer's yes or no to a redress number."""
    is_given = request.POST.get("given") == "yes"
    row = redress.answer(redress_id, signed_in(request), is_given=is_given, at=timezone.now())
    words = _("The redress number is %(number)s.") % {"number": row.number} if is_given else _("No number was given.")
    messages.success(request, words)
    return _back(request, person)


def _purpose(request: HttpRequest, person: UUID, officer: Officer, *, at: datetime) -> Purpose:
    came = came_for(request.POST.get("for", ""), person, officer) or answered(request, person, at=at)
    return came.purpose if came else Purpose(Ground.REDRESS, f"person {person}")


def _back(request: HttpRequest, person: UUID) -> HttpResponse:
    reason = request.POST.get("for", "")
    return redirect(
        f"{address('person', person)}?{urlencode({'for': reason})}" if reason else address("person", person)
    )


def _ask(request: HttpRequest, person: UUID) -> HttpResponse:
    """The one question. After an incomplete answer, with what is missing."""
    given = request.POST
    errors = []
    if given and given.get("ground") not in ASKED:
        errors.append(_("Choose one of the grounds."))
    if given and not given.get("about", "").strip():
        errors.append(_("Say which alert, case, letter or order it is about."))
    shown = {"person": person, "grounds": ASKED, "given": given, "errors": errors}
    return render(request, "persons/ask.html", shown, status=422 if errors else 200)
