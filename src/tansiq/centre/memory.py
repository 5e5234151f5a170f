"""What clearing teaches: the same person and the same entry open no second alert while nothing about either changed.

Decision 0007 says what is remembered, of whom, how long, and who may know of it.
"""

import os
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from tansiq.centre import alerts
from tansiq.centre.alerts import Alert
from tansiq.centre.audit import noted_act, noted_by_screening
from tansiq.centre.distinctions import (
    KEPT_AFTER_END,
    Broken,
    Distinction,
    KeptBack,
    about_person,
    born,
    digests,
    known_to,
    may_be_told_apart,
)
from tansiq.centre.findings import Held, fields_of
from tansiq.centre.people import Officer, Role
from tansiq.detectors.risk import SET_BY_HAND, Model
from tansiq.detectors.rules import Row
from tansiq.handling.marking import Marking
from tansiq.handling.purpose import Purpose
from tansiq.model.errors import AlreadyDecided, Misconfigured, NotKnown
from tansiq.picture.audience import audience_of, covers
from tansiq.picture.flights import Flight, ManifestEntry
from tansiq.picture.lists import Listed

HOLDS_FOR = timedelta(days=365)
"""How long people stay told apart where TANSIQ_CLEARED_FOR_DAYS does not say otherwise."""

_REFRESHED = (
    "distinction",
    "since",
    "decided_by",
    "until",
    "score",
    "verdict",
    "reasons",
    "against",
    "evidence",
    "lapsed_at",
    "audience",
)


def holds_for() -> timedelta:
    """How long people stay told apart; nothing is remembered where it is none. Raises Misconfigured for what is no number."""
    days = os.environ.get("TANSIQ_CLEARED_FOR_DAYS", "")
    if days and not (days.isascii() and days.isdecimal()):
        raise Misconfigured(f"TANSIQ_CLEARED_FOR_DAYS is {days}", repair="set it to a number of days, or leave it out")
    return timedelta(days=int(days)) if days else HOLDS_FOR


def remember(
    alert: Alert,
    officer: Officer,
    *,
    reason: str,
    at: datetime,
    disposition: int | None = None,
    redress: int | None = None,
) -> list[Distinction]:
    """Tell an alert's person apart from each entry it compares them with, by an officer's decision.

    disposition, redress: what the decision was made by.
    In the caller's transaction. Nothing is remembered of somebody known by a name alone, nor of an entry no longer listed.
    """
    entry, lasts = alert.entry, holds_for()
    if entry is None or not lasts or not may_be_told_apart(entry):
        return []
    names = dict(alert.findings.filter(withdrawn_at=None).values_list("about", "about_name"))
    return Distinction.objects.bulk_create(
        Distinction(
            person_id=entry.person_id,
            name=entry.name,
            birth_date=born(entry),
            about=listed.key,
            about_name=names[listed.key],
            entry=digests(listed.told()),
            reason=reason,
            by=officer,
            at=at,
            expires_at=at + lasts,
            marking=alert.marking,
            audience=alert.audience,
            disposition_id=disposition,
            redress_id=redress,
        )
        for listed in Listed.objects.filter(key__in=names)
    )


def put(  # noqa: PLR0913  as `alerts.put`
    flight: Flight,
    entry: ManifestEntry,
    held: Sequence[Held],
    marking: Marking,
    *,
    at: datetime,
    row: Row | None = None,
    model: Model = SET_BY_HAND,
) -> Alert | None:
    """`alerts.put` without the findings that memory knows to be about somebody else, which are kept beside it.

    In the caller's transaction. What stands on the flight's alert about this person already stays there: memory is for the
    next time. It holds nothing back from an organisation that may not know of the decision it rests on.
    """
    known = _known(flight, entry, held, marking, at=at)
    _keep_back(flight, entry, [h for h in held if h.finding.about in known], known, marking, at=at)
    held = [h for h in held if h.finding.about not in known]
    return alerts.put(flight, entry, held, marking, at=at, row=row, model=model)


def _known(
    flight: Flight, entry: ManifestEntry, held: Sequence[Held], marking: Marking, *, at: datetime
) -> dict[str, Distinction]:
    """The distinction that holds for each finding memory knows, by the entry it is about."""
    made = about_person(entry, [h.finding.about for h in held])
    if not made:
        return {}
    listed = {record.key: record for record in Listed.objects.filter(key__in={d.about for d in made})}
    alert = Alert.objects.select_for_update().filter(flight=flight, entry_key=entry.key).first()
    told = set(alert.findings.values_list("about", flat=True)) if alert else set[str]()
    return {
        d.about: d
        for d in made
        if d.about not in told
        and covers(d.audience, marking.reaches())
        and d.broken(entry, listed.get(d.about), at=at) is None
    }


