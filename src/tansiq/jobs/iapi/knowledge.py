"""What answers rest on, held in memory: lists and active rules, standing decisions, whom officers told apart, the feeds' terms.

A snapshot is never changed: the process that answers builds the next one beside it, and takes it when it is whole.
"""

import logging
import traceback
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from tansiq.centre.boarding.decisions import StandingDecision, in_force, normal
from tansiq.centre.boarding.policies import Terms, terms_by_feed
from tansiq.centre.distinctions import Distinction
from tansiq.centre.rules.active import ActiveRule, active_rules
from tansiq.centre.rules.records import Effect
from tansiq.detectors.boarding import (
    Answer,
    Answered,
    Because,
    Known,
    Resemblance,
    RuleHit,
    Standing,
    decide,
    missing,
)
from tansiq.detectors.names import Watchlist
from tansiq.detectors.rules import ReadyRule, Row, ready
from tansiq.jobs.iapi.heard import Heard
from tansiq.jobs.iapi.rows import flight_row, traveller_row
from tansiq.model.observations import Traveller
from tansiq.model.wire import render
from tansiq.picture import lists
from tansiq.picture.flights import ManifestEntry
from tansiq.picture.lists import Listed
from tansiq.picture.persons import person_id, shown_name, subject

log = logging.getLogger("tansiq.iapi")

FAULTS: Final = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What a detector of ours raises on a person it was not written for."""


@dataclass(frozen=True, slots=True)
class _Ready:
    """An active rule, compiled."""

    one: ReadyRule
    effect: Answer
    by: frozenset[str]


@dataclass(frozen=True)
class Names:
    """The lists in force, indexed, and whom officers told apart from entries, by the id of the document's holder."""

    watchlist: Watchlist
    apart: Mapping[str, Sequence[Distinction]] = field(default_factory=dict)

    def resembled(self, traveller: Traveller, *, at: datetime) -> Iterator[Resemblance]:
        """The entries whose names the passenger's resembles."""
        for about, comparison in self.watchlist.screen(subject(traveller)) if traveller.names else ():
            yield Resemblance(about, comparison.verdict, self._is_told_apart(traveller, about, at=at))

    def _is_told_apart(self, traveller: Traveller, about: str, *, at: datetime) -> bool:
        """Whether an officer's decision holds; only then is the entry as it stands looked up."""
        holder = person_id(traveller)
        made = [d for d in self.apart.get(str(holder), ()) if d.about == about]
        if not made:
            return False
        entry = ManifestEntry(person_id=holder, name=shown_name(traveller), traveller=render(traveller))
        listed = Listed.objects.filter(key=about).first()
        return any(d.broken(entry, listed, at=at) is None for d in made)


@dataclass(frozen=True)
class Knowledge:
    """One snapshot. standing: by document number. terms: by feed."""

    terms: Mapping[str, Sequence[Terms]] = field(default_factory=dict)
    standing: Mapping[str, Sequence[StandingDecision]] = field(default_factory=dict)
    rules: Sequence[_Ready] = ()
    names: Names = field(default_factory=lambda: Names(Watchlist.build(())))

    def decide(self, heard: Heard, terms: Terms, *, at: datetime) -> Iterator[Answered]:
        """The answer on each passenger of a message. On whom a detector fails, the written fallback is given, and said so."""
        flight = flight_row(heard, at=at) if self.rules else {}
        for traveller in heard.travellers:
            try:
                yield decide(self._known(heard, traveller, flight, terms, at=at), at=at, names=terms.names)
            except FAULTS as fault:
                _report(fault)
                yield self._despite(traveller, terms, at=at)

    def _known(self, heard: Heard, traveller: Traveller, flight: Row, terms: Terms, *, at: datetime) -> Known:
        row = traveller_row(heard, traveller, flight) if self.rules else {}
        return Known(
            missing=missing(traveller, terms.required),
            standing=self._standing(traveller),
            rules=tuple(_hits(self.rules, row)),
            names=tuple(self.names.resembled(traveller, at=at)) if terms.names != "never" else (),
        )

    def _standing(self, traveller: Traveller) -> tuple[Standing, ...]:
        numbers = {normal(document.number) for document in traveller.documents}
        about = (decision.about(traveller) for number in numbers for decision in self.standing.get(number, ()))
        return tuple(one for one in about if one is not None)

    def _despite(self, traveller: Traveller, terms: Terms, *, at: datetime) -> Answered:
        """The answer where a detector failed: what people decided stands, whatever failed; else the fallback."""
        found = decide(Known(standing=self._standing(traveller)), at=at, names="never")
        if found.because:
            return found
        return Answered(terms.fallback, (Because("fault", terms.fallback, str(terms.version)),))


def _hits(rules: Sequence[_Ready], row: Row) -> Iterator[RuleHit]:
    for ready_rule in rules:
        if ready_rule.one.holds(row):
            rule = ready_rule.one.rule
            yield RuleHit(rule.name, rule.version, ready_rule.effect, ready_rule.by)


def _report(fault: Exception) -> None:
    """Say where a detector failed. What the fault itself says may quote the person, and is left out."""
    where = "".join(traceback.format_tb(fault.__traceback__))
    log.error("a detector failed on a passenger, who is answered by the fallback: %s\n%s", type(fault).__name__, where)


def load_terms() -> dict[str, list[Terms]]:
    """The terms in force, by feed."""
    return terms_by_feed()


def load_standing(*, at: datetime) -> dict[str, list[StandingDecision]]:
    """The decisions in force, by document number."""
    found: dict[str, list[StandingDecision]] = {}
    for decision in in_force(at=at):
        found.setdefault(decision.number, []).append(decision)
    return found


def load_apart(*, at: datetime) -> dict[str, list[Distinction]]:
    """Who is told apart from an entry by a decision that has not ended, by the id of their document."""
    found: dict[str, list[Distinction]] = {}
    rows = Distinction.objects.filter(withdrawn_at=None, expires_at__gt=at).select_related("redress")
    for made in rows.iterator(chunk_size=2000):
        found.setdefault(str(made.person_id), []).append(made)
    return found


def load_watchlist() -> Watchlist:
    """The lists in force, indexed; seconds for a long one."""
    return Watchlist.build(record.value() for record in lists.in_force())


def load_rules(*, on: date) -> tuple[_Ready, ...]:
    """The rules that may answer a carrier, compiled. One that only alerts is left to the desk."""
    try:
        active = [one for one in active_rules(on=on) if one.effect != Effect.ALERT]
    except ValueError as error:
        log.error("no rule answers carriers: %s", error)  # noqa: TRY400  the words say which one, a traceback does not
        return ()
    return tuple(_ready(one, on=on) for one in active)


def _ready(one: ActiveRule, *, on: date) -> _Ready:
    """Compiled. That two different people put it into force is a constraint of its table."""
    first, second = one.approved_by
    by = frozenset({f"proposed by {first}", f"approved by {second}"})
    return _Ready(ready([one.rule], on=on)[0], Answer(one.effect.value), by)
