"""Where many searches of one list are done: in processes here, or in the nodes of a cluster (`cluster.py`)."""

import resource
from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import Protocol, Self

from tansiq.detectors.names.answers import Answer
from tansiq.detectors.names.batch import screen_many
from tansiq.detectors.names.search.watchlist import Watchlist
from tansiq.model.subjects import Subject


class Executor(Protocol):
    """A list ready to be searched for many queries. Used with `with`: what it started ends there, whatever happened."""

    def __len__(self) -> int: ...

    def screen_many(self, queries: Iterable[Subject], *, top: int = 50) -> Iterator[Answer]:
        """Search for each query, in the order given.

        Raises WorkerLost where a process or machine ends before it answered: no answer lacks a part of the list.
        """
        ...

    def peak_rss_mb(self) -> float:
        """The most memory that it has taken so far, in all processes that hold the list."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


class ProcessExecutor:
    """The whole list in each of some processes on this machine, which share its pages. See `Executor`."""

    def __init__(self, watchlist: Watchlist, *, jobs: int = 1) -> None:
        self._watchlist = watchlist
        self._jobs = jobs

    def __len__(self) -> int:
        return len(self._watchlist)

    def screen_many(self, queries: Iterable[Subject], *, top: int = 50) -> Iterator[Answer]:
        """Search for each query, in the order given. Raises WorkerLost."""
        return screen_many(self._watchlist, queries, top=top, jobs=self._jobs)

    def peak_rss_mb(self) -> float:
        """The most memory of this process, and of the largest that worked for it."""
        own, children = (resource.getrusage(w).ru_maxrss for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        return (own + children) / 1024

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Nothing: its processes end with the searches."""
