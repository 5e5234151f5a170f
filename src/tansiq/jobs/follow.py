"""Step two of the pipeline: what the ledger holds becomes the picture, findings and alerts.

Follows the ledger by position, one message at a time, each in one transaction with the cursor's move: a crash repeats
nothing that counted and skips nothing.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime

import orjson
from django.db import transaction
from django.db.models import Q

from tansiq.centre.alerts import Held, alerted, put
from tansiq.detectors.names import Watchlist
from tansiq.detectors.names.screen import findings
from tansiq.handling.marking import Marking, join, parse_marking
from tansiq.jobs.cursor import Cursor, Screening
from tansiq.ledger.current import current
from tansiq.ledger.intake import message_of
from tansiq.ledger.observations import Stored, observation_bodies, observations
from tansiq.model.observations import ListEntry, Observation
from tansiq.model.reading import RefusalCode
from tansiq.model.wire import parse
from tansiq.picture.flights import Flight, ManifestEntry, Taken, refold, said_positions, take
from tansiq.picture.lists import Listed, ListVersion, in_force, load
from tansiq.picture.persons import subject

NAME = "picture and findings"
BATCH = 5000


class Follower:
    """Keeps the picture up to the ledger. Holds the lists in force in memory, rebuilt when a list changes."""

    def __init__(self, *, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._watchlist = Watchlist.build(())
        self._listed: dict[str, tuple[int, str]] = {}
        self._positions: dict[str, int] = {}
        self._loaded: int | None = None

    def step(self) -> bool:
        """Take in the next message of the ledger, or else screen one flight again. False when there is neither."""
        return self._follow() or self._screen_again()

    def _follow(self) -> bool:
        with transaction.atomic():
            cursor, _ = Cursor.objects.select_for_update().get_or_create(name=NAME)
            stored = self._next_message(cursor.position)
            if not stored:
                return False
            self._take_in(stored)
            cursor.position = stored[-1].position
            cursor.save(update_fields=["position"])
        return True

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

    def _take_in(self, stored: Sequence[Stored]) -> None:
        values = {s.position: parse(orjson.loads(s.body)) for s in stored}
        listed = {p: o for p, o in values.items() if isinstance(o, ListEntry)}
        at = self._clock()
        if listed:
            message = message_of(current(), stored[0].message)
            is_partial = any(r["code"] == RefusalCode.TRUNCATED for r in message.refusals)
            load(message.feed, message.message, listed, at=at, is_partial=is_partial)
            self.reload()
            want_screening(at=at)
        else:
            self._fly(stored, values, at=at)

    def _fly(self, stored: Sequence[Stored], values: Mapping[int, Observation], *, at: datetime) -> None:
        self.reload(only_if_changed=True)
        first = stored[0]
        taken = Taken(first.message, first.received_at, first.expires_at, values)
        for flight in dict.fromkeys(take(taken)):
            known = self._known(said_positions(flight))
            changed = refold(flight, {p: parse(orjson.loads(s.body)) for p, s in known.items()}, at=at)
            self._screen(flight, changed, known, at=at)

    def _known(self, positions: Sequence[int]) -> dict[int, Stored]:
        return observation_bodies(current(), positions)

    def _screen(
        self, flight: Flight, entries: Sequence[ManifestEntry], known: Mapping[int, Stored], *, at: datetime
    ) -> None:
        """Hold people on a flight against the lists, and bring their alerts up to date."""
        has_alert = alerted(flight)
        for entry in entries:
            entry.flight = flight
            held = self._held(flight, entry)
            if held or entry.key in has_alert:
                listed = self._known([self._listed[h.finding.about][0] for h in held])
                sources = [*(known[p] for p in entry.positions if p in known), *listed.values()]
                put(flight, entry, held, _marking(sources), at=at)

    def _held(self, flight: Flight, entry: ManifestEntry) -> list[Held]:
        found = findings(
            subject(entry.value()),
            subject_key=f"{flight.key}#{entry.key}",
            position=entry.positions[-1],
            watchlist=self._watchlist,
            entry_positions=self._positions,
        )
        return [Held(f, self._listed[f.about][1]) for f in found]

    def _screen_again(self) -> bool:
        """Screen one of the flights that wait for it since a list changed; messages that arrive meanwhile come first."""
        with transaction.atomic():
            wanted = (
                Screening.objects.select_for_update(skip_locked=True, of=("self",)).select_related("flight").first()
            )
            if wanted is None:
                return False
            self.reload(only_if_changed=True)
            entries = list(wanted.flight.entries.all())
            known = self._known([p for e in entries for p in e.positions])
            self._screen(wanted.flight, entries, known, at=self._clock())
            wanted.delete()
        return True

    def reload(self, *, only_if_changed: bool = False) -> None:
        """Index the lists in force; with only_if_changed, only when another version was loaded since."""
        latest = ListVersion.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        if only_if_changed and self._loaded == latest:
            return
        records: list[Listed] = list(in_force())
        self._listed = {r.key: (r.position, r.name) for r in records}
        self._positions = {r.key: r.position for r in records}
        self._watchlist = Watchlist.build(r.value() for r in records)
        self._loaded = latest


def want_screening(*, at: datetime) -> None:
    """Have everybody still to land screened again."""
    flights = Flight.objects.filter(Q(lands_at=None) | Q(lands_at__gte=at)).order_by("lands_at")
    Screening.objects.bulk_create([Screening(flight=f) for f in flights.only("pk")], ignore_conflicts=True)


def _marking(sources: Iterable[Stored]) -> Marking:
    return join(parse_marking(s.marking) for s in sources)
