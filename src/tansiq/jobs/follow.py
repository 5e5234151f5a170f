"""Step two of the pipeline: what the ledger holds becomes the picture, findings and alerts.

Follows the ledger by position, one message at a time, each in one transaction with the cursor's move: a crash repeats
nothing that counted and skips nothing. A detector that fails on somebody is reported, and the others' findings are kept. Tries
are counted beforehand, as `take` counts them: the third leaves the detectors out, so that none of them keeps a flight's picture
back, and what still ends its worker is passed over. Both are kept as our failure, for the feeds screen to show and to try again.
"""

import logging
import traceback
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

import orjson
from django.db import transaction

from tansiq.centre.alerts import Held, alerted, keep_with_people, out_of_date
from tansiq.centre.memory import put
from tansiq.detectors.names import Watchlist
from tansiq.detectors.names.screen import findings
from tansiq.handling.marking import Marking, join, parse_marking
from tansiq.jobs.cursor import Attempt, Cursor, Screening
from tansiq.jobs.lacking import lacking
from tansiq.jobs.retrospect import Changed, bring_up_to_date, changed_since, want_screening
from tansiq.ledger.current import current
from tansiq.ledger.intake import message_of
from tansiq.ledger.observations import Stored, markings_at, observation_bodies, observations
from tansiq.model.findings import Finding
from tansiq.model.observations import ListEntry
from tansiq.model.subjects import Subject
from tansiq.model.wire import parse
from tansiq.picture.flights import Flight, ManifestEntry, said_positions
from tansiq.picture.folding import Taken, refold, take
from tansiq.picture.lists import Listed, ListVersion, in_force, load
from tansiq.picture.manifest import FlightState
from tansiq.picture.persons import subject

NAME = "picture and findings"
BATCH = 5000
ATTEMPTS = 3

log = logging.getLogger("tansiq.worker")


