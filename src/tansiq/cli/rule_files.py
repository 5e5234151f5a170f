"""`tansiq rules check`, and the rules of files for `tansiq rules run`."""

import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path

import orjson

from tansiq.cli.reading import files as files_below
from tansiq.detectors.rules import ATTRIBUTES, Fault, Rule, RuleReading, is_in_force, parse_rule, render, render_rule
from tansiq.detectors.rules.clauses import clauses
from tansiq.detectors.rules.files import LONGEST_BYTES
from tansiq.detectors.rules.tree import names
from tansiq.model.wire import Json

_SHOWN = ("line", "column", "text", "repair")


def check_files(paths: Iterable[Path], *, write: bool, on: date) -> int:
    """Print what became of each file; the exit status."""
    status = 0
    for path, reading in read_rules(paths):
        sys.stdout.buffer.write(orjson.dumps(_shown(path, reading, on), option=orjson.OPT_APPEND_NEWLINE))
        sys.stdout.flush()
        name_faults(path, reading)
        status = max(status, int(reading.rule is None))
        if write and reading.rule:
            path.write_text(render_rule(reading.rule), encoding="utf-8")
    return status


def read_rules(paths: Iterable[Path]) -> Iterator[tuple[Path, RuleReading]]:
    """The rule, or the faults, of each file; of two rules with one name the second is refused."""
    first: dict[str, Path] = {}
    for path in _files(paths):
        reading = _read(path)
        if reading.rule:
            before = first.setdefault(reading.rule.name, path)
            if before != path:
                text = f"{before} has a rule named {reading.rule.name} too"
                reading = RuleReading(faults=(Fault(0, 0, text, "give one of them another name"),))
        yield path, reading


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    """Each path; of a folder the .toml files below it."""
    for path in paths:
        yield from (one for one in files_below([path]) if one == path or one.suffix == ".toml")


def _read(path: Path) -> RuleReading:
    try:
        with path.open("rb") as file:
            return parse_rule(file.read(LONGEST_BYTES + 1))
    except OSError as error:
        return RuleReading(faults=(Fault(0, 0, f"cannot be opened: {error.strerror}", "check the path"),))


def name_faults(path: Path, reading: RuleReading) -> None:
    """Say on stderr why a file was not taken, a line each."""
    for fault in reading.faults:
        sys.stderr.write(f"{path}: {fault}\n")


def faults_of(path: Path, reading: RuleReading) -> Json:
    """A file that was not taken, as an object."""
    faults = [{key: value for key, value in asdict(f).items() if key in _SHOWN} for f in reading.faults]
    return {"file": path.name, "ok": False, "faults": faults}


def _shown(path: Path, reading: RuleReading, on: date) -> Json:
    if reading.rule is None:
        return faults_of(path, reading)
    return {"file": path.name, "ok": True, **_rule(reading.rule, on), "faults": []}


def _rule(rule: Rule, on: date) -> Json:
    proxies = {name: ATTRIBUTES[name].proxy for name in names(rule.node) if ATTRIBUTES[name].proxy}
    return {
        "name": rule.name,
        "version": rule.version,
        "expression": rule.text,
        "clauses": [render(clause) for clause in clauses(rule.node)],
        "proxies": proxies,
        "expires": rule.expires_on.isoformat(),
        "in_force": is_in_force(rule, on=on),
    }
