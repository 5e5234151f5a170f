"""Facts as they were, in columns: only what a rule names, some thousands of travellers at a time."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.db.models import Func, JSONField, Q, QuerySet
from django.db.models.fields.json import KeyTransform
from django.utils import timezone

from tansiq.detectors.rules import Value
from tansiq.detectors.rules.rows import parse_value
from tansiq.picture.facts.kept import KeptFacts

CHUNK: Final = 2000
"""Travellers read at once: a few tenths of a second of work, so that a worker has time for messages in between."""

_KEYS: Final = ("at", "pk", "flight_id", "entry_key")


@dataclass(frozen=True, slots=True)
class Chunk:
    """Travellers in the order they were asked. places: flight and entry of each; days: ISO. unread: values taken as unknown.

    columns: the values of each attribute asked for, None where it is unknown.
    """

    places: list[tuple[int, int]]
    days: list[str]
    columns: dict[str, list[Value | None]]
    unread: int


def begin_of(day: date) -> datetime:
    """The first instant of a day on the centre's clock."""
    return timezone.make_aware(datetime.combine(day, time()))


def rows_between(since: date, until: date) -> QuerySet[KeptFacts]:
    """The rows asked from a day to before another."""
    return KeptFacts.objects.filter(at__gte=begin_of(since), at__lt=begin_of(until))


def rows_known_to(code: str, *, at: datetime) -> QuerySet[KeptFacts]:
    """The rows of the last day that an organisation may know of."""
    known = Q(audience=None) | Q(audience__contains=[code])
    return KeptFacts.objects.filter(known, at__gte=at - timedelta(days=1), at__lte=at)


def chunks(rows: QuerySet[KeptFacts], names: Iterable[str]) -> Iterator[Chunk]:
    """The rows in the order they were asked, by the attributes named. Holds one chunk, and nothing open in the database."""
    asked = sorted(names)
    after: tuple[datetime, int] | None = None
    while True:
        left = rows if after is None else rows.filter(Q(at__gt=after[0]) | Q(at=after[0], pk__gt=after[1]))
        found = list(_columns(left.order_by("at", "pk")[:CHUNK], asked))
        if found:
            yield _chunk(found, asked)
            after = (found[-1][0], found[-1][1])
        if len(found) < CHUNK:
            return


def latest(rows: QuerySet[KeptFacts], names: Iterable[str], *, most: int) -> Chunk:
    """The latest rows, by the attributes named."""
    asked = sorted(names)
    return _chunk(list(_columns(rows.order_by("-at", "-pk")[:most], asked)), asked)


def _columns(rows: QuerySet[KeptFacts], asked: Sequence[str]) -> QuerySet[Any, tuple[Any, ...]]:
    values = [KeyTransform(name, "facts") for name in asked]
    picked = Func(*values, function="jsonb_build_array", output_field=JSONField())
    return rows.annotate(picked=picked).values_list(*_KEYS, "picked")


def _chunk(found: Sequence[tuple[Any, ...]], asked: Sequence[str]) -> Chunk:
    columns, unread = dict[str, list[Value | None]](), 0
    for place, name in enumerate(asked):
        values, lost = _values(name, [row[-1][place] for row in found])
        columns[name], unread = values, unread + lost
    return Chunk(
        places=[(row[2], row[3]) for row in found],
        days=[timezone.localdate(row[0]).isoformat() for row in found],
        columns=columns,
        unread=unread,
    )


def _values(name: str, found: Sequence[object]) -> tuple[list[Value | None], int]:
    """The values of an attribute, and how many were none of it and are unknown."""
    values, lost = [], 0
    for one in found:
        try:
            values.append(parse_value(name, one))
        except ValueError:
            values.append(None)
            lost += 1
    return values, lost
