"""Facts as they were when rules were asked about them, for runs on past data and for learning from outcomes."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

import orjson
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models

from tansiq.detectors.rules import Row, Value, parse_row
from tansiq.detectors.rules.kinds import render_duration, render_instant
from tansiq.picture.flights import Flight, ManifestEntry

CHUNK = 5000


class KeptFacts(models.Model):
    """The latest row of one person on one flight. facts: as `detectors.rules.parse_row` reads it. at: when it was asked.

    audience: the organisations that may know of it, as of the person's place on the manifest.
    """

    flight = models.ForeignKey(Flight, on_delete=models.CASCADE, related_name="facts")
    entry_key = models.BigIntegerField()
    person_id = models.UUIDField(db_index=True)
    at = models.DateTimeField(db_index=True)
    facts = models.JSONField()
    audience = ArrayField(models.CharField(max_length=32), null=True, default=list)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["flight", "entry_key"], name="one_row_per_person_and_flight"),)

    def row(self) -> Row:
        """The row as a value."""
        return parse_row(self.facts).row


def keep(flight: Flight, entries: Mapping[int, ManifestEntry], rows: Mapping[int, Row], *, at: datetime) -> None:
    """Keep the rows of people on a flight, by the keys of their entries, in place of earlier ones."""
    if not rows:
        return
    fresh = [
        {
            "entry_key": key,
            "person_id": entries[key].person_id,
            "facts": render(row),
            "audience": entries[key].audience,
        }
        for key, row in rows.items()
    ]
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, [flight.pk, at, orjson.dumps(fresh).decode()])


_KEEP = """
INSERT INTO picture_keptfacts (flight_id, entry_key, person_id, at, facts, audience)
SELECT %s, entry_key, person_id, %s, facts, audience
FROM jsonb_to_recordset(%s::jsonb) AS r (entry_key bigint, person_id uuid, facts jsonb, audience varchar[])
ON CONFLICT (flight_id, entry_key) DO UPDATE SET person_id = excluded.person_id, at = excluded.at,
    facts = excluded.facts, audience = excluded.audience
"""


def kept(since: datetime, until: datetime) -> Iterator[list[KeptFacts]]:
    """The rows asked from an instant to before another, in the order they were asked, some thousands at a time."""
    chunk: list[KeptFacts] = []
    for one in KeptFacts.objects.filter(at__gte=since, at__lt=until).order_by("at", "pk").iterator(chunk_size=CHUNK):
        chunk.append(one)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def render(row: Row) -> dict[str, object]:
    """A row as it is kept: what is unknown is left out."""
    return {name: _plain(value) for name, value in row.items() if value is not None}


def _plain(value: Value) -> object:
    match value:
        case timedelta():
            return render_duration(value)
        case datetime():
            return render_instant(value)
        case tuple():
            return list(value)
        case _:
            return value
