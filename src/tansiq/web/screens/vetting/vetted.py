"""The vetting list of a flight as a screen shows it: those known for something in order, and how far it has been gone through."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from tansiq.centre import vetting
from tansiq.centre.handover import Handover, standing_of
from tansiq.centre.people import Officer
from tansiq.centre.reading import known_to
from tansiq.centre.vetting import Concern, Looks, Standing
from tansiq.handling.purpose import Ground
from tansiq.model.findings import Reason
from tansiq.model.observations import Traveller
from tansiq.picture import parties
from tansiq.picture.board import tallies
from tansiq.picture.flights import Flight, ManifestEntry
from tansiq.picture.parties import Party
from tansiq.web.screens.flights.opened import End, ends_of

SHOWN = 120
"""Rows of one list: more are no list that somebody goes through before a landing."""


@dataclass(frozen=True, slots=True)
class Row:
    """Somebody on the list. traveller: None where the officer's organisation may not know. party: how many the booking holds."""

    standing: Standing
    entry: ManifestEntry
    traveller: Traveller | None
    party: int
    looks: Looks
    viewer: Officer
    handover: Handover | None = None

    @property
    def bags(self) -> int | None:
        """How many bags, None where nothing says."""
        if self.traveller is None:
            return None
        return len(self.traveller.bags) or self.traveller.bag_count

    @property
    def said(self) -> list[Reason]:
        """Why the traveller is known for something: at most three reasons and one against."""
        return self.standing.alert.said() if self.standing.alert else []

    @property
    def is_mine(self) -> bool:
        """Whether the viewer looked."""
        return self.viewer.pk in self.looks.by

    @property
    def others(self) -> list[str]:
        """The names of the others who looked."""
        return self.looks.others(self.viewer)

    @property
    def is_seen(self) -> bool:
        """Whether anybody looked."""
        return bool(self.looks.by)


@dataclass(frozen=True, slots=True)
class Vetted:
    """The list. rest: how many more may arrive, of whom nothing is known. looking: others who are at it now, with whom."""

    flight: Flight
    ends: tuple[End, End]
    rows: list[Row]
    rest: int
    cut: int = 0
    looking: list[tuple[str, str, datetime]] = field(default_factory=list)

    @property
    def groups(self) -> list[tuple[Concern, list[Row]]]:
        """The rows by concern, the most urgent first."""
        return [(c, held) for c in Concern if (held := [r for r in self.rows if r.standing.concern is c])]

    @property
    def briefed(self) -> list[tuple[Concern, list[Row]]]:
        """The groups that a hall is briefed on: nobody whom an officer cleared, or of whom nothing holds any longer."""
        return [(c, rows) for c, rows in self.groups if c in {Concern.ALERT, Concern.INSPECTION, Concern.PARTY}]

    @property
    def seen(self) -> int:
        """How many of the rows somebody has looked at."""
        return sum(row.is_seen for row in self.rows)

    @property
    def persons(self) -> list[UUID]:
        """Whom the list names."""
        return [row.entry.person_id for row in self.rows if row.traveller]

    def row(self, key: int) -> Row | None:
        """The row of a manifest entry."""
        return next((row for row in self.rows if row.entry.key == key), None)


def vetted(flight: Flight, officer: Officer, *, at: datetime) -> Vetted:
    """Gather the list that this officer goes through."""
    among = parties.parties(flight)
    held = vetting.order(flight, officer, [party.keys for party in among])
    rows = _rows(flight, officer, held[:SHOWN], among)
    arriving = sum(n for presence, n in tallies([flight])[flight.pk].presences if presence.may_arrive)
    names = {row.entry.key: row.entry.name for row in rows if row.traveller}
    return Vetted(
        flight=flight,
        ends=ends_of(flight),
        rows=rows,
        rest=max(0, arriving - len(held)),
        cut=max(0, len(held) - SHOWN),
        looking=[(who, names.get(key, ""), since) for who, key, since in vetting.looking(flight, officer, at=at)],
    )


def _rows(flight: Flight, officer: Officer, held: Sequence[Standing], among: Iterable[Party]) -> list[Row]:
    entries = {e.key: e for e in flight.entries.filter(key__in=[s.entry_key for s in held])}
    known = known_to(officer, Ground.TRIAGE, entries.values())
    looks, sizes = vetting.looks(flight), {key: len(party.keys) for party in among for key in party.keys}
    given = standing_of([s.alert for s in held if s.alert])
    return [
        Row(
            standing=s,
            entry=entry,
            traveller=entry.value() if entry.pk in known else None,
            party=sizes.get(entry.key, 1),
            looks=looks.get(entry.key, Looks()),
            viewer=officer,
            handover=given.get(s.alert.pk) if s.alert else None,
        )
        for s in held
        if (entry := entries.get(s.entry_key)) is not None
    ]
