"""The second tree: every read of personal data, with the person, the purpose and what was shown."""

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from operator import attrgetter
from typing import Any

from tansiq.ledger.hashing import SALT_BYTES, canonical, instant, leaf_hash
from tansiq.ledger.keys import Signer
from tansiq.ledger.trees import Database, grow, lock

SEALED_AT_ONCE = 500
"""Pages sealed in one transaction, so that a backlog does not hold the tree for long."""


@dataclass(frozen=True, slots=True)
class AccessRecord:
    """Somebody was shown something. person: the user name, "" where a machine did it.

    ground, about: the purpose. what: what was shown or done. subject: the key of the one person it was about, "" for none.
    request: what the records of one page share.
    """

    at: datetime
    person: str
    person_name: str
    organisation: str
    ground: str
    about: str
    what: str
    subject: str = ""
    request: str = ""


@dataclass(frozen=True, slots=True)
class SealedAccess:
    """A record with its place in the access tree."""

    position: int
    record: AccessRecord
    salt: bytes


NAMES = tuple(field.name for field in fields(AccessRecord))
_values = attrgetter(*NAMES)

_SHARED = tuple(name for name in NAMES if name != "subject")
_INSERT_PENDING = (
    f"INSERT INTO ledger_access_pending ({', '.join(_SHARED)}, subjects)"  # noqa: S608  our own column names
    f" VALUES ({'%s, ' * len(_SHARED)}%s)"
)
_COPY_SEALED = f"COPY ledger_access (position, salt, {', '.join(NAMES)}) FROM STDIN"
_TAKE_PENDING = (
    "WITH gone AS (DELETE FROM ledger_access_pending WHERE id IN"
    " (SELECT id FROM ledger_access_pending ORDER BY id LIMIT %s) RETURNING *)"
    " SELECT at, person, person_name, organisation, ground, about, what, subject, request"
    " FROM gone, unnest(subjects) WITH ORDINALITY AS each (subject, place) ORDER BY id, place"
)
_SELECT = (
    "SELECT position, salt, at, person, person_name, organisation, ground, about, what, subject, request"
    " FROM ledger_access WHERE "
)


def body(record: AccessRecord) -> bytes:
    """What is hashed of a record: canonical JSON of its parts, the empty ones left out."""
    parts = {name: str(value) for name, value in zip(NAMES[1:], _values(record)[1:], strict=True) if value}
    return canonical({"at": instant(record.at), **parts})


def note(connection: Database, record: AccessRecord, subjects: Iterable[str] = ()) -> None:
    """Note an access as part of the caller's transaction; `seal` brings it into the tree.

    subjects: whom one page showed; each gets a record of their own, as `record` but for the subject. None: the record as it is.
    """
    shared = [getattr(record, name) for name in _SHARED]
    connection.execute(_INSERT_PENDING, (*shared, list(subjects) or [record.subject]))


def seal(connection: Database, signer: Signer, at: datetime) -> int:
    """Move everything noted and committed into the access tree under a signed head. Gives how many records."""
    total = 0
    while sealed := _seal_some(connection, signer, at):
        total += sealed
    return total


def _seal_some(connection: Database, signer: Signer, at: datetime) -> int:
    if connection.execute("SELECT EXISTS (SELECT FROM ledger_access_pending)").fetchone() != (True,):
        return 0
    with connection.transaction():
        first = lock(connection, "access")
        rows = connection.execute(_TAKE_PENDING, (SEALED_AT_ONCE,))
        sealed = [
            SealedAccess(position, AccessRecord(*row), os.urandom(SALT_BYTES))
            for position, row in enumerate(rows, first)
        ]
        if sealed:
            _write(connection, sealed)
            leaves = [leaf_hash(access.salt, body(access.record)) for access in sealed]
            grow(connection, "access", first, leaves, at=at, signer=signer)
    return len(sealed)


def _write(connection: Database, sealed: Sequence[SealedAccess]) -> None:
    with connection.cursor() as cursor, cursor.copy(_COPY_SEALED) as copy:
        for access in sealed:
            copy.write_row((access.position, access.salt, *_values(access.record)))


def accesses(  # noqa: PLR0913  the filters of one screen, each of them optional
    connection: Database,
    *,
    subject: str | None = None,
    person: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    limit: int = 100,
    before_position: int | None = None,
) -> list[SealedAccess]:
    """Sealed accesses, newest first: of a subject, by a person, since <= at < until, before a position."""
    rows = connection.execute(
        _SELECT + "(%(subject)s::text IS NULL OR (subject = %(subject)s AND subject <> ''))"
        " AND (%(person)s::text IS NULL OR person = %(person)s)"
        " AND (%(since)s::timestamptz IS NULL OR at >= %(since)s)"
        " AND (%(until)s::timestamptz IS NULL OR at < %(until)s)"
        " AND (%(before)s::bigint IS NULL OR position < %(before)s) ORDER BY position DESC LIMIT %(limit)s",
        {
            "subject": subject,
            "person": person,
            "since": since,
            "until": until,
            "before": before_position,
            "limit": limit,
        },
    )
    return [_sealed(row) for row in rows]


def accesses_of(connection: Database, subject: str) -> Iterator[SealedAccess]:
    """Every sealed access of a subject, oldest first."""
    rows = connection.execute(_SELECT + "subject = %s AND subject <> '' ORDER BY position", (subject,))
    return (_sealed(row) for row in rows)


def accesses_between(connection: Database, low: int, high: int) -> list[SealedAccess]:
    """Every sealed access of low <= position < high, oldest first."""
    rows = connection.execute(_SELECT + "position >= %s AND position < %s ORDER BY position", (low, high))
    return [_sealed(row) for row in rows]


def _sealed(row: Sequence[Any]) -> SealedAccess:
    return SealedAccess(row[0], AccessRecord(*row[2:]), bytes(row[1]))
