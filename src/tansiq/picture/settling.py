"""Words of messages settled on flights: new ones are noted, and flights that turn out to be one, or several, follow.

Whatever refers to a flight goes along: the places of its people, alerts, facts, what waits to be screened. An address of a
flight that became part of another leads to it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, models, transaction
from django.db.models import ProtectedError, QuerySet

from tansiq.picture.flights import Flight, FlightMessage, FormerFlight, ManifestEntry
from tansiq.picture.grouping import Group, dated, group, keys_of

_MOST_ROUNDS = 20
_KEY = 120


@dataclass(frozen=True, slots=True)
class Terms:
    """When a message came, and how long what it says is kept."""

    received_at: datetime
    expires_at: datetime


def settle(fresh: Sequence[FlightMessage], terms: Terms) -> list[Flight]:
    """Keep these words, not saved yet and without a flight, on the flights they mean. Returns the flights to bring up to date.

    These are also the flights that other words moved to or from; those that became part of another are not among them.
    """
    known = _known(fresh)
    kept = [row for row in known if row.leg_position not in {f.leg_position for f in fresh}]
    rows = {row.leg_position: row for row in (*kept, *fresh)}
    groups = group(row.word() for row in rows.values())
    _find_on_settled_days(rows.values())
    homes = _homes(groups, rows, terms)
    touched = _moved(groups, homes, rows)
    _note(fresh, again=[row.pk for row in known if row not in kept])
    return list({flight.pk: flight for flight in (*touched, *(f.flight for f in fresh))}.values())


def _known(fresh: Iterable[FlightMessage]) -> list[FlightMessage]:
    """The words that may mean the same flights, and those that may mean the same as these, and so on."""
    said = [row.word() for row in fresh]
    keys, found = keys_of(said), list[FlightMessage]()
    asked = set[str]()
    for _ in range(_MOST_ROUNDS):
        if keys <= asked:
            break
        asked |= keys
        found = list(FlightMessage.objects.filter(keys__overlap=sorted(asked)).select_related("flight"))
        keys |= keys_of([*said, *(row.word() for row in found)])
    return found


def _find_on_settled_days(rows: Iterable[FlightMessage]) -> None:
    """Let words be found on the days that they turned out to mean, beside those that they say."""
    told = {row.leg_position: row for row in rows}
    for word in dated([w for row in told.values() if not (w := row.word()).alone]):
        row = told[word.position]
        more = [key[:200] for key in word.keys if key[:200] not in row.keys]
        row.keys = [*row.keys, *more]
        if more and row.pk:
            row.save(update_fields=["keys"])


def _homes(groups: Sequence[Group], rows: Mapping[int, FlightMessage], terms: Terms) -> list[Flight]:
    """The flight of each group: that of its key, else the first of those that its words are on, else a new one."""
    flights = {row.flight_id: row.flight for row in rows.values() if row.flight_id}
    by_key = {f.key: f for f in (*Flight.objects.filter(key__in=[g.key for g in groups]), *flights.values())}
    homes = [by_key.get(g.key) for g in groups]
    taken = {home.pk for home in homes if home}
    settled = []
    for one, known in zip(groups, homes, strict=True):
        home = known
        if home is None:
            free = sorted({rows[p].flight_id for p in one.positions if rows[p].flight_id} - taken)
            home = flights[free[0]] if free else None
        settled.append(_named(home, one, terms))
        taken.add(settled[-1].pk)
    return settled


def _named(home: Flight | None, one: Group, terms: Terms) -> Flight:
    """The flight under the group's name, kept as long as what the newest word says."""
    told: dict[str, object] = {
        "key": one.key,
        "carrier": one.name.carrier[:8],
        "number": one.name.number[:12],
        "origin": one.origin[:8],
        "names": [str(name)[:12] for name in one.names[1:]],
        "contested": {str(c.name): [str(name) for name in c.claimed_for] for c in one.contested},
    }
    if home is None:
        return Flight.objects.create(**told, expires_at=terms.expires_at, updated_at=terms.received_at)
    told["expires_at"] = max(home.expires_at, terms.expires_at)
    changed = [name for name, value in told.items() if getattr(home, name) != value]
    for name in changed:
        setattr(home, name, told[name])
    if changed:
        home.save(update_fields=changed)
    return home


def _moved(groups: Sequence[Group], homes: Sequence[Flight], rows: Mapping[int, FlightMessage]) -> list[Flight]:
    """Move words to the flights they mean, and with them whatever rests on them. The flights that lost or gained some."""
    moves = defaultdict[tuple[int, int], list[FlightMessage]](list)
    flights = {home.pk: home for home in homes}
    for one, home in zip(groups, homes, strict=True):
        for row in (rows[position] for position in one.positions):
            if row.pk and row.flight_id != home.pk:
                moves[row.flight_id, home.pk].append(row)
            row.flight = home
    for (source, target), words in moves.items():
        FlightMessage.objects.filter(pk__in=[w.pk for w in words]).update(flight=target)
        _carry(source, flights[target], {p for w in words for p in (w.leg_position, *w.positions)})
    for source, target in moves:
        if source not in flights and not FlightMessage.objects.filter(flight=source).exists():
            _absorb(source, flights[target])
    return [flights[pk] for pk in {pk for move in moves for pk in move} if pk in flights]


def _note(fresh: Sequence[FlightMessage], *, again: Collection[int]) -> None:
    """Keep the new words, in place of those that one message said before."""
    if again:
        FlightMessage.objects.filter(pk__in=again).delete()
    FlightMessage.objects.bulk_create(fresh)


def _carry(source: int, home: Flight, positions: Collection[int]) -> None:
    """Move what is about people whom moved words named first."""
    entries = ManifestEntry.objects.filter(flight=source, key__in=positions)
    entries.exclude(key__in=home.entries.values("key")).update(flight=home)
    for rows in _about_people(source):
        _give(rows.filter(entry_key__in=positions), home)


def _about_people(source: int) -> Iterator[QuerySet[models.Model]]:
    return (rows for rows in _related(source) if any(f.name == "entry_key" for f in rows.model._meta.get_fields()))  # noqa: SLF001  Django documents it


def _related(source: int) -> Iterator[QuerySet[models.Model]]:
    """All that refers to a flight, record by record, but for its words and the places of its people."""
    for relation in Flight._meta.related_objects:  # noqa: SLF001  Django documents it
        model = relation.related_model
        if model not in {ManifestEntry, FlightMessage}:
            yield model._base_manager.filter(**{relation.field.name: source})  # noqa: SLF001  Django documents it


def _absorb(source: int, home: Flight) -> None:
    """Make a flight without words of its own a part of another. What both have of one person stays the other's."""
    for rows in _related(source):
        _give(rows, home)
    FormerFlight.objects.update_or_create(number=source, defaults={"flight": home})
    try:
        with transaction.atomic():
            Flight.objects.get(pk=source).delete()
    except ProtectedError:  # a case stands on it: it stays, empty, under a key that nothing else has
        Flight.objects.filter(pk=source).update(key=f"former/{source}"[:_KEY], lands_at=None)


def _give(rows: QuerySet[models.Model], home: Flight) -> None:
    """Move rows to another flight, but for those that it already has one like."""
    try:
        with transaction.atomic():
            rows.update(flight=home)
    except IntegrityError:
        for row in rows:
            _give_one(rows.filter(pk=row.pk), home)


def _give_one(row: QuerySet[models.Model], home: Flight) -> None:
    try:
        with transaction.atomic():
            row.update(flight=home)
    except IntegrityError:  # the flight has one like it, which stays
        return
