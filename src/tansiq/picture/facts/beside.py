"""Who travels with somebody, and who sits beside them, as far as everybody who knows of the person may know it."""

from collections.abc import Sequence
from dataclasses import dataclass

from tansiq.picture.audience import Audience, covers
from tansiq.picture.facts.case import place_of
from tansiq.picture.facts.gathering import booked_on, seated_on
from tansiq.picture.flights import Flight, ManifestEntry


@dataclass(frozen=True, slots=True)
class Beside:
    """Keys of manifest entries. party: of the same bookings, None without one. neighbours: in the next seats, None without a seat."""

    party: frozenset[int] | None
    neighbours: frozenset[int] | None


class _Seating:
    """Who sits where, and of whom who may know."""

    def __init__(self, flight: Flight) -> None:
        seated = seated_on(flight)
        self._audiences = {one.key: one.audience for one in seated}
        self._places = {one.key: place for one in seated if (place := place_of(one.seat)) is not None}
        self._at: dict[tuple[int, int], set[int]] = {}
        for key, place in self._places.items():
            self._at.setdefault(place, set()).add(key)

    def neighbours(self, entry: ManifestEntry) -> frozenset[int] | None:
        """Those in the next seats."""
        place = self._places.get(entry.key)
        if place is None:
            return None
        row, column = place
        return self.told(self._at.get((row, column - 1), set()) | self._at.get((row, column + 1), set()), entry)

    def told(self, keys: set[int], entry: ManifestEntry) -> frozenset[int]:
        """Those of whom everybody who knows of the entry may know."""
        known = keys & self._audiences.keys() - {entry.key}
        return frozenset(key for key in known if covers(self._audiences[key], entry.audience))


def beside(flight: Flight, entries: Sequence[ManifestEntry]) -> dict[int, Beside]:
    """Who is with each of these people, by ManifestEntry.key."""
    seating, together = _Seating(flight), _Together(flight)
    return {
        entry.key: Beside(
            None if (party := together.party(entry)) is None else seating.told(party, entry), seating.neighbours(entry)
        )
        for entry in entries
    }


class _Together:
    """Who is on one booking."""

    def __init__(self, flight: Flight) -> None:
        self._of: dict[int, list[tuple[tuple[str, str], Audience]]] = {}
        self._on: dict[tuple[str, str], set[int]] = {}
        for key, name, audience in booked_on(flight):
            self._of.setdefault(key, []).append((name, audience))
            self._on.setdefault(name, set()).add(key)

    def party(self, entry: ManifestEntry) -> set[int] | None:
        """Everybody of the entry's bookings; None where it has none, or none that all may know of."""
        names = [name for name, audience in self._of.get(entry.key, ()) if covers(audience, entry.audience)]
        return set[int]().union(*(self._on[name] for name in names)) if names else None
