"""How entries of lists go beside being left out of a new version: on an officer's word, or when their time is over."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import F, QuerySet

from tansiq.picture.differences import ChangeKind
from tansiq.picture.lists import ListChange, Listed, ListVersion, removal, same_list


def kept_by(version: ListVersion) -> QuerySet[Listed]:
    """The entries in force that the version lacks, kept because a part that was not read may hold them; by name.

    None for a version that is not the one in force, or kept nobody.
    """
    if not version.kept or version.position is None or not is_in_force(version):
        return Listed.objects.none()
    own = (version.position - version.entries + 1, version.position)
    return Listed.objects.filter(same_list(version)).exclude(position__range=own).order_by("name", "pk")


def is_in_force(version: ListVersion) -> bool:
    """Whether no later version of the same list took its place."""
    later = ListVersion.objects.filter(same_list(version), is_late=False, pk__gt=version.pk)
    return not version.is_late and not later.exists()


def remove_kept(version: ListVersion) -> int:
    """Remove the entries that the version lacks and that were kept, as if it had removed them; how many."""
    gone = list(kept_by(version))
    changes = [removal(record) for record in gone]
    for change in changes:
        change.version = version
    ListChange.objects.bulk_create(changes, batch_size=2000)
    Listed.objects.filter(pk__in=[record.pk for record in gone]).delete()
    ListVersion.objects.filter(pk=version.pk).update(removed=F("removed") + len(gone), kept=F("kept") - len(gone))
    return len(gone)


def forget_expired(*, at: datetime) -> int:
    """Drop the entries whose observations the ledger has destroyed, and what was changed of them; how many entries."""
    ListChange.objects.filter(expires_at__lte=at).delete()
    return Listed.objects.filter(expires_at__lte=at).delete()[0]


def expired(*, at: datetime) -> list[str]:
    """The keys of the entries that `forget_expired` drops."""
    return list(Listed.objects.filter(expires_at__lte=at).values_list("key", flat=True))


def were_removed(keys: Collection[str]) -> bool:
    """Whether a version of their list left any of these entries out; who went with the time of a list was not removed."""
    return ListChange.objects.filter(key__in=keys, kind=ChangeKind.REMOVED).exists()
