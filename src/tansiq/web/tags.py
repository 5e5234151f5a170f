"""Template tags of every screen; loaded without being asked for."""

import math
from datetime import datetime
from functools import cache, lru_cache
from pathlib import Path

from django import template
from django.forms import BoundField
from django.utils import timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tansiq.centre.people import ROLES, Officer
from tansiq.handling.marking import TLP
from tansiq.handling.masking import MASKED
from tansiq.handling.retention import Span
from tansiq.model.findings import Reason, Verdict
from tansiq.web import account, words

register = template.Library()
ICONS = Path(__file__).parent / "templates" / "icons"
SOON_MIN = 15
NEAR_MIN = 45
KB, MB = 1000, 1_000_000
MINUS = "\N{MINUS SIGN}"


@register.simple_tag
def icon(name: str) -> SafeString:
    """An icon of templates/icons, drawn in the text's colour, without a name of its own for screen readers."""
    return _drawing(name)


@cache
def _drawing(name: str) -> SafeString:
    return mark_safe((ICONS / f"{name}.svg").read_text().strip())  # noqa: S308  our own file


@register.simple_tag
def key(name: str) -> SafeString:
    """The hint that shows a key beside what it does."""
    return format_html("<kbd aria-hidden=true>{}</kbd>", name)


@register.filter
def bdi(value: object) -> SafeString:
    """A name or words of a script of their own, kept from turning the sentence around it; a masked one is said to be masked."""
    return masked() if value == MASKED else format_html("<bdi>{}</bdi>", value)


@register.simple_tag
def masked() -> SafeString:
    """Stands in the place of what is masked, the same everywhere."""
    return format_html('<span class="mark">{}</span>', _("masked"))


@register.filter
def is_masked(value: object) -> bool:
    """Whether a name is masked."""
    return value == MASKED


@register.filter
def length_of(length: Span) -> str:
    """A length of time in words."""
    if length.years:
        return ngettext("%(n)s year", "%(n)s years", length.years) % {"n": length.years}
    if length.months:
        return ngettext("%(n)s month", "%(n)s months", length.months) % {"n": length.months}
    if length.days:
        return ngettext("%(n)s day", "%(n)s days", length.days) % {"n": length.days}
    return ngettext("%(n)s hour", "%(n)s hours", length.hours) % {"n": length.hours}


@register.filter
def code(value: object) -> SafeString:
    """A code, number, plate or flight: always left to right."""
    return format_html('<bdi class="code" dir="ltr">{}</bdi>', value)


@register.filter
def sentence(reason: Reason) -> SafeString:
    """A reason as a sentence in the page's language; the values in it are escaped and isolated."""
    places = {name: bdi(value) for name, value in {"left": reason.left, "right": reason.right, **reason.values}.items()}
    text = str(conditional_escape(_(reason.message))).format_map(places)
    return mark_safe(f"<bdi>{text}</bdi>")  # noqa: S308  both parts are escaped; bdi: one without a translation is English


@register.simple_tag
def countdown(until: datetime, now: datetime | None = None) -> SafeString:
    """Time left as hours and minutes, kept up to date by clock.js. State: soon, near, far or past."""
    return _countdown(until, math.floor((until - (now or timezone.now())).total_seconds() / 60))


@lru_cache(maxsize=4096)
def _countdown(until: datetime, minutes: int) -> SafeString:
    return format_html(
        '<time class="countdown" datetime="{}" data-countdown data-state="{}" title="{}">{}</time>',
        until.isoformat(),
        countdown_state(minutes),
        exact(until),
        f"{MINUS if minutes < 0 else ''}{abs(minutes) // 60}:{abs(minutes) % 60:02d}",
    )


def countdown_state(minutes: int) -> str:
    """How near the moment is."""
    if minutes < 0:
        return "past"
    if minutes < SOON_MIN:
        return "soon"
    return "near" if minutes < NEAR_MIN else "far"


def exact(at: datetime) -> str:
    """Date and time in the installation's zone, with the zone's name: the same digits in each language."""
    local = timezone.localtime(at)
    return f"{local:%Y-%m-%d %H:%M} {local.tzname()}"


@register.simple_tag
def ago(at: datetime) -> SafeString:
    """A moment as relative time (written by clock.js), the exact one on hover and focus and without scripts."""
    return format_html(
        '<time datetime="{}" data-ago title="{}" tabindex="0">{}</time>', at.isoformat(), exact(at), exact(at)
    )


@register.simple_tag
def moment(at: datetime) -> SafeString:
    """A moment exactly."""
    return format_html('<time datetime="{}" dir="ltr">{}</time>', at.isoformat(), exact(at))


@register.filter
def size(size_bytes: int) -> SafeString:
    """A file's size: the same digits and units in each language."""
    return code(f"{size_bytes / KB:.1f} kB" if size_bytes < MB else f"{size_bytes / MB:.1f} MB")


@register.filter
def weight(weight_kg: float) -> SafeString:
    """A weight of bags: the same digits and unit in each language."""
    return code(f"{weight_kg:g} kg")


@register.filter
def signed(weight: float) -> str:
    """A weight with its sign and one decimal: the same digits in each language."""
    return f"{'+' if weight >= 0 else MINUS}{abs(weight):.1f}"


@register.filter
def control(field: BoundField) -> SafeString:
    """The field's control. It has a label and no placeholder, and names its error to screen readers."""
    attributes: dict[str, str | bool] = {"placeholder": ""}
    if field.errors:
        attributes["aria-describedby"] = f"{field.auto_id}_error"
    return field.as_widget(attrs=attributes)


@register.simple_tag
def verdict(value: Verdict) -> SafeString:
    """What a comparison amounts to, as a chip."""
    return format_html('<span class="chip" data-verdict="{}">{}</span>', value, words.VERDICTS[value])


@register.simple_tag
def tlp(level: str) -> SafeString:
    """A marking's level as a chip, in the words of FIRST's TLP 2.0: TLP:AMBER+STRICT."""
    return format_html('<span class="chip" data-tlp="{}">{}</span>', level.lower(), TLP[level].label)


@register.filter
def in_words(code_: str, table: str) -> str:
    """What a code is called: {{ alert.state|in_words:"ALERT_STATES" }}. A code without a word is shown as it is."""
    return str(getattr(words, table).get(code_, code_))


@register.filter
def duties(officer: Officer) -> str:
    """The officer's roles in words."""
    return " · ".join(str(ROLES[role]) for role in officer.roles if role in ROLES)


@register.simple_tag(takes_context=True)
def demo_officers(context: template.Context) -> list[Officer]:
    """Who can be continued as without a password: nobody outside the demo."""
    return account.demo_officers(context["request"])
