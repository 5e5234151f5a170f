"""`tansiq match` and `tansiq screen`."""

import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Generic, TypeVar

import orjson

from tansiq.cli.reading import name_refusals, read_file
from tansiq.detectors.names import Watchlist, match_pairs, render_comparison
from tansiq.detectors.names.executors import Executor, ProcessExecutor
from tansiq.model.errors import Unreadable
from tansiq.model.observations import ListEntry
from tansiq.model.subjects import Subject
from tansiq.model.wire import Json, parse_subject
from tansiq.readers.lists import ftm

T = TypeVar("T")

LONGEST_LINE_BYTES = 4 * 1024 * 1024
"""A longer line is refused and never held whole; a subject with a thousand aliases needs a fiftieth of it."""

EXECUTORS = ("processes", "ray")
_HEAD_BYTES = 1 << 16


@dataclass(frozen=True)
class Placed:
    """Where a list is searched. executor: one of EXECUTORS. jobs: processes, or shards. cluster: the address of one to join."""

    executor: str = "processes"
    jobs: int = 1
    cluster: str | None = None


class Lines(Generic[T]):
    """The values of a JSON Lines file. A line that is none is named on stderr and passed over; `refused` counts."""

    def __init__(self, path: Path, parse: Callable[[object], T]) -> None:
        self._path = path
        self._parse = parse
        self.refused = 0

    def __iter__(self) -> Iterator[T]:
        with _opened(self._path) as file:
            for number, line in enumerate(_lines(file), 1):
                if line.strip():
                    try:
                        yield self._parse(_loaded(line))
                    except ValueError as error:  # orjson's error is one
                        self.refused += 1
                        sys.stdout.flush()  # what is said stands between the answers before and after it
                        sys.stderr.write(f"{self._path}: line {number}: {error}\n")


def _lines(file: BinaryIO) -> Iterator[bytes]:
    """The lines of a file; of one that is too long, its beginning and no line end."""
    while line := file.readline(LONGEST_LINE_BYTES):
        yield line
        while line and not line.endswith(b"\n"):
            line = file.readline(LONGEST_LINE_BYTES)


def _loaded(line: bytes) -> object:
    if len(line) == LONGEST_LINE_BYTES and not line.endswith(b"\n"):
        raise ValueError(f"at most {LONGEST_LINE_BYTES} bytes a line are read; check that these are JSON Lines")
    return orjson.loads(line)


def _pair(data: object) -> tuple[Subject, Subject]:
    if not isinstance(data, dict) or not {"left", "right"} <= data.keys():
        raise ValueError("an object with left and right expected")
    return parse_subject(data["left"]), parse_subject(data["right"])


def _entry(data: object) -> Subject:
    """A SUBJECT line, or a list entry as `tansiq read` prints it."""
    return parse_subject(data.get("subject", data) if isinstance(data, dict) else data)


def match_file(path: Path, *, jobs: int) -> int:
    """Print one comparison a line, in order; the exit status."""
    lines = Lines(path, _pair)
    for comparison in match_pairs(lines, jobs=jobs):
        _print(render_comparison(comparison))
    return int(lines.refused > 0)


def screen_file(list_path: Path, queries_path: Path, *, top: int, placed: Placed) -> int:
    """Print the candidates of each query; the exit status."""
    started = time.perf_counter()
    listed, refused = _listed(list_path)
    with _executor(listed, placed) as executor:
        built = time.perf_counter()
        lines = Lines(queries_path, parse_subject)
        spent: list[float] = []
        for query, candidates, seconds in executor.screen_many(lines, top=top):
            shown = [{"id": key, "score": round(score, 6), "verdict": said} for key, score, said in candidates]
            _print({"query": query, "candidates": shown})
            spent.append(seconds)
        sys.stdout.flush()
        _summary(executor, spent, build_s=built - started, seconds=time.perf_counter() - built)
    return int(refused() + lines.refused > 0)


def _executor(subjects: Iterable[Subject], placed: Placed) -> Executor:
    """The list, ready to be searched. Raises Unreadable where it has no entry."""
    if placed.executor == "ray":
        from tansiq.detectors.names.cluster import RayExecutor

        return RayExecutor(subjects, shards=placed.jobs, cluster=placed.cluster)
    return ProcessExecutor(Watchlist.build(subjects, jobs=_processors()), jobs=placed.jobs)


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _opened(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as error:
        raise Unreadable(f"{path} cannot be opened: {error.strerror}") from error


def _is_json_lines(path: Path) -> bool:
    """Whether the lines are SUBJECTs; entities of FollowTheMoney are JSON lines too, and are read as a list."""
    with _opened(path) as start:
        head = start.read(_HEAD_BYTES)
    return head.lstrip().startswith(b"{") and not ftm.sniff(head)


def _listed(path: Path) -> tuple[Iterable[Subject], Callable[[], int]]:
    """The list's entries, and how many of its lines were refused once they are read. A long list is never held as values at once."""
    if not _is_json_lines(path):
        subjects, refused = listed_subjects(path)
        return subjects, lambda: refused
    lines = Lines(path, _entry)
    return _some(lines, path), lambda: lines.refused


def _some(subjects: Iterable[Subject], path: Path) -> Iterator[Subject]:
    """The subjects of a list. Raises Unreadable where there are none: nobody is screened against no list."""
    source = iter(subjects)
    first = next(source, None)
    if first is None:
        raise Unreadable(f"nothing was screened: no line of {path} is an entry")
    yield first
    yield from source


def listed_subjects(path: Path) -> tuple[list[Subject], int]:
    """The list's entries, and how many of its lines were refused.

    Raises Unreadable where the list as a whole is refused: a search of no list would look like one that found nobody.
    """
    if _is_json_lines(path):
        lines = Lines(path, _entry)
        subjects = list(lines)
        if not subjects:
            raise Unreadable(f"nothing was screened: no line of {path} is an entry")
        return subjects, lines.refused
    reading = read_file(path, format_name="watchlist")
    name_refusals(path, reading)
    if reading.refused:
        raise Unreadable(f"nothing was screened: {path} cannot be read as a list")
    return [o.subject for o in reading.observations if isinstance(o, ListEntry)], 0


def _summary(executor: Executor, spent: list[float], *, build_s: float, seconds: float) -> None:
    slowest = sorted(spent)
    p99 = slowest[min(int(len(slowest) * 0.99), len(slowest) - 1)] if slowest else 0.0
    figures = {
        "list": len(executor),
        "queries": len(spent),
        "build_s": round(build_s, 3),
        "seconds": round(seconds, 3),
        "per_second": round(len(spent) / seconds, 1) if seconds else 0.0,
        "p99_ms": round(p99 * 1000, 3),
        "peak_rss_mb": round(executor.peak_rss_mb(), 1),
    }
    sys.stderr.write(orjson.dumps(figures).decode() + "\n")


def _print(shown: Json) -> None:
    sys.stdout.buffer.write(orjson.dumps(shown, option=orjson.OPT_APPEND_NEWLINE))
