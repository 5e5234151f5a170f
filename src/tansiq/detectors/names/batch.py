"""Many comparisons or searches at once, in processes where more than one is asked for; and one rendering of a comparison."""

from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from typing import Any

from tansiq.detectors.names.answers import Answer, Plain, plain, timed, told
from tansiq.detectors.names.evidence.compare import match
from tansiq.detectors.names.processes import context, in_order
from tansiq.detectors.names.search.watchlist import Watchlist
from tansiq.model.findings import Comparison, Reason
from tansiq.model.subjects import Subject

_CHUNK = 64
_AHEAD = 4

Pair = tuple[Subject, Subject]


def match_pairs(pairs: Iterable[Pair], *, jobs: int = 1) -> Iterator[Comparison]:
    """Compare each pair, in the order given. jobs: processes to use; 1 works in this one. Raises WorkerLost."""
    if jobs <= 1:
        yield from (match(left, right) for left, right in pairs)
        return
    with ProcessPoolExecutor(jobs, mp_context=context()) as pool:
        for chunk in in_order(pool, _match_chunk, pairs, ahead=_AHEAD * jobs, chunk=_CHUNK):
            yield from chunk


def screen_many(watchlist: Watchlist, queries: Iterable[Subject], *, top: int = 50, jobs: int = 1) -> Iterator[Answer]:
    """Search for each query, in the order given. Raises WorkerLost where a process ends before it answered."""
    if jobs <= 1:
        for query in queries:
            yield timed(watchlist, query, top)
        return
    with ProcessPoolExecutor(jobs, mp_context=context(), initializer=_receive, initargs=(watchlist, top)) as pool:
        for chunk in in_order(pool, _screen_chunk, queries, ahead=_AHEAD * jobs, chunk=_CHUNK):
            yield from map(told, chunk)


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


def _screen_chunk(queries: list[Subject]) -> list[Plain]:
    return [plain(timed(_Held.watchlist, query, _Held.top)) for query in queries]
