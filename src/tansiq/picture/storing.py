"""A folded manifest brought into its table: rows that are as they were are left alone, and the others go in one statement.

Most messages name again whom others named before. Their rows only learn another position, which touches no index.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, Final

import orjson
from django.db import connection

from tansiq.model.observations import MessageHeader, Traveller
from tansiq.model.wire import render
from tansiq.picture.flights import Flight, ManifestEntry

_EMPTY: Final = (None, "", ())
_NESTED: Final = frozenset({"source", "message", "names", "documents", "legs", "bags"})
_PLAIN: Final = tuple(name for name in Traveller.__slots__ if name not in _NESTED)

_KNOWN = (
    "SELECT key, id, presence, positions, audience, traveller::text FROM picture_manifestentry WHERE flight_id = %s"
)
_WRITE = """
INSERT INTO picture_manifestentry
    (flight_id, key, person_id, presence, role, name, traveller, positions, audience, skeletons)
SELECT %s, key, person_id, presence, role, name, traveller, positions, audience, skeletons
FROM jsonb_to_recordset(%s::jsonb) AS r (key bigint, person_id uuid, presence text, role text, name text,
    traveller jsonb, positions bigint[], audience varchar[], skeletons text[])
ON CONFLICT (flight_id, key) DO UPDATE SET person_id = excluded.person_id, presence = excluded.presence,
    role = excluded.role, name = excluded.name, traveller = excluded.traveller, positions = excluded.positions,
    audience = excluded.audience, skeletons = excluded.skeletons
RETURNING key, id
"""
_LEARN = """
UPDATE picture_manifestentry AS e SET positions = r.positions
FROM jsonb_to_recordset(%s::jsonb) AS r (id bigint, positions bigint[]) WHERE e.id = r.id
"""


def rendered(traveller: Traveller) -> dict[str, Any]:
    """The traveller as `model.wire.render` gives it, for many at a time."""
    out = {name: value for name in _PLAIN if (value := getattr(traveller, name)) not in _EMPTY}
    out["source"], out["message"] = render(traveller.source), _header(traveller.message)
    for name in ("names", "documents"):
        if parts := getattr(traveller, name):
            out[name] = [render(part) for part in parts]
    for name in ("legs", "bags"):
        if items := getattr(traveller, name):
            out[name] = list(items)
    return out


@lru_cache(maxsize=512)
def _header(header: MessageHeader) -> dict[str, Any]:
    told: dict[str, Any] = render(header)
    return told


def store(flight: Flight, fresh: Sequence[ManifestEntry]) -> list[ManifestEntry]:
    """Make the rows of a flight's people these. Returns those that are new or differ, if only by where they were named."""
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN, [flight.pk])
        known = {key: rest for key, *rest in cursor.fetchall()}
    written, learnt = list[ManifestEntry](), list[ManifestEntry]()
    for entry in fresh:
        pk, presence, positions, audience, traveller = known.get(entry.key, (None, "", [], None, "{}"))
        entry.pk = pk
        is_same = pk is not None and (presence, audience) == (entry.presence, entry.audience)
        if not is_same or orjson.loads(traveller) != entry.traveller:
            written.append(entry)
        elif positions != entry.positions:
            learnt.append(entry)
    gone = known.keys() - {e.key for e in fresh}
    if gone:
        flight.entries.filter(key__in=gone).delete()
    _write(flight, written)
    _learn(learnt)
    return [*written, *learnt]


def _write(flight: Flight, entries: Sequence[ManifestEntry]) -> None:
    if not entries:
        return
    for entry in entries:
        entry.skeletons = entry.heard()
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, [flight.pk, _json(_row(entry) for entry in entries)])
        found = dict(cursor.fetchall())
    for entry in entries:
        entry.pk = found[entry.key]


def _learn(entries: Sequence[ManifestEntry]) -> None:
    if entries:
        with connection.cursor() as cursor:
            cursor.execute(_LEARN, [_json({"id": e.pk, "positions": e.positions} for e in entries)])


def _row(entry: ManifestEntry) -> dict[str, Any]:
    names = ("key", "person_id", "presence", "role", "name", "traveller", "positions", "audience", "skeletons")
    return {name: getattr(entry, name) for name in names}


def _json(rows: Iterable[dict[str, Any]]) -> str:
    return orjson.dumps(list(rows)).decode()
