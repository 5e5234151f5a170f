"""Error pages: what happened, what was kept, what to do. Never a traceback."""

import logging
import secrets
import sys

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from tansiq.model.errors import AlreadyDecided, NotPermitted
from tansiq.web.words import DECIDED

_LOG = logging.getLogger("tansiq.web")


def _page(request: HttpRequest, status: int, **words: object) -> HttpResponse:
    """The words alone, as a notice, for htmx; the page for a browser."""
    template = "parts/fault.html" if request.headers.get("HX-Request") else "fault.html"
    return render(request, template, {"status": status, **words}, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  Django's signature
    """400: the request could not be understood."""
    return _page(
        request,
        400,
        title=_("This request could not be understood"),
        text=_("Nothing was changed. Go back, and try again from the page itself."),
    )


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: the role, or the separation of duties, forbids it. A NotPermitted says which."""
    reason = str(exception) if isinstance(exception, NotPermitted) else ""
    return _page(
        request,
        403,
        title=_("This is not open to you"),
        text=_("Nothing was changed. If your work needs it, ask your administrator for the role."),
        reason=reason,
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001  Django's signature
    """403: the form came from an old page, or from elsewhere."""
    return _page(
        request,
        403,
        title=_("This form had grown old"),
        text=_("Nothing was changed. Load the page again, and send the form once more."),
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  Django's signature
    """404: nothing stands at this address, or not for this officer; the two are not told apart."""
    return _page(
        request,
        404,
        title=_("Nothing stands at this address"),
        text=_("It may have been moved, or its time is over. Check the address, or go to the desk."),
    )


def already_decided(request: HttpRequest, error: AlreadyDecided) -> HttpResponse:
    """409: another officer was first."""
    return _page(
        request,
        409,
        title=_("Somebody else decided first"),
        text=_("Your decision was not recorded; theirs stands. Load the page again to see it."),
        by=error.by,
        what=DECIDED.get(error.what, error.what),
    )


def failed(request: HttpRequest, reference: str) -> HttpResponse:
    """500: a fault of ours, with the reference under which the log keeps it."""
    return _page(
        request,
        500,
        title=_("Something failed on our side"),
        text=_(
            "What you had recorded before is kept. Try again; if it fails again, tell your administrator the reference."
        ),
        reference=reference,
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's handler for exceptions nobody expected."""
    reference = secrets.token_hex(4)
    _LOG.error("%s %s", reference, request.path, exc_info=sys.exc_info())
    return failed(request, reference)
