"""The interface of the names detector: what callers may rely on while the engine behind it changes.

from tansiq.detectors.names import match, Watchlist

comparison = match(left, right)                      # two Subjects -> Comparison
watchlist = Watchlist.build(subjects)                # any number of Subjects, each with its own id
for candidate in watchlist.search(query, top=50):    # best first
    ...
comparison = watchlist.compare(query, candidate.id)  # with reasons in words
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple, Protocol, Self

from tansiq.model.findings import Comparison, Verdict
from tansiq.model.subjects import Subject


class Candidate(NamedTuple):
    """An entry that a search holds up. score: 0 to 1, ranks only."""

    id: str
    score: float
    verdict: Verdict


class Screener(Protocol):
    """A searchable list of subjects."""

    @classmethod
    def build(cls, subjects: Iterable[Subject]) -> Self:
        """Index the subjects. Each needs an id of its own; a later one with the same id replaces the earlier."""
        ...

    def __len__(self) -> int: ...

    def search(self, query: Subject, *, top: int = 50) -> list[Candidate]:
        """The entries most like the query, best first; at most `top`. Never raises for any Unicode."""
        ...

    def compare(self, query: Subject, entry_id: str) -> Comparison:
        """The query and one entry compared, with reasons for and against. Raises KeyError for an unknown id."""
        ...

    def screen(self, query: Subject) -> Iterator[tuple[str, Comparison]]:
        """Each entry whose verdict is match or possible, with its comparison, best first."""
        ...
