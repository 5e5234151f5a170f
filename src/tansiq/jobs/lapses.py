"""Who is screened again because memory no longer holds back what was found about them."""

from datetime import datetime

from django.db import transaction

from tansiq.centre.memory import lapsed
from tansiq.jobs.cursor import Screening


def screen_lapsed(*, at: datetime) -> int:
    """Have the flights screened again, all people against all lists, on which a distinction ended; how many flights."""
    with transaction.atomic():
        flights = lapsed(at=at)
        Screening.objects.filter(flight__in=flights).update(since=None, count=0, failed_at=None)
        Screening.objects.bulk_create([Screening(flight_id=f) for f in flights], ignore_conflicts=True)
    return len(flights)
