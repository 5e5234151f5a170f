"""Many comparisons or searches at once, in processes where more than one is asked for; and one rendering of a comparison."""

import multiprocessing
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from multiprocessing.context import BaseContext
from typing import Any, TypeVar

from tansiq.detectors.names.compare import match
from tansiq.detectors.names.interface import Candidate
from tansiq.detectors.names.watchlist import Watchlist
from tansiq.model.findings import Comparison, Reason
from tansiq.model.subjects import Subject

_CHUNK = 64
_AHEAD = 4

T = TypeVar("T")
R = TypeVar("R")
Pair = tuple[Subject, Subject]
Answer = tuple[str, list[Candidate], float]


def match_pairs(pairs: Iterable[Pair], *, jobs: int = 1) -> Iterator[Comparison]:
    """Compare each pair, in the order given. jobs: processes to use; 1 works in this one."""
    if jobs <= 1:
        yield from (match(left, right) for left, right in pairs)
        return
    with ProcessPoolExecutor(jobs, mp_context=_context()) as pool:
        for chunk in _in_order(pool, _match_chunk, pairs, jobs):
            yield from chunk


def screen_many(watchlist: Watchlist, queries: Iterable[Subject], *, top: int = 50, jobs: int = 1) -> Iterator[Answer]:
    """Search for each query, in the order given: its id, its candidates, and the seconds the search itself took."""
    if jobs <= 1:
        for query in queries:
            yield _timed(watchlist, query, top)
        return
    with ProcessPoolExecutor(jobs, mp_context=_context(), initializer=_receive, initargs=(watchlist, top)) as pool:
        for chunk in _in_order(pool, _screen_chunk, queries, jobs):
            yield from chunk


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


def _context() -> BaseContext:
    """Forked workers share a built list without copying it; a process with threads must not be forked."""
    forks = sys.platform == "linux" and threading.active_count() == 1
    return multiprocessing.get_context("fork" if forks else "spawn")


def _in_order(
    pool: ProcessPoolExecutor, work: Callable[[list[T]], list[R]], items: Iterable[T], jobs: int
) -> Iterator[list[R]]:
    """Chunks of work done, in order, never more than a few a worker ahead of the reader."""
    source = iter(items)
    waiting: deque[Future[list[R]]] = deque()
    while True:
        while len(waiting) < _AHEAD * jobs and (chunk := list(islice(source, _CHUNK))):
            waiting.append(pool.submit(work, chunk))
        if not waiting:
            return
        yield waiting.popleft().result()


def _match_chunk(pairs: list[Pair]) -> list[Comparison]:
    return [match(left, right) for left, right in pairs]


class _Held:
    """What a worker process was given when it started."""

    watchlist: Watchlist
    top: int


def _receive(watchlist: Watchlist, top: int) -> None:
    _Held.watchlist, _Held.top = watchlist, top


def _screen_chunk(queries: list[Subject]) -> list[Answer]:
    return [_timed(_Held.watchlist, query, _Held.top) for query in queries]


def _timed(watchlist: Watchlist, query: Subject, top: int) -> Answer:
    start = time.perf_counter()
    candidates = watchlist.search(query, top=top)
    return query.id, candidates, time.perf_counter() - start
