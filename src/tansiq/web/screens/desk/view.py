"""The desk: open alerts, soonest and surest first."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Min, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from tansiq.centre.alerts import Alert
from tansiq.centre.audit import noted_read
from tansiq.centre.base_rates import BaseRate, band, base_rates
from tansiq.centre.desk import awaiting_second, landed_unseen, waiting
from tansiq.centre.people import Officer
from tansiq.handling.purpose import Ground, Purpose
from tansiq.web.sign import signed_in

SHOWN = 60
"""Rows of one page: what an officer can overlook; the rest is counted."""

TABS = ("open", "second", "late")


@dataclass(frozen=True, slots=True)
class Row:
    """An alert and how often alerts like it were true."""

    alert: Alert
    rate: BaseRate


@dataclass(frozen=True, slots=True)
class Desk:
    """What the desk shows."""

    tab: str
    rows: list[Row]
    open: int
    mine: int
    second: int
    late: int
    next_landing: Alert | None

    @property
    def is_cut(self) -> bool:
        """Whether more waits than is shown."""
        return len(self.rows) == SHOWN < self.count

    @property
    def count(self) -> int:
        """How many stand under this tab."""
        return {"open": self.open, "second": self.second, "late": self.late}[self.tab]


def desk_of(officer: Officer, tab: str, *, at: datetime) -> Desk:
    """The desk as this officer sees it now."""
    tab = tab if tab in TABS else "open"
    waits = waiting(officer, at=at)
    second, late = awaiting_second(officer), landed_unseen(officer, at=at)
    shown: QuerySet[Alert] = {"open": waits, "second": second, "late": late}[tab]
    rates = base_rates()
    rows = [Row(a, rates.get(band(a.verdict, a.score), BaseRate(0, 0))) for a in shown[:SHOWN]]
    return Desk(
        tab=tab,
        rows=rows,
        open=waits.count(),
        mine=waits.filter(assigned_to=officer).count(),
        second=second.count(),
        late=late.count(),
        next_landing=_next_landing(waits, at=at),
    )


def _next_landing(waits: QuerySet[Alert], *, at: datetime) -> Alert | None:
    first = waits.filter(lands_at__gte=at).aggregate(first=Min("lands_at"))["first"]
    return waits.filter(lands_at=first).first() if first else None


def show(request: HttpRequest) -> HttpResponse:
    """Show what waits. Who is shown is noted, for triage."""
    officer = signed_in(request)
    at = timezone.now()
    desk = desk_of(officer, request.GET.get("tab", ""), at=at)
    noted_read(officer, Purpose(Ground.TRIAGE, "desk"), "desk", [r.alert.person_id for r in desk.rows], at=at)
    return render(request, "desk/desk.html", {"desk": desk})
