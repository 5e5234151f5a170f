"""Two subjects side by side. Whoever real stands on a side is noted."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from tansiq.centre.audit import noted_read
from tansiq.web.screens.compare.sides import side_of, why
from tansiq.web.screens.compare.weighed import facts, weigh
from tansiq.web.sign import signed_in


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Show ?left= and ?right=, each "traveller-UUID", "listed-ID", or typed in as left-names and so on, compared."""
    officer = signed_in(request)
    came = why(request.GET.get("for", ""), officer, "")
    left, right = (side_of(request.GET, name, officer, came.purpose.ground) for name in ("left", "right"))
    left, right = left.beside(right), right.beside(left)
    came = why(came.text, officer, " \N{MIDDLE DOT} ".join(filter(None, (left.about, right.about))))
    persons = [*left.noted, *right.noted]
    noted_read(officer, came.purpose, "comparison", persons, at=timezone.now())
    page = {
        "left": left,
        "right": right,
        "came": came,
        "is_noted": bool(persons),
        "facts": facts(left.subject, right.subject),
        "weighed": weigh(left.subject, right.subject) if left.subject and right.subject else None,
    }
    status = 422 if left.is_wrong or right.is_wrong else 200
    return render(request, "compare/compare.html", page, status=status)
