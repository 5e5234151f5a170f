"""Whether the stored skeletons are those of today's names engine; if not, they are made anew after a migration."""

from collections.abc import Iterable, Iterator
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import TypeVar

from django.db import connection, models

from tansiq.detectors import names
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
    state = engine_state()
    if SkeletonScheme.objects.filter(made_by=state).exists():
        return
    for entries in _some(ManifestEntry.objects.iterator(chunk_size=AT_ONCE)):
        ManifestEntry.objects.bulk_update(_changed(entries), ["skeletons"])
    for listed in _some(Listed.objects.iterator(chunk_size=AT_ONCE)):
        Listed.objects.bulk_update(_changed(listed), ["skeletons"])
    SkeletonScheme.objects.all().delete()
    SkeletonScheme.objects.create(made_by=state)


def engine_state() -> str:
    """A hash of the engine's code and tables: whatever changes in them may change a skeleton."""
    home = Path(names.__file__).parent
    state = sha256()
    for path in sorted(p for p in home.rglob("*") if p.suffix in {".py", ".tsv"}):
        state.update(path.relative_to(home).as_posix().encode() + b"\0" + path.read_bytes())
    return state.hexdigest()


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
