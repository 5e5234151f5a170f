"""How often a list alarms on ordinary travellers, at which threshold, and on whom. Method: docs/alarms.md."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from math import sqrt

from tansiq.detectors.names.alarms.ordinary import Known, Ordinary, as_known
from tansiq.detectors.names.alarms.respelt_entries import true_travellers
from tansiq.detectors.names.batch import screen_many
from tansiq.detectors.names.interface import Candidate
from tansiq.detectors.names.search.watchlist import Watchlist
from tansiq.model.findings import Verdict
from tansiq.model.subjects import Subject

SCORES = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.99)
"""The scores at which alarms are counted beside the verdicts."""
CANDIDATES = 25
_Z = 1.959964
"""The normal quantile of a two-sided interval of 95 %."""


@dataclass(frozen=True, slots=True)
class Rate:
    """How many of how many, with the Wilson score interval of 95 %; rates are shares, 0 to 1."""

    count: int
    of: int

    @property
    def rate(self) -> float:
        """The share itself."""
        return self.count / self.of if self.of else 0.0

    @property
    def low(self) -> float:
        """The lower end of the interval."""
        return min(self.rate, self._wilson(-1))  # at the ends rounding passes the rate itself

    @property
    def high(self) -> float:
        """The upper end of the interval."""
        return max(self.rate, self._wilson(1))

    def _wilson(self, side: int) -> float:
        """Source: E. B. Wilson, Probable inference, the law of succession, and statistical inference, JASA 22 (1927)."""
        if not self.of:
            return 0.5 + side / 2
        z2 = _Z * _Z / self.of
        half = _Z * sqrt(self.rate * (1 - self.rate) / self.of + z2 / (4 * self.of))
        return min(1.0, max(0.0, (self.rate + z2 / 2 + side * half) / (1 + z2)))


class Tally:
    """Alarms counted at every threshold. A traveller alarms once, however many entries they resemble."""

    def __init__(self) -> None:
        self.travellers = 0
        self._scores: Counter[float] = Counter()
        self._verdicts: Counter[Verdict] = Counter()

    def add(self, best: Candidate | None) -> None:
        """Count one traveller, with the entry they resemble most."""
        self.travellers += 1
        if best is not None:
            self._verdicts[best.verdict] += 1
            self._scores.update(at for at in SCORES if best.score >= at)

    def __add__(self, other: "Tally") -> "Tally":
        both = Tally()
        both.travellers = self.travellers + other.travellers
        both._scores = self._scores + other._scores
        both._verdicts = self._verdicts + other._verdicts
        return both

    @property
    def match(self) -> Rate:
        """Travellers called a match."""
        return Rate(self._verdicts[Verdict.MATCH], self.travellers)

    @property
    def alarm(self) -> Rate:
        """Travellers put before an officer: match or possible."""
        return Rate(self._verdicts[Verdict.MATCH] + self._verdicts[Verdict.POSSIBLE], self.travellers)

    def at(self, score: float) -> Rate:
        """Travellers whose best entry has this score of `SCORES` or more."""
        return Rate(self._scores[score], self.travellers)


@dataclass(slots=True)
class Groups:
    """The alarms of all, and of groups of travellers. entries: how many travellers each entry alarmed on."""

    all: Tally = field(default_factory=Tally)
    by_nationality: dict[str, Tally] = field(default_factory=dict)
    by_sex: dict[str, Tally] = field(default_factory=dict)
    by_birth_date: dict[str, Tally] = field(default_factory=dict)
    entries: Counter[str] = field(default_factory=Counter)

    def add(self, traveller: Ordinary, candidates: Sequence[Candidate]) -> None:
        """Count one traveller with what the list held up, best first."""
        best = candidates[0] if candidates else None
        birth_date = "1 January" if traveller.placeholder else "other day"
        for tally in (
            self.all,
            self.by_nationality.setdefault(traveller.nationality, Tally()),
            self.by_sex.setdefault(traveller.sex, Tally()),
            self.by_birth_date.setdefault(birth_date, Tally()),
        ):
            tally.add(best)
        self.entries.update(c.id for c in candidates if c.verdict is not Verdict.NO)


def alarms(
    watchlist: Watchlist, travellers: Iterable[Ordinary], *, jobs: int = 1, step: Callable[[], None] = lambda: None
) -> Groups:
    """Screen ordinary travellers and count the alarms. step: called after each."""
    asked, groups = list(travellers), Groups()
    answers = screen_many(watchlist, (t.subject for t in asked), top=CANDIDATES, jobs=jobs)
    for traveller, (_, candidates, _) in zip(asked, answers, strict=True):
        groups.add(traveller, _judged(watchlist, traveller.subject, candidates))
        step()
    return groups


def _judged(watchlist: Watchlist, query: Subject, found: Sequence[Candidate]) -> list[Candidate]:
    """What a search holds up as screening judges it: an alert opens where the whole comparison says so too."""
    near = [candidate for candidate in found if candidate.verdict is not Verdict.NO]
    compared = [(candidate.id, watchlist.compare(query, candidate.id)) for candidate in near]
    judged = [Candidate(entry_id, said.score, said.verdict) for entry_id, said in compared]
    return sorted([*judged, *found[len(near) :]], key=lambda candidate: -candidate.score)


def recall(
    watchlist: Watchlist,
    listed: Iterable[Subject],
    *,
    seed: int,
    known: Known = Known.DOCUMENT,
    jobs: int = 1,
    step: Callable[[], None] = lambda: None,
) -> Tally:
    """Ask for listed persons as another office would write them, and count how many are found. step: called after each."""
    asked, tally = [as_known(subject, known) for subject in true_travellers(listed, seed=seed)], Tally()
    for entry_id, candidates, _ in screen_many(watchlist, asked, top=CANDIDATES, jobs=jobs):
        tally.add(next((c for c in candidates if c.id == entry_id), None))
        step()
    return tally
