"""A list in shards, each an index built and kept on a node of a Ray cluster: `tansiq[cluster]`.

Every query goes to all shards; what they find is put together best first, equal scores by id. Names are as rare, and entries among
as many, as in the whole list: first each shard counts its names, then all learn the sum. Ray is imported when one is made.
"""

import os
import resource
import secrets
import shutil
import socket
import tempfile
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from itertools import chain, islice
from types import TracebackType
from typing import Any, Self

from tansiq.detectors.names.answers import Answer, Plain, Searched, plain, timed, told
from tansiq.detectors.names.engine import engine_digest
from tansiq.detectors.names.search import watchlist
from tansiq.detectors.names.search.building import CHUNK
from tansiq.detectors.names.search.census import Census, added_up
from tansiq.detectors.names.search.encoding import hash_text
from tansiq.detectors.names.search.shard import ShardBuilder
from tansiq.detectors.names.search.watchlist import Watchlist
from tansiq.model.errors import Misconfigured, WorkerLost
from tansiq.model.subjects import Subject

_QUERIES = 64
_AHEAD = 4
_START_S = 120
_REACHED_S = 5
_STORE_BYTES = 128 * 1024 * 1024
"""Room that Ray shares between its processes; a chunk of a list takes a megabyte of it."""
_REPAIR = 'pip install "tansiq[cluster]"'
_LOOPBACK = "127.0.0.1"
_ON_LOOPBACK = {
    "RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0",  # off, Ray takes 127.0.0.1; on, it replaces it by an address others reach
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_AUTH_MODE": "token",
}


class ShardActor:
    """What runs on a node: a part of a list, read, counted, indexed and searched there."""

    def __init__(self) -> None:
        self._builder = ShardBuilder()
        self._searched: Searched

    def engine(self) -> str:
        """Which engine the node has."""
        return engine_digest()

    def take(self, subjects: list[Subject]) -> None:
        """Read some more entries."""
        self._builder.take(subjects)

    def census(self) -> Census:
        """The names read, counted."""
        return self._builder.census()

    def index(self, whole: Census) -> None:
        """Make the part ready to be searched as one of a list that was counted."""
        try:
            self._searched = self._builder.index(whole)
        except Misconfigured as error:  # cannot travel: it is made of more than its message
            raise WorkerLost(str(error)) from error
        del self._builder

    def hold(self, subjects: list[Subject]) -> int:
        """Take a short list whole; how many entries it has."""
        short = Watchlist.build(subjects)
        self._searched = short
        return len(short)

    def search(self, queries: list[Subject], top: int) -> list[Plain]:
        """The part's answer to each query."""
        return [plain(timed(self._searched, query, top)) for query in queries]

    def peak_rss_mb(self) -> float:
        """The most memory this process has taken."""
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


class RayExecutor:
    """A list in shards on the nodes of a cluster. See `executors.Executor`.

    shards: how many; a list short enough to be searched in plain Python is one. cluster: the address of a cluster that somebody
    runs; without one, Ray is started on this machine, on its loopback address alone, and ended again. Raises Misconfigured where
    Ray is missing, cannot be reached, has too few processors, or a node has another engine; WorkerLost where a shard is lost.
    """

    def __init__(self, subjects: Iterable[Subject], *, shards: int = 1, cluster: str | None = None) -> None:
        self._folder: str | None
        self._ray, self._folder = _joined(cluster, shards) if cluster else _started(shards)
        self._actors: list[Any] = []
        with ExitStack() as failed:
            failed.callback(self._stop)
            self._entries = self._fill(subjects, shards)
            failed.pop_all()

    def __len__(self) -> int:
        return self._entries

    def screen_many(self, queries: Iterable[Subject], *, top: int = 50) -> Iterator[Answer]:
        """Search for each query, in the order given. Raises WorkerLost."""
        source = iter(queries)
        waiting: deque[list[Any]] = deque()
        while True:
            while len(waiting) < _AHEAD and (some := list(islice(source, _QUERIES))):
                shared = self._ray.put(some)
                waiting.append([actor.search.remote(shared, top) for actor in self._actors])
            if not waiting:
                return
            for parts in zip(*self._asked(waiting.popleft()), strict=True):
                yield together([told(part) for part in parts], top)

    def peak_rss_mb(self) -> float:
        """The most memory of this process and of all shards; Ray's own processes are not among them."""
        own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        shards: list[float] = self._asked([actor.peak_rss_mb.remote() for actor in self._actors])
        return own + sum(shards)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()

    def _fill(self, subjects: Iterable[Subject], shards: int) -> int:
        """Place the list; how many entries it has."""
        source = iter(subjects)
        first = list(islice(source, watchlist.LONG_FROM))
        if len(first) == watchlist.LONG_FROM:
            self._place(shards)
            return self._build(chain(first, source))
        self._place(1)
        entries: int = self._asked([self._actors[0].hold.remote(first)])[0]
        return entries

    def _place(self, shards: int) -> None:
        """Start an actor for each shard, over as many nodes as there are, and see that all have this engine."""
        placed = self._ray.remote(ShardActor).options(num_cpus=1, scheduling_strategy="SPREAD")
        self._actors = [placed.remote() for _ in range(shards)]
        engines = self._asked([actor.engine.remote() for actor in self._actors], within_s=_START_S)
        if set(engines) != {engine_digest()}:
            raise Misconfigured(
                "a node of the cluster has another version of Tansiq, and would judge names otherwise",
                repair="install the same version on all nodes",
            )

    def _build(self, subjects: Iterable[Subject]) -> int:
        """Give each shard its entries, by hash of the id; then count, and index. How many entries the list has."""
        waiting: deque[Any] = deque()
        for shard, some in dealt(subjects, len(self._actors)):
            waiting.append(self._actors[shard].take.remote(some))
            if len(waiting) > 2 * len(self._actors):
                self._asked([waiting.popleft()])
        self._asked(waiting)
        whole = added_up(self._asked([actor.census.remote() for actor in self._actors]))
        shared = self._ray.put(whole)
        self._asked([actor.index.remote(shared) for actor in self._actors])
        return whole.live

    def _asked(self, references: Iterable[Any], *, within_s: float | None = None) -> list[Any]:
        """What the shards answered, all of them. Raises WorkerLost where one did not."""
        wanted = list(references)
        try:
            found: list[Any] = self._ray.get(wanted, timeout=within_s)
        except self._ray.exceptions.GetTimeoutError as error:
            raise Misconfigured(
                f"the cluster did not start {len(self._actors)} shards within {_START_S} seconds",
                repair="ask for fewer shards (--jobs), or look at the cluster with: ray status",
            ) from error
        except self._ray.exceptions.RayError as error:
            raise WorkerLost(f"a shard of the list was lost, so what follows has no answer: {_why(error)}") from error
        return found

    def _stop(self) -> None:
        self._ray.shutdown()
        if self._folder:
            shutil.rmtree(self._folder, ignore_errors=True)


