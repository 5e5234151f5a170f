"""What happens to every request: headers, the session's limits, the officer's language, the second factor, faults."""

import logging
import secrets
from collections.abc import Callable, Iterator
from itertools import chain
from typing import Final
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from tansiq.centre.known import answer_for, answer_nobody
from tansiq.centre.people import Officer
from tansiq.model.errors import AlreadyDecided, NotKnown, NotPermitted, TansiqError
from tansiq.web import errors
from tansiq.web.account import has_second_factor, is_demo_client

Respond = Callable[[HttpRequest], HttpResponse]

PERMISSIONS: Final = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "publickey-credentials-get",
        "screen-wake-lock",
        "usb",
        "xr-spatial-tracking",
    )
)
OPEN_PATHS: Final = ("/static/", "/healthz")
FORMS: Final = ("application/x-www-form-urlencoded", "multipart/form-data")
BACKGROUND: Final = "X-Tansiq-Background"  # a page that refreshes itself says so: that is not the officer at work
_LOG = logging.getLogger("tansiq.web")


class Headers:
    """Isolation for every answer; pages are never kept by a browser or a proxy."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Respond, with the headers."""
        response = self.respond(request)
        response["Permissions-Policy"] = PERMISSIONS
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        if "Cache-Control" not in response:
            response["Cache-Control"] = "no-store"
        return response


class SessionLimits:
    """A session ends twelve hours after sign-in, and earlier when nobody has worked with it for a while."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Respond while the session lives."""
        if not request.user.is_authenticated:
            return self.respond(request)
        now = timezone.now().timestamp()
        began = request.session.setdefault("began", now)
        seen = request.session.setdefault("seen", now)
        if now - began > settings.SESSION_LONGEST.total_seconds() or now - seen > settings.SESSION_IDLE.total_seconds():
            return self._end(request)
        if now - seen > 60 and BACKGROUND not in request.headers:  # noqa: PLR2004  a write a minute, not one a request
            request.session["seen"] = now
        return self.respond(request)

    @staticmethod
    def _end(request: HttpRequest) -> HttpResponse:
        logout(request)
        messages.info(request, _("You were signed out because the session was over. Sign in to go on."))
        return to_sign_in(request)


class Known:
    """The database answers for the officer's organisation while a request lasts, and for nobody after it."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Respond; without an officer (sign-in, intake, health) nothing that has a marking is shown."""
        if not isinstance(request.user, Officer):
            return self.respond(request)
        try:
            answer_for(request.user)
            return self.respond(request)
        finally:
            answer_nobody()


class OfficerLanguage:
    """After sign-in, the language the officer chose counts on every machine."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Respond in the officer's language."""
        if isinstance(request.user, Officer) and request.user.language in dict(settings.LANGUAGES):
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = request.user.language
        return self.respond(request)


class Entrance:
    """Nobody passes without signing in; nobody who has signed in passes without a second factor."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Respond to those who may come in; send the others where they can."""
        if self._is_open(request.path):
            return self.respond(request)
        if not isinstance(request.user, Officer):
            return to_sign_in(request)
        if not self._is_of_here(request, request.user):
            logout(request)
            return to_sign_in(request)
        if not request.session.get("demo") and not has_second_factor(request.user):
            return redirect("mfa_activate_totp")
        return self.respond(request)

    @staticmethod
    def _is_open(path: str) -> bool:
        return path.startswith((*OPEN_PATHS, "/account/", "/api/")) or path == reverse("language")

    @staticmethod
    def _is_of_here(request: HttpRequest, officer: Officer) -> bool:
        """A session of the demo lives only as long as the demo, and one without a second factor only on this machine."""
        if request.session.get("demo"):
            return is_demo_client(request)
        return settings.IS_DEMO or not officer.is_demo


class Faults:
    """Errors the caller or the operator can act on become pages in words; the rest a page with a reference."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Respond; what goes wrong comes to process_exception. No text of ours holds a NUL, and no table can."""
        if any("\0" in text for text in _texts(request)):
            return errors.bad_request(request, BadRequest("a NUL in a text"))
        return self.respond(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The answer to an exception from a view; None leaves it to Django, whose handler is `errors.server_error`."""
        if isinstance(error, NotPermitted):
            return errors.forbidden(request, error)
        if isinstance(error, NotKnown):
            return errors.not_found(request, error)
        if isinstance(error, AlreadyDecided):
            return errors.already_decided(request, error)
        if isinstance(error, TansiqError):
            reference = secrets.token_hex(4)
            _LOG.error("%s %s: %s", reference, request.path, error, exc_info=error)
            return errors.failed(request, reference)
        return None


def _texts(request: HttpRequest) -> Iterator[str]:
    """What a page's address and form say; the bodies of other requests are bytes."""
    yield request.path
    yield from chain.from_iterable(values for _, values in request.GET.lists())
    if request.content_type in FORMS and not request.path.startswith("/api/"):
        yield from chain.from_iterable(values for _, values in request.POST.lists())


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """The way to the sign-in page and back here. htmx is told to load the whole page."""
    address = reverse("account_login")
    if request.headers.get("HX-Request"):
        return HttpResponse(status=401, headers={"HX-Redirect": address})
    if request.method == "GET" and request.path != "/":
        return HttpResponseRedirect(f"{address}?{urlencode({'next': request.get_full_path()})}")
    return HttpResponseRedirect(address)
