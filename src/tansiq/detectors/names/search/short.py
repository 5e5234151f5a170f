"""A short list that is searched in plain Python: candidates from the skeleton index and by document, compared one by one."""

from array import array
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from tansiq.detectors.names.evidence.compare import NameEvidence, compare, name_evidence, score_of
from tansiq.detectors.names.evidence.prepare import Prepared, prepare
from tansiq.detectors.names.evidence.rarity import Rarity
from tansiq.detectors.names.interface import Candidate
from tansiq.detectors.names.search.index import SkeletonIndex
from tansiq.detectors.names.weights import verdict_of
from tansiq.detectors.names.words.parts import Name
from tansiq.model.findings import Comparison
from tansiq.model.subjects import Subject

_COUNTED_FROM = 2_000
_MOST_QUERY_NAMES = 8
_NAMES_COMPARED = 40
_FAR = -2.0
"""Log odds of the best name found, below which an entry's other names are not tried as well."""


class ShortList:
    """A searchable list of subjects, held in memory. See `interface.Screener`.

    count: gives each name as common as its parts are in a longer list that this one is part of; by itself, it counts its own.
    """

    def __init__(self, entries: Iterable[Subject], *, count: Callable[[Name], Name] | None = None) -> None:
        subjects = {subject.id: subject for subject in entries}
        self._subjects = subjects
        self._ids = list(subjects)
        self._at = {entry_id: at for at, entry_id in enumerate(self._ids)}
        self._entries = [prepare(subject) for subject in subjects.values()]
        self._names: list[Name] = []
        self._entry_of = array("I")
        self._is_weak = bytearray()
        self._documents: dict[str, list[int]] = {}
        for at, entry in enumerate(self._entries):
            self._add(at, entry)
        self._index = SkeletonIndex(self._names)
        counted = count or (
            Rarity(self._index.count, self._index.size).count if self._index.size >= _COUNTED_FROM else None
        )
        self._count = counted or (lambda name: name)
        self._entries = list(map(self._counted_entry, self._entries))
        self._names = list(map(self._count, self._names))

    def _add(self, at: int, entry: Prepared) -> None:
        for i, name in enumerate((*entry.names, *entry.weak)):
            self._names.append(name)
            self._entry_of.append(at)
            self._is_weak.append(i >= len(entry.names))
        for document in entry.documents:
            if document.misread:
                self._documents.setdefault(document.misread, []).append(at)

    def __len__(self) -> int:
        return len(self._entries)

    def __contains__(self, entry_id: str) -> bool:
        return entry_id in self._at

    def subjects(self) -> Iterator[Subject]:
        """All entries, in the order given."""
        return iter(self._subjects.values())

    def search(self, query: Subject, *, top: int = 50) -> list[Candidate]:
        """The entries most like the query, best first; at most `top`. Never raises for any Unicode."""
        asked = prepare(query, self._count, among=len(self))
        scored = [(self._score(asked, at, names), self._ids[at]) for at, names in self._promising(asked, top).items()]
        scored.sort(key=lambda found: (-found[0], found[1]))
        return [Candidate(entry_id, score, verdict_of(score)) for score, entry_id in scored[:top]]

    def _score(self, asked: Prepared, at: int, names: NameEvidence | None) -> float:
        """The score of an entry. names: the best evidence the index found; far below the bar, no other name is tried."""
        entry = self._entries[at]
        tried = names and (
            names.weight < _FAR or len(asked.names) + len(asked.weak) == 1 == len(entry.names) + len(entry.weak)
        )
        return score_of(asked, entry, names if tried else None)

    def compare(self, query: Subject, entry_id: str) -> Comparison:
        """The query and one entry compared, with reasons for and against. Raises KeyError for an unknown id."""
        return compare(prepare(query, self._count, among=len(self)), self._entries[self._at[entry_id]])

    def _promising(self, asked: Prepared, top: int) -> dict[int, NameEvidence | None]:
        """The entries worth a full comparison: by document number, then by how well one name fits."""
        best: dict[int, NameEvidence] = {}
        for i, name in enumerate((*asked.names, *asked.weak)[:_MOST_QUERY_NAMES]):
            for number in self._index.nearest(name, max(top, _NAMES_COMPARED)):
                at = self._entry_of[number]
                weak = i >= len(asked.names) or bool(self._is_weak[number])
                found = name_evidence(name, self._names[number], weak=weak)
                if at not in best or found.weight > best[at].weight:
                    best[at] = found
        by_name = sorted(best, key=lambda at: (-best[at].weight, at))[:top]
        known: dict[int, NameEvidence | None] = {at: best[at] for at in by_name}
        return known | dict.fromkeys(self._by_document(asked))

    def _by_document(self, asked: Prepared) -> Iterator[int]:
        for document in asked.documents:
            yield from self._documents.get(document.misread, ())

    def _counted_entry(self, entry: Prepared) -> Prepared:
        return replace(
            entry,
            names=tuple(map(self._count, entry.names)),
            weak=tuple(map(self._count, entry.weak)),
            fathers=tuple(map(self._count, entry.fathers)),
        )
