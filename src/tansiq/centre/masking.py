"""Masking and paring the picture: what the ledger no longer shows may not be read from what was folded from it either.

A flight is masked whole, when the first of its messages is due. Whoever is in a case stays as they are, with their booking:
what a case rests on is held (`centre.retention.keep_for`).
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TypeVar
from uuid import UUID, uuid4

import orjson
from django.db import transaction
from django.db.models import Q

from tansiq.centre.alerts import Alert, FindingRecord
from tansiq.centre.cases import Case
from tansiq.centre.dispositions import Disposition, Note
from tansiq.centre.distinctions import KeptBack
from tansiq.centre.masked import FlightTerms
from tansiq.handling.masking import MASKED, MASKED_KINDS, mask, mask_facts, mask_parts, mask_reasons
from tansiq.ledger.current import current
from tansiq.ledger.masking import mask_message, mask_positions, messages_due
from tansiq.ledger.observations import observation_bodies
from tansiq.model.wire import parse_body, render
from tansiq.picture.bookings import HeldBooking
from tansiq.picture.facts.kept import KeptFacts
from tansiq.picture.flights import Flight, ManifestEntry, said_positions
from tansiq.picture.paring import pare

Record = TypeVar("Record", ManifestEntry, HeldBooking, KeptFacts)

AT_ONCE = 200
"""Flights or messages looked for at once; each is masked in a transaction of its own."""

MESSAGES_A_FLIGHT = 20
"""What a flight's pushes and lists come to, about; a message whose flight is masked already costs next to nothing."""

LISTS = "names."
"""How detectors begin that hold people against lists: whom somebody was taken for tells who they are. A rule's name does not."""

KINDS = sorted(MASKED_KINDS)


def mask_due(*, at: datetime, most: int | None = None) -> int:
    """Mask every flight, and every message beside them, whose time has come; how many observations.

    Safe to stop at any point and to run again. most: flights at most, None for all; messages as many times that as one
    flight has.
    """
    total = done = 0
    while flights := _flights_due(at, AT_ONCE if most is None else min(AT_ONCE, most - done)):
        total += sum(mask_flight(flight, at=at) for flight in flights)
        done += len(flights)
    if most is not None and done == most:
        return total  # a flight's messages are masked with it, so that its picture never says more than they do
    done = 0
    left = None if most is None else most * MESSAGES_A_FLIGHT
    while messages := messages_due(current(), at=at, limit=AT_ONCE if left is None else min(AT_ONCE, left - done)):
        total += sum(_mask_message(message, at=at) for message in messages)
        done += len(messages)
    return total


def mask_flight(flight: Flight, *, at: datetime) -> int:
    """Mask what the ledger and the picture say of a flight's people, but for those in a case; how many observations."""
    with transaction.atomic():
        terms, _ = FlightTerms.objects.select_for_update().get_or_create(flight=flight)
        in_case = keys_in_case(flight)
        kept = _kept_positions(flight, in_case)
        masked = mask_positions(
            current(), [p for p in said_positions(flight) if p not in kept], masked_body, KINDS, at=at
        )
        if terms.masked_at is None:
            mask_picture(flight, in_case)
            terms.masked_at = at
            terms.save()
        return masked


def pare_due(*, at: datetime) -> int:
    """Bring flights down to what is left where a part of what they rest on was destroyed; how many flights."""
    done = 0
    while due := list(FlightTerms.objects.filter(pares_at__lte=at).select_related("flight")[:AT_ONCE]):
        for terms in due:
            with transaction.atomic():
                _pare(terms, at=at)
        done += len(due)
    return done


def masked_body(body: bytes) -> bytes:
    """The body of an observation without what could identify anybody, as the ledger writes bodies."""
    whole = parse_body(body)
    masked = mask(whole)
    return body if masked is whole else orjson.dumps(render(masked), option=orjson.OPT_SORT_KEYS)


def keys_in_case(flight: Flight) -> set[int]:
    """Who of a flight is in a case, by the key of the manifest entry."""
    return set(Case.objects.filter(alert__flight=flight).values_list("alert__entry_key", flat=True))


def mask_picture(flight: Flight, in_case: Iterable[int]) -> None:
    """Mask the records that were folded from messages, and what rests on them. In the caller's transaction."""
    kept = set(in_case)
    persons = _mask_entries(flight, kept)
    bookings = [b for b in flight.bookings.all() if not kept.intersection(b.entries)]
    for booking in bookings:
        booking.booking, booking.entries = render(mask(booking.value())), []
    _save(bookings, "booking", "entries")
    rows = list(KeptFacts.objects.filter(flight=flight).exclude(entry_key__in=kept))
    for row in rows:
        row.facts, row.person_id = mask_facts(row.facts), persons.get(row.entry_key) or uuid4()
    _save(rows, "facts", "person_id")
    KeptBack.objects.filter(flight=flight).exclude(entry_key__in=kept).delete()
    _mask_alerts(Alert.objects.filter(flight=flight, case=None), persons)


