"""Who may read of the people on manifests, and which of them."""

from collections.abc import Iterable
from itertools import chain

from tansiq.centre.people import Officer, Role
from tansiq.handling.marking import join, parse_marking
from tansiq.handling.purpose import Ground
from tansiq.ledger.current import current
from tansiq.ledger.observations import observation_bodies
from tansiq.picture.flights import ManifestEntry

READERS = (Role.TARGETING, Role.SUPERVISOR, Role.INVESTIGATOR)
"""Those whose work is with travellers; others see flights in numbers."""


def known_to(officer: Officer, ground: Ground, entries: Iterable[ManifestEntry]) -> set[int]:
    """The primary keys of the entries that the officer's organisation may read on this ground.

    Every marking an entry rests on has to allow both: the organisation and the ground.

    An entry whose observations are destroyed has no marking left, and nobody may know of it.
    """
    entries = list(entries)
    code = officer.organisation.code if officer.organisation else ""
    stored = observation_bodies(current(), chain.from_iterable(e.positions for e in entries))
    known = set()
    for entry in entries:
        markings = [parse_marking(stored[p].marking) for p in entry.positions if p in stored]
        strictest = join(markings)
        reached, grounds = strictest.reaches(), strictest.purposes
        if markings and (reached is None or code in reached) and (grounds is None or ground in grounds):
            known.add(entry.pk)
    return known
