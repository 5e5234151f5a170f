"""Which rules an officer may know of, and where each stands."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import Q, QuerySet

from tansiq.centre.people import Officer
from tansiq.centre.rules.records import KeptRule, RuleVersion, Stage, Standing


@dataclass(frozen=True, slots=True)
class Shelved:
    """A rule on the list. shown: the version in force, else the latest. newer: a later one that is a draft or proposed."""

    shown: RuleVersion
    newer: RuleVersion | None
    stage: Stage

    @property
    def name(self) -> str:
        """Of the rule."""
        return self.shown.rule.name

    @property
    def is_proposed(self) -> bool:
        """Whether a second person is waited for."""
        return (self.newer or self.shown).standing == Standing.PROPOSED


_ORDER = (Stage.DUE, Stage.ACTIVE, Stage.DRAFT, Stage.SUSPENDED, Stage.EXPIRED)


def rules_known_to(officer: Officer) -> QuerySet[KeptRule]:
    """The rules of the officer's organisation, and those that everybody may know of; none for somebody of no organisation."""
    return KeptRule.objects.filter(_known(officer, "")) if officer.organisation else KeptRule.objects.none()


def versions_known_to(officer: Officer) -> QuerySet[RuleVersion]:
    """Their versions."""
    found = RuleVersion.objects.select_related("rule", "author", "adopted_by", "proposed_by", "approved_by")
    return found.filter(_known(officer, "rule__")) if officer.organisation else found.none()


def shelf(officer: Officer, *, on: date) -> list[Shelved]:
    """The rules an officer may know of: those that wait for a second person first, then those in force, then the others."""
    versions = versions_known_to(officer).order_by("rule__name", "number")
    found = [_shelved(list(of_one), on) for _, of_one in groupby(versions, key=lambda version: version.rule_id)]
    order = {stage: at for at, stage in enumerate(_ORDER)}
    return sorted(found, key=lambda one: (not one.is_proposed, order.get(one.stage, len(order)), one.name))


def _shelved(versions: list[RuleVersion], on: date) -> Shelved:
    latest = versions[-1]
    in_force = next((version for version in versions if version.standing == Standing.ACTIVE), None)
    shown = in_force or latest
    newer = latest if latest.pk != shown.pk and latest.standing in {Standing.DRAFT, Standing.PROPOSED} else None
    return Shelved(shown, newer, shown.stage(on))


def _known(officer: Officer, path: str) -> Q:
    code = officer.organisation.code if officer.organisation else ""
    return Q(**{f"{path}audience": None}) | Q(**{f"{path}audience__contains": [code]})
