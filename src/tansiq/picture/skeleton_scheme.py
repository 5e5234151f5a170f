"""Whether the stored skeletons are those that names are heard by today; if not, they are made anew after a migration."""

from collections.abc import Iterable, Iterator
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import TypeVar

from django.db import connection, models

from tansiq.detectors.names.engine import hearing_digest
from tansiq.picture import skeletons
from tansiq.picture.flights import ManifestEntry
from tansiq.picture.lists import Listed

AT_ONCE = 1000

T = TypeVar("T")


class SkeletonScheme(models.Model):
    """Which state of the code and tables that hear names made the skeletons that are stored: one row."""

    made_by = models.CharField(max_length=64)


def refresh(**_signal: object) -> None:
    """Make the skeletons anew where another `state` made them. Nothing while the tables are of an older version."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('picture_skeletonscheme') IS NOT NULL")
        if cursor.fetchone() != (True,):
            return
    made_by = state()
    if SkeletonScheme.objects.filter(made_by=made_by).exists():
        return
    for entries in _some(ManifestEntry.objects.iterator(chunk_size=AT_ONCE)):
        ManifestEntry.objects.bulk_update(_changed(entries), ["skeletons"])
    for listed in _some(Listed.objects.iterator(chunk_size=AT_ONCE)):
        Listed.objects.bulk_update(_changed(listed), ["skeletons"])
    SkeletonScheme.objects.all().delete()
    SkeletonScheme.objects.create(made_by=made_by)


def state() -> str:
    """Of all that makes skeletons: how the names engine hears a name, and which of it is kept (skeletons.py)."""
    kept = Path(skeletons.__file__).read_bytes()
    return sha256(hearing_digest().encode() + kept).hexdigest()


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
