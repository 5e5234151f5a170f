"""Who looked at what and why, and who did what: everything here ends in the access tree of the ledger."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID, uuid4

from django.db import connection

from tansiq.centre.people import Officer
from tansiq.handling.purpose import Ground, Purpose
from tansiq.ledger.access import AccessRecord, note
from tansiq.ledger.current import current

OPERATOR = "command line"
"""The name under which acts of the server's command line stand: it knows no officers."""


SCREENING = "screening"
"""The name under which acts of the worker stand."""


def noted_read(
    officer: Officer, purpose: Purpose, what: str, persons: Iterable[UUID], *, at: datetime, request: str = ""
) -> None:
    """Note that an officer was shown these persons, for a purpose. One record a person, so that each can have theirs.

    what: what was shown, in words ("desk", "alert", "flight manifest"). request: ties the records of one page together.
    """
    subjects = [str(person) for person in dict.fromkeys(persons)]
    if subjects:
        _note(access_record(officer, purpose, what, "", at, request or uuid4().hex), subjects)


def noted_act(officer: Officer, purpose: Purpose, what: str, person: UUID | None, *, at: datetime) -> None:
    """Note that an officer did something: cleared, referred, confirmed, closed, exported."""
    _note(access_record(officer, purpose, what, str(person or ""), at, uuid4().hex))


def noted_by_operator(what: str, about: str, *, at: datetime) -> None:
    """Note that somebody with the server's command line did something: added an officer, gave a feed its token."""
    _note(AccessRecord(at, "", OPERATOR, "", Ground.MAINTENANCE, about, what, request=uuid4().hex))


def noted_by_machine(what: str, about: str, *, at: datetime) -> None:
    """Note that a part of ours suggested something of its own: a draft of a rule. No officer did it, and it is about nobody."""
    _note(AccessRecord(at, "", SCREENING, "", Ground.MAINTENANCE, about, what, request=uuid4().hex))


def noted_by_screening(what: str, about: str, person: UUID, *, at: datetime) -> None:
    """Note that screening used somebody's earlier decision about a person: no officer looked."""
    _note(AccessRecord(at, "", SCREENING, "", Ground.TRIAGE, about, what, subject=str(person), request=uuid4().hex))


RETENTION = "retention"
"""The name under which what the clock does stands."""


def noted_by_retention(what: str, about: str, person: UUID | None, *, at: datetime) -> None:
    """Note what happened because a time was over: no officer did it."""
    subject = str(person or "")
    _note(AccessRecord(at, "", RETENTION, "", Ground.MAINTENANCE, about, what, subject=subject, request=uuid4().hex))


def access_record(
    officer: Officer, purpose: Purpose, what: str, subject: str, at: datetime, request: str
) -> AccessRecord:
    """The record that an officer was shown a subject ("" for none), or did something about it."""
    return AccessRecord(
        at=at,
        person=officer.get_username(),
        person_name=officer.shown_name,
        organisation=officer.organisation.code if officer.organisation else "",
        ground=purpose.ground,
        about=purpose.about,
        what=what,
        subject=subject,
        request=request,
    )


def _note(record: AccessRecord, subjects: Sequence[str] = ()) -> None:
    connection.ensure_connection()
    note(current(), record, subjects)
