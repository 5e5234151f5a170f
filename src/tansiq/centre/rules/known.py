"""Which rules an officer may know of."""

from django.db.models import Q, QuerySet

from tansiq.centre.people import Officer
from tansiq.centre.rules.records import KeptRule, RuleVersion


def rules_known_to(officer: Officer) -> QuerySet[KeptRule]:
    """The rules of the officer's organisation, and those that everybody may know of; none for somebody of no organisation."""
    return KeptRule.objects.filter(_known(officer, "")) if officer.organisation else KeptRule.objects.none()


def versions_known_to(officer: Officer) -> QuerySet[RuleVersion]:
    """Their versions."""
    found = RuleVersion.objects.select_related("rule", "author", "adopted_by", "proposed_by", "approved_by")
    return found.filter(_known(officer, "rule__")) if officer.organisation else found.none()


def _known(officer: Officer, path: str) -> Q:
    code = officer.organisation.code if officer.organisation else ""
    return Q(**{f"{path}audience": None}) | Q(**{f"{path}audience__contains": [code]})
