"""The rules in force: for whoever asks them about travellers, and for the answer to an airline."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256

from django.db.models import Max
from django.utils import timezone

from tansiq.centre.findings import Held
from tansiq.centre.rules.records import Effect, RuleEvent, RuleVersion, Standing
from tansiq.detectors.rules import ReadyRule, Row, Rule, findings, ready
from tansiq.model.findings import Verdict


@dataclass(frozen=True, slots=True)
class ActiveRule:
    """A rule in force. approved_by: who proposed it, and the second person who approved it. legal_basis: of its effect.

    audience: the organisations that may know of the rule, None for everybody.
    """

    rule: Rule
    effect: Effect
    approved_by: tuple[str, str]
    legal_basis: str
    audience: tuple[str, ...] | None

    @property
    def about(self) -> str:
        """As findings name it: `Finding.about`."""
        return f"{self.rule.name}@{self.rule.version}"


def active_rules(*, on: date) -> Sequence[ActiveRule]:
    """The rules that two people put into force and whose end has not come on a day, by name."""
    standing = RuleVersion.objects.filter(standing=Standing.ACTIVE, expires_on__gt=on)
    found = standing.select_related("rule", "author", "proposed_by", "approved_by").order_by("rule__name")
    return [_active(version) for version in found]


def in_force(*, on: date) -> int:
    """A number that changes when a rule comes into force or goes out of it, by people or by its time."""
    standing = RuleVersion.objects.filter(standing=Standing.ACTIVE, expires_on__gt=on)
    said = "\n".join(f"{pk} {digest}" for pk, digest in standing.order_by("pk").values_list("pk", "digest"))
    return int.from_bytes(sha256(said.encode()).digest()[:7])


def _active(version: RuleVersion) -> ActiveRule:
    first, second = version.proposed_by, version.approved_by
    if first is None or second is None or first == second:
        raise AssertionError(f"{version.about} is in force without two people")  # a constraint of the table holds it
    audience = version.rule.audience
    return ActiveRule(
        rule=version.value(),
        effect=Effect(version.effect),
        approved_by=(first.shown_name, second.shown_name),
        legal_basis=version.legal_basis,
        audience=None if audience is None else tuple(audience),
    )


class ActiveBook:
    """The rules in force, compiled, for a process that asks them of everybody.

    One that no longer fits the language is left out and named in `unfit`: the others go on.
    """

    def __init__(self, *, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._state: tuple[int | None, date] | None = None
        self._ready: tuple[ReadyRule, ...] = ()
        self.rules: Mapping[str, ActiveRule] = {}

    def reload(self, *, only_if_changed: bool = True) -> bool:
        """Take up what changed: a step in the life of any rule, or a new day. Whether anything was loaded."""
        on = timezone.localdate(self._clock())
        state = (RuleEvent.objects.aggregate(last=Max("pk"))["last"], on)
        if only_if_changed and state == self._state:
            return False
        active = active_rules(on=on)
        self._ready = ready([one.rule for one in active], on=on)
        self.rules = {one.about: one for one in active}
        self._state = state
        return True

    def held(self, row: Row, *, subject_key: str, evidence: tuple[int, ...]) -> Iterator[Held]:
        """What the rules hold up about a traveller, as `centre.alerts.put` takes it.

        The verdict is "possible": that a rule is true says no more than that somebody wants to look.
        """
        for found in findings(row, rules=self._ready, subject_key=subject_key, evidence=evidence):
            name = found.about.partition("@")[0]
            yield Held(replace(found, verdict=Verdict.POSSIBLE), name)
