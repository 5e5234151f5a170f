"""Who is linked with whom on one flight: a booking that comes later may link those who were asked about before it."""

from collections.abc import Collection

from django.db.models.fields.json import KT

from tansiq.picture.facts.leaving import booked_as
from tansiq.picture.flights import Flight, ManifestEntry
from tansiq.picture.traces import LINKING, Trace

Links = frozenset[tuple[str, str]]
"""Values that link bookings of a flight, each with a holder: see `Trace`."""


def links(flight: Flight) -> Links:
    """What links the bookings of a flight, as far as traces were left."""
    return frozenset(Trace.objects.filter(flight=flight, kind__in=LINKING).values_list("value", "holder"))


def linked_since(flight: Flight, before: Links, *, told: Collection[int]) -> list[ManifestEntry]:
    """Those whose links on a flight are others than `links` gave before. told: keys of those who are left out."""
    now = links(flight)
    changed = {value for value, _ in now ^ before}
    holders = {holder for value, holder in now | before if value in changed}
    if not holders:
        return []
    booked = flight.bookings.values_list("entries", KT("booking__locator"), KT("booking__created"))
    keys = {key for of, *named in booked if booked_as(*(part or "" for part in named)) in holders for key in of}
    return list(flight.entries.filter(key__in=keys - set(told)))
