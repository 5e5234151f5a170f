"""Boarding: standing decisions and the acts on them; what carriers were answered, and on which terms."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.views.decorators.http import require_POST, require_safe

from tansiq.centre.audit import noted_read
from tansiq.centre.boarding import decisions
from tansiq.centre.boarding.answers import lately
from tansiq.centre.boarding.decisions import CONFIRMS, PROPOSES, StandingDecision
from tansiq.centre.boarding.policies import BoardingPolicy, approve_terms, policies, propose_terms
from tansiq.centre.people import Officer, Role
from tansiq.centre.reading import READERS
from tansiq.handling.purpose import Ground, Purpose
from tansiq.web.screens.boarding import words
from tansiq.web.screens.boarding.forms import ProposalForm, TermsForm, WithdrawForm
from tansiq.web.sign import signed_in

SHOWN = 60
"""Rows of one page; the rest is counted."""
LATELY = timedelta(hours=24)
TABS = ("in_force", "proposed", "past")


@dataclass(frozen=True, slots=True)
class Row:
    """A decision as it stands now, in words."""

    decision: StandingDecision
    state: str

    @property
    def chip(self) -> str:
        """How the state is drawn."""
        return words.CHIPS[self.state]

    @property
    def state_words(self) -> str | Promise:
        """The state."""
        return words.STATES[self.state]

    @property
    def effect(self) -> str | Promise:
        """What is answered."""
        return words.EFFECTS[self.decision.effect]

    @property
    def effect_chip(self) -> str:
        """How the answer is drawn."""
        return {"no_board": "red", "check": "amber"}.get(self.decision.effect, "green")

    @property
    def ground(self) -> str | Promise:
        """Why."""
        return words.GROUNDS[self.decision.ground]


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Show the decisions of a tab, to those whose work is with travellers; whose documents are shown is noted."""
    officer = signed_in(request)
    if not officer.has_role(*READERS):
        return redirect("boarding-answers")
    return render(request, "boarding/boarding.html", _shelf(request, officer))


@require_safe
def show_one(request: HttpRequest, decision_id: int) -> HttpResponse:
    """Open a decision: the detail alone for htmx, else beside the list. That it was opened is noted."""
    officer = _reader(request)
    return _detail(request, officer, _decision(officer, decision_id))


@require_POST
def propose(request: HttpRequest) -> HttpResponse:
    """Propose a decision, and open it."""
    officer, form = _reader(request), ProposalForm(request.POST)
    if not form.is_valid():
        return _wrong(request, form)
    row = decisions.propose(officer, form.proposal(), at=timezone.now())
    return _go_to(request, reverse("boarding-decision", args=[row.pk]))


@require_POST
def confirm(request: HttpRequest, decision_id: int) -> HttpResponse:
    """The second officer's yes."""
    return _answer(request, decision_id, is_confirmed=True)


@require_POST
def decline(request: HttpRequest, decision_id: int) -> HttpResponse:
    """The second officer's no."""
    return _answer(request, decision_id, is_confirmed=False)


@require_POST
def withdraw(request: HttpRequest, decision_id: int) -> HttpResponse:
    """End a decision at once."""
    officer, form = _reader(request), WithdrawForm(request.POST)
    if not form.is_valid():
        return _wrong(request, form)
    decisions.withdraw(decision_id, officer, because=form.cleaned_data["because"], at=timezone.now())
    return _detail(request, officer, _decision(officer, decision_id), is_changed=True)


@require_safe
def answers(request: HttpRequest) -> HttpResponse:
    """Show what carriers were answered in the last day, in numbers, and the terms of each feed. Names nobody."""
    officer = signed_in(request)
    officer.needs(*READERS, Role.ADMINISTRATOR, Role.DATA_PROTECTION)
    return render(request, "boarding/answers.html", _service(officer))


@require_POST
def offer_terms(request: HttpRequest) -> HttpResponse:
    """Propose terms for a feed."""
    officer, form = signed_in(request), TermsForm(request.POST)
    if not form.is_valid():
        return _wrong(request, form)
    propose_terms(form.cleaned_data["feed"], officer, form.terms(), at=timezone.now())
    return _go_to(request, reverse("boarding-answers"))


@require_POST
def settle_terms(request: HttpRequest, policy_id: int, answer: str) -> HttpResponse:
    """The second officer's yes or no to terms."""
    approve_terms(policy_id, signed_in(request), is_approved=answer == "approve", at=timezone.now())
    return _go_to(request, reverse("boarding-answers"))


def _reader(request: HttpRequest) -> Officer:
    officer = signed_in(request)
    officer.needs(*READERS)
    return officer


def _answer(request: HttpRequest, decision_id: int, *, is_confirmed: bool) -> HttpResponse:
    officer = _reader(request)
    decisions.answer(decision_id, officer, is_confirmed=is_confirmed, at=timezone.now())
    return _detail(request, officer, _decision(officer, decision_id), is_changed=True)


