"""Observations of the ledger as values. Those of a flight are asked for again with every message about it, and parsed once."""

from functools import lru_cache

from tansiq.ledger.observations import Stored
from tansiq.model.kinds import Observation
from tansiq.model.wire import parse_body

REMEMBERED = 30_000
"""Observations kept parsed: those of some hundred flights, a few kilobytes each."""

LIST_ENTRY = "list_entry"


def told_by(stored: Stored) -> Observation:
    """The observation as a value. Raises KeyError as `model.wire.parse_body` does."""
    return parse_body(stored.body) if stored.kind == LIST_ENTRY else _told_by(stored.body)


_told_by = lru_cache(maxsize=REMEMBERED)(parse_body)
"""A body says where in its message it stood, so that no two are the same. Entries of lists are asked for once."""


def forget() -> None:
    """Keep nothing parsed, as when observations were destroyed."""
    _told_by.cache_clear()
