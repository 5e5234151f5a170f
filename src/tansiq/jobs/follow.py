"""Step two of the pipeline: what the ledger holds becomes the picture, findings and alerts.

Follows the ledger by position. Messages that wait together are taken together, so that a flight which many of them name is
brought up to date once; in one transaction with the cursor's move: a crash repeats nothing that counted and skips nothing. A
detector that fails on somebody is reported, and the others' findings are kept. Tries are counted beforehand, as `take` counts
them: a message that was tried before is followed by itself; the third try leaves the detectors out, so that none of them keeps
a flight's picture back, and what still ends its worker is passed over. Both are kept as our failure, for the feeds screen to
show and to try again.
"""

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, groupby, takewhile

from django.db import transaction
from django.utils import timezone

from tansiq.centre.alerts import alerted, keep_with_people, out_of_date
from tansiq.centre.masked import masked_among, note_terms
from tansiq.centre.masking import mask_flight
from tansiq.centre.rules import in_force
from tansiq.detectors.names.screen import findings
from tansiq.handling.marking import Marking, parse_marking
from tansiq.jobs.cursor import Attempt, Cursor, Screening
from tansiq.jobs.lacking import lacking
from tansiq.jobs.retrospect import want_screening
from tansiq.jobs.screening import Detect, Screener
from tansiq.jobs.telling import LIST_ENTRY, told_by
from tansiq.ledger.current import current
from tansiq.ledger.intake import message_of
from tansiq.ledger.observations import Stored, markings_at, observation_bodies, observations, observations_of
from tansiq.model.kinds import Observation
from tansiq.model.observations import ListEntry
from tansiq.picture.flights import Flight, ManifestEntry, said_positions
from tansiq.picture.folding import Taken, refold, take
from tansiq.picture.lists import Listed, load
from tansiq.picture.manifest import FlightState

NAME = "picture and findings"
RULES = "rules in force"
BATCH = 5000
"""Observations read of the ledger at once."""

TOGETHER = 1200
"""Observations that several messages may hold together to be followed as one; a larger message is followed by itself."""

ATTEMPTS = 3

log = logging.getLogger("tansiq.worker")


@dataclass(frozen=True, slots=True)
class Due:
    """A message to follow: the count of its tries, and all of its observations."""

    attempt: Attempt
    stored: Sequence[Stored]

    @property
    def holds_a_list(self) -> bool:
        """Whether it is a version of a list, which is followed by itself."""
        return any(s.kind == LIST_ENTRY for s in self.stored)


