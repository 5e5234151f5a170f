"""What a rule would have done on past data, chunk by chunk in bounded memory."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

import polars as pl
from django.db.models import Q

from tansiq.centre.alerts import FindingRecord
from tansiq.centre.cases import TRUE_OUTCOMES, Case
from tansiq.centre.rules.past import Chunk
from tansiq.centre.rules.results import Day, ShadowResult, Told
from tansiq.detectors.rules import ATTRIBUTES, Rule, render
from tansiq.detectors.rules.bulk import DTYPES, outcomes
from tansiq.detectors.rules.clauses import clauses
from tansiq.detectors.rules.fairness import PROTECTED, fairness
from tansiq.detectors.rules.tree import names

SCREENED: Final = 200_000
"""Travellers that the fairness screen holds at most; of more it looks at every second, every fourth, ..."""
SAMPLE: Final = 12
_HIT: Final = "hit"
_PLACE: Final = {"flight": pl.Int64, "entry": pl.Int64}

Place = tuple[int, int]


class Thinned:
    """Evenly spread rows of many: every one, then every second, then every fourth, so that there are never too many."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._every = 1
        self._seen = 0
        self._frames: list[pl.DataFrame] = []

    def extend(self, frame: pl.DataFrame) -> None:
        """Take in the next rows."""
        self._frames.append(frame.gather_every(self._every, -self._seen % self._every))
        self._seen += frame.height
        while sum(one.height for one in self._frames) > self._most:
            self._frames = [self.frame().gather_every(2)]
            self._every *= 2

    def frame(self) -> pl.DataFrame:
        """The rows kept."""
        return pl.concat(self._frames) if self._frames else pl.DataFrame()


class Measure:
    """Adds up what a rule says of one chunk after another. cases: known true cases by the place of their traveller."""

    def __init__(self, rule: Rule) -> None:
        self._rule = rule
        self._clauses = clauses(rule.node)
        self._expressions = {_HIT: rule.node} | {str(at): node for at, node in enumerate(self._clauses)}
        self._cases = _true_cases(rule)
        self._days: Counter[tuple[str, str]] = Counter()
        self._told: Counter[tuple[int, bool | None]] = Counter()
        self._known: dict[str, set[str]] = {"caught": set(), "missed": set(), "unanswered": set()}
        self._sample = Thinned(SAMPLE)
        self._screened = Thinned(SCREENED)
        self._unknown = 0
        self._unread = 0
        self.rows = 0

    @property
    def attributes(self) -> set[str]:
        """What has to be read of each traveller."""
        return {*names(self._rule.node), *PROTECTED.values()}

    def add(self, chunk: Chunk) -> None:
        """Count a chunk in."""
        schema = {name: DTYPES[ATTRIBUTES[name].kind] for name in chunk.columns}
        frame = pl.DataFrame(chunk.columns, schema=schema)
        answers = outcomes(frame, self._expressions)
        hit = answers[_HIT].to_list()
        hits = [place for place, value in zip(chunk.places, hit, strict=True) if value]
        had_alert = _had_alert(hits, self._rule)
        for place, day, value in zip(chunk.places, chunk.days, hit, strict=True):
            self._days[day, "rows"] += 1
            self._days[day, "hits"] += value is True
            self._days[day, "new"] += value is True and place not in had_alert
            if place in self._cases:
                self._known[_WORD[value]].add(self._cases[place])
        for at in range(len(self._clauses)):
            for value, count in answers[str(at)].value_counts().iter_rows():
                self._told[at, value] += count
        self._unknown += answers[_HIT].null_count()
        self._unread += chunk.unread
        self.rows += len(hit)
        self._sample.extend(pl.DataFrame(hits, schema=_PLACE, orient="row"))
        self._screened.extend(frame)

    def result(self) -> ShadowResult:
        """Everything so far."""
        frame = self._screened.frame()
        found = {number for numbers in self._known.values() for number in numbers}
        return ShadowResult(
            days=tuple(self._day(day) for day in sorted({day for day, _ in self._days})),
            unknown=self._unknown,
            clauses=tuple(self._clause(at, render(node)) for at, node in enumerate(self._clauses)),
            caught=tuple(sorted(self._known["caught"])),
            missed=tuple(sorted(self._known["missed"])),
            unanswered=tuple(sorted(self._known["unanswered"])),
            absent=tuple(sorted(set(self._rule.true_cases) - found)),
            sample=tuple(self._sample.frame().iter_rows()),
            fairness=fairness(frame, self._rule.node),
            screened=frame.height,
            unread=self._unread,
        )

    def _day(self, day: str) -> Day:
        return Day(day, self._days[day, "rows"], self._days[day, "hits"], self._days[day, "new"])

    def _clause(self, at: int, text: str) -> Told:
        return Told(text, self._told[at, True], self._told[at, False], self._told[at, None])


_WORD: Final[Mapping[bool | None, str]] = {True: "caught", False: "missed", None: "unanswered"}


def _true_cases(rule: Rule) -> dict[Place, str]:
    """Numbers of the cases that a rule ought to catch: those that ended in a finding, and those it names."""
    known = Case.objects.filter(Q(outcome__in=TRUE_OUTCOMES) | Q(number__in=rule.true_cases))
    found = known.values_list("number", "alert__flight_id", "alert__entry_key")
    return {(flight, entry): number for number, flight, entry in found}


def _had_alert(places: Iterable[Place], rule: Rule) -> set[Place]:
    """Those of the travellers who had an alert for another reason than this rule."""
    places = set(places)
    if not places:
        return set()
    flights, entries = zip(*places, strict=True)
    found = FindingRecord.objects.filter(alert__flight__in=set(flights), alert__entry_key__in=set(entries))
    others = found.exclude(about__startswith=f"{rule.name}@")
    return places & set(others.values_list("alert__flight_id", "alert__entry_key"))
