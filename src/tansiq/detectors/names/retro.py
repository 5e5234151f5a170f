"""The same search with the roles exchanged: entries that are new to a list against everybody who has travelled before."""

from collections.abc import Iterable, Iterator

from tansiq.detectors.names.search.watchlist import Watchlist
from tansiq.model.findings import Comparison
from tansiq.model.subjects import Subject

MOST_TRAVELLERS = 200
"""Travellers held up for one entry. Who has so common a name that there are more is not found by the name."""


def past_travellers(
    travellers: Watchlist, entries: Iterable[Subject], *, most: int = MOST_TRAVELLERS
) -> Iterator[tuple[str, str, Comparison]]:
    """For each new or changed entry: its id, and each past traveller that is match or possible, best first; at most `most`.

    travellers: past travellers as subjects, each with a key for an id. A part is as common as it is among them, so that a score
    says how much meeting the name tells there. Memory is bounded by the travellers' index, time by `most` an entry.
    """
    for entry in entries:
        for key, comparison in travellers.screen(entry, most=most):
            yield entry.id, key, comparison