def _decision(officer: Officer, decision_id: int) -> StandingDecision:
    return get_object_or_404(decisions.visible(officer), pk=decision_id)


def _detail(
    request: HttpRequest, officer: Officer, decision: StandingDecision, *, is_changed: bool = False
) -> HttpResponse:
    at = timezone.now()
    row = Row(decision, decision.state(at=at))
    noted_read(
        officer, Purpose(Ground.TRIAGE, f"standing decision {decision.pk}"), "decision", [decision.person_id], at=at
    )
    is_open = row.state in {"proposed", "in_force"}
    shown = {
        "opened": row,
        "may_answer": row.state == "proposed" and officer.has_role(*CONFIRMS) and decision.by_id != officer.pk,
        "may_withdraw": is_open and officer.has_role(*PROPOSES),
        "is_changed": is_changed,
        "now": at,
    }
    if request.headers.get("HX-Request"):
        return render(request, "boarding/opened.html", shown | {"tab": request.GET.get("tab", "")})
    return render(request, "boarding/boarding.html", _shelf(request, officer, opened=row) | shown)


def _shelf(request: HttpRequest, officer: Officer, *, opened: Row | None = None) -> dict[str, object]:
    """A tab as this officer sees it now; of an opened decision, the tab that it stands under."""
    at = timezone.now()
    found = decisions.visible(officer)
    counts = {tab: _of_tab(found, tab, at=at).count() for tab in TABS}
    tab = request.GET.get("tab", "")
    if tab not in TABS:
        tab = opened.state if opened and opened.state in TABS else "past" if opened else TABS[0]
    rows = [Row(d, d.state(at=at)) for d in _of_tab(found, tab, at=at)[:SHOWN]]
    if opened and opened.decision.pk not in {row.decision.pk for row in rows}:
        rows.append(opened)
    persons = [row.decision.person_id for row in rows]
    noted_read(officer, Purpose(Ground.TRIAGE, "standing decisions"), "standing decisions", persons, at=at)
    shown = {"rows": rows, "counts": counts, "tab": tab, "now": at, "effects": words.EFFECTS.items()}
    return shown | {"grounds": words.GROUNDS.items(), "may_propose": officer.has_role(*PROPOSES)}


def _of_tab(found: QuerySet[StandingDecision], tab: str, *, at: datetime) -> QuerySet[StandingDecision]:
    is_open = Q(withdrawn_at=None, expires_at__gt=at)
    match tab:
        case "in_force":
            return found.filter(is_open, is_confirmed=True)
        case "proposed":
            return found.filter(is_open, is_confirmed=None)
        case _:
            return found.filter(~is_open | Q(is_confirmed=False))


@dataclass(frozen=True, slots=True)
class Offer:
    """A version of terms, with what may be done about it."""

    policy: BoardingPolicy
    is_in_force: bool
    may_answer: bool

    @property
    def fallback(self) -> str | Promise:
        """What is answered when late."""
        return words.EFFECTS[self.policy.fallback]

    @property
    def names(self) -> str | Promise:
        """When a name asks for a check."""
        return words.NAMES[self.policy.names]

    @property
    def required(self) -> list[str | Promise]:
        """What is required of each passenger."""
        return [words.PARTICULARS[code] for code in self.policy.required]


def _service(officer: Officer) -> dict[str, object]:
    at = timezone.now()
    seen, offers = set[tuple[int, str]](), []
    for policy in policies()[:SHOWN]:
        key = (policy.feed_id, policy.carrier)
        is_in_force = bool(policy.is_approved) and key not in seen
        seen |= {key} if is_in_force else set()
        may = policy.second is None and officer.has_role(Role.SUPERVISOR) and policy.by_id != officer.pk
        offers.append(Offer(policy, is_in_force, may))
    return {
        "services": lately(officer, since=at - LATELY),
        "offers": offers,
        "form": TermsForm(initial={"late_after_ms": 2000, "names": "match"}),
        "may_offer": officer.has_role(Role.ADMINISTRATOR),
        "is_reader": officer.has_role(*READERS),
        "now": at,
    }


def _go_to(request: HttpRequest, address: str) -> HttpResponse:
    if not request.headers.get("HX-Request"):
        return redirect(address)
    response = HttpResponse(status=204)
    response["HX-Redirect"] = address
    return response


def _wrong(request: HttpRequest, form: Form) -> HttpResponse:
    """What is wrong with a form, for the place its open dialog keeps for that."""
    response = render(request, "boarding/wrong.html", {"form": form}, status=422)
    response["HX-Retarget"], response["HX-Reswap"] = "dialog[open] [data-wrong]", "innerHTML"
    return response
