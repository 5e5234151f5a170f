"""`tansiq match` and `tansiq screen`."""

import os
import resource
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, Generic, TypeVar

import orjson

from tansiq.cli.reading import name_refusals, read_file
from tansiq.detectors.names import Watchlist, match_pairs, render_comparison, screen_many
from tansiq.model.errors import Unreadable
from tansiq.model.observations import ListEntry
from tansiq.model.subjects import Subject
from tansiq.model.wire import Json, parse_subject
from tansiq.readers import ftm

T = TypeVar("T")

LONGEST_LINE_BYTES = 4 * 1024 * 1024
"""A longer line is refused and never held whole; a subject with a thousand aliases needs a fiftieth of it."""

_HEAD_BYTES = 1 << 16


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


def screen_file(list_path: Path, queries_path: Path, *, top: int, jobs: int) -> int:
    """Print the candidates of each query; the exit status."""
    started = time.perf_counter()
    watchlist, refused = _watchlist(list_path)
    built = time.perf_counter()
    lines = Lines(queries_path, parse_subject)
    spent: list[float] = []
    for query, candidates, seconds in screen_many(watchlist, lines, top=top, jobs=jobs):
        shown = [{"id": c.id, "score": round(c.score, 6), "verdict": c.verdict} for c in candidates]
        _print({"query": query, "candidates": shown})
        spent.append(seconds)
    sys.stdout.flush()
    _summary(len(watchlist), spent, build_s=built - started, seconds=time.perf_counter() - built)
    return int(refused + lines.refused > 0)


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


def _watchlist(path: Path) -> tuple[Watchlist, int]:
    """The list ready to be searched, and how many of its lines were refused. A long one is never held as values at once."""
    processes = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if not _is_json_lines(path):
        subjects, refused = listed_subjects(path)
        return Watchlist.build(subjects, jobs=processes), refused
    lines = Lines(path, _entry)
    watchlist = Watchlist.build(lines, jobs=processes)
    if not len(watchlist):
        raise Unreadable(f"nothing was screened: no line of {path} is an entry")
    return watchlist, lines.refused


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


def _summary(listed: int, spent: list[float], *, build_s: float, seconds: float) -> None:
    slowest = sorted(spent)
    p99 = slowest[min(int(len(slowest) * 0.99), len(slowest) - 1)] if slowest else 0.0
    figures = {
        "list": listed,
        "queries": len(spent),
        "build_s": round(build_s, 3),
        "seconds": round(seconds, 3),
        "per_second": round(len(spent) / seconds, 1) if seconds else 0.0,
        "p99_ms": round(p99 * 1000, 3),
        "peak_rss_mb": round(_peak_rss_mb(), 1),
    }
    sys.stderr.write(orjson.dumps(figures).decode() + "\n")


def _peak_rss_mb() -> float:
    own, children = (resource.getrusage(w).ru_maxrss for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return (own + children) / 1024


def _print(shown: Json) -> None:
    sys.stdout.buffer.write(orjson.dumps(shown, option=orjson.OPT_APPEND_NEWLINE))