FAULTS = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What a detector of ours raises on a person it was not written for."""


class Detect(Protocol):
    """A detector of people on flights: `tansiq.detectors.names.screen.findings`, or another in its place."""

    def __call__(
        self,
        query: Subject,
        *,
        subject_key: str,
        position: int,
        watchlist: Watchlist,
        entry_positions: Mapping[str, int],
    ) -> Iterable[Finding]:
        """The findings about one person."""


class Follower:
    """Keeps the picture up to the ledger. Holds the lists in force in memory, rebuilt when a list changes."""

    def __init__(self, *, clock: Callable[[], datetime], detect: Detect = findings) -> None:
        self._clock = clock
        self._detect = detect
        self._watchlist = Watchlist.build(())
        self._listed: dict[str, tuple[int, str]] = {}
        self._positions: dict[str, int] = {}
        self._loaded: int | None = None
        self._changed: dict[int, Changed] = {}

    def step(self) -> bool:
        """Take in the next message of the ledger, or else screen one flight again. False when there is neither."""
        return self._follow() or self._screen_again()

    def _follow(self) -> bool:
        due = self._due()
        if due is None:
            return False
        attempt, stored = due
        attempt.count += 1
        attempt.save()
        if attempt.count > ATTEMPTS:
            self._set_aside(attempt, stored)
            return True
        with transaction.atomic():
            is_whole = self._take_in(stored, attempt)
            _pass(stored)
            if is_whole:
                attempt.delete()
            else:
                _fail(attempt, is_followed=True, at=self._clock())
        return True

    def _due(self) -> tuple[Attempt, list[Stored]] | None:
        """The message to follow: one that is wanted again, else the next of the ledger."""
        for wanted in Attempt.objects.filter(is_wanted=True).order_by("message"):
            stored = self._next_message(wanted.after)
            if stored and stored[0].message == wanted.message:
                return wanted, stored
            wanted.delete()  # destroyed since: nothing is left to follow
        after = Cursor.objects.filter(name=NAME).values_list("position", flat=True).first()
        stored = self._next_message(-1 if after is None else after)
        if not stored:
            return None
        known = Attempt.objects.filter(message=stored[0].message).first()
        return known or Attempt(message=stored[0].message, after=stored[0].position - 1), stored

    def _set_aside(self, attempt: Attempt, stored: Sequence[Stored]) -> None:
        log.error("message %s ended its worker %s times while being followed: set aside", attempt.message, ATTEMPTS)
        with transaction.atomic():
            _fail(attempt, is_followed=False, at=self._clock())
            _pass(stored)

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

    def _take_in(self, stored: Sequence[Stored], attempt: Attempt) -> bool:
        """Bring the picture and the alerts up to date. Whether all that was to be done was done."""
        values = {s.position: parse(orjson.loads(s.body)) for s in stored}
        listed = {p: o for p, o in values.items() if isinstance(o, ListEntry)}
        at = self._clock()
        if listed:
            self._put_in_force(stored, listed, at=at)
            return True
        taken = Taken(stored[0].message, stored[0].received_at, stored[0].expires_at, values)
        done = [self._fly(flight, attempt, at=at) for flight in dict.fromkeys(take(taken))]
        return all(done)

    def _put_in_force(self, stored: Sequence[Stored], listed: Mapping[int, ListEntry], *, at: datetime) -> None:
        """Load a version of a list, and have those screened whom it concerns; everybody where its marking changed."""
        message = message_of(current(), stored[0].message)
        is_remarked = _is_remarked(message.feed, stored[0])
        expires_at = min(s.expires_at for s in stored)
        refused = lacking(message)
        version = load(message.feed, message.message, listed, at=at, refused=refused, expires_at=expires_at)
        self.reload(only_if_changed=True)
        want_screening(None if is_remarked and not version.is_late else version, at=at)

    def _fly(self, flight: Flight, attempt: Attempt, *, at: datetime) -> bool:
        """Bring a flight up to date, then the alerts on it. Whether everybody it concerns could be screened."""
        known, before = self._known(said_positions(flight)), flight.state
        said = {p: parse(orjson.loads(s.body)) for p, s in known.items()}
        changed = refold(flight, said, _markings(known), at=at)
        keep_with_people(flight, at=at)
        if attempt.count == ATTEMPTS:
            return False
        self.reload(only_if_changed=True)
        if attempt.is_wanted:  # whoever could not be screened before did not change since
            return self._screen(flight, list(flight.entries.all()), known, at=at)
        return self._screen(flight, [*changed, *_moved(flight, changed, before)], known, at=at)

    def _known(self, positions: Sequence[int]) -> dict[int, Stored]:
        return observation_bodies(current(), positions)

    def _screen(
        self, flight: Flight, entries: Sequence[ManifestEntry], known: Mapping[int, Stored], *, at: datetime
    ) -> bool:
        """Hold people on a flight against the lists, and bring their alerts up to date. Whether it could be done for all.

        Somebody on whom a detector fails is named in the log and keeps what there was; the others go on.
        """
        has_alert, is_whole = alerted(flight), True
        for entry in entries:
            entry.flight = flight
            try:
                held = self._held(flight, entry)
            except FAULTS as fault:
                _report(fault, flight, entry)
                is_whole = False
                continue
            if held or entry.key in has_alert:
                listed = self._known([self._listed[h.finding.about][0] for h in held])
                sources = [*(known[p] for p in entry.positions if p in known), *listed.values()]
                put(flight, entry, held, _marking(sources), at=at)
        return is_whole

    def _held(self, flight: Flight, entry: ManifestEntry) -> list[Held]:
        found = self._detect(
            subject(entry.value()),
            subject_key=f"{flight.key}#{entry.key}",
            position=entry.positions[-1],
            watchlist=self._watchlist,
            entry_positions=self._positions,
        )
        return [Held(f, self._listed[f.about][1]) for f in found]

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
            self.reload(only_if_changed=True)
            entries = self._concerned(wanted)
            known = self._known([p for e in entries for p in e.positions])
            if self._screen(wanted.flight, entries, known, at=self._clock()):
                wanted.delete()
            else:
                wanted.failed_at = self._clock()
                wanted.save(update_fields=["failed_at"])
        return True

    def _concerned(self, wanted: Screening) -> list[ManifestEntry]:
        """Those on a flight whom the change of a list may concern. What changed is kept until another version is loaded."""
        entries = list(wanted.flight.entries.all())
        if wanted.since is None:
            return entries
        changed = self._changed.get(wanted.since)
        if changed is None:
            changed = changed_since(wanted.since, in_force=len(self._listed))
            self._changed = {wanted.since: changed}
        try:
            return changed.among(wanted.flight, entries, at=self._clock())
        except FAULTS:  # whom the search cannot bear is found, and named, where all are screened
            return entries

    def reload(self, *, only_if_changed: bool = False) -> None:
        """Index the lists in force; with only_if_changed, only what other versions changed that were loaded since."""
        latest = ListVersion.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        if only_if_changed and self._loaded == latest:
            return
        said = list(Listed.objects.values_list("key", "position", "name"))
        self._listed = {key: (position, name) for key, position, name in said}
        self._positions = {key: position for key, position, _ in said}
        if only_if_changed and self._loaded is not None:
            bring_up_to_date(self._watchlist, since=self._loaded + 1)
        else:
            self._watchlist = Watchlist.build(r.value() for r in in_force())
        self._loaded, self._changed = latest, {}


def want_again(message: int) -> bool:
    """Have a message followed again that was set aside. False where it was not."""
    asked = Attempt.objects.filter(message=message).exclude(failed_at=None)
    return bool(asked.update(count=0, failed_at=None, is_followed=False, is_wanted=True))


def _is_remarked(feed: str, stored: Stored) -> bool:
    """Whether a list comes with another marking than its feed's entries in force: whoever may know of alerts is decided anew."""
    position = Listed.objects.filter(feed=feed).values_list("position", flat=True).first()
    return position is not None and markings_at(current(), [position]).get(position) != stored.marking


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


def _report(fault: Exception, flight: Flight, entry: ManifestEntry) -> None:
    """Say in the log where a detector failed. What the fault itself says may quote the person, and is left out."""
    where = "".join(traceback.format_tb(fault.__traceback__))
    log.error("a detector failed on entry %s of flight %s: %s\n%s", entry.key, flight.pk, type(fault).__name__, where)


def _marking(sources: Iterable[Stored]) -> Marking:
    return join(parse_marking(s.marking) for s in sources)


def _markings(stored: Mapping[int, Stored]) -> dict[int, Marking]:
    """The marking at each position. Most share one, which the ledger gives as the same object and is parsed once."""
    distinct = {id(s.marking): s.marking for s in stored.values()}
    parsed = {key: parse_marking(marking) for key, marking in distinct.items()}
    return {position: parsed[id(s.marking)] for position, s in stored.items()}
