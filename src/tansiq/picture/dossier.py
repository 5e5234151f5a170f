"""What the picture holds of one person: journeys, documents, fellow travellers, and who may be the same."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F, Q

from tansiq.model.observations import TravelDocument
from tansiq.picture.flights import ManifestEntry
from tansiq.picture.search import entries_named

MOST_JOURNEYS = 50
MOST_COMPANIONS = 60
MOST_NAMESAKES = 10


@dataclass(frozen=True, slots=True)
class Carried:
    """A document as the messages give it, and on how many journeys it was named."""

    document: TravelDocument
    journeys: int


@dataclass(frozen=True, slots=True)
class Companion:
    """Somebody on the same booking, and on how many of the journeys shown."""

    entry: ManifestEntry
    locator: str
    times: int


def journeys(person: UUID, *, most: int = MOST_JOURNEYS) -> list[ManifestEntry]:
    """The person's places on manifests, last landing first."""
    places = ManifestEntry.objects.filter(person_id=person).select_related("flight")
    return list(places.order_by(F("flight__lands_at").desc(nulls_first=True), "-pk")[:most])


def documents(places: Iterable[ManifestEntry]) -> list[Carried]:
    """Every document named on the journeys, the most used first."""
    counted: dict[TravelDocument, int] = {}
    for place in places:
        for document in dict.fromkeys(place.value().documents):
            counted[document] = counted.get(document, 0) + 1
    return [Carried(d, n) for d, n in sorted(counted.items(), key=lambda item: -item[1])]


def companions(places: Sequence[ManifestEntry], *, most: int = MOST_COMPANIONS) -> list[Companion]:
    """The others on the bookings of these journeys, those met most often first."""
    locators = {p.flight_id: p.value().locator for p in places}
    same = Q()
    for flight, locator in locators.items():
        if locator:
            same |= Q(flight=flight, traveller__locator=locator)
    if not same:
        return []
    own = {p.person_id for p in places}
    met: dict[UUID, list[ManifestEntry]] = {}
    for entry in ManifestEntry.objects.filter(same).exclude(person_id__in=own).select_related("flight").order_by("-pk"):
        met.setdefault(entry.person_id, []).append(entry)
    found = [Companion(e[0], e[0].value().locator, len(e)) for e in met.values()]
    return sorted(found, key=lambda c: (-c.times, c.entry.name))[:most]


def namesakes(place: ManifestEntry, *, most: int = MOST_NAMESAKES) -> list[ManifestEntry]:
    """Other persons with the same name, its words in any order, and the same birth date: the latest place of each.

    They may be the same human being under another document. Nothing is merged; who looks, decides.
    """
    birth_date = place.value().birth_date
    if not birth_date:
        return []
    words = sorted(place.name.split())
    alike = entries_named(place.name).filter(traveller__birth_date=birth_date).exclude(person_id=place.person_id)
    found: dict[UUID, ManifestEntry] = {}
    for entry in alike.select_related("flight").order_by("-pk")[: most * 10]:
        if sorted(entry.name.split()) == words:
            found.setdefault(entry.person_id, entry)
    return list(found.values())[:most]