class Follower:
    """Keeps the picture up to the ledger."""

    def __init__(self, *, clock: Callable[[], datetime], detect: Detect = findings) -> None:
        self._clock = clock
        self._screener = Screener(detect, clock=clock)

    def reload(self) -> None:
        """Index the lists in force anew."""
        self._screener.reload()

    def step(self) -> bool:
        """Take in what is next in the ledger, or else screen one flight again. False when there is neither."""
        self._follow_rules()
        return self._follow() or self._screen_again()

    def _follow_rules(self) -> None:
        """Have everybody screened again who is still to land, where a rule came into force or went out of it."""
        at = self._clock()
        standing = in_force(on=timezone.localdate(at))
        cursor, is_new = Cursor.objects.get_or_create(name=RULES, defaults={"position": standing})
        if is_new or cursor.position == standing:
            return
        with transaction.atomic():
            cursor.position = standing
            cursor.save(update_fields=["position"])
            want_screening(None, at=at)

    def _follow(self) -> bool:
        due = self._due()
        if not due:
            return False
        _count(due)
        if due[0].attempt.count > ATTEMPTS:
            self._set_aside(due[0])
            return True
        with transaction.atomic():
            lacking_somebody = self._take_in(due)
            _pass(due[-1].stored)
            Attempt.objects.filter(message__in=[d.attempt.message for d in due]).exclude(
                message__in=lacking_somebody
            ).delete()
            for one in due:
                if one.attempt.message in lacking_somebody:
                    _fail(one.attempt, is_followed=True, at=self._clock())
        return True

    def _due(self) -> list[Due]:
        """What to follow: a message that is wanted again, or one that was tried before, by itself; else the next ones together."""
        for wanted in Attempt.objects.filter(is_wanted=True).order_by("message"):
            stored = self._next_message(wanted.after)
            if stored and stored[0].message == wanted.message:
                return [Due(wanted, stored)]
            wanted.delete()  # destroyed since: nothing is left to follow
        after = Cursor.objects.filter(name=NAME).values_list("position", flat=True).first()
        return self._next_messages(-1 if after is None else after)

    def _next_messages(self, after: int) -> list[Due]:
        batch = observations(current(), after=after, limit=TOGETHER + 1)
        groups = [list(group) for _, group in groupby(batch, key=lambda s: s.message)]
        if len(batch) > TOGETHER:
            groups.pop()  # the last one may go on behind what was read
        if not groups:
            stored = self._next_message(after)
            groups = [stored] if stored else []
        tried = {a.message: a for a in Attempt.objects.filter(message__in=[g[0].message for g in groups])}
        due = [
            Due(tried.get(g[0].message) or Attempt(message=g[0].message, after=g[0].position - 1), g) for g in groups
        ]
        together = list(takewhile(lambda d: d.attempt.message not in tried and not d.holds_a_list, due))
        return together or due[:1]

    def _set_aside(self, due: Due) -> None:
        log.error("message %s ended its worker %s times while being followed: set aside", due.attempt.message, ATTEMPTS)
        with transaction.atomic():
            _fail(due.attempt, is_followed=False, at=self._clock())
            _pass(due.stored)

    def _next_message(self, after: int) -> list[Stored]:
        """Every observation of the first message after a position."""
        found: list[Stored] = []
        while True:
            batch = observations(current(), after=after, limit=BATCH)
            message = found[0].message if found else batch[0].message if batch else None
            same = [s for s in batch if s.message == message]
            found += same
            if len(same) < BATCH:
                return found
            after = same[-1].position

    def _take_in(self, due: Sequence[Due]) -> set[int]:
        """Bring the picture and the alerts up to date. The messages of which not everybody could be screened."""
        at = self._clock()
        told = defaultdict[int, set[int]](set)
        for one in due:
            values = {s.position: told_by(s) for s in one.stored}
            listed = {p: o for p, o in values.items() if isinstance(o, ListEntry)}
            if listed:
                self._put_in_force(one.stored, listed, at=at)
                return set()
            first, expires_at = one.stored[0], max(s.expires_at for s in one.stored)
            if first.ordinal:
                values = _whole(first.message)
            for flight in take(Taken(first.message, first.received_at, expires_at, values)):
                told[flight.pk].add(first.message)
        note_terms(told, chain.from_iterable(d.stored for d in due))
        if due[0].attempt.count < ATTEMPTS:
            self._screener.reload(only_if_changed=True)
        failed = set[int]()
        masked = masked_among(told)
        flights = Flight.objects.filter(pk__in=told).prefetch_related("said")
        for flight in flights.order_by("lands_at", "pk"):
            if flight.pk in masked:
                mask_flight(flight, at=at)  # what comes that late is masked at once, and changes nothing
            elif not self._fly(flight, due[0].attempt, at=at):
                failed |= told[flight.pk]
        return failed

    def _put_in_force(self, stored: Sequence[Stored], listed: Mapping[int, ListEntry], *, at: datetime) -> None:
        """Load a version of a list, and have those screened whom it concerns; everybody where its marking changed."""
        message = message_of(current(), stored[0].message)
        is_remarked = _is_remarked(message.feed, stored[0])
        expires_at = min(s.expires_at for s in stored)
        refused = lacking(message)
        version = load(message.feed, message.message, listed, at=at, refused=refused, expires_at=expires_at)
        self._screener.reload(only_if_changed=True)
        want_screening(None if is_remarked and not version.is_late else version, at=at)

    def _fly(self, flight: Flight, attempt: Attempt, *, at: datetime) -> bool:
        """Bring a flight up to date, then the alerts on it. Whether everybody it concerns could be screened.

        attempt: the count of tries, of the message alone from the second on.
        """
        known, before = observation_bodies(current(), said_positions(flight)), flight.state
        said = {p: told_by(s) for p, s in known.items()}
        changed = refold(flight, said, _markings(known), at=at)
        keep_with_people(flight, at=at)
        if attempt.count == ATTEMPTS:
            return False
        if attempt.is_wanted:  # whoever could not be screened before did not change since
            return self._screener.screen(flight, list(flight.entries.all()), known, at=at)
        return self._screener.screen(flight, [*changed, *_moved(flight, changed, before)], known, at=at)

    def _screen_again(self) -> bool:
        """Screen one of the flights that wait for it since a list changed; messages that arrive meanwhile come first.

        Tries are counted as those of messages are: a flight that ends its worker three times is set aside.
        """
        wanted = Screening.objects.filter(failed_at=None).select_related("flight").first()
        if wanted is None:
            return False
        wanted.count += 1
        wanted.failed_at = self._clock() if wanted.count > ATTEMPTS else None
        wanted.save(update_fields=["count", "failed_at"])
        if wanted.failed_at is not None:
            log.error("flight %s ended its worker %s times while being screened: set aside", wanted.flight_id, ATTEMPTS)
            return True
        with transaction.atomic():
            at = self._clock()
            self._screener.reload(only_if_changed=True)
            entries = self._screener.concerned(wanted, at=at)
            known = observation_bodies(current(), [p for e in entries for p in e.positions])
            if self._screener.screen(wanted.flight, entries, known, at=at):
                wanted.delete()
            else:
                wanted.failed_at = at
                wanted.save(update_fields=["failed_at"])
        return True


