"""The acts on an alert, as their forms ask for them; where the answer is shown is left to the page that the form stood on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from tansiq.centre import dispositions
from tansiq.centre.alerts import Alert
from tansiq.centre.cases import Case
from tansiq.centre.desk import visible
from tansiq.centre.dispositions import ClearingReason, Disposition
from tansiq.centre.handover import OF_KIND, USUAL, Kind, LookFor
from tansiq.centre.people import Officer, Role
from tansiq.web.screens.alerts.opened import Opened
from tansiq.web.words import CLEARING_REASONS, HANDOVER_KINDS, LOOK_FOR


@dataclass(frozen=True, slots=True)
class Done:
    """An act that was done. words: what to say of it, "" where the alert says it itself. decision: what can be undone."""

    alert: Alert
    words: str = ""
    decision: Disposition | None = None
    case: Case | None = None


Act = Callable[[HttpRequest, Officer, int], Done]


def clear(request: HttpRequest, officer: Officer, alert_id: int) -> Done:
    """Clear: the traveller is not the listed person."""
    decision = dispositions.clear(
        alert_id,
        officer,
        reason=request.POST.get("reason", ""),
        note=request.POST.get("note", ""),
        version=_version(request),
        at=timezone.now(),
    )
    words = _("Cleared: %(name)s. %(reason)s.") % {
        "name": _isolated(decision.alert.name),
        "reason": CLEARING_REASONS[decision.reason],
    }
    return Done(decision.alert, words, decision)


def refer(request: HttpRequest, officer: Officer, alert_id: int) -> Done:
    """Propose secondary inspection."""
    note = request.POST.get("note", "")
    decision = dispositions.refer(alert_id, officer, note=note, version=_version(request), at=timezone.now())
    words = _("Referral of %(name)s waits for a second officer.") % {"name": _isolated(decision.alert.name)}
    return Done(decision.alert, words, decision)


def assign(request: HttpRequest, officer: Officer, alert_id: int) -> Done:
    """Take the alert, or give it back."""
    return Done(dispositions.assign(alert_id, officer, version=_version(request), at=timezone.now()))


def note(request: HttpRequest, officer: Officer, alert_id: int) -> Done:
    """Leave a note."""
    if text := request.POST.get("text", "").strip():
        dispositions.remark(alert_id, officer, text=text, at=timezone.now())
    return Done(get_object_or_404(visible(officer), pk=alert_id))


def undo(request: HttpRequest, officer: Officer, decision_id: int) -> Done:  # noqa: ARG001  as every act
    """Take back one's own decision within ten seconds."""
    return Done(dispositions.undo(decision_id, officer, at=timezone.now()))


def confirm(request: HttpRequest, officer: Officer, decision_id: int) -> Done:
    """The second officer's yes."""
    case = dispositions.confirm(decision_id, officer, note=request.POST.get("note", ""), at=timezone.now())
    words = _("Case %(number)s is open.") % {"number": _isolated(case.number)}
    return Done(case.alert, words, case=case)


def decline(request: HttpRequest, officer: Officer, decision_id: int) -> Done:
    """The second officer's no."""
    alert = dispositions.decline(decision_id, officer, note=request.POST.get("note", ""), at=timezone.now())
    return Done(alert, _("Declined: the alert stands open again."))


ACTS: Final[Mapping[str, Act]] = {
    "clear": clear,
    "refer": refer,
    "assign": assign,
    "note": note,
    "undo": undo,
    "confirm": confirm,
    "decline": decline,
}


def choices(opened: Opened, officer: Officer) -> dict[str, Any]:
    """What the acts on an opened alert let this officer choose from, for their templates."""
    proposal = opened.proposal
    return {
        "reasons": [(place, code, CLEARING_REASONS[code]) for place, code in enumerate(ClearingReason.values, 1)],
        "may_second": proposal is not None and proposal.by_id != officer.pk and officer.has_role(Role.SUPERVISOR),
        "wanted": {"kinds": HANDOVER_KINDS.items(), "sentences": _sentences()},
    }


def _sentences() -> list[tuple[Kind, list[tuple[LookFor, object, bool]]]]:
    """What the arrival hall can be asked for, by kind, with what is usual."""
    return [(kind, [(one, LOOK_FOR[one], one in USUAL[kind]) for one in OF_KIND[kind]]) for kind in Kind]


def _isolated(name: str) -> str:
    """The name or number, kept from turning the sentence around it where no markup can stand (Unicode Annex 9, section 2.4)."""
    return f"\N{FIRST STRONG ISOLATE}{name}\N{POP DIRECTIONAL ISOLATE}"


def _version(request: HttpRequest) -> int:
    """The version of the alert that the officer saw; anything else is as if it had changed since."""
    given = request.POST.get("version", "")
    return int(given) if given.isdecimal() else -1
