"""Peers of the names benchmark: rapidfuzz searching the same list, nomenklatura comparing the same pairs where it is installed."""

import time
from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.util import find_spec

from rapidfuzz import fuzz, process, utils

from tansiq.detectors.names import match
from tansiq.model.subjects import Subject

Pairs = Sequence[tuple[Subject, Subject]]


def by_rapidfuzz(listed: Sequence[Subject], top: int) -> Callable[[Subject], list[str]]:
    """A search of the whole list by token_sort_ratio: the ids of the best."""
    names = {entry.id: utils.default_process(entry.names[0]) for entry in listed}

    def search(query: Subject) -> list[str]:
        asked = utils.default_process(query.names[0])
        found = process.extract(asked, names, scorer=fuzz.token_sort_ratio, limit=top)
        return [entry_id for _, _, entry_id in found]

    return search


def compared_by_us(pairs: Pairs) -> float:
    """Pairs that `match` compares in a second, with its reasons."""
    return _per_second(pairs, match)


def compared_by_nomenklatura(pairs: Pairs) -> float | None:
    """Pairs that nomenklatura's logic-v2 compares in a second, entities made beforehand; None where it is not installed."""
    if find_spec("nomenklatura") is None:
        return None
    followed, model = import_module("followthemoney"), import_module("nomenklatura.matching.logic_v2.model").LogicV2
    person, config = followed.model.get("Person"), model.default_config()

    def entity(subject: Subject) -> object:
        made = followed.ValueEntity(person, {"id": subject.id})
        made.add("name", list(subject.names))
        return made

    made = [(entity(left), entity(right)) for left, right in pairs]
    return _per_second(made, lambda left, right: model.compare(left, right, config))


def _per_second(pairs: Sequence[tuple[object, object]], compare: Callable[..., object]) -> float:
    compare(*pairs[0])  # whatever is loaded at the first comparison is no comparing
    start = time.perf_counter()
    for left, right in pairs:
        compare(left, right)
    return len(pairs) / (time.perf_counter() - start)
