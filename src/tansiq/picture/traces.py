"""Traces: what a traveller or a booking leaves behind that later flights are asked about, such as a card paid with before.

A trace says no number, address or name: only a keyed digest, which finds the same again and tells nothing else. It goes with
its flight. The web does not read traces; facts count them, and only those that everybody who may know of the person asked
about may know of too.
"""

from enum import StrEnum
from functools import cache
from hashlib import blake2b

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from tansiq.picture.flights import Flight

_DIGEST_BYTES = 12


class TraceKind(StrEnum):
    """What left a trace. Of a traveller: document and person. The others are of a booking."""

    DOCUMENT = "document"
    PERSON = "person"
    CARD = "card"
    PHONE = "phone"
    EMAIL = "email"
    ADDRESS = "address"
    AGENCY = "agency"
    SOLD = "sold"  # by an agency, on a pair of countries
    HOUR = "hour"  # of an agency, in which a booking was made
    ALIKE = "alike"  # route, lead time, payment and agency


OF_TRAVELLERS = frozenset({TraceKind.DOCUMENT, TraceKind.PERSON})
LINKING = frozenset({TraceKind.CARD, TraceKind.PHONE, TraceKind.EMAIL, TraceKind.HOUR})
"""What links two bookings of one flight."""


class Trace(models.Model):
    """One trace on one flight. value: a keyed digest of what left it. holder: a digest of the booking, or of the entry's key.

    people: digests of who is meant: of a person the person_id of the document shown. route: countries where the journey begins
    and ends or turns back ("GB-PK"), "" where not known. at: when the booking was made; of travellers, when the flight departs.
    audience: the organisations that may know of it, None for any.
    """

    flight = models.ForeignKey(Flight, on_delete=models.CASCADE, related_name="traces")
    kind = models.CharField(max_length=8)
    value = models.CharField(max_length=24)
    holder = models.CharField(max_length=24)
    people = ArrayField(models.CharField(max_length=32), default=list)
    route = models.CharField(max_length=5, blank=True)
    at = models.DateTimeField()
    audience = ArrayField(models.CharField(max_length=32), null=True, default=list)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["flight", "kind", "value", "holder"], name="one_trace_per_holder"),
        )
        indexes = (models.Index(fields=["kind", "value", "at"], name="traces_by_value"),)


@cache
def _key() -> bytes:
    return blake2b(settings.SECRET_KEY.encode(), person=b"tansiq-traces").digest()


def digest(*parts: str) -> str:
    """A keyed digest of texts: the same for the same texts, and of no use without this installation's secret."""
    return blake2b("\x1f".join(parts).encode(), key=_key(), digest_size=_DIGEST_BYTES).hexdigest()
