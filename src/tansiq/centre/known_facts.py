"""Facts that only the centre knows: hits of the screening, alerts of those who travel along, and how earlier inspections ended.

Like those of the picture they rest on nothing that somebody who may know of the person may not know of.
"""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from uuid import UUID

from django.db import connection

from tansiq.centre.alerts import AlertState
from tansiq.centre.cases import Outcome
from tansiq.centre.feeds import Feed
from tansiq.detectors.names.messages import DOCUMENT_CHECK_DIGIT, DOCUMENT_SAME
from tansiq.detectors.names.screen import DETECTOR
from tansiq.detectors.rules import Row, Value
from tansiq.model.findings import Finding, Verdict
from tansiq.picture.audience import Audience, audience_of, covers
from tansiq.picture.facts.beside import Beside, beside
from tansiq.picture.facts.gathering import asked
from tansiq.picture.flights import Flight, ManifestEntry
from tansiq.picture.lists import Listed

STANDING = (AlertState.OPEN, AlertState.REFERRED, AlertState.IN_CASE)
"""Alerts that somebody still follows."""

COUNTED_EVERY_S = 300

_YEAR = timedelta(days=365)
_RECOGNISED = "document.is_new_to_us"

Facts = dict[str, Value]


@dataclass(frozen=True, slots=True)
class _Ended:
    """How a case ended, "" while it is open."""

    outcome: str
    audience: Audience


def known_facts(
    flight: Flight,
    entries: Sequence[ManifestEntry],
    rows: Mapping[int, Row],
    held: Mapping[int, Sequence[Finding]],
    *,
    at: datetime,
) -> dict[int, Row]:
    """The rows with what the centre knows added, by ManifestEntry.key.

    rows: as `picture.facts.facts_of` gives them. held: what the screening holds up about each; somebody whom it leaves out was
    not screened, and their hits are unknown.
    """
    if not entries:
        return {}
    around, alerts = beside(flight, entries), _alerts(flight)
    persons = _persons(flight, entries, set[int]().union(*(b.party or () for b in around.values())))
    past, redress = _cases(persons.values(), flight), _cleared(e.person_id for e in entries)
    lists = _lists(f.about for findings in held.values() for f in findings)
    found: dict[int, Row] = {}
    for entry in entries:
        row, near = rows.get(entry.key, {}), around[entry.key]
        facts: Facts = _near(entry, near, alerts)
        if entry.key in held:
            facts |= _names(entry, held[entry.key], lists)
        if near.party is not None:
            others = (persons[key] for key in near.party if key in persons)
            facts["party.has_seizure"] = any(Outcome.SEIZURE in _outcomes(past, other, entry) for other in others)
        if row.get(_RECOGNISED) is not None:
            facts |= _history(entry, past, redress)
        found[entry.key] = {**row, **facts, **_agency(entry, row, at=at)}
    return found


def _names(entry: ManifestEntry, findings: Iterable[Finding], lists: Mapping[str, tuple[str, Audience]]) -> Facts:
    """Hits on lists that everybody who knows of the person may know of."""
    hits = [
        f for f in findings if f.detector == DETECTOR and f.about in lists and covers(lists[f.about][1], entry.audience)
    ]
    told = {reason.message for f in hits for reason in f.reasons}
    return {
        "names.best_score": max((f.score for f in hits), default=0.0),
        "names.hits": len({f.about for f in hits if f.verdict != Verdict.NO}),
        "names.is_match": any(f.verdict == Verdict.MATCH for f in hits),
        "names.lists": tuple(sorted({lists[f.about][0] for f in hits})),
        "names.document_hit": not told.isdisjoint({DOCUMENT_SAME, DOCUMENT_CHECK_DIGIT}),
    }


def _lists(abouts: Iterable[str]) -> dict[str, tuple[str, Audience]]:
    """The list that each entry stands on and who may know of it, by the entry's key."""
    wanted = {about for about in abouts if about}
    if not wanted:
        return {}
    audiences = {feed.code: audience_of([feed.marking()]) for feed in Feed.objects.select_related("owner")}
    rows = Listed.objects.filter(key__in=wanted).values_list("key", "list", "feed")
    return {key: (name, audiences.get(feed, ())) for key, name, feed in rows}


def _alerts(flight: Flight) -> dict[int, Audience]:
    """Who may know of each alert of the flight that somebody still follows, by the key of its entry."""
    standing = [str(state) for state in STANDING]
    return dict(
        asked(
            "SELECT entry_key, audience FROM centre_alert WHERE flight_id = %s AND state = ANY(%s)", flight.pk, standing
        )
    )


