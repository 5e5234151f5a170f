"""`tansiq bench rules`: a hundred rules over a million invented travellers, in bulk and one by one, beside cel-python.

Of so many travellers each is answered by both evaluators as TANSIQ_BENCH_RULES says: `TANSIQ_BENCH_RULES=1000000 tansiq bench
rules` compares every one.
"""

import os
import resource
import statistics
import time
from collections.abc import Callable, Mapping
from itertools import islice

import polars as pl

from tansiq.bench import rules_peer
from tansiq.bench.rule_book import hundred_rules, invented_travellers
from tansiq.detectors.rules import compiled
from tansiq.detectors.rules.bulk import outcomes
from tansiq.detectors.rules.frames import rows_of
from tansiq.detectors.rules.row import Condition
from tansiq.detectors.rules.tree import Node, names
from tansiq.model.errors import Misconfigured

TRAVELLERS = 1_000_000
COMPARED = 50_000
TIMED = 20_000
PEER_TRAVELLERS = 30
_PEER_ROUNDS = 100
_RUNS = 3
_SEED = 20_261


def run(say: Callable[[str], None]) -> dict[str, object]:
    """Ask in bulk, best of three, then one by one, and compare the answers; say: told each step.

    Raises Misconfigured where TANSIQ_BENCH_RULES is no number of travellers.
    """
    compared = _compared()
    rules = hundred_rules()
    asked = tuple(sorted({name for node in rules.values() for name in names(node)}))
    frame = invented_travellers(TRAVELLERS, asked, seed=_SEED)
    say(f"{len(rules)} rules over {len(asked)} attributes of {frame.height:,} invented travellers")
    answers, seconds = _bulk(frame, rules)
    evaluations = len(rules) * frame.height
    say(f"in bulk {seconds:.2f} s, {evaluations / seconds / 1e6:.0f} million evaluations a second")
    by_row = {name: compiled(node) for name, node in rules.items()}
    spent = _latencies(frame, by_row)
    p99 = statistics.quantiles(spent, n=100)[98]
    say(f"one traveller {statistics.median(spent) * 1000:.3f} ms, p99 {p99 * 1000:.3f} ms")
    differing = _differing(frame.head(compared), answers.head(compared), by_row)
    say(f"{differing} of {compared:,} travellers answered otherwise one by one than in bulk")
    row_rate = len(rules) * len(spent) / sum(spent)
    figures: dict[str, object] = {
        "travellers": frame.height,
        "rules": len(rules),
        "attributes": len(asked),
        "bulk_s": round(seconds, 3),
        "bulk_per_second": round(evaluations / seconds),
        "row_p50_ms": round(statistics.median(spent) * 1000, 3),
        "row_p99_ms": round(p99 * 1000, 3),
        "row_per_second": round(row_rate),
        "compared": compared,
        "differing": differing,
        "resident_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
    }
    ratio = _beside_peer(frame, answers, rules, figures)
    return {"bench": "rules", "figures": figures, "ratio_to": ratio}


def _compared() -> int:
    wanted = os.environ.get("TANSIQ_BENCH_RULES", str(COMPARED))
    if not wanted.isdecimal() or not 1 <= int(wanted) <= TRAVELLERS:
        raise Misconfigured(
            f"TANSIQ_BENCH_RULES is {wanted}, a number from 1 to {TRAVELLERS} expected",
            repair=f"unset it, or set it to {TRAVELLERS}",
        )
    return int(wanted)


def _bulk(frame: pl.DataFrame, rules: Mapping[str, Node]) -> tuple[pl.DataFrame, float]:
    """The answers, and the fewest seconds of some runs; compiling the expressions is part of each."""
    best, answers = float("inf"), pl.DataFrame()
    for _ in range(_RUNS):
        start = time.perf_counter()
        answers = outcomes(frame, rules)
        best = min(best, time.perf_counter() - start)
    return answers, best


def _latencies(frame: pl.DataFrame, rules: Mapping[str, Condition]) -> list[float]:
    """Seconds for all rules, a traveller each."""
    conditions, spent = list(rules.values()), []
    for row in islice(rows_of(frame), TIMED):
        start = time.perf_counter()
        for holds in conditions:
            holds(row)
        spent.append(time.perf_counter() - start)
    return spent


def _differing(frame: pl.DataFrame, answers: pl.DataFrame, rules: Mapping[str, Condition]) -> int:
    conditions = list(rules.values())
    pairs = zip(rows_of(frame), answers.iter_rows(), strict=True)
    return sum(tuple(holds(row) for holds in conditions) != answered for row, answered in pairs)


def _beside_peer(
    frame: pl.DataFrame, answers: pl.DataFrame, rules: Mapping[str, Node], figures: dict[str, object]
) -> dict[str, float]:
    """Both one by one over the same travellers, in processor time. Empty where the peer is not installed."""
    if not rules_peer.is_installed():
        return {}
    travellers = list(islice(rows_of(frame), PEER_TRAVELLERS))
    conditions = [compiled(node) for node in rules.values()]
    start = time.process_time()
    for row in travellers * _PEER_ROUNDS:
        for holds in conditions:
            holds(row)
    ours = (time.process_time() - start) / _PEER_ROUNDS
    theirs, seconds = rules_peer.answered(rules, travellers)
    expected = [list(answered) for answered in answers.head(PEER_TRAVELLERS).iter_rows()]
    figures["cel_python_per_second"] = round(len(rules) * len(travellers) / seconds)
    figures["cel_python_differing"] = sum(one != other for one, other in zip(theirs, expected, strict=True))
    return {"cel_python": round(seconds / ours, 1)}
