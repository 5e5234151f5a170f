"""Lists as they stand: the latest version of each, and its entries."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import models

from tansiq.model.observations import ListEntry
from tansiq.model.subjects import Subject
from tansiq.model.wire import parse_subject, render


class ListVersion(models.Model):
    """One loading of a list. The latest of a feed is the one in force.

    is_partial: the file was cut, so what it lacks was kept from the version before.
    """

    list = models.CharField(max_length=120)
    feed = models.CharField(max_length=64)
    message = models.BigIntegerField(unique=True)
    version = models.CharField(max_length=40, blank=True)
    entries = models.IntegerField()
    added = models.IntegerField()
    changed = models.IntegerField()
    removed = models.IntegerField()
    is_partial = models.BooleanField(default=False)
    loaded_at = models.DateTimeField()


class Listed(models.Model):
    """One subject on a list in force. key: the feed and the publisher's id: a file's name may change with each version."""

    key = models.CharField(max_length=240, unique=True)
    list = models.CharField(max_length=120)
    feed = models.CharField(max_length=64, db_index=True)
    position = models.BigIntegerField(unique=True)
    name = models.CharField(max_length=400)
    subject = models.JSONField()
    details = models.JSONField()  # programmes, reference, listed_on, remarks

    def value(self) -> Subject:
        """The subject as a value, its id the key of this record."""
        return parse_subject({**self.subject, "id": self.key})


def load(
    feed: str, message: int, entries: Mapping[int, ListEntry], *, at: datetime, is_partial: bool = False
) -> ListVersion:
    """Put a freshly read list in force: what it lacks is removed, what differs is changed.

    entries: by ledger position, all of one message, at least one. is_partial: the file was cut; nothing is removed then.
    """
    fresh = {record.key: record for record in _records(feed, entries)}
    known = {r.key: r for r in Listed.objects.filter(feed=feed)}
    removed = set() if is_partial else known.keys() - fresh.keys()
    changed = [r for k, r in fresh.items() if k in known and _said(known[k]) != _said(r)]
    Listed.objects.filter(key__in=removed).delete()
    Listed.objects.bulk_create(
        fresh.values(),
        batch_size=2000,
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=["list", "feed", "position", "name", "subject", "details"],
    )
    first = next(iter(entries.values()))
    return ListVersion.objects.create(
        list=first.list,
        feed=feed,
        message=message,
        version=first.version,
        entries=len(fresh),
        added=len(fresh.keys() - known.keys()),
        changed=len(changed),
        removed=len(removed),
        is_partial=is_partial,
        loaded_at=at,
    )


def in_force() -> Iterable[Listed]:
    """Every listed subject, streamed."""
    return Listed.objects.order_by("pk").iterator(chunk_size=5000)


def latest_versions() -> list[ListVersion]:
    """The version in force of each feed's list, by feed."""
    return list(ListVersion.objects.order_by("feed", "-pk").distinct("feed"))


def _said(record: Listed) -> tuple[object, object]:
    return record.subject, record.details


def _records(feed: str, entries: Mapping[int, ListEntry]) -> Iterable[Listed]:
    for position, entry in entries.items():
        identity = entry.subject.id or entry.reference or str(position)
        yield Listed(
            key=f"{feed}/{identity}"[:240],
            list=entry.list[:120],
            feed=feed,
            position=position,
            name=(entry.subject.names or entry.subject.weak_names or ("—",))[0][:400],
            subject=render(entry.subject),
            details={
                "programmes": list(entry.programmes),
                "reference": entry.reference,
                "listed_on": entry.listed_on,
                "remarks": entry.remarks,
            },
        )