def _started(shards: int) -> tuple[Any, str]:
    """Ray, running on the loopback address of this machine with a processor for each shard, and the folder it works in."""
    os.environ.update(_ON_LOOPBACK)
    os.environ.setdefault(
        "RAY_AUTH_TOKEN", secrets.token_hex(32)
    )  # else Ray writes one into the home and keeps it there
    ray = _imported()
    folder = tempfile.mkdtemp(prefix="tansiq-ray-")
    with ExitStack() as failed:
        failed.callback(shutil.rmtree, folder, ignore_errors=True)
        failed.callback(ray.shutdown)
        try:
            ray.init(
                address="local",
                num_cpus=shards,
                num_gpus=0,
                include_dashboard=False,
                object_store_memory=_STORE_BYTES,
                log_to_driver=False,
                logging_level="ERROR",
                _temp_dir=folder,
            )
        except (OSError, RuntimeError, ValueError) as error:
            raise Misconfigured(
                f"Ray could not be started here: {_first_line(error)}",
                repair="give it room in the temporary folder and free ports, or search with --executor processes",
            ) from error
        if ray.util.get_node_ip_address() != _LOOPBACK:
            raise Misconfigured(
                "Ray was loaded before and would listen on more than the loopback address",
                repair="search in shards from a process that has not imported ray",
            )
        failed.pop_all()
    return ray, folder


def _joined(cluster: str, shards: int) -> tuple[Any, None]:
    """Ray, joined to a cluster that has a processor for each shard."""
    _reach(cluster)
    ray = _imported()
    with ExitStack() as failed:
        failed.callback(ray.shutdown)
        try:
            ray.init(address=cluster, log_to_driver=False, logging_level="ERROR")
        except (OSError, RuntimeError, ValueError) as error:
            raise Misconfigured(
                f"the cluster {cluster} cannot be joined: {_first_line(error)}",
                repair="check its address, its token (RAY_AUTH_TOKEN) and that it runs: ray status",
            ) from error
        processors = int(ray.cluster_resources().get("CPU", 0))
        if processors < shards:
            raise Misconfigured(
                f"the cluster {cluster} has {processors} processors for {shards} shards",
                repair=f"ask for at most {processors} (--jobs)",
            )
        failed.pop_all()
    return ray, None


def _why(error: Exception) -> str:
    """What a shard said itself, or the last line of what Ray says of it."""
    cause = getattr(error, "cause", None)
    if isinstance(cause, WorkerLost):
        return str(cause)
    said = [line.strip() for line in str(error).splitlines() if line.strip()]
    return f"{type(error).__name__}: {said[-1] if said else ''}"


def _reach(cluster: str) -> None:
    """See that somebody listens at an address: Ray would try for many minutes. Raises Misconfigured."""
    host, _, port = cluster.rpartition(":")
    try:
        socket.create_connection((host, int(port)), timeout=_REACHED_S).close()
    except (OSError, ValueError) as error:
        raise Misconfigured(
            f"the cluster {cluster} cannot be reached: {error}",
            repair="give the HOST:PORT of a running cluster's head, as ray start printed it",
        ) from error
    if host in {_LOOPBACK, "localhost"}:
        os.environ.update(_ON_LOOPBACK)


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0]


def _imported() -> Any:  # noqa: ANN401  a library that may be missing has no type
    """Ray, in which nothing runs yet."""
    try:
        import ray  # noqa: PLC0415  only clusters need it
    except ImportError as error:
        raise Misconfigured("searching in shards needs Ray, which is not installed", repair=_REPAIR) from error
    if ray.is_initialized():
        raise Misconfigured("Ray runs in this process already", repair="end it with ray.shutdown() before")
    return ray


def dealt(subjects: Iterable[Subject], shards: int) -> Iterator[tuple[int, list[Subject]]]:
    """Chunks of a list, and which shard each goes to: the same for the same id, in the order given."""
    kept: list[list[Subject]] = [[] for _ in range(shards)]
    for subject in subjects:
        shard = hash_text(subject.id) % shards
        kept[shard].append(subject)
        if len(kept[shard]) == CHUNK:
            yield shard, kept[shard]
            kept[shard] = []
    yield from ((shard, rest) for shard, rest in enumerate(kept) if rest)


def together(parts: Sequence[Answer], top: int) -> Answer:
    """The answers of all shards to one query as one: best first, equal scores by id; as long as the slowest took."""
    every = sorted(chain.from_iterable(found for _, found, _ in parts), key=lambda c: (-c.score, c.id))
    return parts[0][0], every[:top], max(seconds for _, _, seconds in parts)
