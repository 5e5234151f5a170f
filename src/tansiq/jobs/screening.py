"""Holding people on flights against what is known: lists and rules in force are kept in memory, and follow their changes."""

import logging
import traceback
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from tansiq.centre.alerts import alerted
from tansiq.centre.findings import Held
from tansiq.centre.known_facts import known_facts
from tansiq.centre.memory import put
from tansiq.centre.risk import model_in_force
from tansiq.centre.rules import ActiveBook
from tansiq.detectors.names import Watchlist
from tansiq.detectors.risk import SET_BY_HAND
from tansiq.detectors.rules import Row
from tansiq.handling.marking import Marking, join, parse_marking
from tansiq.jobs.cursor import Screening
from tansiq.jobs.retrospect import Changed, bring_up_to_date, changed_since
from tansiq.ledger.current import current
from tansiq.ledger.observations import Stored, observation_bodies
from tansiq.model.findings import Finding
from tansiq.model.subjects import Subject
from tansiq.picture.audience import covers
from tansiq.picture.facts import traced_facts_of
from tansiq.picture.facts.kept import keep
from tansiq.picture.facts.linking import linked_since, links
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


@dataclass(frozen=True, slots=True)
class _Found:
    """What speaks about one person: entries of lists, rules that are true, and the facts these were asked about."""

    listed: Sequence[Held]
    ruled: Sequence[Held]
    row: Row


class Screener:
    """Screens people on flights by the lists and the rules in force, and weighs what is found by the model in force."""

    def __init__(self, detect: Detect, *, clock: Callable[[], datetime]) -> None:
        self._detect = detect
        self._book = ActiveBook(clock=clock)
        self._model = SET_BY_HAND
        self._watchlist = Watchlist.build(())
        self._listed: dict[str, tuple[int, str]] = {}
        self._positions: dict[str, int] = {}
        self._loaded: int | None = None
        self._changed: dict[int, Changed] = {}
        self._answers: dict[Subject, tuple[Finding, ...]] = {}

    def reload(self, *, only_if_changed: bool = False) -> None:
        """Load lists, rules and model in force; with only_if_changed, of lists only what other versions changed since."""
        self._book.reload(only_if_changed=only_if_changed)
        self._model = model_in_force()
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
        """Hold people on a flight against lists and rules, and bring their alerts up to date. Whether it could be done for all.

        known: by position, the observations that their places rest on. Somebody on whom a detector fails is named in the log
        and keeps what there was; the others go on. Whose booking turns out to be linked with theirs is held against them again.
        """
        before = links(flight)
        are_all = self._hold(flight, entries, known, at=at)
        linked = linked_since(flight, before, told=[e.key for e in entries])
        if not linked:
            return are_all
        more = {p for e in linked for p in e.positions} - known.keys()
        known = {**known, **observation_bodies(current(), sorted(more))}
        return self._hold(flight, linked, known, at=at) and are_all

    def _hold(
        self, flight: Flight, entries: Sequence[ManifestEntry], known: Mapping[int, Stored], *, at: datetime
    ) -> bool:
        has_alert, listed = alerted(flight), dict[int, list[Held]]()
        for entry in entries:
            entry.flight = flight
            try:
                listed[entry.key] = self._listed_alike(flight, entry)
            except FAULTS as fault:
                _report(fault, f"a detector failed on entry {entry.key} of flight {flight.pk}")
        screened = [e for e in entries if e.key in listed]
        rows = _facts(flight, screened, listed, at=at)
        for entry in screened:
            row = rows.get(entry.key, {})
            found = _Found(listed[entry.key], self._ruled(flight, entry, row), row)
            if found.listed or found.ruled or entry.key in has_alert:
                self._put(flight, entry, found, known, at=at)
        return len(rows) == len(entries)

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

    def _ruled(self, flight: Flight, entry: ManifestEntry, row: Row) -> list[Held]:
        """The rules that are true of somebody."""
        about = f"{flight.key}#{entry.key}"
        return list(self._book.held(row, subject_key=about, evidence=tuple(sorted(entry.positions))))

    def _put(
        self,
        flight: Flight,
        entry: ManifestEntry,
        found: _Found,
        known: Mapping[int, Stored],
        *,
        at: datetime,
    ) -> None:
        """Bring one person's alert up to date.

        An alert reaches whoever may know of all that it rests on. A rule that fewer may know of than the rest of it would hide
        that rest from the others: it is left out of such an alert, and makes one for its own people where nothing else stands.
        """
        listed = observation_bodies(current(), [self._listed[h.finding.about][0] for h in found.listed])
        sources = [*(known[p] for p in entry.positions if p in known), *listed.values()]
        marking = join(parse_marking(s.marking) for s in sources)
        reached = marking.reaches()
        open_to_all = [h for h in found.ruled if covers(self._book.rules[h.finding.about].audience, reached)]
        if found.ruled and not found.listed and not open_to_all:
            own = self._book.rules[found.ruled[0].finding.about].audience
            open_to_all = [h for h in found.ruled if self._book.rules[h.finding.about].audience == own]
            marking = marking.join(Marking(frozenset(), audience=None if own is None else frozenset(own)))
        put(flight, entry, [*found.listed, *open_to_all], marking, at=at, row=found.row, model=self._model)

    def _listed_alike(self, flight: Flight, entry: ManifestEntry) -> list[Held]:
        """The entries of lists that somebody resembles."""
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


def _facts(
    flight: Flight, entries: Sequence[ManifestEntry], listed: Mapping[int, Sequence[Held]], *, at: datetime
) -> dict[int, Row]:
    """The facts of people on a flight, kept as rules are asked about them; none where they could not be told."""
    try:
        told = traced_facts_of(flight, entries, at=at)
        rows = known_facts(flight, entries, told, {k: [h.finding for h in held] for k, held in listed.items()}, at=at)
    except FAULTS as fault:
        _report(fault, f"the facts of flight {flight.pk} could not be told")
        return {}
    keep(flight, {e.key: e for e in entries}, rows, at=at)
    return rows


def _report(fault: Exception, what: str) -> None:
    """Say in the log where our own code failed. What the fault itself says may quote the person, and is left out."""
    log.error("%s: %s\n%s", what, type(fault).__name__, "".join(traceback.format_tb(fault.__traceback__)))
