"""Many comparisons or searches at once, in processes where more than one is asked for; and one rendering of a comparison."""

import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from typing import Any

from tansiq.detectors.names.evidence.compare import match
from tansiq.detectors.names.interface import Candidate
from tansiq.detectors.names.processes import context, in_order
from tansiq.detectors.names.search.watchlist import Watchlist
from tansiq.model.findings import Comparison, Reason, Verdict
from tansiq.model.subjects import Subject

_CHUNK = 64
_AHEAD = 4

Pair = tuple[Subject, Subject]
Answer = tuple[str, list[Candidate], float]
_Plain = tuple[str, list[tuple[str, float, str]], float]
_VERDICTS = {verdict.value: verdict for verdict in Verdict}


def match_pairs(pairs: Iterable[Pair], *, jobs: int = 1) -> Iterator[Comparison]:
    """Compare each pair, in the order given. jobs: processes to use; 1 works in this one."""
    if jobs <= 1:
        yield from (match(left, right) for left, right in pairs)
        return
    with ProcessPoolExecutor(jobs, mp_context=context()) as pool:
        for chunk in in_order(pool, _match_chunk, pairs, ahead=_AHEAD * jobs, chunk=_CHUNK):
            yield from chunk


def screen_many(watchlist: Watchlist, queries: Iterable[Subject], *, top: int = 50, jobs: int = 1) -> Iterator[Answer]:
    """Search for each query, in the order given: its id, its candidates, and the seconds the search itself took."""
    if jobs <= 1:
        for query in queries:
            yield _timed(watchlist, query, top)
        return
    with ProcessPoolExecutor(jobs, mp_context=context(), initializer=_receive, initargs=(watchlist, top)) as pool:
        for chunk in in_order(pool, _screen_chunk, queries, ahead=_AHEAD * jobs, chunk=_CHUNK):
            yield from map(_told, chunk)


def render_comparison(comparison: Comparison) -> dict[str, Any]:
    """A comparison in the shape of the command-line contract."""
    return {
        "score": round(comparison.score, 6),
        "verdict": comparison.verdict.value,
        "reasons": [_render_reason(reason) for reason in comparison.reasons],
        "against": [_render_reason(reason) for reason in comparison.against],
    }


def _render_reason(reason: Reason) -> dict[str, Any]:
    return {
        "feature": reason.feature,
        "left": reason.left,
        "right": reason.right,
        "weight": round(reason.weight, 3),
        "text": reason.text,
    }


def _match_chunk(pairs: list[Pair]) -> list[Comparison]:
    return [match(left, right) for left, right in pairs]


class _Held:
    """What a worker process was given when it started."""

    watchlist: Watchlist
    top: int


def _receive(watchlist: Watchlist, top: int) -> None:
    _Held.watchlist, _Held.top = watchlist, top


def _screen_chunk(queries: list[Subject]) -> list[_Plain]:
    return [_plain(*_timed(_Held.watchlist, query, _Held.top)) for query in queries]


def _plain(query_id: str, candidates: list[Candidate], seconds: float) -> _Plain:
    """An answer as it travels between processes: plain values take a fraction of the time."""
    return query_id, [(c.id, c.score, c.verdict.value) for c in candidates], seconds


def _told(answer: _Plain) -> Answer:
    query_id, candidates, seconds = answer
    return query_id, [Candidate(key, score, _VERDICTS[verdict]) for key, score, verdict in candidates], seconds


def _timed(watchlist: Watchlist, query: Subject, top: int) -> Answer:
    start = time.perf_counter()
    candidates = watchlist.search(query, top=top)
    return query.id, candidates, time.perf_counter() - start
