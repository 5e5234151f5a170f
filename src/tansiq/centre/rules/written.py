"""Rules as files under version control: what is in force goes out, drafts come in. A file never puts anything into force."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby

from tansiq.centre.people import Officer
from tansiq.centre.rules.drafts import Draft, save_draft
from tansiq.centre.rules.records import Effect, RuleVersion, Standing
from tansiq.detectors.rules import Rule, render_rule


@dataclass(frozen=True, slots=True)
class Written:
    """A rule as its file."""

    name: str
    number: int
    text: str


def written(*, on: date, with_drafts: bool) -> Iterator[Written]:
    """The rules in force on a day, by name; with drafts the latest version of every rule."""
    versions = RuleVersion.objects.select_related("rule", "author").order_by("rule__name", "number")
    for _, of_one in groupby(versions, key=lambda version: version.rule_id):
        found = list(of_one)
        in_force = [one for one in found if one.standing == Standing.ACTIVE and one.expires_on > on]
        for version in found[-1:] if with_drafts else in_force:
            yield Written(version.rule.name, version.number, _text(version))


def _text(version: RuleVersion) -> str:
    """The file; what answers an airline says so in a remark, as files of rules have no key for it."""
    text = render_rule(version.value())
    if version.effect == Effect.ALERT:
        return text
    basis = " ".join(version.legal_basis.split())
    return f"# effect: {version.effect}, on the ground of: {basis}\n{text}"


def take_in(rule: Rule, officer: Officer, *, at: datetime, why: str) -> tuple[RuleVersion, bool]:
    """Keep a rule of a file as a draft, unless its latest version says the same. The version, and whether it is new.

    Its author is the officer, whoever the file names; its effect is the one that the centre has. Raises as `save_draft`.
    """
    versions = RuleVersion.objects.filter(rule__name=rule.name).select_related("rule", "author", "rule__organisation")
    last = versions.order_by("-number").first()
    if last is not None and replace(last.value(), author=rule.author) == rule:
        return last, False
    draft = Draft(rule) if last is None else Draft(rule, Effect(last.effect), last.legal_basis)
    return save_draft(draft, officer, at=at, why=why), True
