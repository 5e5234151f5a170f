"""Work done in processes, its results in the order of what was given."""

import multiprocessing
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing.context import BaseContext
from typing import TypeVar

from tansiq.model.errors import WorkerLost

T = TypeVar("T")
R = TypeVar("R")


def context() -> BaseContext:
    """Forked workers share what is built without copying it; a process with threads must not be forked."""
    forks = sys.platform == "linux" and threading.active_count() == 1
    return multiprocessing.get_context("fork" if forks else "spawn")


def in_order(
    pool: ProcessPoolExecutor, work: Callable[[list[T]], R], items: Iterable[T], *, ahead: int, chunk: int
) -> Iterator[R]:
    """Chunks of work done, in order, never more than `ahead` of them before the reader.

    Raises WorkerLost where a process ended before its work was done: killed, or out of memory.
    """
    source = iter(items)
    waiting: deque[Future[R]] = deque()
    while True:
        try:
            while len(waiting) < ahead and (some := list(islice(source, chunk))):
                waiting.append(pool.submit(work, some))
            if not waiting:
                return
            done = waiting.popleft().result()
        except BrokenProcessPool as error:
            raise WorkerLost(
                "a worker process ended before its work was done, so what follows has no answer. "
                "Where the system ended it for want of memory, use fewer processes"
            ) from error
        yield done
