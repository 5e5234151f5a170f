"""What a place on a manifest still says once a part of what it rests on was destroyed before the rest."""

from collections.abc import Mapping

from tansiq.model.kinds import Observation
from tansiq.model.observations import Traveller
from tansiq.model.wire import render
from tansiq.picture.flights import ManifestEntry
from tansiq.picture.persons import person_id, shown_name
from tansiq.picture.places import Place, Presence


def pare(entry: ManifestEntry, known: Mapping[int, Observation]) -> bool:
    """Bring a place down to the observations that are left, by position. False where none of its own are.

    Whether somebody is on board stays as it was told. The record is changed, not saved.
    """
    said = [(p, o) for p in entry.positions if isinstance(o := known.get(p), Traveller)]
    if not said:
        return False
    said.sort(key=lambda one: (one[1].message.prepared, one[0]))
    place = Place(said[0][1], Presence(entry.presence))
    for position, traveller in said:
        place.hear(position, traveller)
    entry.positions = sorted(place.positions)
    entry.person_id = person_id(place.traveller)
    entry.name = shown_name(place.traveller)[:400]
    entry.traveller = render(place.traveller)
    entry.skeletons = entry.heard()
    return True
