"""A long list that is searched: the mapped arrays name the likeliest entries, and the nearest are compared exactly."""

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from math import inf

import numpy as np

from tansiq.detectors.names import weights
from tansiq.detectors.names.evidence.compare import compare, score_of
from tansiq.detectors.names.evidence.prepare import Prepared, prepare
from tansiq.detectors.names.evidence.rarity import Rarity
from tansiq.detectors.names.interface import Candidate
from tansiq.detectors.names.search.building import type_code
from tansiq.detectors.names.search.layout import F64, I32
from tansiq.detectors.names.search.mapped import Mapped
from tansiq.detectors.names.search.scoring import Found
from tansiq.detectors.names.search.store import Store
from tansiq.detectors.names.words.parts import Name, part
from tansiq.model.findings import Comparison, Verdict
from tansiq.model.subjects import Subject

_MOST_QUERY_NAMES = 8
_MOST_PREPARED = 2_000
_COMPARED = 40
"""Entries compared with everything known, where more than the names is asked for."""
_DESCRIBED_COMPARED = 12
"""Entries compared exactly, where nothing but names is asked for but more is known of them, which the arrays do not weigh."""
_HOPELESS = -0.6
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
        asked = prepare(query, self.count, among=len(self))
        hits = self._hits(asked, top)
        documents = [entry for document in asked.documents for entry in self._mapped.by_document(document.misread)]
        if documents or _says_more(asked):
            entries, found = self._fully(asked, hits, documents, top)
        else:
            entries, found = hits.entry, self._by_names(asked, hits)
        best = sorted(zip((-found).tolist(), self._mapped.ids_of(entries), strict=True))[:top]
        scores = [-score for score, _ in best]
        return list(map(Candidate, [entry_id for _, entry_id in best], scores, _verdicts(scores)))

    def compare(self, query: Subject, entry_id: str) -> Comparison:
        """The query and one entry compared, with reasons for and against. Raises KeyError for an unknown id."""
        entry = self._mapped.entry_of(entry_id)
        if entry is None:
            raise KeyError(entry_id)
        return compare(prepare(query, self.count, among=len(self)), self._prepare(entry))

    def _hits(self, asked: Prepared, top: int) -> Found:
        """The entries named by any of the names asked for, best first."""
        found = [
            self._mapped.nearest(
                name, weak=i >= len(asked.names), most=max(top, _COMPARED), type_code=type_code(asked.type)
            )
            for i, name in enumerate((*asked.names, *asked.weak)[:_MOST_QUERY_NAMES])
        ]
        return found[0] if len(found) == 1 else _merged(found)

    def _fully(self, asked: Prepared, hits: Found, documents: Sequence[int], top: int) -> tuple[I32, F64]:
        """Entries and scores, with everything known of the nearest and of those a document led to; else by their names."""
        scores = dict(zip(hits.entry.tolist(), _logistic(hits.log_odds).tolist(), strict=True))
        near = hits.entry[hits.log_odds > _FAR][: max(top, _COMPARED)].tolist()
        for entry in {*documents, *near}:
            scores[entry] = score_of(asked, self._prepare(entry))
        return np.fromiter(scores, np.int32, len(scores)), np.fromiter(scores.values(), np.float64, len(scores))

    def _by_names(self, asked: Prepared, hits: Found) -> F64:
        """Scores where nothing but names is asked for: exactly where of the nearest more is known than one name."""
        scores = _logistic(hits.log_odds)
        near = min(_DESCRIBED_COMPARED, int((hits.log_odds > _HOPELESS).sum()))
        for at, bare in enumerate(self._mapped.are_bare(hits.name[:near], type_code(asked.type))):
            if not bare:
                scores[at] = score_of(asked, self._prepare(int(hits.entry[at])))
        return scores

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


def _merged(found: Sequence[Found]) -> Found:
    """What was found by several names, each entry once, best first."""
    if not found:
        return Found(np.zeros(0, np.int32), np.zeros(0, np.int32), np.zeros(0))
    every = Found(*map(np.concatenate, zip(*found, strict=True)))
    order = np.argsort(-every.log_odds, kind="stable")
    first = np.sort(np.unique(every.entry[order], return_index=True)[1])
    chosen = order[first]
    return Found(every.entry[chosen], every.name[chosen], every.log_odds[chosen])


def _verdicts(scores: Sequence[float]) -> Iterator[Verdict]:
    """What scores amount to, the greatest first: most of many are alike, and only the first of each is asked about."""
    verdict, least = Verdict.NO, inf
    for score in scores:
        if score < least:
            verdict = weights.verdict_of(score)
            least = {Verdict.MATCH: weights.MATCH_FROM, Verdict.POSSIBLE: weights.POSSIBLE_FROM}.get(verdict, 0.0)
        yield verdict


def _logistic(log_odds: F64) -> F64:
    scores: F64 = 1 / (1 + np.exp(-log_odds))
    return scores
