"""The desk: open alerts, soonest and surest first."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language

from tansiq.centre.alerts import Alert
from tansiq.centre.audit import noted_read
from tansiq.centre.base_rates import BaseRate, band, base_rates
from tansiq.centre.desk import Tally, awaiting_second, landed_unseen, next_landing, tally, waiting
from tansiq.centre.people import Officer
from tansiq.handling.purpose import Ground, Purpose
from tansiq.web.sign import signed_in

SHOWN = 60
"""Rows of one page: what an officer can overlook; the rest is counted."""

TABS = ("open", "second", "late")

CELLS_KEPT = 4000
_CELLS: dict[tuple[object, ...], str] = {}


@dataclass(frozen=True, slots=True)
class Row:
    """An alert, and its cells as written: all but the countdown, which every page writes anew."""

    alert: Alert
    cells: str


@dataclass(frozen=True, slots=True)
class Desk:
    """What the desk shows."""

    tab: str
    tally: Tally
    rows: list[Row]
    mine: int
    next_landing: Alert | None

    @property
    def is_cut(self) -> bool:
        """Whether more waits than is shown."""
        return len(self.rows) == SHOWN < self.count

    @property
    def count(self) -> int:
        """How many stand under this tab."""
        return {"open": self.tally.open, "second": self.tally.second, "late": self.tally.late}[self.tab]


def desk_of(officer: Officer, tab: str, *, at: datetime) -> Desk:
    """The desk as this officer sees it now."""
    tab = tab if tab in TABS else "open"
    shown = {
        "open": waiting(officer, at=at),
        "second": awaiting_second(officer),
        "late": landed_unseen(officer, at=at),
    }[tab]
    return Desk(
        tab=tab,
        tally=tally(officer, at=at),
        rows=[row_of(a, at=at) for a in shown[:SHOWN]],
        mine=waiting(officer, at=at).filter(assigned_to=officer).count(),
        next_landing=next_landing(officer, at=at),
    )


def row_of(alert: Alert, *, at: datetime) -> Row:
    """An alert's row; its cells are written once for each version, language and rate, since twenty desks show the same."""
    rate = base_rates(at=at).get(band(alert.verdict, alert.score), BaseRate(0, 0))
    key = (alert.pk, alert.changed_at, get_language(), rate.of_100)
    cells = _CELLS.get(key)
    if cells is None:
        if len(_CELLS) >= CELLS_KEPT:
            _CELLS.clear()
        cells = _CELLS[key] = render_to_string("desk/cells.html", {"alert": alert, "rate": rate})
    return Row(alert, cells)


def show(request: HttpRequest) -> HttpResponse:
    """Show what waits. Who is shown is noted, for triage."""
    officer = signed_in(request)
    at = timezone.now()
    desk = desk_of(officer, request.GET.get("tab", ""), at=at)
    noted_read(officer, Purpose(Ground.TRIAGE, "desk"), "desk", [r.alert.person_id for r in desk.rows], at=at)
    return render(request, "desk/desk.html", {"desk": desk})
