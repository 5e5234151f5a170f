"""Writing rules: a changed wording is a draft until two people put it into force."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from tansiq.centre.audit import noted_act, noted_by_machine
from tansiq.centre.people import Officer, Role
from tansiq.centre.rules.records import Effect, KeptRule, RuleVersion, Standing, Step
from tansiq.detectors.rules import Rule, parse_rule, render_lines, render_rule
from tansiq.handling.purpose import Ground, Purpose
from tansiq.model.errors import AlreadyDecided, NotPermitted

WRITERS = (Role.TARGETING, Role.SUPERVISOR)
"""Who writes rules, tries them and proposes them."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A rule as somebody wants it. Its author is whoever saves it. legal_basis: needed where the effect answers an airline."""

    rule: Rule
    effect: Effect = Effect.ALERT
    legal_basis: str = ""


def save_draft(
    draft: Draft, author: Officer | Literal["machine"], *, at: datetime, why: str = "", onto: int | None = None
) -> RuleVersion:
    """Keep a draft: the one that stands is changed, otherwise it is a new version. What is in force stays in force.

    onto: number of the version that the author began from, where there was one. Raises NotPermitted for a rule that its own
    file would refuse, without the role, for a machine where a person answers for the draft, or where the name is another organisation's; AlreadyDecided where the draft is
    proposed, or somebody wrote a later version meanwhile.
    """
    officer = author if isinstance(author, Officer) else None
    _check(draft)
    if officer is not None:
        officer.needs(*WRITERS)
        if officer.organisation is None:
            raise NotPermitted(_("A rule belongs to an organisation, and you belong to none."))
    with transaction.atomic():
        rule = _named(draft.rule.name, officer)
        last = rule.versions.select_related("author").order_by("-number").first()
        _check_onto(last, onto)
        version = last if last and last.standing == Standing.DRAFT else None
        if version is None:
            version = RuleVersion(rule=rule, number=last.number + 1 if last else 1, author=officer, text_at=at)
        elif officer is None and not (version.is_by_machine and version.adopted_by_id is None):
            raise NotPermitted(_("A person answers for this draft: a machine cannot change it."))
        step = Step.CHANGED if version.pk else Step.DRAFTED
        _take_over(version, draft, at=at)
        if version.is_by_machine and officer is not None:
            version.adopted_by = officer
        version.save()
        return noted(version, officer, step, why, at=at)


def noted(version: RuleVersion, officer: Officer | None, step: Step, why: str, *, at: datetime) -> RuleVersion:
    """Keep a step of a version's life, and note it in the access log."""
    version.events.create(at=at, by=officer, what=step, why=why.strip())
    about = f"rule {version.rule.name} {version.number}"
    if officer is None:
        noted_by_machine(f"rule {step}", about, at=at)
    else:
        noted_act(officer, Purpose(Ground.MAINTENANCE, about), f"rule {step}", None, at=at)
    return version


def _check(draft: Draft) -> None:
    reading = parse_rule(render_rule(draft.rule).encode())
    if reading.rule is None:
        raise NotPermitted(str(reading.faults[0]))
    if draft.effect != Effect.ALERT and not draft.legal_basis.strip():
        raise NotPermitted(_("Name the legal basis on which an airline is answered."))


def _check_onto(last: RuleVersion | None, onto: int | None) -> None:
    if last is None:
        return
    if last.standing == Standing.PROPOSED:
        by = last.proposed_by.shown_name if last.proposed_by else last.author_name
        raise AlreadyDecided(by=by, what=_("proposed it; it has to be declined before it can be changed"))
    if onto is not None and last.number != onto:
        raise AlreadyDecided(by=last.author_name, what=_("wrote a later version"))


def _named(name: str, officer: Officer | None) -> KeptRule:
    """The rule of that name, locked; made where there is none. Raises NotPermitted where it is another organisation's."""
    organisation = officer.organisation if officer else None
    found = KeptRule.objects.select_for_update().filter(name=name).first()
    if found is None:
        try:
            with transaction.atomic():
                audience = None if organisation is None else [organisation.code]
                return KeptRule.objects.create(name=name, organisation=organisation, audience=audience)
        except IntegrityError as error:
            raise NotPermitted(_("The name is taken. Choose another one.")) from error
    check_ours(found, officer)
    return found


def check_ours(rule: KeptRule, officer: Officer | None) -> None:
    """Raises NotPermitted where a rule is another organisation's than the officer's. One of the centre is everybody's."""
    if officer is not None and rule.organisation_id not in (None, officer.organisation_id):
        raise NotPermitted(_("This rule is another organisation's."))


def _take_over(version: RuleVersion, draft: Draft, *, at: datetime) -> None:
    rule = draft.rule
    if (version.digest, version.true_cases) != (rule.version, list(rule.true_cases)):
        version.text_at = at
    version.text, version.digest = render_lines(rule.node), rule.version
    version.true_cases = list(rule.true_cases)
    version.purpose, version.weight = rule.purpose, rule.weight
    version.review_on, version.expires_on = rule.review_on, rule.expires_on
    version.effect, version.legal_basis = draft.effect, draft.legal_basis.strip()
