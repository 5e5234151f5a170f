"""One version of a list: what it changed of which entries, and the alerts that came and went with it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Final
from uuid import UUID

from django.db.models import Q

from tansiq.centre.alerts import Alert, FindingRecord
from tansiq.centre.desk import visible
from tansiq.centre.people import Officer, Role
from tansiq.centre.reading import READERS
from tansiq.centre.removals import Removal
from tansiq.picture.changes import EntryChange, changes
from tansiq.picture.delisting import kept_by
from tansiq.picture.differences import ChangeKind, FieldChange
from tansiq.picture.lists import Listed, ListVersion, versions_before

SHOWN: Final = 50
"""Entries on a page: more is not read in one go."""
MOST_ALERTS: Final = 5
MOST_VERSIONS: Final = 1000


@dataclass(frozen=True, slots=True)
class Changed:
    """An entry that changed. entry: its primary key, None where it is listed no more. caused, withdrew: alerts."""

    change: EntryChange
    entry: int | None
    caused: list[Alert] = field(default_factory=list)
    withdrew: list[Alert] = field(default_factory=list)

    @property
    def fields(self) -> tuple[FieldChange, ...]:
        """What differs, field by field."""
        return self.change.fields


@dataclass(frozen=True, slots=True)
class Opened:
    """A version as the detail shows it. number: of the page, from 1. until: when the next version came; None for the last.

    kept: some of the entries that it lacks and that were not removed. removal: an officer's word that they are off it.
    """

    version: ListVersion
    entries: list[Changed]
    kind: str
    number: int
    is_more: bool
    until: datetime | None
    is_in_force: bool
    is_first: bool
    kept: list[Listed]
    removal: Removal | None
    may_remove: bool

    @property
    def persons(self) -> list[UUID]:
        """The persons whom the page names."""
        changed = [c.change.person_id for c in self.entries if c.change.is_person]
        return [*changed, *(entry.person_id for entry in self.kept if entry.is_person)]


def open_version(version: ListVersion, officer: Officer, *, kind: str, number: int) -> Opened:
    """A page of what a version changed, of one kind or of each ("")."""
    kinds = [ChangeKind(kind)] if kind in set(ChangeKind) else list(ChangeKind)
    start = (number - 1) * SHOWN
    found = list(islice(changes(version, kinds=kinds), start, start + SHOWN + 1))
    until, is_in_force, is_first = _among(version)
    return Opened(
        version=version,
        entries=_with_alerts(found[:SHOWN], version, until, officer),
        kind=kind if kind in set(ChangeKind) else "",
        number=number,
        is_more=len(found) > SHOWN,
        until=until,
        is_in_force=is_in_force,
        is_first=is_first,
        kept=list(kept_by(version)[:SHOWN]) if number == 1 else [],
        removal=Removal.objects.select_related("by").filter(version=version).first(),
        may_remove=officer.has_role(Role.ADMINISTRATOR),
    )


def _among(version: ListVersion) -> tuple[datetime | None, bool, bool]:
    """When the next version of the same list was put in force, whether this one still is, and whether it was the first."""
    others = [v for v in versions_before(version, most=MOST_VERSIONS) if not v.is_late]
    later = [v for v in others if v.pk > version.pk]
    is_in_force = not version.is_late and not later
    return later[-1].loaded_at if later else None, is_in_force, len(later) == len(others) and not version.is_late


def _with_alerts(
    found: Iterable[EntryChange], version: ListVersion, until: datetime | None, officer: Officer
) -> list[Changed]:
    found = list(found)
    keys = [change.key for change in found]
    listed = dict(Listed.objects.filter(key__in=keys).values_list("key", "pk"))
    caused, withdrew = _alerts(keys, version, until, officer) if officer.has_role(*READERS) else ({}, {})
    return [
        Changed(c, listed.get(c.key), caused.get(c.key, [])[:MOST_ALERTS], withdrew.get(c.key, [])[:MOST_ALERTS])
        for c in found
    ]


Alerts = dict[str, list[Alert]]


def _alerts(keys: list[str], version: ListVersion, until: datetime | None, officer: Officer) -> tuple[Alerts, Alerts]:
    """The alerts about these entries whose findings came, and went, while this version was the one in force."""
    caused, withdrew = defaultdict[str, list[Alert]](list), defaultdict[str, list[Alert]](list)
    if version.is_late:
        return caused, withdrew
    about = FindingRecord.objects.filter(about__in=keys, alert__in=visible(officer))
    for kept, name in ((caused, "found_at"), (withdrew, "withdrawn_at")):
        during = about.filter(_between(name, version.loaded_at, until)).select_related("alert").order_by("-pk")
        for finding in during[: SHOWN * MOST_ALERTS]:
            if finding.alert not in kept[finding.about]:
                kept[finding.about].append(finding.alert)
    return caused, withdrew


def _between(name: str, start: datetime, until: datetime | None) -> Q:
    after = Q(**{f"{name}__gte": start})
    return after if until is None else after & Q(**{f"{name}__lt": until})
