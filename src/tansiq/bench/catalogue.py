"""The benchmarks of this version by name, and the names of the contract that measure parts yet to come."""

from collections.abc import Callable

from tansiq.bench import ledger, names, queue, read, web

Benchmark = Callable[[Callable[[str], None]], dict[str, object]]

BENCHMARKS: dict[str, Benchmark] = {
    "read": read.run,
    "names": names.run,
    "ledger": ledger.run,
    "queue": queue.run,
    "web": web.run,
}

LATER = frozenset({"rules", "scan", "deconflict", "flows", "border", "exchange"})
