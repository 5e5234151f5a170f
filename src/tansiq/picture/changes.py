"""What each version of a list changed, entry by entry, as it is shown."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from uuid import UUID

from tansiq.picture.differences import ChangeKind, FieldChange
from tansiq.picture.lists import ListChange, ListVersion, listed_id


@dataclass(frozen=True, slots=True)
class EntryChange:
    """What became of one entry in one version of its list.

    key: of the entry, as `Listed.key`. fields: what it says now of an added one, what it said of a removed one, what
    differs of a changed one. person_id: by which the access log names the entry.
    """

    kind: ChangeKind
    key: str
    name: str
    is_person: bool
    fields: tuple[FieldChange, ...]

    @property
    def person_id(self) -> UUID:
        """The id of the listed subject."""
        return listed_id(self.key)


def changes(version: ListVersion, *, kinds: Collection[ChangeKind] = tuple(ChangeKind)) -> Iterator[EntryChange]:
    """What a version changed against the one before it, by kind and name: streamed, for a page to cut."""
    records = ListChange.objects.filter(version=version, kind__in=kinds).order_by("kind", "name", "pk")
    return map(_entry_change, records.iterator(chunk_size=500))


def _entry_change(record: ListChange) -> EntryChange:
    fields = (FieldChange(f["field"], tuple(f["before"]), tuple(f["after"])) for f in record.fields)
    return EntryChange(ChangeKind(record.kind), record.key, record.name, record.is_person, tuple(fields))
