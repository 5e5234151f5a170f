"""`tansiq bench names`: searching a list of invented names for other spellings of its entries, beside rapidfuzz.

The list has LISTED names, or as many as TANSIQ_BENCH_NAMES says: `TANSIQ_BENCH_NAMES=1000000 tansiq bench names`.
"""

import os
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from random import Random
from typing import NamedTuple

from tansiq.bench.names_peers import by_rapidfuzz, compared_by_nomenklatura, compared_by_us
from tansiq.demo.chance import happens, seeded
from tansiq.detectors.names import Watchlist
from tansiq.detectors.names.tables import COMMON
from tansiq.model.errors import Misconfigured
from tansiq.model.subjects import Subject

LISTED = 20_000
ASKED = 600
MOST_LISTED = 20_000_000
PEER_ASKED = 60
PAIRS = 300
TOP = 50
_SEED = 20_260
_COMMON_SHARE = 0.55
_HABIT_SHARE, _TURNED_SHARE, _JOINED_SHARE = 0.75, 0.3, 0.1
_ONSETS = ("b", "d", "f", "g", "gh", "h", "j", "k", "kh", "l", "m", "n", "q", "r", "s", "sh", "t", "w", "y", "z")
_NUCLEI = ("a", "i", "u", "aa", "ee", "oo", "ai")
_CODAS = ("", "", "", "n", "r", "l", "m", "sh", "b", "d")
_HABITS = (
    ("oo", "u"), ("u", "oo"), ("ee", "i"), ("i", "ee"), ("aa", "a"), ("q", "k"), ("k", "q"), ("w", "v"), ("gh", "g"),
    ("kh", "h"), ("ai", "ay"), ("u", "o"), ("i", "e"), ("y", "i"), ("sh", "ch"), ("z", "s"), ("n", "nn"), ("r", "rr"),
)  # fmt: skip
"""Ways one name is spelt in two offices: longer and shorter vowels, q and k, w and v, doubled letters."""


class Sought(NamedTuple):
    """A question and the entry that answers it."""

    query: Subject
    entry_id: str


