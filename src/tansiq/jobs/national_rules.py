"""Puts the demo's rules into force the way any rule gets there: adopted, run on past data, proposed, approved by a second person."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta

from django.utils import timezone

from tansiq.centre.people import Officer
from tansiq.centre.rules import Draft, KeptRule, RuleVersion, adopt, approve, propose, save_draft
from tansiq.centre.rules.running import Shadows
from tansiq.centre.rules.shadow import shadow
from tansiq.demo.rules import rule_files
from tansiq.detectors.rules import Rule, parse_rule

FIRST, SECOND = "ayesha", "sana"
"""Who answers for the rules, and who agrees."""

REVIEWED_AFTER, ENDS_AFTER = timedelta(days=90), timedelta(days=365)
WHY = "Demonstration: the story is told in the documentation."
_LEAST_DAYS = "TANSIQ_RULES_SHADOW_DAYS"


def put_in_force(*, clock: Callable[[], datetime]) -> int:
    """Put the demo's rules into force that are not known yet; how many. The facts that are kept by now are the past they run on."""
    first, second = (Officer.objects.get(username=name) for name in (FIRST, SECOND))
    drafts = [_drafted(rule, first, at=clock()) for rule in _rules(clock())]
    shadows = Shadows(clock=clock)
    while drafts and shadows.step():
        continue
    with _one_day_behind():
        for version in drafts:
            propose(version.pk, first, why=WHY, at=clock())
            approve(version.pk, second, why=WHY, at=clock())
    return len(drafts)


def _rules(at: datetime) -> Iterator[Rule]:
    """The rules of files that the centre does not have, with their days counted from now."""
    today = timezone.localdate(at)
    known = set(KeptRule.objects.values_list("name", flat=True))
    for name, data in rule_files().items():
        rule = parse_rule(data).rule
        if rule is None:
            raise ValueError(f"the demo's rule {name} is faulty: tansiq rules check names where")
        if rule.name not in known:
            yield replace(rule, review_on=today + REVIEWED_AFTER, expires_on=today + ENDS_AFTER)


def _drafted(rule: Rule, first: Officer, *, at: datetime) -> RuleVersion:
    """A draft that nobody's organisation owns, so that everybody may know of it, with somebody who answers for it, and a run under way."""
    version = save_draft(Draft(rule), "machine", at=at, why=WHY)
    adopt(version.pk, first, why=WHY, at=at)
    today = timezone.localdate(at)
    shadow(version.pk, first, since=today - timedelta(days=1), until=today + timedelta(days=1), at=at)
    return version


@contextmanager
def _one_day_behind() -> Iterator[None]:
    """A demo has one day of past data, where a centre has to have more."""
    before = os.environ.get(_LEAST_DAYS)
    os.environ[_LEAST_DAYS] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ[_LEAST_DAYS]
        else:
            os.environ[_LEAST_DAYS] = before
