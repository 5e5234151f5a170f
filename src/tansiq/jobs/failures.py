"""What could not be followed or screened by our own fault: for the feeds screen to show, and to try again."""

from dataclasses import dataclass, field

from django.db.models import Q

from tansiq.centre.alerts import unreached
from tansiq.jobs.cursor import Attempt, Screening
from tansiq.jobs.follow import want_again
from tansiq.ledger.current import current
from tansiq.ledger.intake import Message, message_of, read_again, retry

MOST = 1000
"""Messages named at once; where more fail, something else is wrong."""


@dataclass(frozen=True, slots=True)
class Failures:
    """messages: those set aside while being followed, by id, each with whether its flights are up to date all the same.

    flights: how many were not screened again after a list changed. unreached: how many undecided alerts no organisation
    may know of, because the feeds they rest on have none in common.
    """

    messages: dict[int, bool] = field(default_factory=dict)
    by_feed: dict[str, int] = field(default_factory=dict)
    flights: int = 0
    unreached: int = 0


def failures() -> Failures:
    """What stands set aside now."""
    failed = dict(
        Attempt.objects.exclude(failed_at=None).order_by("-message").values_list("message", "is_followed")[:MOST]
    )
    by_feed: dict[str, int] = {}
    for message in failed:
        feed = message_of(current(), message).feed
        by_feed[feed] = by_feed.get(feed, 0) + 1
    return Failures(
        failed,
        by_feed,
        flights=Screening.objects.exclude(failed_at=None).count(),
        unreached=unreached(),
    )


def try_again(message: Message) -> bool:
    """Take or follow a message again that was set aside by our fault. False where it was not."""
    return retry(current(), message.message) or want_again(message.message)


def reread(message: Message) -> bool:
    """Read a message again that was refused whole or in part, after a repair of ours. False where nothing of it was refused."""
    return read_again(current(), message.message)


def screen_again() -> bool:
    """Screen the flights again that were set aside. False where there are none."""
    return bool(Screening.objects.filter(~Q(failed_at=None)).update(count=0, failed_at=None))
