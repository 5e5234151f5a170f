"""Findings from screening one subject against a watchlist."""

from collections.abc import Iterator, Mapping

from tansiq.detectors.names.search.watchlist import Watchlist
from tansiq.model.findings import Finding
from tansiq.model.subjects import Subject

DETECTOR = "names.screen"
VERSION = "3"


def findings(
    query: Subject, *, subject_key: str, position: int, watchlist: Watchlist, entry_positions: Mapping[str, int]
) -> Iterator[Finding]:
    """A finding for each entry whose verdict is match or possible, best first.

    subject_key: key of the traveller. position: ledger position of the observation that names the traveller.
    entry_positions: entry id to the ledger position of the entry's observation; an entry without one is evidence-less.
    """
    for entry_id, comparison in watchlist.screen(query):
        entry_position = entry_positions.get(entry_id)
        yield Finding(
            detector=DETECTOR,
            version=VERSION,
            subject=subject_key,
            score=comparison.score,
            verdict=comparison.verdict,
            reasons=comparison.reasons,
            against=comparison.against,
            about=entry_id,
            evidence=(position,) if entry_position is None else (position, entry_position),
        )