def invented_list(size: int, *, seed: int = _SEED) -> list[Subject]:
    """Invented people: two to four parts each, common ones of the region and made-up ones."""
    draw = seeded(seed)
    common = sorted(COMMON, key=COMMON.__getitem__)
    rare = [_made_up(draw) for _ in range(max(50, size // 8))]
    return [Subject(f"i{number}", names=(_name(draw, common, rare),)) for number in range(size)]


def other_spellings(listed: Sequence[Subject], count: int, *, seed: int = _SEED + 1) -> list[Sought]:
    """Entries asked for as another office would spell them: two habits each, now and then in another order or joined."""
    draw = seeded(seed)
    return [Sought(Subject(f"q-{e.id}", names=(_respelt(draw, e.names[0]),)), e.id) for e in draw.sample(listed, count)]


def run(say: Callable[[str], None]) -> dict[str, object]:
    """Build, open, search and measure; say: told each step. Figures: seconds, searches a second, milliseconds, shares.

    Raises Misconfigured where TANSIQ_BENCH_NAMES is no number of names.
    """
    listed = invented_list(_size())
    with tempfile.TemporaryDirectory(prefix="tansiq-bench-") as folder:
        watchlist, built = _built(listed, Path(folder, "list.names"), say)
        sought = other_spellings(listed, ASKED)
        watchlist.search(sought[0].query)
        ours, seconds = _asked(sought, lambda query: [found.id for found in watchlist.search(query, top=TOP)])
    per_second = len(seconds) / sum(seconds)
    say(f"{per_second:,.0f} searches a second, the entry among the first {TOP} in {ours:.1%}")
    fewer = max(5, PEER_ASKED * LISTED // max(LISTED, len(listed)))
    theirs, peer_seconds = _asked(sought[:fewer], by_rapidfuzz(listed, TOP))
    peer_per_second = len(peer_seconds) / sum(peer_seconds)
    say(f"rapidfuzz token_sort_ratio over the same list: {peer_per_second:,.0f} a second, {theirs:.1%}")
    figures = built | {
        "queries": ASKED,
        "per_second": round(per_second, 1),
        "p99_ms": round(statistics.quantiles(seconds, n=100)[98] * 1000, 2),
        "recall_at_50": round(ours, 4),
        "rapidfuzz_per_second": round(peer_per_second, 1),
        "rapidfuzz_recall_at_50": round(theirs, 4),
        "resident_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
    }
    ratio = {"rapidfuzz_token_sort": round(per_second / peer_per_second, 2)}
    _compare(sought, {entry.id: entry for entry in listed}, figures, ratio)
    return {"bench": "names", "figures": figures, "ratio_to": ratio}


def _size() -> int:
    wanted = os.environ.get("TANSIQ_BENCH_NAMES", str(LISTED))
    if not wanted.isdecimal() or not ASKED <= int(wanted) <= MOST_LISTED:
        raise Misconfigured(
            f"TANSIQ_BENCH_NAMES is {wanted}, a number from {ASKED} to {MOST_LISTED} expected",
            repair="unset it, or set it to 1000000",
        )
    return int(wanted)


def _built(listed: Sequence[Subject], path: Path, say: Callable[[str], None]) -> tuple[Watchlist, dict[str, float]]:
    """The list built into a file, and opened from it, with the seconds of both."""
    jobs = os.cpu_count() or 1
    start = time.perf_counter()
    Watchlist.build(listed, path=path, jobs=jobs)
    built = time.perf_counter()
    watchlist = Watchlist.open(path)
    opened = time.perf_counter()
    figures = {"list": len(listed), "build_s": round(built - start, 3), "open_s": round(opened - built, 3)}
    say(f"built a list of {len(listed):,} invented names in {built - start:.2f} s, opened in {opened - built:.2f} s")
    return watchlist, figures


def _compare(
    sought: Sequence[Sought], entries: Mapping[str, Subject], figures: dict[str, float], ratio: dict[str, float]
) -> None:
    """Add how many pairs are compared in a second, beside nomenklatura's logic-v2 where it is installed."""
    pairs = [(question.query, entries[question.entry_id]) for question in sought[:PAIRS]]
    ours, theirs = compared_by_us(pairs), compared_by_nomenklatura(pairs)
    figures["compared_per_second"] = round(ours, 1)
    if theirs:
        figures["nomenklatura_logic_v2_compared_per_second"] = round(theirs, 1)
        ratio["nomenklatura_logic_v2_compared"] = round(ours / theirs, 2)


def _asked(sought: Sequence[Sought], search: Callable[[Subject], list[str]]) -> tuple[float, list[float]]:
    """The share of questions whose entry was found, and the seconds each took."""
    found, seconds = 0, []
    for query, entry_id in sought:
        start = time.perf_counter()
        answer = search(query)
        seconds.append(time.perf_counter() - start)
        found += entry_id in answer
    return found / len(sought), seconds


def _made_up(draw: Random) -> str:
    syllables = draw.choice((2, 2, 3))
    return "".join(draw.choice(_ONSETS) + draw.choice(_NUCLEI) for _ in range(syllables)) + draw.choice(_CODAS)


def _name(draw: Random, common: Sequence[str], rare: Sequence[str]) -> str:
    parts = []
    for _ in range(draw.choice((2, 2, 3, 3, 4))):
        skewed = int(len(common) * draw.random() ** 2)
        parts.append(common[skewed] if happens(draw, _COMMON_SHARE) else draw.choice(rare))
    return " ".join(parts).title()


def _respelt(draw: Random, name: str) -> str:
    text = name.lower()
    for old, new in draw.sample(_HABITS, 6):
        text = text.replace(old, new, 1) if happens(draw, _HABIT_SHARE) else text
    words = text.split()
    if happens(draw, _TURNED_SHARE):
        words = [words[-1], *words[:-1]]
    if happens(draw, _JOINED_SHARE):
        words = [words[0] + words[1], *words[2:]]
    return " ".join(words).upper()
