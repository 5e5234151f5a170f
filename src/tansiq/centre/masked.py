"""When the picture of a flight is masked, and when it loses what was kept for less time than the rest."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from django.db import connection, models

from tansiq.ledger.current import current
from tansiq.ledger.masking import masks_at_of
from tansiq.ledger.observations import Stored
from tansiq.picture.flights import Flight


class FlightTerms(models.Model):
    """The times of one flight beside its end. masks_at: when the first of its messages is masked, and the flight with it.

    pares_at: when the first observation it rests on is destroyed while others stay. masked_at: None until it was masked. Says nothing
    of anybody.
    """

    flight = models.OneToOneField(Flight, on_delete=models.CASCADE, primary_key=True, related_name="terms")
    masks_at = models.DateTimeField(null=True)
    masked_at = models.DateTimeField(null=True)
    pares_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(
                fields=["masks_at"], condition=models.Q(masks_at__isnull=False, masked_at=None), name="flights_to_mask"
            ),
            models.Index(fields=["pares_at"], condition=models.Q(pares_at__isnull=False), name="flights_to_pare"),
        )


def note_terms(told: Mapping[int, Collection[int]], stored: Iterable[Stored]) -> None:
    """Note when flights are masked and pared, from the messages that told of them. In the caller's transaction.

    told: messages by the primary key of the flight. stored: the observations of these messages.
    """
    ends = defaultdict[int, set[datetime]](set)
    for one in stored:
        ends[one.message].add(one.expires_at)
    masks_at = masks_at_of(current(), list(ends))
    rows = [
        (
            flight,
            min((at for m in messages if (at := masks_at.get(m))), default=None),
            min((min(ends[m]) for m in messages if m in ends), default=None),
        )
        for flight, messages in told.items()
    ]
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO centre_flightterms AS t (flight_id, masks_at, pares_at) VALUES (%s, %s, %s)"
            " ON CONFLICT (flight_id) DO UPDATE SET masks_at = least(t.masks_at, excluded.masks_at),"
            " pares_at = least(t.pares_at, excluded.pares_at)",
            rows,
        )


def masked_among(flights: Collection[int]) -> set[int]:
    """The flights among these, by primary key, whose picture is masked."""
    masked = FlightTerms.objects.filter(flight__in=flights, masked_at__isnull=False)
    return set(masked.values_list("flight_id", flat=True))


def was_masked(flight: Flight) -> bool:
    """Whether the flight's picture is masked: what comes late is masked too, and changes nothing in it."""
    return FlightTerms.objects.filter(flight=flight, masked_at__isnull=False).exists()
