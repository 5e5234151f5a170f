"""`tansiq bench`."""

import sys

import orjson
import typer
from rich.console import Console

from tansiq.bench.catalogue import BENCHMARKS, LATER, Benchmark
from tansiq.model.errors import Misconfigured

console = Console(stderr=True, highlight=False)


def run(name: str) -> int:
    """Run one benchmark, or all; each ends with one line of JSON on stdout."""
    if name in LATER:
        raise Misconfigured(f"benchmark {name} measures a part that this version does not have", repair=_choices())
    if name and name not in BENCHMARKS:
        raise typer.BadParameter(f"there is no benchmark {name}; use {_choices()}", param_hint="NAME")
    for chosen in [name] if name else BENCHMARKS:
        benchmark: Benchmark = BENCHMARKS[chosen]
        sys.stdout.write(orjson.dumps(benchmark(_say)).decode() + "\n")
        sys.stdout.flush()
    return 0


def _choices() -> str:
    return "tansiq bench " + " | ".join(BENCHMARKS)


def _say(line: str) -> None:
    console.print(line, markup=False)
