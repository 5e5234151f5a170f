"""The desk: open alerts, soonest and surest first."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tansiq.centre.alerts import Alert
from tansiq.centre.audit import noted_read
from tansiq.centre.base_rates import BaseRate, band, base_rates
from tansiq.centre.desk import Tally, awaiting_second, landed_unseen, tally, waiting
from tansiq.centre.handover import Handover, overdue
from tansiq.centre.people import Officer, Role
from tansiq.centre.reading import READERS
from tansiq.handling.purpose import Ground, Purpose
from tansiq.web.sign import signed_in
from tansiq.web.tags import countdown

SHOWN = 60
"""Rows of one page: what an officer can overlook; the rest is counted."""

TABS = ("open", "second", "late")

PURPOSE = Purpose(Ground.TRIAGE, "desk")
"""Why the rows of the desk are read."""

ROWS_KEPT = 4000
LEFT = "\N{OBJECT REPLACEMENT CHARACTER}"
"""Stands in the written row where the time left goes."""

Key = tuple[int, datetime, str | None, BaseRate | None, bool, bool]
_WRITTEN: dict[Key, tuple[str, str]] = {}


class Glimpse(NamedTuple):
    """What of an alert says whether its row has to be written anew."""

    pk: int
    changed_at: datetime
    lands_at: datetime | None
    verdict: str
    risk: float
    person_id: UUID


@dataclass(frozen=True, slots=True)
class Desk:
    """What the desk shows."""

    tab: str
    tally: Tally
    rows: list[SafeString]
    persons: list[UUID]
    late: list[Handover] = field(default_factory=list)

    @property
    def elsewhere(self) -> int:
        """How many alerts stand open at other airports than the officer's."""
        return self.tally.elsewhere

    @property
    def is_cut(self) -> bool:
        """Whether more waits than is shown."""
        return len(self.rows) == SHOWN < self.count

    @property
    def count(self) -> int:
        """How many stand under this tab."""
        return {"open": self.tally.open, "second": self.tally.second, "late": self.tally.late}[self.tab]


def desk_of(officer: Officer, tab: str, *, at: datetime, opened: int = 0) -> Desk:
    """The desk as this officer sees it now. opened: the alert whose detail stands beside it."""
    tab = tab if tab in TABS else "open"
    shown = {
        "open": waiting(officer, at=at),
        "second": awaiting_second(officer),
        "late": landed_unseen(officer, at=at),
    }[tab]
    glimpses = [Glimpse(*values) for values in shown.values_list(*Glimpse._fields)[:SHOWN]]
    return Desk(
        tab=tab,
        tally=tally(officer, at=at),
        rows=rows_of(glimpses, at=at, opened=opened),
        persons=[g.person_id for g in glimpses],
        late=list(overdue(officer, at=at)),
    )


def rows_of(
    glimpses: Sequence[Glimpse], *, at: datetime, opened: int = 0, is_changed: bool = False
) -> list[SafeString]:
    """The rows of these alerts. opened: the one that is marked as open. is_changed: they take the place of older ones.

    Every desk shows the same rows, so each is written once for each state, language and rate; only the time left is put in anew.
    """
    rates = base_rates(at=at)
    keys = [
        (g.pk, g.changed_at, get_language(), rates.get(band(g.verdict, g.risk)), g.pk == opened, is_changed)
        for g in glimpses
    ]
    if len(_WRITTEN) > ROWS_KEPT:
        _WRITTEN.clear()
    _write([key for key in keys if key not in _WRITTEN])
    return [
        _with_time_left(_WRITTEN[key], g.lands_at, at) for key, g in zip(keys, glimpses, strict=True) if key in _WRITTEN
    ]


def _write(keys: Sequence[Key]) -> None:
    alerts = Alert.objects.select_related("flight", "assigned_to").in_bulk([key[0] for key in keys])
    for key in keys:
        alert = alerts.get(key[0])
        if alert is not None:  # else it went between two queries
            rate = key[3] or BaseRate(0, 0)
            shown = {"alert": alert, "rate": rate, "left": LEFT, "is_opened": key[4], "is_changed": key[5]}
            before, __, after = render_to_string("desk/row.html", shown).partition(LEFT)
            _WRITTEN[key] = (before, after)


def _with_time_left(parts: tuple[str, str], lands_at: datetime | None, at: datetime) -> SafeString:
    left = countdown(lands_at, at) if lands_at else _untimed()
    return mark_safe(left.join(parts))  # noqa: S308  our own template


def _untimed() -> SafeString:
    return format_html('<span class="faint" title="{}">?</span>', _("landing time not known"))


def show(request: HttpRequest) -> HttpResponse:
    """Show what waits. Who is shown is noted, for triage. Others are led to where their work is."""
    officer = signed_in(request)
    if not officer.has_role(*READERS):
        return redirect(_elsewhere(officer))
    at = timezone.now()
    desk = desk_of(officer, request.GET.get("tab", ""), at=at)
    noted_read(officer, PURPOSE, "desk", desk.persons, at=at)
    return render(request, "desk/desk.html", {"desk": desk})


def _elsewhere(officer: Officer) -> str:
    """Where the work of somebody is who reads no travellers."""
    if officer.has_role(Role.INSPECTION):
        return "hall"
    return "access" if officer.has_role(Role.DATA_PROTECTION) else "feeds"
