"""Bookings that stand on a flight: the latest word of each, and whom it holds."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import orjson
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models

from tansiq.handling.marking import Marking
from tansiq.model.bookings import Booking
from tansiq.model.wire import parse, render
from tansiq.picture.audience import audience_of
from tansiq.picture.flights import Flight
from tansiq.picture.manifest import Manifest


class HeldBooking(models.Model):
    """One booking on one flight, by its sender and locator, as its latest message gives it.

    position: ledger position of that message's word. entries: keys of the manifest entries that it holds. booking: as
    `model.wire` renders it. audience: the organisations that may know of it, None for any.
    """

    flight = models.ForeignKey(Flight, on_delete=models.CASCADE, related_name="bookings")
    sender = models.CharField(max_length=80, blank=True)
    locator = models.CharField(max_length=40, blank=True)
    position = models.BigIntegerField()
    entries = ArrayField(models.BigIntegerField())
    booking = models.JSONField()
    audience = ArrayField(models.CharField(max_length=32), null=True, default=list)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["flight", "sender", "locator"], name="one_word_per_booking"),)

    def value(self) -> Booking:
        """The booking as a value."""
        booking = parse(self.booking)
        assert isinstance(booking, Booking)  # noqa: S101  only bookings are written here
        return booking


def hold(flight: Flight, manifest: Manifest, markings: Mapping[int, Marking]) -> None:
    """Bring a flight's bookings up to its manifest; those that hold nobody any more go. markings: by ledger position."""
    entries = defaultdict[tuple[str, str], list[int]](list)
    for place in manifest.places:
        for key in place.bookings:
            entries[key].append(place.key)
    known = {(b.sender, b.locator): b for b in flight.bookings.defer("booking")} if flight.pk else {}
    fresh = [
        HeldBooking(
            flight=flight,
            sender=sender[:80],
            locator=locator[:40],
            position=position,
            entries=sorted(entries[sender, locator]),
            booking=render(booking),
            audience=audience_of([markings[position]] if position in markings else ()),
        )
        for (sender, locator), (position, booking) in manifest.bookings.items()
        if _differs(known.get((sender[:80], locator[:40])), position, sorted(entries[sender, locator]))
    ]
    stand = {(sender[:80], locator[:40]) for sender, locator in manifest.bookings}
    HeldBooking.objects.filter(pk__in=[b.pk for key, b in known.items() if key not in stand]).delete()
    _write(flight, fresh)


_WRITE = """
INSERT INTO picture_heldbooking (flight_id, sender, locator, "position", entries, booking, audience)
SELECT %s, sender, locator, "position", entries, booking, audience
FROM jsonb_to_recordset(%s::jsonb) AS r (sender text, locator text, "position" bigint, entries bigint[], booking jsonb,
    audience varchar[])
ON CONFLICT (flight_id, sender, locator) DO UPDATE SET "position" = excluded."position", entries = excluded.entries,
    booking = excluded.booking, audience = excluded.audience
"""


def _write(flight: Flight, fresh: Sequence[HeldBooking]) -> None:
    names = ("sender", "locator", "position", "entries", "booking", "audience")
    rows = [{name: getattr(one, name) for name in names} for one in fresh]
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(_WRITE, [flight.pk, orjson.dumps(rows).decode()])


def _differs(known: HeldBooking | None, position: int, entries: list[int]) -> bool:
    return known is None or known.position != position or known.entries != entries
