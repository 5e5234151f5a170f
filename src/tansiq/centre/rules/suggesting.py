"""Rules that the machine writes from what alerts turned out to be: drafts, which one person adopts and another approves."""

from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from django.utils import timezone

from tansiq.centre.cases import TRUE_OUTCOMES, Case
from tansiq.centre.rules.drafts import Draft, save_draft
from tansiq.centre.rules.records import KeptRule, RuleVersion
from tansiq.detectors.risk.proposing import Proposal, propose
from tansiq.detectors.rules import Rule, parse, render
from tansiq.picture.facts.kept import KeptFacts

LEARN_FROM: Final = timedelta(days=365)
COMPARED: Final = 20_000
"""Travellers at large that true cases are held against, the latest."""

_REVIEW, _EXPIRY = timedelta(days=60), timedelta(days=180)
_MOST_WEIGHT: Final = 0.9


def suggest(*, at: datetime) -> list[RuleVersion]:
    """Draft the rules that true cases suggest and nobody has seen before. They hold nobody up."""
    places = _true_places(at)
    kept = KeptFacts.objects.filter(flight__in={flight for flight, _ in places})
    true = [one.row() for one in kept if _place(one) in places]
    latest = KeptFacts.objects.order_by("-at", "-pk")[:COMPARED] if true else ()
    others = [one.row() for one in latest if _place(one) not in places]
    return [draft for one in propose(true, others) if (draft := _draft(one, at)) is not None]


def _true_places(at: datetime) -> set[tuple[int, int]]:
    """Flight and manifest entry of those with whom something was found."""
    cases = Case.objects.filter(outcome__in=TRUE_OUTCOMES, closed_at__gte=at - LEARN_FROM)
    return set(cases.values_list("alert__flight", "alert__entry_key"))


def _place(kept: KeptFacts) -> tuple[int, int]:
    return kept.flight_id, kept.entry_key


def _draft(proposal: Proposal, at: datetime) -> RuleVersion | None:
    """A draft of a proposal; None where a rule says this already, or the machine said it before."""
    node = parse(proposal.text).node
    if node is None:
        raise AssertionError(f"the machine wrote no rule: {proposal.text}")
    name = f"suggested-{sha256(render(node).encode()).hexdigest()[:8]}"
    on = timezone.localdate(at)
    rule = Rule(
        name=name,
        purpose=f"held for {proposal.caught} of {proposal.of_true} true cases, and for {proposal.others} of"
        f" {proposal.of_others} travellers at large",
        author="machine",
        node=node,
        weight=max(0.1, min(_MOST_WEIGHT, round(proposal.caught / (proposal.caught + proposal.others), 2))),
        review_on=on + _REVIEW,
        expires_on=on + _EXPIRY,
    )
    is_known = RuleVersion.objects.filter(digest=rule.version).exists() or KeptRule.objects.filter(name=name).exists()
    return None if is_known else save_draft(Draft(rule), "machine", at=at, why=rule.purpose)
