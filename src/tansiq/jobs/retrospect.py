"""What a changed list asks to be screened again: the flights, and on them those whom the changed entries may concern.

An entry that is new or says something else is looked for among everybody still to land; whoever was found because of an entry
that says something else, or is gone, is held against the lists again, wherever they are. The search here only chooses people:
what is then said of them is said by the whole lists, as on the day they were first seen.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from tansiq.centre.alerts import GONE_AFTER, FindingRecord
from tansiq.detectors.names import Watchlist
from tansiq.jobs.cursor import Screening
from tansiq.picture.differences import ChangeKind
from tansiq.picture.flights import Flight, ManifestEntry
from tansiq.picture.lists import ListChange, Listed, ListVersion
from tansiq.picture.persons import subject

LEAST_SCORE = 0.2
"""From which score among the changed entries alone somebody is held against the whole lists: half of what an alert needs, since
how rare a name is depends on the list it stands on."""

MOST = 0.5
"""The part of the entries in force beyond which everybody is screened: searching twice would take longer."""


@dataclass(frozen=True, slots=True)
class Touched:
    """The entries, by key, that some versions changed. new: added, or says something else; old: gone, or no longer says what it did."""

    new: frozenset[str]
    old: frozenset[str]


def touched(first: int, last: int | None = None) -> Touched:
    """What the versions changed from one on, up to another or to the latest; by primary key."""
    between = Q(version__gte=first) if last is None else Q(version__gte=first, version__lte=last)
    new, old = set[str](), set[str]()
    for kind, key in ListChange.objects.filter(between).values_list("kind", "key").iterator(chunk_size=5000):
        if kind != ChangeKind.REMOVED:
            new.add(key)
        if kind != ChangeKind.ADDED:
            old.add(key)
    return Touched(frozenset(new), frozenset(old))


def want_screening(version: ListVersion | None, *, at: datetime) -> None:
    """Have those screened again whom a version concerns; None has everybody screened who is still to land, or landed just now.

    A version that changed nothing asks for nothing.
    """
    wanted = Q(lands_at=None) | Q(lands_at__gte=at - GONE_AFTER)
    if version is not None:
        changed = touched(version.pk, version.pk)
        if not changed.new and not changed.old:
            return
        wanted = (wanted if changed.new else Q(pk__in=())) | Q(alerts__in=_resting_on(changed.old))
    flights = Flight.objects.filter(wanted).distinct().order_by("lands_at", "pk").only("pk")
    since = None if version is None else version.pk
    Screening.objects.filter(Q(count__gt=0) | ~Q(failed_at=None)).update(count=0, failed_at=None)
    if since is None:
        Screening.objects.filter(flight__in=flights).update(since=None)
    Screening.objects.bulk_create([Screening(flight=f, since=since) for f in flights], ignore_conflicts=True)


def flights_resting_on(keys: Collection[str]) -> list[int]:
    """The flights with an alert that stands, or stood when somebody decided, because of entries; soonest landing first."""
    flights = Flight.objects.filter(alerts__in=_resting_on(keys)).distinct().order_by("lands_at", "pk")
    return list(flights.values_list("pk", flat=True))


def _resting_on(keys: Collection[str]) -> Sequence[int]:
    """The alerts that stand, or stood when somebody decided, because of entries."""
    held = FindingRecord.objects.filter(about__in=keys, withdrawn_at=None)
    return list(held.values_list("alert", flat=True).distinct()) if keys else []


@dataclass(frozen=True, slots=True)
class Changed:
    """What changed in the lists since a version. watchlist: of the entries that are new or say something else.

    None where these are so many that everybody is held against all lists.
    """

    old: frozenset[str]
    watchlist: Watchlist | None

    def among(self, flight: Flight, entries: Sequence[ManifestEntry], *, at: datetime) -> list[ManifestEntry]:
        """Those on a flight whom the change may concern. Of a flight that landed, only those who were found before."""
        resting = set(
            FindingRecord.objects.filter(alert__flight=flight, about__in=self.old, withdrawn_at=None).values_list(
                "alert__entry_key", flat=True
            )
        )
        has_landed = flight.lands_at is not None and flight.lands_at < at - GONE_AFTER
        return [e for e in entries if e.key in resting or (not has_landed and self._may_concern(e))]

    def _may_concern(self, entry: ManifestEntry) -> bool:
        if self.watchlist is None:
            return True
        found = self.watchlist.search(subject(entry.value()), top=1) if len(self.watchlist) else []
        return bool(found) and found[0].score >= LEAST_SCORE


def changed_since(version: int, *, in_force: int) -> Changed:
    """What changed from a version on. in_force: how many entries there are now."""
    changed = touched(version)
    if len(changed.new) > MOST * in_force:
        return Changed(changed.old, None)
    records = Listed.objects.filter(key__in=changed.new)
    return Changed(changed.old, Watchlist.build(record.value() for record in records.iterator(chunk_size=2000)))


def bring_up_to_date(watchlist: Watchlist, *, since: int) -> None:
    """Take into a watchlist of the lists in force what changed from a version on, and out of it what went."""
    changed = touched(since)
    watchlist.remove(changed.old - changed.new)
    records = Listed.objects.filter(key__in=changed.new)
    watchlist.add(record.value() for record in records.iterator(chunk_size=2000))
