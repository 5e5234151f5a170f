"""Who may read of the people on manifests and on lists, and which of them."""

from collections.abc import Iterable
from itertools import chain
from uuid import UUID

from tansiq.centre.alerts import Alert
from tansiq.centre.feeds import Feed
from tansiq.centre.people import Officer, Role
from tansiq.handling.marking import TLP, Marking, join, parse_marking
from tansiq.handling.purpose import Ground
from tansiq.ledger.current import current
from tansiq.ledger.observations import markings_at
from tansiq.picture.flights import ManifestEntry
from tansiq.picture.lists import Listed

READERS = (Role.TARGETING, Role.SUPERVISOR, Role.INVESTIGATOR)
"""Those whose work is with travellers; others see flights in numbers."""


def known_to(officer: Officer, ground: Ground, entries: Iterable[ManifestEntry]) -> set[int]:
    """The primary keys of the entries that the officer's organisation may read on this ground.

    Every marking an entry rests on has to allow both: the organisation and the ground.

    An entry whose observations are destroyed has no marking left, and nobody may know of it.
    """
    entries = list(entries)
    stored = markings_at(current(), chain.from_iterable(e.positions for e in entries))
    known = set()
    for entry in entries:
        markings = [parse_marking(stored[p]) for p in entry.positions if p in stored]
        if markings and may_know(officer, ground, join(markings)):
            known.add(entry.pk)
    return known


def lists_known_to(officer: Officer, ground: Ground) -> dict[str, Marking]:
    """The feeds whose lists the officer's organisation may read on this ground, by code, with what they are marked.

    By the terms of the feed as they are now; the list of a feed that is no more is known to nobody.
    """
    marked = {feed.code: feed.marking() for feed in Feed.objects.select_related("owner")}
    return {code: marking for code, marking in marked.items() if may_know(officer, ground, marking)}


def to_note(entries: Iterable[Listed]) -> list[UUID]:
    """Of list entries that are shown, the persons whom the access log has to name.

    What a publisher tells everybody (TLP:CLEAR) is no secret to be accounted for, and organisations and vessels are no persons.
    """
    people = [e for e in entries if e.is_person]
    told = Feed.objects.filter(code__in={e.feed for e in people}, tlp=TLP.CLEAR.name).values_list("code", flat=True)
    public = set(told) if people else set()
    return [e.person_id for e in people if e.feed not in public]


def compared_with(alert: Alert) -> list[UUID]:
    """The listed persons with whom an alert compares its traveller, as far as the access log has to name them."""
    keys = alert.findings.filter(withdrawn_at=None).values_list("about", flat=True)
    return to_note(Listed.objects.filter(key__in=keys))


def may_read(feed: Feed, officer: Officer) -> bool:
    """Whether the words about a feed's messages, which may quote them, are for this officer."""
    reached = feed.marking().reaches()
    return officer.has_role(Role.ADMINISTRATOR, *READERS) and (reached is None or _code(officer) in reached)


def may_know(officer: Officer, ground: Ground, marking: Marking) -> bool:
    """Whether a marking lets the officer's organisation know, on this ground. Somebody of no organisation knows nothing."""
    reached, grounds = marking.reaches(), marking.purposes
    code = _code(officer)
    return bool(code) and (reached is None or code in reached) and (grounds is None or ground in grounds)


def _code(officer: Officer) -> str:
    return officer.organisation.code if officer.organisation else ""
