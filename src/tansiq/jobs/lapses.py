"""Who is screened again because something is known no longer.

A decision that memory kept, a list whose time is over, an entry that an officer had removed.
"""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from tansiq.centre.memory import lapsed
from tansiq.centre.removals import due
from tansiq.jobs.cursor import Screening
from tansiq.jobs.retrospect import flights_resting_on, want_screening
from tansiq.picture.delisting import expired, forget_expired, remove_kept


def screen_lapsed(*, at: datetime) -> int:
    """Have the flights screened again on which a distinction ended; how many flights."""
    with transaction.atomic():
        return _want_everybody(lapsed(at=at))


def let_lists_go(*, at: datetime) -> int:
    """Drop the list entries whose time is over, and have the flights screened again that have alerts on them; how many entries."""
    with transaction.atomic():
        _want_everybody(flights_resting_on(expired(at=at)))
        return forget_expired(at=at)


def remove_missing(*, at: datetime) -> int:
    """Remove the entries that officers said are off their list, as its version would have done; how many entries."""
    removed = 0
    for decided in due():
        with transaction.atomic():
            removed += remove_kept(decided.version)
            want_screening(decided.version, at=at)
            decided.done_at = at
            decided.save(update_fields=["done_at"])
    return removed


def _want_everybody(flights: Collection[int]) -> int:
    """Have all people on these flights held against all lists again; how many flights."""
    Screening.objects.filter(flight__in=flights).update(since=None, count=0, failed_at=None)
    Screening.objects.bulk_create([Screening(flight_id=f) for f in flights], ignore_conflicts=True)
    return len(flights)
