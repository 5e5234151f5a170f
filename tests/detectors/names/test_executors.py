"""Both places where a list is searched: the same promises, the same answers. All persons are invented.

Ray's part runs where it is installed: pip install "tansiq[cluster]".
"""

import gc
import multiprocessing
import os
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from importlib.util import find_spec
from itertools import repeat
from pathlib import Path

import pytest

from tansiq.bench.names import invented_list, other_spellings
from tansiq.detectors.names import Candidate, Watchlist, screen_many
from tansiq.detectors.names.cluster import RayExecutor
from tansiq.detectors.names.executors import Executor, ProcessExecutor
from tansiq.detectors.names.search import watchlist
from tansiq.model.errors import Misconfigured, WorkerLost
from tansiq.model.findings import Verdict
from tansiq.model.subjects import Subject

LISTED = (*invented_list(300, seed=5), Subject("l1", names=("Zarghun Mandokhel",), birth_dates=("1976",)))
QUERIES = [
    *(Subject(f"q{at}", names=sought.query.names) for at, sought in enumerate(other_spellings(LISTED[:300], 150, seed=8))),
    Subject("zarghun", names=("ZARGHOON MANDOKHAIL",)),
    Subject("empty"),
]  # fmt: skip
LOOPBACK = {"0100007F", "00000000000000000000000001000000", "0000000000000000FFFF00000100007F"}
"""127.0.0.1, ::1 and 127.0.0.1 as IPv6, as /proc/net has them."""
on_linux = pytest.mark.skipif(sys.platform != "linux", reason="/proc tells which processes hold what")

pytestmark = pytest.mark.filterwarnings("ignore:subprocess .* is still running:ResourceWarning")

Made = Callable[[Iterable[Subject]], Executor]


@pytest.fixture(params=["processes", "ray"])
def made(request: pytest.FixtureRequest) -> Iterator[Made]:
    """Make an executor of two processes or shards, which ends with the test."""
    if request.param == "ray":
        skip_without_ray()
    with ExitStack() as ended:

        def make(subjects: Iterable[Subject]) -> Executor:
            if request.param == "ray":
                return ended.enter_context(RayExecutor(subjects, shards=2))
            return ended.enter_context(ProcessExecutor(Watchlist.build(subjects), jobs=2))

        yield make
    gc.collect()  # Ray's handles of its processes warn when they go: here, where that is passed over


def skip_without_ray() -> None:
    """Skip where Ray is missing; it is not imported here, as it reads its settings when it is."""
    if find_spec("ray") is None:
        pytest.skip('Ray is not installed: pip install "tansiq[cluster]"')


def held(candidates: Iterable[Candidate]) -> dict[str, float]:
    return {c.id: c.score for c in candidates if c.verdict is not Verdict.NO}


def test_a_short_list_is_searched_as_in_one_process(made: Made) -> None:
    expected = [(key, found) for key, found, _ in screen_many(Watchlist.build(LISTED), QUERIES, top=5)]
    executor = made(LISTED)
    answers = list(executor.screen_many(QUERIES, top=5))
    assert len(executor) == len(LISTED)
    assert [(key, found) for key, found, _ in answers] == expected
    assert all(seconds > 0 for _, _, seconds in answers)
    assert executor.peak_rss_mb() > 10


def test_a_long_list_is_searched_as_in_one_process(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watchlist, "LONG_FROM", 1)
    expected = list(screen_many(Watchlist.build(LISTED), QUERIES))
    answers = list(made(LISTED).screen_many(QUERIES))
    assert [key for key, _, _ in answers] == [query.id for query in QUERIES]
    same = [held(mine) == pytest.approx(held(other), abs=2e-3) if held(mine).keys() == held(other).keys() else False
            for (_, mine, _), (_, other, _) in zip(answers, expected, strict=True)]  # fmt: skip
    assert sum(same) >= 0.97 * len(QUERIES)


def test_an_empty_list_finds_nobody(made: Made) -> None:
    executor = made([])
    assert len(executor) == 0
    assert [found for _, found, _ in executor.screen_many(QUERIES[:3])] == [[], [], []]


@on_linux
def test_a_worker_that_is_killed_is_an_error_and_no_silent_loss(made: Made) -> None:
    executor = made(LISTED)

    def endless() -> Iterator[Subject]:
        yield from repeat(QUERIES[0], 600)
        os.kill(next(workers()), signal.SIGKILL)
        yield from repeat(QUERIES[0])

    with pytest.raises(WorkerLost, match="has no answer"):
        for _ in executor.screen_many(endless()):
            pass


@on_linux
def test_ray_listens_on_the_loopback_alone_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    skip_without_ray()
    monkeypatch.setenv("HOME", str(tmp_path))
    before = set(Path(tempfile.gettempdir()).glob("tansiq-[rs]*"))
    with RayExecutor(LISTED, shards=2) as executor:
        assert held(next(executor.screen_many([QUERIES[-2]]))[1]).keys() == {"l1"}
        addresses = list(listening())
        assert len(addresses) >= 4
        assert set(addresses) <= LOOPBACK
        assert not any(
            "dashboard.py" in command and "--modules-to-load=UsageStatsHead" not in command for command in commands()
        )
    assert set(Path(tempfile.gettempdir()).glob("tansiq-[rs]*")) == before
    assert not (tmp_path / ".ray").exists()
    deadline = time.monotonic() + 10
    while any("ray::" in command for command in commands()) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not any("ray::" in command for command in commands())


def test_without_ray_the_repair_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(Misconfigured) as caught:
        RayExecutor(LISTED)
    assert caught.value.repair == 'pip install "tansiq[cluster]"'


@pytest.mark.parametrize("cluster", ["127.0.0.1:1", "nowhere", "127.0.0.1:port"])
def test_a_cluster_that_cannot_be_reached_is_refused_at_once(cluster: str) -> None:
    start = time.monotonic()
    with pytest.raises(Misconfigured, match=cluster):
        RayExecutor(LISTED, cluster=cluster)
    assert time.monotonic() - start < 10


def workers() -> Iterator[int]:
    """Processes that search for this one: of a pool, or Ray's actors."""
    yield from (child.pid for child in multiprocessing.active_children() if child.pid)
    yield from (pid for pid, command in below(os.getpid()) if command.startswith("ray::ShardActor"))


def commands() -> list[str]:
    return [command for _, command in below(os.getpid())]


def below(parent: int) -> Iterator[tuple[int, str]]:
    """The processes that a process started, and those that they did, with their commands."""
    for child in Path(f"/proc/{parent}/task").glob("*/children"):
        for pid in map(int, child.read_text().split()):
            yield pid, Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
            yield from below(pid)


def listening() -> Iterator[str]:
    """The addresses that this process and those below it listen on, as /proc/net has them."""
    held_sockets = set()
    for pid in (os.getpid(), *(pid for pid, _ in below(os.getpid()))):
        for handle in Path(f"/proc/{pid}/fd").iterdir():
            try:
                held_sockets.add(str(handle.readlink()))
            except FileNotFoundError:  # closed meanwhile
                continue
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/net/{table}").read_text().splitlines()[1:]:
            fields = line.split()
            if fields[3] == "0A" and f"socket:[{fields[9]}]" in held_sockets:
                yield fields[1].rpartition(":")[0]
