"""`tansiq rules run`."""

import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import orjson
import polars as pl

from tansiq.cli.matching import Lines
from tansiq.cli.rule_files import name_faults, read_rules
from tansiq.detectors.rules import Outcome, ReadyRule, Row, parse_row, ready
from tansiq.detectors.rules.bulk import outcomes
from tansiq.detectors.rules.fairness import fairness
from tansiq.detectors.rules.frames import frame_of, parse_frame, rows_of
from tansiq.detectors.rules.rates import TELLING, Fairness
from tansiq.model.errors import Unreadable
from tansiq.model.wire import Json

_SLICE = 50_000


@dataclass(frozen=True)
class Asked:
    """What is asked for. files: the rules. on: the day that says which have expired."""

    files: list[Path]
    rows: Path
    with_all: bool
    fairness: bool
    on: date


class _Travellers:
    """The rows of a file, some at a time; what was not taken is named on stderr, and `refused` counts."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.refused = 0

    def batches(self) -> Iterator[tuple[list[str], pl.DataFrame]]:
        """Keys, and a frame, of rows that follow one another."""
        yield from self._parquet() if self.path.suffix == ".parquet" else self._lines()

    def _parquet(self) -> Iterator[tuple[list[str], pl.DataFrame]]:
        try:
            found = pl.read_parquet(self.path)
        except (OSError, pl.exceptions.PolarsError) as error:
            raise Unreadable(f"{self.path} cannot be read as Parquet: {error}") from error
        reading = parse_frame(found)
        self._name("the file", reading.refusals)
        for start in range(0, found.height, _SLICE):
            yield reading.keys.slice(start, _SLICE).to_list(), reading.frame.slice(start, _SLICE)

    def _lines(self) -> Iterator[tuple[list[str], pl.DataFrame]]:
        keys: list[str] = []
        rows: list[Row] = []
        lines = Lines(self.path, parse_row)
        for number, reading in enumerate(lines, 1):
            self._name(f"row {number} ({reading.key})", reading.refusals)
            keys.append(reading.key)
            rows.append(reading.row)
            if len(rows) == _SLICE:
                yield keys, frame_of(rows)
                keys, rows = [], []
        self.refused += lines.refused
        if rows:
            yield keys, frame_of(rows)

    def _name(self, what: str, refusals: Sequence[str]) -> None:
        self.refused += len(refusals)
        for refusal in refusals:
            sys.stderr.write(f"{self.path}: {what}: {refusal}\n")


def run_rules(asked: Asked) -> int:
    """Print hits, or the fairness screen; the exit status. Raises Unreadable where no rule can be run."""
    rules, refused = _rules(asked)
    travellers = _Travellers(asked.rows)
    if asked.fairness:
        _print_fairness(travellers, rules)
    else:
        _print_hits(travellers, rules, with_all=asked.with_all)
    return int(refused or travellers.refused > 0)


def _print_fairness(travellers: _Travellers, rules: Sequence[ReadyRule]) -> None:
    frames = [frame for _, frame in travellers.batches()]
    frame = pl.concat(frames, how="diagonal") if frames else pl.DataFrame()
    for rule in rules:
        _print({"rule": rule.rule.name, **_fairness(fairness(frame, rule.rule.node))})


def _print_hits(travellers: _Travellers, rules: Sequence[ReadyRule], *, with_all: bool) -> None:
    started = time.perf_counter()
    counted: Counter[Outcome] = Counter()
    rows = 0
    for keys, frame in travellers.batches():
        rows += len(keys)
        counted += _print_outcomes(keys, frame, rules, with_all=with_all)
    sys.stdout.flush()
    seconds = round(time.perf_counter() - started, 3)
    figures: Json = {"hits": counted[Outcome.TRUE], "unknown": counted[Outcome.UNKNOWN], "seconds": seconds}
    sys.stderr.write(orjson.dumps({"rules": len(rules), "rows": rows, **figures}).decode() + "\n")


def _rules(asked: Asked) -> tuple[tuple[ReadyRule, ...], bool]:
    """The rules that can be run, and whether a file was refused; those that have expired are named."""
    readings = list(read_rules(asked.files))
    for path, reading in readings:
        name_faults(path, reading)
    found = [reading.rule for _, reading in readings if reading.rule]
    rules = ready(found, on=asked.on)
    running = {one.rule.name for one in rules}
    for rule in found:
        if rule.name not in running:
            sys.stderr.write(f"{rule.name}: expired on {rule.expires_on}, not run; review it and set another day\n")
    if not rules:
        raise Unreadable("nothing was run: there is no rule that can be read and has not expired")
    return rules, len(found) < len(readings)


def _print_outcomes(
    keys: Sequence[str], frame: pl.DataFrame, rules: Sequence[ReadyRule], *, with_all: bool
) -> Counter[Outcome]:
    if not frame.width:
        frame = pl.DataFrame({"bags.count": pl.repeat(None, len(keys), dtype=pl.Int64, eager=True)})
    answers = outcomes(frame, {one.rule.name: one.rule.node for one in rules})
    wanted = pl.repeat(value=True, n=len(keys), eager=True) if with_all else _is_hit(answers)
    shown = answers.filter(wanted)
    of_whom = pl.Series(keys).filter(wanted)
    for key, row, answered in zip(of_whom, rows_of(frame.filter(wanted)), shown.iter_rows(), strict=True):
        for one, value in zip(rules, answered, strict=True):
            if value or with_all:
                _print(_outcome(key, one, row))
    hits = sum(int(column.sum()) for column in answers.iter_columns())
    unknown = sum(column.null_count() for column in answers.iter_columns())
    return Counter({Outcome.TRUE: hits, Outcome.UNKNOWN: unknown})


def _is_hit(answers: pl.DataFrame) -> pl.Series:
    return answers.select(pl.any_horizontal(pl.all().fill_null(value=False))).to_series()


def _outcome(key: str, one: ReadyRule, row: Row) -> Json:
    explanation = one.explain(row)
    return {
        "id": key,
        "rule": one.rule.name,
        "version": one.rule.version,
        "outcome": explanation.outcome,
        "score": one.rule.weight if explanation.outcome is Outcome.TRUE else 0.0,
        "clauses": [{"text": c.text, "outcome": c.outcome, "values": dict(c.values)} for c in explanation.clauses],
    }


def _fairness(report: Fairness) -> Json:
    return {
        "travellers": report.travellers,
        "hits": report.hits,
        "unknown": report.unknown,
        "base_rate": round(report.base_rate, 6),
        "rates": [
            {
                "particular": rate.particular,
                "group": rate.group,
                "travellers": rate.travellers,
                "hits": rate.hits,
                "rate": round(rate.rate, 6),
                "interval": [round(rate.low, 6), round(rate.high, 6)],
                "ratio": None if rate.ratio is None else round(rate.ratio, 3),
                "differs": rate.differs,
            }
            for rate in report.rates
        ],
        "proxies": [
            {"attribute": p.attribute, "particular": p.particular, "strength": round(p.strength, 4), "text": p.text}
            for p in report.proxies
        ],
        "text": _sentences(report),
    }


def _sentences(report: Fairness) -> list[str]:
    telling = (proxy.text for proxy in report.proxies if proxy.strength >= TELLING)
    return [*(rate.text for rate in report.differing), *telling, *_declared(report.declared)]


def _declared(declared: Iterable[tuple[str, str]]) -> Iterator[str]:
    for attribute, particular in declared:
        yield f"{attribute} may stand for {particular}: write down why the rule needs it"


def _print(shown: Json) -> None:
    sys.stdout.buffer.write(orjson.dumps(shown, option=orjson.OPT_APPEND_NEWLINE))
