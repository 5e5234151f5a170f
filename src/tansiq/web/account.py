"""Coming in: what allauth may and may not do here, and the demo's shorter way."""

import base64
import hashlib
import time
from ipaddress import ip_address
from typing import ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from django.views.i18n import set_language
from qrcode.main import QRCode  # type: ignore[import-untyped]  # it ships no types

from tansiq.centre.people import Officer
from tansiq.database.home import secret

PASSED_ON = ("Forwarded", "Via", "X-Forwarded-", "X-Real-Ip", "X-Client-Ip", "X-Original-", "Cf-")
"""How the headers begin by which proxies say that they pass a request on."""


class Backend(AuthenticationBackend):  # type: ignore[misc]  # allauth ships no types
    """Knows an officer together with the organisation, in one query: every request asks for both."""

    def get_user(self, user_id: int) -> Officer | None:
        """The officer, None where there is none or the account is closed."""
        officer = Officer.objects.select_related("organisation").filter(pk=user_id).first()
        return officer if self.user_can_authenticate(officer) else None


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Accounts are made by an administrator, never by a visitor; nothing is sent by mail."""

    error_messages: ClassVar[dict[str, str | Promise]] = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account is closed. Ask your administrator to open it again."),
        "enter_current_password": _("This is not your password now. Type it again."),
        "incorrect_code": _("This code is not right. Wait for the next one the app shows, and type it."),
        "incorrect_password": _("This password is not right. Type it again."),
        "too_many_login_attempts": _("Too many attempts. Wait five minutes, then try again."),
        "username_password_mismatch": _("The user name and the password do not belong together. Type both again."),
        "rate_limited": _("Too many attempts. Wait five minutes, then try again."),
    }

    def pre_login(self, request: HttpRequest, user: Officer, **more: object) -> HttpResponse | None:
        """Nobody of the demo comes in once the centre is none: their password stood on a terminal."""
        if user.is_demo and not settings.IS_DEMO:
            return self.respond_user_inactive(request, user)  # type: ignore[no-any-return]  # allauth ships no types
        return super().pre_login(request, user, **more)  # type: ignore[no-any-return]  # as above

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002  allauth's signature
        """Never."""
        return False

    def is_reauthentication_required(self, *, app: str, **_more: object) -> bool:  # noqa: ARG002  allauth's signature
        """Whether the password is asked for once more: not from somebody who has just come in with it."""
        since = time.time() - self.request.session.get("began", 0)
        return bool(since > settings.ACCOUNT_REAUTHENTICATION_TIMEOUT)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, object]) -> None:
        """Nothing: an installation may have no mail at all."""


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth ships no types
    """Keeps the secrets of authenticators encrypted, under a key that is not in the database."""

    error_messages: ClassVar[dict[str, str | Promise]] = DefaultMFAAdapter.error_messages | {
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
    }

    def encrypt(self, text: str) -> str:
        """Fernet token of the text."""
        return _fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The text of a Fernet token. Raises InvalidToken where the key is another."""
        return _fernet().decrypt(encrypted_text.encode()).decode()

    def build_totp_svg(self, url: str) -> str:
        """The QR code as an <svg> element to stand in the page: no file, no data: address, no inline style."""
        drawing = QRCode(border=0)
        drawing.add_data(url)
        rows = drawing.get_matrix()
        path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark)
        return f'<svg viewBox="0 0 {len(rows)} {len(rows)}" shape-rendering="crispEdges" aria-hidden="true"><path d="{path}"/></svg>'

    def send_notification_mail(self, *args: object, **kwargs: object) -> None:
        """Nothing, as above."""


def _fernet() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(secret("authenticators").encode()).digest()))


def has_second_factor(officer: Officer) -> bool:
    """Whether the officer has an authenticator app set up."""
    return bool(Authenticator.objects.filter(user=officer, type=Authenticator.Type.TOTP).exists())


def is_demo_client(request: HttpRequest) -> bool:
    """Whether this is the demo and the request was made on this machine, not passed on by a proxy."""
    if not settings.IS_DEMO or any(name.title().startswith(PASSED_ON) for name in request.headers):
        return False
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


def demo_officers(request: HttpRequest) -> list[Officer]:
    """Who can be continued as on the sign-in page; nobody outside the demo."""
    if not is_demo_client(request):
        return []
    return list(Officer.objects.filter(is_demo=True, is_active=True).select_related("organisation").order_by("pk"))


@require_POST
def continue_as(request: HttpRequest, username: str) -> HttpResponse:
    """Sign in as an officer of the demo. 404 outside the demo, and for anybody who is not of the demo."""
    if not is_demo_client(request):
        raise Http404
    officer = get_object_or_404(Officer, username=username, is_demo=True, is_active=True)
    login(request, officer, backend=settings.AUTHENTICATION_BACKENDS[0])  # a fresh session: the old key is dropped
    request.session["demo"] = True
    after = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(after, allowed_hosts=None):
        after = settings.LOGIN_REDIRECT_URL
    return redirect(after)


@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Keep the language in the cookie, and with the officer who is signed in."""
    response = set_language(request)
    chosen = request.POST.get("language", "")
    if isinstance(request.user, Officer) and chosen in dict(settings.LANGUAGES):
        request.user.speak(chosen)
    return response
