"""Everything the page of one rule shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tansiq.centre.caseload import visible_cases
from tansiq.centre.cases import Case
from tansiq.centre.people import Officer, Role
from tansiq.centre.reading import READERS
from tansiq.centre.rules import RuleEvent, RuleVersion, Scored, ShadowRun, Stage, rule_outcomes
from tansiq.centre.rules.drafts import WRITERS
from tansiq.centre.rules.life import had_a_hand
from tansiq.centre.rules.readiness import last_finished, last_run, obstacles, shortcomings
from tansiq.centre.rules.records import Standing
from tansiq.centre.rules.results import ShadowResult
from tansiq.centre.rules.travellers import Example, explained
from tansiq.detectors.rules.clauses import Outcome
from tansiq.detectors.rules.rates import FEW, TELLING, Proxy, Rate
from tansiq.web.screens.rules.chart import Chart, chart
from tansiq.web.screens.rules.reading import Spoken, spoken

SAMPLE = 6
_IN_FORCE = (Stage.ACTIVE, Stage.DUE)


PARTICULARS: Final[dict[str, str | Promise]] = {
    "nationality": _("nationality"),
    "sex": _("sex"),
    "age": _("age"),
}


@dataclass(frozen=True, slots=True)
class RateWords:
    """The figures of one group: shares in per cent. is_few: nothing can be said of so few."""

    particular: str | Promise
    share: str
    low: str
    high: str
    is_few: bool
    is_more: bool


@dataclass(frozen=True, slots=True)
class Past:
    """A finished run. lacks: why it is not enough to approve by. cases: known true cases that the officer may open."""

    run: ShadowRun
    result: ShadowResult
    chart: Chart
    lacks: Sequence[str]
    sample: Sequence[Example]
    cases: Sequence[tuple[Case, Outcome]]

    @property
    def rates(self) -> list[tuple[Rate, RateWords]]:
        """Each group, with its figures as a reader has them."""
        base = self.result.fairness.base_rate
        return [(rate, _in_words(rate, base)) for rate in self.result.fairness.rates]

    @property
    def telling(self) -> list[tuple[Proxy, str | Promise]]:
        """What the rule names and tells something protected."""
        found = (proxy for proxy in self.result.fairness.proxies if proxy.strength >= TELLING)
        return [(proxy, PARTICULARS[proxy.particular]) for proxy in found]

    @property
    def declared(self) -> list[tuple[str, str | Promise]]:
        """What the rule names and the table of attributes calls a stand-in."""
        return [(name, PARTICULARS[particular]) for name, particular in self.result.fairness.declared]

    @property
    def known_cases(self) -> int:
        """Known true cases among the travellers asked."""
        return sum(len(numbers) for numbers in (self.result.caught, self.result.missed, self.result.unanswered))


@dataclass(frozen=True, slots=True)
class May:
    """What this officer can do with this version now."""

    edit: bool
    run: bool
    adopt: bool
    propose: bool
    second: bool
    take_back: bool
    suspend: bool
    review: bool


@dataclass(frozen=True, slots=True)
class Opened:
    """A version with its life. spoken: None where the language no longer has what it says."""

    version: RuleVersion
    stage: Stage
    spoken: Spoken | None
    events: Sequence[RuleEvent]
    others: Sequence[RuleVersion]
    latest: RuleVersion
    waiting: ShadowRun | None
    failed: ShadowRun | None
    past: Past | None
    scored: Scored
    obstacles: Sequence[str]
    may: May

    @property
    def newer(self) -> RuleVersion | None:
        """The latest version, where it is another one."""
        return self.latest if self.latest.pk != self.version.pk else None

    @property
    def persons(self) -> list[UUID]:
        """Whom the page names."""
        return [example.person_id for example in self.past.sample] if self.past else []

    @property
    def about(self) -> str:
        """What the access log says it was about."""
        return f"rule {self.version.rule.name} {self.version.number}"


def open_rule(version: RuleVersion, officer: Officer, *, at: datetime) -> Opened:
    """The page of a version as this officer may see it. Whom it names has to be noted."""
    on = timezone.localdate(at)
    stage = version.stage(on)
    last = last_run(version)
    others = list(version.rule.versions.exclude(pk=version.pk).select_related("rule").order_by("-number"))
    latest = others[0] if others and others[0].number > version.number else version
    is_waited_for = version.standing in {Standing.DRAFT, Standing.PROPOSED}
    return Opened(
        version=version,
        stage=stage,
        spoken=_spoken(version),
        events=list(version.events.select_related("by").order_by("-pk")),
        others=others,
        latest=latest,
        waiting=last if last and last.is_waiting else None,
        failed=last if last and last.failed else None,
        past=_past(version, officer, at=at),
        scored=rule_outcomes(at=at).get(version.about, Scored()),
        obstacles=obstacles(version, on=on, at=at) if is_waited_for else [],
        may=_may(version, latest, stage, officer),
    )


def _spoken(version: RuleVersion) -> Spoken | None:
    try:
        return spoken(version.value().node)
    except ValueError:
        return None


def _past(version: RuleVersion, officer: Officer, *, at: datetime) -> Past | None:
    finished = last_finished(version)
    if finished is None:
        return None
    run, result = finished
    may_see = officer.has_role(*READERS) and run.digest == version.digest
    sample = _still_held_up(version, result, officer)[:SAMPLE] if may_see else []
    return Past(
        run=run,
        result=result,
        chart=chart(result.days),
        lacks=list(shortcomings(version, run, result, at=at)),
        sample=sample,
        cases=_cases(result, officer) if officer.has_role(*READERS) else [],
    )


def _still_held_up(version: RuleVersion, result: ShadowResult, officer: Officer) -> list[Example]:
    """The sample, without those of whom something else is known since the run."""
    found = explained(version.value().node, result.sample, officer)
    return [example for example in found if example.explanation.outcome is Outcome.TRUE]


def _in_words(rate: Rate, base: float) -> RateWords:
    share, low, high = (f"{100 * value:.1f}" for value in (rate.rate, rate.low, rate.high))
    return RateWords(PARTICULARS[rate.particular], share, low, high, rate.travellers < FEW, rate.rate > base)


def _cases(result: ShadowResult, officer: Officer) -> list[tuple[Case, Outcome]]:
    said = dict.fromkeys(result.caught, Outcome.TRUE) | dict.fromkeys(result.missed, Outcome.FALSE)
    said |= dict.fromkeys(result.unanswered, Outcome.UNKNOWN)
    return [(case, said[case.number]) for case in visible_cases(officer).filter(number__in=said).order_by("number")]


def _may(version: RuleVersion, latest: RuleVersion, stage: Stage, officer: Officer) -> May:
    is_ours = version.rule.organisation_id in (None, officer.organisation_id)
    writes = is_ours and officer.has_role(*WRITERS)
    is_draft, is_proposed = stage is Stage.DRAFT, stage is Stage.PROPOSED
    seconds = is_ours and officer.has_role(Role.SUPERVISOR)
    is_mine = version.proposed_by_id == officer.pk
    return May(
        edit=writes and latest.standing != Standing.PROPOSED,
        run=writes,
        adopt=writes and is_draft and version.is_by_machine and version.adopted_by_id is None,
        propose=writes and is_draft,
        second=seconds and is_proposed and not had_a_hand(version, officer),
        take_back=is_ours and is_proposed and is_mine,
        suspend=writes and stage in _IN_FORCE,
        review=seconds and stage in _IN_FORCE,
    )
