"""Whether the stored skeletons are those of today's names engine; if not, they are made anew after a migration."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

from django.db import connection, models

from tansiq.detectors.names.engine import engine_digest
from tansiq.picture.flights import ManifestEntry
from tansiq.picture.lists import Listed

AT_ONCE = 1000

T = TypeVar("T")


class SkeletonScheme(models.Model):
    """Which state of the names engine made the skeletons that are stored: one row."""

    made_by = models.CharField(max_length=64)


def refresh(**_signal: object) -> None:
    """Make the skeletons anew where another state of the engine made them. Nothing while the tables are of an older version."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('picture_skeletonscheme') IS NOT NULL")
        if cursor.fetchone() != (True,):
            return
    state = engine_digest()
    if SkeletonScheme.objects.filter(made_by=state).exists():
        return
    for entries in _some(ManifestEntry.objects.iterator(chunk_size=AT_ONCE)):
        ManifestEntry.objects.bulk_update(_changed(entries), ["skeletons"])
    for listed in _some(Listed.objects.iterator(chunk_size=AT_ONCE)):
        Listed.objects.bulk_update(_changed(listed), ["skeletons"])
    SkeletonScheme.objects.all().delete()
    SkeletonScheme.objects.create(made_by=state)


Row = TypeVar("Row", ManifestEntry, Listed)


def _changed(rows: Iterable[Row]) -> list[Row]:
    changed = []
    for row in rows:
        heard = row.heard()
        if heard != row.skeletons:
            row.skeletons = heard
            changed.append(row)
    return changed


def _some(rows: Iterator[T]) -> Iterator[list[T]]:
    while some := list(islice(rows, AT_ONCE)):
        yield some
