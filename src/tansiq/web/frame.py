"""What the base template shows on every page: places, language, theme, the live address."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tansiq.centre.people import Officer, Role
from tansiq.centre.reading import READERS
from tansiq.centre.redress import GIVES
from tansiq.web.token import Ticket, mint

THEMES = ("light", "dark")
ENDONYMS = (("en", "English"), ("ur", "اردو"), ("ar", "العربية"))  # each language in its own words


@dataclass(frozen=True, slots=True)
class Place:
    """An entry of the app bar. name: of its address; key: pressed after g; roles: who sees it, () is everybody."""

    name: str
    label: str | Promise
    key: str
    roles: tuple[Role, ...] = ()


PLACES = (
    Place("desk", _("Desk"), "d", READERS),
    Place("flights", _("Flights"), "f"),
    Place("hall", _("Arrival hall"), "h", (Role.INSPECTION, *READERS)),
    Place("boarding", _("Boarding"), "b", (*READERS, Role.ADMINISTRATOR, Role.DATA_PROTECTION)),
    Place("cases", _("Cases"), "c", READERS),
    Place("lists", _("Lists"), "l"),
    Place("rules", _("Rules"), "r", (*READERS, Role.DATA_PROTECTION)),
    Place("feeds", _("Feeds"), "e"),
    Place("told-apart", _("Told apart"), "t", GIVES),
    Place("unmaskings", _("Unmasking"), "u", (*READERS, Role.DATA_PROTECTION)),
    Place("access", _("Access log"), "a", (Role.DATA_PROTECTION,)),
)


def _address(name: str) -> str | None:
    try:
        return reverse(name)
    except NoReverseMatch:  # a place appears with its screen
        return None


def _places(officer: Officer, path: str) -> list[dict[str, object]]:
    shown = [place for place in PLACES if not place.roles or officer.has_role(*place.roles)]
    addresses = [(place, _address(place.name)) for place in shown]
    return [
        {"label": place.label, "key": f"g {place.key}", "url": url, "is_current": is_current(url, path)}
        for place, url in addresses
        if url is not None
    ]


def is_current(url: str, path: str) -> bool:
    """Whether the path lies at the place: the desk is the root and holds only itself and the alerts."""
    return path == url or path.startswith("/alerts/") if url == "/" else path.startswith(url)


def frame(request: HttpRequest) -> dict[str, object]:
    """Context processor of the base template."""
    theme = request.COOKIES.get(settings.THEME_COOKIE_NAME, "")
    common = {
        "languages": ENDONYMS,
        "theme": theme if theme in THEMES else "",
        "is_demo": settings.IS_DEMO,
        "time_zone": settings.TIME_ZONE,
    }
    officer = getattr(request, "user", None)
    if not isinstance(officer, Officer):
        return common
    return common | {
        "officer": officer,
        "places": _places(officer, request.path),
        "search_url": _address("search"),
        "live_url": live_address(officer) if settings.LIVE_URL else "",
    }


def live_address(officer: Officer) -> str:
    """Where this officer's page listens to live events."""
    organisation = officer.organisation.code if officer.organisation else ""
    return f"{settings.LIVE_URL}/live?token={mint(Ticket(officer.pk, organisation))}"
