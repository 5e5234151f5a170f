"""How entries of lists go: left out of a new version, or over their time."""

from collections.abc import Collection
from datetime import datetime

from tansiq.picture.differences import ChangeKind
from tansiq.picture.lists import ListChange, Listed


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
