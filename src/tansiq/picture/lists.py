"""Lists as they stand: the latest version of each, its entries, and what each version changed."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from django.db.models import Q

from tansiq.model.observations import ListEntry
from tansiq.model.subjects import Subject
from tansiq.model.wire import parse_subject, render
from tansiq.picture.absences import accounted_for
from tansiq.picture.differences import ChangeKind, FieldChange, Told, differences, told
from tansiq.picture.skeletons import skeletons
from tansiq.readers.lists import eu, ofac, un

_NAMESPACE = UUID("9b0f6f0e-6f43-5f0b-8a51-0d6a3d0c7b1e")


_CARRIED_OVER = """
UPDATE picture_listed l SET position = n.position, list = n.list, expires_at = n.expires_at
FROM unnest(%s::varchar[], %s::bigint[], %s::varchar[], %s::timestamptz[]) AS n (key, position, list, expires_at)
WHERE l.key = n.key
"""

PUBLISHED = frozenset({eu.LIST, ofac.LIST, un.LIST})
"""Lists known by their publisher's name. Any other is a feed's own list, whatever its file is called that day."""


class ListVersion(models.Model):
    """One loading of a list. Of a feed, the latest of each published list and the latest own list are in force.

    is_partial: the file was cut, or entries of it were refused. refused: the marks of these parts (absences.py). kept: how
    many entries it lacks were kept because they may stand in such a part; None where an earlier Tansiq loaded it, which
    kept all. is_late: an older version that came after a newer one, and was not put in force. position: of its last entry in the ledger; None for a version that an
    earlier Tansiq loaded. added, changed, removed, unchanged: against the version in force before; what is in force
    then is `added + changed + unchanged`, and what was kept.
    """

    refused = ArrayField(models.CharField(max_length=32), default=list)  # first: below, `list` is a field
    list = models.CharField(max_length=120)
    feed = models.CharField(max_length=64)
    message = models.BigIntegerField(unique=True)
    version = models.CharField(max_length=40, blank=True)
    entries = models.IntegerField()
    added = models.IntegerField()
    changed = models.IntegerField()
    removed = models.IntegerField()
    unchanged = models.IntegerField(default=0)
    position = models.BigIntegerField(null=True)
    is_partial = models.BooleanField(default=False)
    kept = models.IntegerField(null=True)
    is_late = models.BooleanField(default=False)
    loaded_at = models.DateTimeField()


class Listed(models.Model):
    """One subject on a list in force. key: the feed and the publisher's id: a file's name may change with each version.

    person_id: stable, and says nothing by itself: the access log names the subject by it. expires_at: when the ledger
    destroys what the record rests on; None for records of a version that did not keep it. skeletons: how the names are heard.
    """

    skeletons = ArrayField(models.TextField(), default=list)  # first: below, `list` is a field
    key = models.CharField(max_length=240, unique=True)
    list = models.CharField(max_length=120)
    feed = models.CharField(max_length=64, db_index=True)
    position = models.BigIntegerField(unique=True)
    person_id = models.UUIDField(db_index=True)
    expires_at = models.DateTimeField(null=True)
    name = models.CharField(max_length=400)
    subject = models.JSONField()
    details = models.JSONField()  # programmes, reference, listed_on, remarks

    @property
    def is_person(self) -> bool:
        """Whether it is somebody, not an organisation or a vessel."""
        return str(self.subject.get("type", "person")) == "person"

    def told(self) -> Told:
        """What the entry says, field by field."""
        return told(self.subject, self.details)

    def value(self) -> Subject:
        """The subject as a value, its id the key of this record."""
        return parse_subject({**self.subject, "id": self.key})

    def heard(self) -> Sequence[str]:
        """The skeletons of all its names, weak ones too."""
        value = self.value()
        return skeletons((*value.names, *value.weak_names), is_person=value.type == "person")


class ListChange(models.Model):
    """What one version of a list changed of one entry. Goes with the records it was made from.

    key, name: as of `Listed`, the name after the change. fields: what a `FieldChange` holds. expires_at: when the ledger
    destroys either side of it, whichever comes first.
    """

    version = models.ForeignKey(ListVersion, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=8)
    key = models.CharField(max_length=240, db_index=True)
    name = models.CharField(max_length=400)
    is_person = models.BooleanField()
    fields = models.JSONField()
    expires_at = models.DateTimeField(null=True)


@dataclass(frozen=True, slots=True)
class _Delivery:
    """A freshly read list, as `load` takes it."""

    feed: str
    message: int
    entries: Mapping[int, ListEntry]
    refused: Sequence[str]
    expires_at: datetime | None

    @property
    def first(self) -> ListEntry:
        """Any of the entries: they share list and version."""
        return next(iter(self.entries.values()))

    @property
    def group(self) -> Q:
        """What of this feed is the same list: by name where it is published, else whatever is not."""
        return Q(feed=self.feed) & _group(self.first.list)


def load(
    feed: str,
    message: int,
    entries: Mapping[int, ListEntry],
    *,
    at: datetime,
    refused: Sequence[str] = (),
    expires_at: datetime | None = None,
) -> ListVersion:
    """Put a list in force: what it lacks is removed, what differs is changed. The same message may be loaded again.

    An older version that comes after a newer one is noted and changes nothing. Versions are compared as published where
    both say one, else by arrival. entries: by ledger position, all of one message, at least one. refused: the marks of what
    was not read; whom it accounts for is not removed (absences.py). expires_at: when the ledger destroys these entries.
    """
    delivery = _Delivery(feed, message, entries, refused, expires_at)
    before = ListVersion.objects.filter(delivery.group, is_late=False).order_by("-pk").first()
    if before is not None and _is_older(delivery, before):
        return _noted(delivery, [], kept=0, is_late=True, at=at)
    fresh = {record.key: record for record in _records(delivery)}
    known = {r.key: r for r in Listed.objects.filter(delivery.group)}
    missing = {key: record.position for key, record in known.items() if key not in fresh}
    kept = _accounted_for(delivery, missing, known)
    found = list(_changes(known, fresh, removed=missing.keys() - kept))
    Listed.objects.filter(key__in=[c.key for c in found if c.kind == ChangeKind.REMOVED]).delete()
    said_anew = {c.key for c in found if c.kind != ChangeKind.REMOVED}
    _write([record for key, record in fresh.items() if key in said_anew])
    _carry_over([record for key, record in fresh.items() if key not in said_anew])
    return _noted(delivery, found, kept=len(kept), is_late=False, at=at)


def _accounted_for(delivery: _Delivery, missing: Mapping[str, int], known: Collection[str]) -> set[str]:
    """The missing entries that may stand in a part of the list that was not read."""
    if not missing or not delivery.refused:
        return set()
    before = ListVersion.objects.filter(delivery.group, is_late=False, message__lt=delivery.message)
    read = before.order_by("position").values_list("position", "refused")
    return accounted_for(missing, known, delivery.refused, [(at, marks) for at, marks in read if at is not None])


def _write(records: Sequence[Listed]) -> None:
    """Keep what entries say that are new or changed."""
    for record in records:
        record.skeletons = record.heard()
    Listed.objects.bulk_create(
        records,
        batch_size=2000,
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=[
            "list",
            "feed",
            "position",
            "person_id",
            "expires_at",
            "name",
            "subject",
            "skeletons",
            "details",
        ],
    )


def _carry_over(records: Sequence[Listed]) -> None:
    """Have entries that say what they said rest on their latest observation: most of a list, most days."""
    if not records:
        return
    rows = ((r.key, r.position, r.list, r.expires_at) for r in records)
    with connection.cursor() as cursor:
        cursor.execute(_CARRIED_OVER, [list(column) for column in zip(*rows, strict=True)])


def _changes(
    known: Mapping[str, Listed], fresh: Mapping[str, Listed], *, removed: Collection[str]
) -> Iterator[ListChange]:
    """What the fresh entries change of those known, as records that have no version yet."""
    for key, record in fresh.items():
        before = known.get(key)
        fields = tuple(differences(before.told() if before else {}, record.told()))
        if before is None or fields:
            kind = ChangeKind.CHANGED if before else ChangeKind.ADDED
            yield _change(kind, record, fields, [before, record])
    for key, record in known.items():
        if key in removed:
            yield removal(record)


def removal(record: Listed) -> ListChange:
    """That an entry is removed, as a record that has no version yet."""
    return _change(ChangeKind.REMOVED, record, tuple(differences(record.told(), {})), [record])


def _change(
    kind: ChangeKind, record: Listed, fields: Iterable[FieldChange], sides: Iterable[Listed | None]
) -> ListChange:
    return ListChange(
        kind=kind,
        key=record.key,
        name=record.name,
        is_person=record.is_person,
        fields=[{"field": f.field, "before": f.before, "after": f.after} for f in fields],
        expires_at=min((side.expires_at for side in sides if side and side.expires_at), default=None),
    )


def _group(name: str) -> Q:
    return Q(list=name) if name in PUBLISHED else ~Q(list__in=PUBLISHED)


def _is_older(delivery: _Delivery, before: ListVersion) -> bool:
    if delivery.first.version and before.version and delivery.first.version != before.version:
        return delivery.first.version < before.version
    return delivery.message < before.message


def _noted(delivery: _Delivery, found: list[ListChange], *, kept: int, is_late: bool, at: datetime) -> ListVersion:
    """The version's record, made the first time its message is loaded and kept when it is loaded again."""
    counts = Counter(change.kind for change in found)
    added, changed = counts[ChangeKind.ADDED], counts[ChangeKind.CHANGED]
    version, is_new = ListVersion.objects.get_or_create(
        message=delivery.message,
        defaults={
            "list": delivery.first.list[:120],
            "feed": delivery.feed,
            "version": delivery.first.version[:40],
            "entries": len(delivery.entries),
            "added": added,
            "changed": changed,
            "removed": counts[ChangeKind.REMOVED],
            "unchanged": 0 if is_late else len(delivery.entries) - added - changed,
            "position": max(delivery.entries),
            "is_partial": bool(delivery.refused),
            "refused": list(delivery.refused),
            "kept": kept,
            "is_late": is_late,
            "loaded_at": at,
        },
    )
    if is_new:
        for change in found:
            change.version = version
        ListChange.objects.bulk_create(found, batch_size=2000)
    return version