def want_again(message: int) -> bool:
    """Have a message followed again that was set aside. False where it was not."""
    asked = Attempt.objects.filter(message=message).exclude(failed_at=None)
    return bool(asked.update(count=0, failed_at=None, is_followed=False, is_wanted=True))


def _is_remarked(feed: str, stored: Stored) -> bool:
    """Whether a list comes with another marking than its feed's entries in force: whoever may know of alerts is decided anew."""
    position = Listed.objects.filter(feed=feed).values_list("position", flat=True).first()
    return position is not None and markings_at(current(), [position]).get(position) != stored.marking


def _whole(message: int) -> dict[int, Observation]:
    """All that a message says which was read again, in the message's own order: its later part names people of its flights."""
    stored = observations_of(current(), message)
    told = [(s.position, told_by(s)) for s in stored]
    return dict(sorted(told, key=lambda t: (t[1].source.start, t[0])))


def _count(due: Iterable[Due]) -> None:
    """Count a try of each, to be known if it ends the worker."""
    attempts = [d.attempt for d in due]
    for attempt in attempts:
        attempt.count += 1
    Attempt.objects.bulk_create(attempts, update_conflicts=True, unique_fields=["message"], update_fields=["count"])


def _fail(attempt: Attempt, *, is_followed: bool, at: datetime) -> None:
    attempt.failed_at, attempt.is_followed, attempt.is_wanted = at, is_followed, False
    attempt.save()


def _pass(stored: Sequence[Stored]) -> None:
    """Move the cursor past a message, unless it stands there already."""
    last = stored[-1].position
    Cursor.objects.get_or_create(name=NAME)
    Cursor.objects.filter(name=NAME, position__lt=last).update(position=last)


def _moved(flight: Flight, changed: Sequence[ManifestEntry], before: str) -> list[ManifestEntry]:
    """The people with an alert whom a message did not name, where it changed when or whether the flight lands."""
    was_cancelled, is_cancelled = (state == FlightState.CANCELLED for state in (before, flight.state))
    if was_cancelled == is_cancelled and not out_of_date(flight):
        return []
    return list(flight.entries.filter(key__in=alerted(flight)).exclude(key__in=[e.key for e in changed]))


def _markings(stored: Mapping[int, Stored]) -> dict[int, Marking]:
    """The marking at each position. Most share one, which the ledger gives as the same object and is parsed once."""
    distinct = {id(s.marking): s.marking for s in stored.values()}
    parsed = {key: parse_marking(marking) for key, marking in distinct.items()}
    return {position: parsed[id(s.marking)] for position, s in stored.items()}
