"""Travellers of the past, shown to an officer clause by clause: those whom the officer may know of, and no others."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Q

from tansiq.centre.people import Officer
from tansiq.centre.reading import known_to
from tansiq.centre.rules.past import Chunk, latest, rows_known_to
from tansiq.detectors.rules import Explanation, Row, compiled, explainer
from tansiq.detectors.rules.tree import Node, names
from tansiq.handling.purpose import Ground
from tansiq.picture.facts.kept import KeptFacts
from tansiq.picture.flights import Flight, ManifestEntry

MOST: Final = 2500
"""Of the last day's travellers so many are asked while somebody types: the latest."""
EXAMPLES: Final = 3
_LOOKED_AT: Final = 12


@dataclass(frozen=True, slots=True)
class Example:
    """A traveller of the past, with what each clause came to."""

    person_id: UUID
    name: str
    flight: Flight
    explanation: Explanation


@dataclass(frozen=True, slots=True)
class Preview:
    """What an expression says of the last day's travellers. is_cut: there were more than were asked."""

    rows: int
    hits: int
    unknown: int
    is_cut: bool
    examples: Sequence[Example]


def preview(node: Node, officer: Officer, *, at: datetime) -> Preview:
    """Ask an expression of the travellers of the last day whom the officer's organisation may know of.

    Whoever shows the examples has to note it.
    """
    code = officer.organisation.code if officer.organisation else ""
    found = latest(rows_known_to(code, at=at), names(node), most=MOST)
    holds = compiled(node)
    told = [holds(row) for row in _rows(found)]
    hits = [place for place, hit in zip(found.places, told, strict=True) if hit]
    return Preview(
        rows=len(found.places),
        hits=len(hits),
        unknown=told.count(None),
        is_cut=len(found.places) == MOST,
        examples=explained(node, hits[:_LOOKED_AT], officer)[:EXAMPLES],
    )


def _rows(found: Chunk) -> Iterator[Row]:
    """The travellers of a chunk one by one: so few are asked sooner this way than in bulk."""
    for values in zip(*found.columns.values(), strict=True) if found.columns else ((),) * len(found.places):
        yield dict(zip(found.columns, values, strict=True))


def explained(node: Node, places: Sequence[tuple[int, int]], officer: Officer) -> list[Example]:
    """Travellers by flight and entry, as far as they are still kept and the officer may know of them."""
    if not places:
        return []
    here = Q()
    for flight, entry in places:
        here |= Q(flight=flight, key=entry)
    entries = list(ManifestEntry.objects.filter(here).select_related("flight"))
    known = known_to(officer, Ground.TRIAGE, entries)
    of = {(entry.flight_id, entry.key): entry for entry in entries if entry.pk in known}
    rows = KeptFacts.objects.filter(flight__in={flight for flight, _ in of})
    facts = {place: one for one in rows if (place := (one.flight_id, one.entry_key)) in of}
    explain = explainer(node)
    return [
        Example(of[place].person_id, of[place].name, of[place].flight, explain(facts[place].row()))
        for place in places
        if place in facts
    ]
