"""Holding people on flights against what is known: the lists in force are kept in memory, and follow their changes."""

import logging
import traceback
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from tansiq.centre.alerts import alerted
from tansiq.centre.findings import Held
from tansiq.centre.memory import put
from tansiq.detectors.names import Watchlist
from tansiq.handling.marking import join, parse_marking
from tansiq.jobs.cursor import Screening
from tansiq.jobs.retrospect import Changed, bring_up_to_date, changed_since
from tansiq.ledger.current import current
from tansiq.ledger.observations import Stored, observation_bodies
from tansiq.model.findings import Finding
from tansiq.model.subjects import Subject
from tansiq.picture.flights import Flight, ManifestEntry
from tansiq.picture.lists import Listed, ListVersion, in_force
from tansiq.picture.persons import subject

log = logging.getLogger("tansiq.worker")

FAULTS = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What a detector of ours raises on a person it was not written for."""

REMEMBERED = 50_000
"""People whose answer is kept until a list changes: each push names most travellers of a flight again as they were."""

_ANY_POSITION = -1


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


class Screener:
    """Screens people on flights by the lists in force."""

    def __init__(self, detect: Detect) -> None:
        self._detect = detect
        self._watchlist = Watchlist.build(())
        self._listed: dict[str, tuple[int, str]] = {}
        self._positions: dict[str, int] = {}
        self._loaded: int | None = None
        self._changed: dict[int, Changed] = {}
        self._answers: dict[Subject, tuple[Finding, ...]] = {}

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
        self._answers.clear()

    def screen(
        self, flight: Flight, entries: Sequence[ManifestEntry], known: Mapping[int, Stored], *, at: datetime
    ) -> bool:
        """Hold people on a flight against the lists, and bring their alerts up to date. Whether it could be done for all.

        known: by position, the observations that their places rest on. Somebody on whom a detector fails is named in the log
        and keeps what there was; the others go on.
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
                listed = observation_bodies(current(), [self._listed[h.finding.about][0] for h in held])
                sources = [*(known[p] for p in entry.positions if p in known), *listed.values()]
                put(flight, entry, held, join(parse_marking(s.marking) for s in sources), at=at)
        return is_whole

    def concerned(self, wanted: Screening, *, at: datetime) -> list[ManifestEntry]:
        """Those on a flight whom the change of a list may concern. What changed is kept until another version is loaded."""
        entries = list(wanted.flight.entries.all())
        if wanted.since is None:
            return entries
        changed = self._changed.get(wanted.since)
        if changed is None:
            changed = changed_since(wanted.since, in_force=len(self._listed))
            self._changed = {wanted.since: changed}
        try:
            return changed.among(wanted.flight, entries, at=at)
        except FAULTS:  # whom the search cannot bear is found, and named, where all are screened
            return entries

    def _held(self, flight: Flight, entry: ManifestEntry) -> list[Held]:
        about, position = f"{flight.key}#{entry.key}", entry.positions[-1]
        return [
            Held(
                replace(f, subject=about, evidence=tuple(position if p == _ANY_POSITION else p for p in f.evidence)),
                self._listed[f.about][1],
            )
            for f in self._answer(subject(entry.value()))
        ]

    def _answer(self, query: Subject) -> tuple[Finding, ...]:
        """What is found of somebody, wherever they are named."""
        known = self._answers.get(query)
        if known is None:
            found = self._detect(
                query,
                subject_key="",
                position=_ANY_POSITION,
                watchlist=self._watchlist,
                entry_positions=self._positions,
            )
            if len(self._answers) >= REMEMBERED:
                self._answers.clear()
            known = self._answers[query] = tuple(found)
        return known


def _report(fault: Exception, flight: Flight, entry: ManifestEntry) -> None:
    """Say in the log where a detector failed. What the fault itself says may quote the person, and is left out."""
    where = "".join(traceback.format_tb(fault.__traceback__))
    log.error("a detector failed on entry %s of flight %s: %s\n%s", entry.key, flight.pk, type(fault).__name__, where)
