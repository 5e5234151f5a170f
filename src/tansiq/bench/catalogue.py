"""The benchmarks of this version by name, and the names of the contract that measure parts yet to come."""

from collections.abc import Callable

from tansiq.bench import iapi, ledger, names, queue, read, rules, web

Benchmark = Callable[[Callable[[str], None]], dict[str, object]]

BENCHMARKS: dict[str, Benchmark] = {
    "read": read.run,
    "names": names.run,
    "rules": rules.run,
    "ledger": ledger.run,
    "queue": queue.run,
    "web": web.run,
    "iapi": iapi.run,
}

LATER = frozenset({"scan", "deconflict", "flows", "border", "exchange"})