def versions(feed: str) -> list[ListVersion]:
    """Every loading of the lists of a feed, latest first, those that came late among them."""
    return list(ListVersion.objects.filter(feed=feed).order_by("-pk"))


def in_force() -> Iterable[Listed]:
    """Every listed subject, streamed."""
    return Listed.objects.order_by("pk").iterator(chunk_size=5000)


def latest_versions() -> list[ListVersion]:
    """The version in force of each list, by feed and name."""
    found: dict[tuple[str, str], ListVersion] = {}
    for version in ListVersion.objects.filter(is_late=False).order_by("feed", "list", "-pk").distinct("feed", "list"):
        group = (version.feed, version.list if version.list in PUBLISHED else "")
        if group not in found or found[group].pk < version.pk:
            found[group] = version
    return list(found.values())


def same_list(version: ListVersion) -> Q:
    """What is of the same list: its versions, and the entries in force."""
    return Q(feed=version.feed) & _group(version.list)


def versions_before(latest: ListVersion, *, most: int) -> list[ListVersion]:
    """The loadings of the same list beside the one in force, latest first."""
    same = ListVersion.objects.filter(same_list(latest)).exclude(pk=latest.pk)
    return list(same.order_by("-pk")[:most])


def listed_id(key: str) -> UUID:
    """The id of a listed subject, by its key."""
    return uuid5(_NAMESPACE, key)


def _records(delivery: _Delivery) -> Iterable[Listed]:
    for position, entry in delivery.entries.items():
        key = f"{delivery.feed}/{entry.subject.id or entry.reference or position}"[:240]
        yield Listed(
            key=key,
            list=entry.list[:120],
            feed=delivery.feed,
            position=position,
            person_id=listed_id(key),
            expires_at=delivery.expires_at,
            name=(entry.subject.names or entry.subject.weak_names or ("—",))[0][:400],
            subject=render(entry.subject),
            details={
                "programmes": list(entry.programmes),
                "reference": entry.reference,
                "listed_on": entry.listed_on,
                "remarks": entry.remarks,
            },
        )
