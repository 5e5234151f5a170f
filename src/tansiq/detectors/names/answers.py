"""The answer to one query of many, and how it travels between processes."""

import time
from typing import Protocol

from tansiq.detectors.names.interface import Candidate
from tansiq.model.findings import Verdict
from tansiq.model.subjects import Subject

Answer = tuple[str, list[Candidate], float]
"""A query's id, its candidates, best first, and the seconds the search itself took."""
Plain = tuple[str, list[tuple[str, float, str]], float]
_VERDICTS = {verdict.value: verdict for verdict in Verdict}


class Searched(Protocol):
    """Anything that is searched."""

    def search(self, query: Subject, *, top: int) -> list[Candidate]:
        """The entries most like the query, best first; at most `top`."""
        ...


def timed(searched: Searched, query: Subject, top: int) -> Answer:
    """Search for a query, and say how long it took."""
    start = time.perf_counter()
    candidates = searched.search(query, top=top)
    return query.id, candidates, time.perf_counter() - start


def plain(answer: Answer) -> Plain:
    """An answer as it travels between processes: plain values take a fraction of the time."""
    query_id, candidates, seconds = answer
    return query_id, [(c.id, c.score, c.verdict.value) for c in candidates], seconds


def told(answer: Plain) -> Answer:
    """An answer that has travelled."""
    query_id, candidates, seconds = answer
    return query_id, [Candidate(key, score, _VERDICTS[verdict]) for key, score, verdict in candidates], seconds
