"""A long list that is searched: the mapped arrays name the likeliest entries, and the nearest are compared exactly."""

from collections import OrderedDict
from collections.abc import Iterable, Iterator
from math import exp, inf

from tansiq.detectors.names import weights
from tansiq.detectors.names.building import type_code
from tansiq.detectors.names.compare import compare, name_evidence, score_of
from tansiq.detectors.names.interface import Candidate
from tansiq.detectors.names.mapped import Hit, Mapped
from tansiq.detectors.names.parts import Name, part
from tansiq.detectors.names.prepare import Prepared, prepare
from tansiq.detectors.names.rarity import Rarity
from tansiq.detectors.names.store import Store
from tansiq.model.findings import Comparison
from tansiq.model.subjects import Subject

_MOST_QUERY_NAMES = 8
_MOST_PREPARED = 2_000
_COMPARED = 40
"""Entries compared with everything known, where more than the names is asked for."""
_NAMES_COMPARED = 3
"""Names compared exactly, where nothing but names is asked for; behind them the order and verdicts are the arrays'."""
_HOPELESS = -2.0
"""Log odds of the names, below which comparing them exactly would not make them possible."""
_FAR = -3.5
"""Log odds of the names below which nothing beside them is looked at, unless a document led to the entry."""


_ANY_NAME = Name("", (part("a"),))


class LongList:
    """A mapped list. See `interface.Screener`."""

    def __init__(self, store: Store) -> None:
        self._mapped = Mapped(store)
        self.count = Rarity(self._mapped.count, self._mapped.names).count
        self._prepared: OrderedDict[int, Prepared] = OrderedDict()
        self._mapped.nearest(
            _ANY_NAME, weak=False, most=1, type_code=0
        )  # loads the compiled code, or compiles it, before the first question

    def __len__(self) -> int:
        return self._mapped.live

    def __contains__(self, entry_id: str) -> bool:
        return self._mapped.entry_of(entry_id) is not None

    @property
    def changed(self) -> bool:
        """Whether entries were left out since it was opened."""
        return self._mapped.changed

    @property
    def store(self) -> Store:
        """The file it lies in."""
        return self._mapped.store

    def subjects(self) -> Iterator[Subject]:
        """All entries, in the order given."""
        return self._mapped.subjects()

    def remove(self, entry_id: str) -> bool:
        """Leave an entry out from now on; whether it was there."""
        entry = self._mapped.entry_of(entry_id)
        if entry is not None:
            self._mapped.remove(entry)
        return entry is not None

    def search(self, query: Subject, *, top: int = 50) -> list[Candidate]:
        """The entries most like the query, best first; at most `top`. Never raises for any Unicode."""
        asked = prepare(query, self.count)
        scores = self._scores(asked, top)
        ids = self._mapped.ids_of(list(scores)) if scores else []
        best = sorted((-score, entry_id) for score, entry_id in zip(scores.values(), ids, strict=True))[:top]
        return [Candidate(entry_id, -score, weights.verdict_of(-score)) for score, entry_id in best]

    def compare(self, query: Subject, entry_id: str) -> Comparison:
        """The query and one entry compared, with reasons for and against. Raises KeyError for an unknown id."""
        entry = self._mapped.entry_of(entry_id)
        if entry is None:
            raise KeyError(entry_id)
        return compare(prepare(query, self.count), self._prepare(entry))

    def _scores(self, asked: Prepared, top: int) -> dict[int, float]:
        """What the entries worth naming score: the nearest exactly."""
        hits = self._hits(asked, top)
        documents = {entry for document in asked.documents for entry in self._mapped.by_document(document.misread)}
        if documents or _says_more(asked):
            return self._fully(asked, hits, documents)
        scores = {hit.entry: _logistic(hit.log_odds) for hit in hits}
        for hit in hits[:_NAMES_COMPARED]:
            if hit.log_odds > _HOPELESS:
                scores[hit.entry] = self._by_names(asked, hit)
        return scores

    def _hits(self, asked: Prepared, top: int) -> list[Hit]:
        """The entries named by any of the names asked for, best first."""
        best: dict[int, Hit] = {}
        code = type_code(asked.type)
        for i, name in enumerate((*asked.names, *asked.weak)[:_MOST_QUERY_NAMES]):
            for hit in self._mapped.nearest(name, weak=i >= len(asked.names), most=max(top, _COMPARED), type_code=code):
                if hit.entry not in best or hit.log_odds > best[hit.entry].log_odds:
                    best[hit.entry] = hit
        return sorted(best.values(), key=lambda hit: -hit.log_odds)

    def _fully(self, asked: Prepared, hits: Iterable[Hit], documents: Iterable[int]) -> dict[int, float]:
        """Scores with everything known of the nearest and of those a document led to; of the rest, by their names."""
        scores = {hit.entry: _logistic(hit.log_odds) for hit in hits}
        near = [hit.entry for hit in hits if hit.log_odds > _FAR][:_COMPARED]
        for entry in {*documents, *near}:
            scores[entry] = score_of(asked, self._prepare(entry))
        return scores

    def _by_names(self, asked: Prepared, hit: Hit) -> float:
        """The score of an entry, where nothing but names is asked for."""
        if not self._mapped.is_bare(hit.name, type_code(asked.type)):
            return score_of(asked, self._prepare(hit.entry))
        best = -inf
        for number in self._mapped.names_of(hit.entry):
            name, weak = self._mapped.name_of(number), self._mapped.is_weak(number)
            for i, mine in enumerate((*asked.names, *asked.weak)):
                found = name_evidence(mine, name, weak=weak or i >= len(asked.names))
                best = max(best, found.weight)
        return _logistic(best)

    def _prepare(self, entry: int) -> Prepared:
        known = self._prepared.get(entry)
        if known is None:
            known = self._prepared[entry] = prepare(self._mapped.subject_of(entry), self.count)
            if len(self._prepared) > _MOST_PREPARED:
                self._prepared.popitem(last=False)
        return known


def _says_more(asked: Prepared) -> bool:
    """Whether more than names is known, or an organisation is asked for, whose initials count."""
    return asked.type != "person" or any(
        (asked.fathers, asked.dates, asked.places, asked.nationalities, asked.sex, asked.documents)
    )


def _logistic(log_odds: float) -> float:
    return 1 / (1 + exp(-log_odds))
