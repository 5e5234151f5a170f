"""One person, once it is said why."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tansiq.centre.audit import noted_read
from tansiq.centre.people import Role
from tansiq.centre.reading import READERS
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
    opened = open_person(person, officer, came.purpose.ground)
    if opened is None:
        raise Http404
    noted_read(officer, came.purpose, "person", opened.persons, at=at)
    looked = f"{address('access')}?person={person}" if officer.has_role(Role.DATA_PROTECTION) else ""
    return render(request, "persons/person.html", {"opened": opened, "came": came, "looked": looked})


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
