"""Every decision that tells somebody apart from a list entry, for those who answer for it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from tansiq.centre.audit import noted_read
from tansiq.centre.recalled import LATELY, MOST, overview
from tansiq.centre.redress import GIVES
from tansiq.handling.purpose import Ground, Purpose
from tansiq.web.sign import signed_in

PURPOSE = Purpose(Ground.AUDIT, "told apart")


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Show whom memory knows and how often it kept an alert back. Whom the page names is noted, for audit."""
    officer = signed_in(request)
    officer.needs(*GIVES)
    at = timezone.now()
    found = overview(officer, at=at)
    noted_read(officer, PURPOSE, "told apart", [made.person_id for made in found.shown], at=at)
    return render(request, "memory/memory.html", {"found": found, "days": LATELY.days, "most": MOST})