def _keep_back(
    flight: Flight,
    entry: ManifestEntry,
    held: Sequence[Held],
    known: Mapping[str, Distinction],
    marking: Marking,
    *,
    at: datetime,
) -> None:
    """Keep findings that open no alert. What was kept of entries the person no longer resembles, or that opened one, goes."""
    before = KeptBack.objects.filter(flight=flight, entry_key=entry.key)
    were = set(before.values_list("about", flat=True))
    if were - known.keys():
        before.exclude(about__in=known).delete()
    if not held:
        return
    audience = audience_of([marking])
    KeptBack.objects.bulk_create(
        [_kept_back(flight, entry, h, known[h.finding.about], audience, at=at) for h in held],
        update_conflicts=True,
        unique_fields=["flight", "entry_key", "about"],
        update_fields=_REFRESHED,
    )
    for about in {h.finding.about for h in held} - were:
        noted_by_screening("kept back", f"distinction {known[about].pk}", entry.person_id, at=at)


def _kept_back(
    flight: Flight,
    entry: ManifestEntry,
    held: Held,
    distinction: Distinction,
    audience: list[str] | None,
    *,
    at: datetime,
) -> KeptBack:
    return KeptBack(
        flight=flight,
        entry_key=entry.key,
        person_id=entry.person_id,
        distinction=distinction,
        since=distinction.at,
        decided_by=distinction.organisation,
        until=distinction.expires_at,
        about=held.finding.about,
        about_name=held.about_name[:400],
        audience=audience,
        **fields_of(held, at=at),
    )


def forget_undone(disposition: int, officer: Officer, *, at: datetime) -> None:
    """Withdraw what an undone clearing taught. In the caller's transaction."""
    Distinction.objects.filter(disposition=disposition, withdrawn_at=None).update(withdrawn_at=at, withdrawn_by=officer)


def forget_taught(distinctions: Sequence[int], officer: Officer, *, at: datetime) -> None:
    """Withdraw what an undone inspection taught, by the distinctions' primary keys. In the caller's transaction."""
    Distinction.objects.filter(pk__in=distinctions, withdrawn_at=None).update(withdrawn_at=at, withdrawn_by=officer)


def withdraw(distinction_id: int, officer: Officer, purpose: Purpose, *, at: datetime) -> Distinction:
    """Have a person no longer told apart from an entry: they alarm again, on flights still to land at once.

    Raises NotPermitted, NotKnown, AlreadyDecided.
    """
    officer.needs(Role.SUPERVISOR, Role.DATA_PROTECTION)
    with transaction.atomic():
        made = visible(officer).select_for_update(of=("self",)).filter(pk=distinction_id).first()
        if made is None:
            raise NotKnown(f"no distinction {distinction_id}")
        if made.withdrawn_at is not None:
            by = made.withdrawn_by.shown_name if made.withdrawn_by else _("Somebody")
            raise AlreadyDecided(by=by, what=Broken.WITHDRAWN)
        made.withdrawn_at, made.withdrawn_by = at, officer
        made.save(update_fields=["withdrawn_at", "withdrawn_by"])
        noted_act(officer, purpose, "distinction withdrawn", made.person_id, at=at)
        return made


def lapsed(*, at: datetime) -> list[int]:
    """The flights still to land on which something is kept back by a distinction that no longer holds, each told once.

    Their people are to be screened again: what was kept back then opens an alert.
    """
    ended = Distinction.objects.filter(Q(withdrawn_at__isnull=False) | Q(expires_at__lte=at))  # few: they go soon
    coming = Q(flight__lands_at=None) | Q(flight__lands_at__gte=at - alerts.GONE_AFTER)
    found = KeptBack.objects.filter(coming, distinction__in=ended, lapsed_at=None)
    flights = sorted(set(found.values_list("flight_id", flat=True)))
    found.filter(flight__in=flights).update(lapsed_at=at)
    return flights


def forget_ended(*, at: datetime) -> int:
    """Delete the distinctions that ended a while ago; how many."""
    due = Q(expires_at__lte=at - KEPT_AFTER_END) | Q(withdrawn_at__lte=at - KEPT_AFTER_END)
    return Distinction.objects.filter(due).delete()[1].get("centre.Distinction", 0)


def visible(officer: Officer) -> QuerySet[Distinction]:
    """The distinctions that the officer's organisation may know of."""
    code = officer.organisation.code if officer.organisation else ""
    return known_to(Distinction.objects.select_related("by__organisation", "withdrawn_by", "redress"), code)