def _near(entry: ManifestEntry, near: Beside, alerts: Mapping[int, Audience]) -> Facts:
    known = {key for key, audience in alerts.items() if covers(audience, entry.audience)}
    out: Facts = {}
    if near.party is not None:
        out["party.has_finding"] = not known.isdisjoint(near.party)
    if near.neighbours is not None:
        out["seat.neighbour_has_finding"] = not known.isdisjoint(near.neighbours)
    return out


def _persons(flight: Flight, entries: Sequence[ManifestEntry], others: Set[int]) -> dict[int, UUID]:
    """The persons of entries, and of others on the flight by their keys."""
    known = {e.key: e.person_id for e in entries}
    wanted = list(others - known.keys())
    named = "SELECT key, person_id FROM picture_manifestentry WHERE flight_id = %s AND key = ANY(%s)"
    return known | (dict(asked(named, flight.pk, wanted)) if wanted else {})


def _cases(persons: Iterable[UUID], flight: Flight) -> dict[UUID, list[_Ended]]:
    """The earlier cases of each person."""
    found: dict[UUID, list[_Ended]] = {}
    for person, outcome, audience in asked(_EARLIER, flight.pk, list(persons)):
        found.setdefault(person, []).append(_Ended(outcome, audience))
    return found


def _outcomes(past: Mapping[UUID, Sequence[_Ended]], person: UUID, entry: ManifestEntry) -> list[str]:
    return [one.outcome for one in past.get(person, ()) if covers(one.audience, entry.audience)]


def _history(
    entry: ManifestEntry, past: Mapping[UUID, Sequence[_Ended]], redress: Mapping[UUID, list[Audience]]
) -> Facts:
    outcomes = _outcomes(past, entry.person_id, entry)
    inspected = [o for o in outcomes if o and o != Outcome.DID_NOT_ARRIVE]
    return {
        "history.referrals": len(inspected),
        "history.clear_inspections": inspected.count(Outcome.NOTHING_FOUND),
        "history.seizures": inspected.count(Outcome.SEIZURE),
        "history.cleared_by_redress": any(covers(a, entry.audience) for a in redress.get(entry.person_id, ())),
    }


def _cleared(persons: Iterable[UUID]) -> dict[UUID, list[Audience]]:
    """Who may know of each redress that a person was given."""
    found: dict[UUID, list[Audience]] = {}
    given = "SELECT person_id, audience FROM centre_redress WHERE person_id = ANY(%s::uuid[]) AND is_given"
    for person, audience in asked(given, list(persons)):
        found.setdefault(person, []).append(audience)
    return found


def _agency(entry: ManifestEntry, row: Row, *, at: datetime) -> Facts:
    """What became of the travellers of the agency that made the booking."""
    number = row.get("agency.number")
    if not isinstance(number, str):
        return {}
    ended = [
        e
        for e in _of_agencies(int(at.timestamp()) // COUNTED_EVERY_S).get(number, ())
        if covers(e.audience, entry.audience)
    ]
    return {
        "agency.referrals_12_months": len(ended),
        "agency.seizures_12_months": sum(e.outcome == Outcome.SEIZURE for e in ended),
    }


@lru_cache(maxsize=1)
def _of_agencies(period: int) -> dict[str, list[_Ended]]:
    """The cases of twelve months by the agency of their booking: counted every five minutes, as they are many and change little."""
    since = datetime.fromtimestamp(period * COUNTED_EVERY_S, UTC) - _YEAR
    with connection.cursor() as cursor:
        cursor.execute(_BOOKED, [since])
        rows = cursor.fetchall()
    found: dict[str, list[_Ended]] = {}
    for number, outcome, audience, _ in rows:
        found.setdefault(number, []).append(_Ended(outcome, audience))
    return found


_EARLIER = """
SELECT c.person_id, c.outcome, a.audience FROM centre_case c JOIN centre_alert a ON a.id = c.alert_id
WHERE a.flight_id <> %s AND c.person_id = ANY(%s::uuid[])
"""
_BOOKED = """
SELECT DISTINCT g ->> 'number', c.outcome, a.audience, c.id
FROM centre_case c JOIN centre_alert a ON a.id = c.alert_id
JOIN picture_heldbooking b ON b.flight_id = a.flight_id AND a.entry_key = ANY(b.entries)
CROSS JOIN LATERAL (SELECT x AS g FROM jsonb_array_elements(b.booking -> 'agencies') WITH ORDINALITY AS e(x, n)
                    WHERE x ? 'number' OR x ? 'office' OR x ? 'place' OR x ? 'country' ORDER BY n LIMIT 1) s
WHERE c.opened_at >= %s AND g ? 'number'
"""
