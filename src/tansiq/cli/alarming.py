"""`tansiq names alarms`."""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

import orjson
from rich.box import SIMPLE
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from tansiq.cli.matching import listed_subjects
from tansiq.detectors.names import Watchlist
from tansiq.detectors.names.alarms.ordinary import Known, travellers
from tansiq.detectors.names.alarms.rates import SCORES, Groups, Rate, Tally, alarms, recall
from tansiq.model.subjects import Subject
from tansiq.model.wire import Json

PER = 10_000
_BAR = 16
_MOST_ENTRIES = 10
_MOST_GROUPS = 20
_WIDTH = 116
_FULL, _EIGHTHS = "█", " ▏▎▍▌▋▊▉"
_THRESHOLD_WORDS = {"match": "match", "alarm": "match or possible"}
_KNOWN_WORDS = {
    Known.NAME: "the name alone",
    Known.MESSAGE: "what an airline's message says",
    Known.DOCUMENT: "what the document shows",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command was asked for. recall: whether listed persons are asked for as well."""

    lists: Sequence[Path]
    travellers: int
    seed: int
    known: Known
    recall: bool
    json: bool
    jobs: int


@dataclass(frozen=True, slots=True)
class _Report:
    asked: Asked
    listed: int
    groups: Groups
    found: Tally | None


def report_alarms(asked: Asked) -> int:
    """Print what the lists cost ordinary travellers; the exit status."""
    subjects, refused = _listed(asked.lists)
    watchlist = Watchlist.build(subjects)
    ordinary = travellers(asked.travellers, seed=asked.seed, known=asked.known)
    with _progress("ordinary travellers", asked.travellers) as step:
        groups = alarms(watchlist, ordinary, jobs=asked.jobs, step=step)
    report = _Report(asked, len(watchlist), groups, _found(watchlist, subjects, asked) if asked.recall else None)
    if asked.json:
        sys.stdout.buffer.write(orjson.dumps(_rendered(report), option=orjson.OPT_APPEND_NEWLINE))
    else:
        _draw(report)
    return int(refused > 0)


def _listed(paths: Sequence[Path]) -> tuple[list[Subject], int]:
    """The entries of all lists, told apart by their file where there are several; and how many lines were refused."""
    found: list[Subject] = []
    refused = 0
    for path in paths:
        subjects, missed = listed_subjects(path)
        refused += missed
        found += subjects if len(paths) == 1 else [replace(s, id=f"{path.name}/{s.id}") for s in subjects]
    return found, refused


def _found(watchlist: Watchlist, subjects: Sequence[Subject], asked: Asked) -> Tally:
    persons = [s for s in subjects if s.type == "person"]
    drawn = Random(asked.seed).sample(persons, min(asked.travellers, len(persons)))  # noqa: S311  repeatable
    with _progress("listed persons, respelt", len(drawn)) as step:
        return recall(watchlist, drawn, seed=asked.seed, known=asked.known, jobs=asked.jobs, step=step)


@contextmanager
def _progress(what: str, total: int) -> Iterator[Callable[[], None]]:
    """A line of progress on stderr where that is a terminal; gives what to call after each step."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task(what, total=total)
        yield lambda: progress.advance(task)


def _rendered(report: _Report) -> Json:
    groups, found = report.groups, report.found
    return {
        "list": report.listed,
        "travellers": groups.all.travellers,
        "seed": report.asked.seed,
        "known": report.asked.known.value,
        "per": PER,
        "thresholds": [
            {"threshold": name, **_of(rate)} | ({"recall": _of(_rate(found, name))} if found else {})
            for name, rate in _thresholds(groups.all)
        ],
        "nationalities": _groups("nationality", groups.by_nationality),
        "sexes": _groups("sex", groups.by_sex),
        "birth_dates": _groups("birth_date", groups.by_birth_date),
        "entries": [{"id": entry, "travellers": count} for entry, count in groups.entries.most_common(_MOST_ENTRIES)],
    }


def _thresholds(tally: Tally) -> list[tuple[str, Rate]]:
    """Every threshold with its rate: the verdicts first."""
    return [(name, _rate(tally, name)) for name in ("match", "alarm", *(f"{score:.2f}" for score in SCORES))]


def _rate(tally: Tally, threshold: str) -> Rate:
    if threshold == "match":
        return tally.match
    return tally.alarm if threshold == "alarm" else tally.at(float(threshold))


def _of(rate: Rate) -> Json:
    """A rate with its interval, per 10,000."""
    shares = {"rate": rate.rate, "low": rate.low, "high": rate.high}
    return {"count": rate.count, "of": rate.of, **{name: round(share * PER, 2) for name, share in shares.items()}}


def _groups(what: str, groups: Mapping[str, Tally]) -> list[Json]:
    return [
        {what: name, "travellers": tally.travellers, "match": _of(tally.match), "alarm": _of(tally.alarm)}
        for name, tally in _heaviest_first(groups)
    ]


def _heaviest_first(groups: Mapping[str, Tally]) -> list[tuple[str, Tally]]:
    return sorted(groups.items(), key=lambda group: (-group[1].alarm.rate, -group[1].travellers, group[0]))


def _shown(groups: Mapping[str, Tally]) -> list[tuple[str, Tally]]:
    """The groups with the most travellers, heaviest first, and the others as one."""
    largest = sorted(groups, key=lambda name: -groups[name].travellers)
    shown = {name: groups[name] for name in largest[:_MOST_GROUPS]}
    rest = [groups[name] for name in largest[_MOST_GROUPS:]]
    return _heaviest_first(shown) + ([(f"{len(rest)} others", sum(rest, Tally()))] if rest else [])


def _draw(report: _Report) -> None:
    console = Console(highlight=False)
    console.width = max(console.width, _WIDTH)  # a figure cut short is no figure
    asked, groups = report.asked, report.groups
    console.print(
        f"{report.listed:,} entries, {groups.all.travellers:,} invented ordinary travellers (seed {asked.seed}), of whom "
        f"{_KNOWN_WORDS[asked.known]} is known.\nAlarms per {PER:,} travellers, with the interval of 95 %.",
        markup=False,
    )
    console.print(_threshold_table(groups.all, report.found))
    for title, tallies in (
        ("nationality", groups.by_nationality),
        ("sex", groups.by_sex),
        ("birth date", groups.by_birth_date),
    ):
        console.print(_group_table(title, tallies))
    console.print(_entry_table(groups))


def _threshold_table(tally: Tally, found: Tally | None) -> Table:
    table = _table("threshold", "alarms", "95 %", "", *(["listed found", "95 %"] if found else []))
    rates = _thresholds(tally)
    most = max(rate.rate for _, rate in rates)
    for name, rate in rates:
        recalled = [_percent(_rate(found, name)), _percents(_rate(found, name))] if found else []
        table.add_row(_THRESHOLD_WORDS.get(name, f"score {name}"), *_cells(rate), _bar(rate.rate, most), *recalled)
    return table


def _group_table(title: str, groups: Mapping[str, Tally]) -> Table:
    table = _table(title, "travellers", "match", "match or possible", "95 %", "")
    ranked = _shown(groups)
    most = max((tally.alarm.rate for _, tally in ranked), default=0.0)
    for name, tally in ranked:
        bar = _bar(tally.alarm.rate, most)
        table.add_row(name, f"{tally.travellers:,}", _cells(tally.match)[0], *_cells(tally.alarm), bar)
    return table


def _entry_table(groups: Groups) -> Table:
    table = _table("entries that alarm most", "travellers")
    for entry, count in groups.entries.most_common(_MOST_ENTRIES):
        table.add_row(Text(entry), f"{count:,}")
    return table


def _table(*heads: str) -> Table:
    table = Table(box=SIMPLE, pad_edge=False)
    for at, head in enumerate(heads):
        table.add_column(head, justify="left" if at == 0 or not head else "right", no_wrap=True)
    return table


def _cells(rate: Rate) -> tuple[str, str]:
    return f"{rate.rate * PER:,.1f}", f"{rate.low * PER:,.1f}–{rate.high * PER:,.1f}"


def _percent(rate: Rate) -> str:
    return f"{rate.rate:.1%}"


def _percents(rate: Rate) -> str:
    return f"{rate.low:.1%}–{rate.high:.1%}"


def _bar(value: float, most: float) -> str:
    """A bar as long as the value is beside the largest, in eighths of a letter."""
    eighths = round(value / most * _BAR * 8) if most else 0
    return _FULL * (eighths // 8) + _EIGHTHS[eighths % 8].strip()