def _save(rows: Sequence[Record], *changed: str) -> None:
    """Save some fields of records that are there: one statement, where `bulk_update` builds a case for each."""
    if rows:
        manager = type(rows[0])._default_manager  # noqa: SLF001  Django's public name for it
        manager.bulk_create(rows, update_conflicts=True, unique_fields=["pk"], update_fields=changed)


def _mask_entries(flight: Flight, kept: set[int]) -> dict[int, UUID]:
    """Under a new id each, which leads to no other flight; these ids by key."""
    entries = list(flight.entries.exclude(key__in=kept))
    for entry in entries:
        entry.person_id, entry.name, entry.skeletons = uuid4(), MASKED, []
        if entry.traveller:
            entry.traveller = render(mask(entry.value()))
    _save(entries, "person_id", "name", "traveller", "skeletons")
    return {entry.key: UUID(str(entry.person_id)) for entry in entries}


def _mask_alerts(alerts: Iterable[Alert], persons: dict[int, UUID]) -> None:
    """Which sentences were said, how sure they were and how it was decided stays: the rates are counted from it."""
    for alert in alerts:
        findings = list(FindingRecord.objects.filter(alert=alert))
        quotes_a_list = any(f.detector.startswith(LISTS) for f in findings)
        alert.person_id, alert.name = persons.get(alert.entry_key) or uuid4(), MASKED
        alert.about_name = MASKED if alert.about_name and quotes_a_list else alert.about_name
        alert.reasons, alert.against = mask_reasons(alert.reasons), mask_reasons(alert.against)
        alert.parts = mask_parts(alert.parts)
        alert.save(update_fields=["person_id", "name", "about_name", "reasons", "against", "parts"])
        for finding in findings:
            if finding.detector.startswith(LISTS):
                finding.about, finding.about_name = "", MASKED
            finding.reasons, finding.against = mask_reasons(finding.reasons), mask_reasons(finding.against)
            finding.save(update_fields=["about", "about_name", "reasons", "against"])
        Note.objects.filter(alert=alert).update(text=MASKED)
        Disposition.objects.filter(alert=alert).exclude(note="").update(note=MASKED)
        Disposition.objects.filter(alert=alert).exclude(second_note="").update(second_note=MASKED)


def _flights_due(at: datetime, limit: int) -> list[Flight]:
    due = (
        FlightTerms.objects.filter(masks_at__lte=at, masked_at=None).select_related("flight").order_by("masks_at", "pk")
    )
    return [terms.flight for terms in due[:limit]]


def _mask_message(message: int, *, at: datetime) -> int:
    total = 0
    while True:
        with transaction.atomic():
            found = mask_message(current(), message, masked_body, KINDS, at=at)
        total += found
        if not found:
            return total


def _kept_positions(flight: Flight, in_case: set[int]) -> set[int]:
    kept = {
        p for positions in flight.entries.filter(key__in=in_case).values_list("positions", flat=True) for p in positions
    }
    return kept | set(flight.bookings.filter(entries__overlap=list(in_case)).values_list("position", flat=True))


def _pare(terms: FlightTerms, *, at: datetime) -> None:
    flight, in_case = terms.flight, keys_in_case(terms.flight)
    positions = {p for found in flight.entries.values_list("positions", flat=True) for p in found}
    stored = observation_bodies(current(), positions)
    known = {p: parse_body(s.body) for p, s in stored.items()}
    for entry in flight.entries.exclude(key__in=in_case):
        if terms.masked_at is None and not known.keys() >= set(entry.positions):
            _pare_entry(entry, is_left=pare(entry, known))
    gone = [b.pk for b in flight.bookings.all() if b.position not in observation_bodies(current(), [b.position])]
    HeldBooking.objects.filter(pk__in=gone).delete()
    later = [s.expires_at for s in stored.values() if s.expires_at > at]
    terms.pares_at = min(later, default=None)
    terms.save(update_fields=["pares_at"])


def _pare_entry(entry: ManifestEntry, *, is_left: bool) -> None:
    """Save a place that was pared, or let it go. What rests on it may rest on what is destroyed, and is masked with it."""
    own = Q(flight=entry.flight_id, entry_key=entry.key)
    KeptBack.objects.filter(own).delete()
    alerts = Alert.objects.filter(own, case=None)
    if not is_left:
        KeptFacts.objects.filter(own).delete()
        alerts.delete()
        entry.delete()
        return
    entry.save(update_fields=["positions", "person_id", "name", "traveller", "skeletons"])
    for row in KeptFacts.objects.filter(own):
        row.facts, row.person_id = mask_facts(row.facts), UUID(str(entry.person_id))
        row.save(update_fields=["facts", "person_id"])
    _mask_alerts(alerts, {entry.key: UUID(str(entry.person_id))})
    alerts.update(name=entry.name)
