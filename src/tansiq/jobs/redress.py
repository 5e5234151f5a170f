"""Redress by the server's command line: the acts of centre/redress.py, by officers who say who they are."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from tansiq.centre import redress
from tansiq.centre.audit import noted_by_operator, noted_read
from tansiq.centre.people import Officer
from tansiq.centre.redress import GIVES, Redress
from tansiq.handling.purpose import Ground, Purpose
from tansiq.jobs.centre import known_officer
from tansiq.model.errors import NotPermitted

SHOWN = 100


def acting(username: str, password: str) -> Officer:
    """The officer who acts, by name and password: two officers have to be two people here too.

    Raises Misconfigured for an officer that does not exist, NotPermitted for a closed account or another password.
    """
    officer = known_officer(username)
    if not officer.is_active or not officer.check_password(password):
        raise NotPermitted(f"{username} may not act here: the account is closed, or the password is another")
    return officer


@transaction.atomic
def ask(person: UUID, officer: Officer, *, letter: str, number: str = "", at: datetime) -> Redress:
    """`redress.propose`, with a second note of where it was done."""
    row = redress.propose(person, officer, letter=letter, number=number, at=at)
    noted_by_operator("proposed redress", _about(row, officer), at=at)
    return row


@transaction.atomic
def answer(redress_id: int, officer: Officer, *, is_given: bool, at: datetime) -> Redress:
    """`redress.answer`, with a second note of where it was done."""
    row = redress.answer(redress_id, officer, is_given=is_given, at=at)
    noted_by_operator("gave redress" if is_given else "declined redress", _about(row, officer), at=at)
    return row


def shown(officer: Officer, *, at: datetime) -> list[Redress]:
    """The redress that waits, then what was decided last; whom it names is noted. Raises NotPermitted."""
    officer.needs(*GIVES)
    known = redress.visible(officer)
    waiting = list(known.filter(is_given=None).order_by("pk"))
    rows = [*waiting, *known.exclude(is_given=None).order_by("-second_at", "-pk")[:SHOWN]]
    noted_read(officer, Purpose(Ground.REDRESS, "redress"), "redress", [row.person_id for row in rows], at=at)
    return rows


def _about(row: Redress, officer: Officer) -> str:
    return f"redress {row.pk}, officer {officer.get_username()}"
