"""The ticket with which a page listens to live events: signed, short-lived, about nobody but the officer."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from django.core.signing import BadSignature, TimestampSigner

from tansiq.database.home import secret

LONGEST = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Ticket:
    """Who listens. organisation: its code, "" for an officer without one."""

    officer: int
    organisation: str


@cache
def _signer() -> TimestampSigner:
    """Given its keys, so that the live process needs no Django settings."""
    return TimestampSigner(key=secret("session"), fallback_keys=[], salt="tansiq.live")


def mint(ticket: Ticket) -> str:
    """A token for one page."""
    return _signer().sign_object({"officer": ticket.officer, "organisation": ticket.organisation})


def read(token: str) -> Ticket | None:
    """The ticket in the token, or None where it is not ours or older than LONGEST."""
    try:
        held = _signer().unsign_object(token, max_age=LONGEST)
    except BadSignature:
        return None
    return Ticket(officer=held["officer"], organisation=held["organisation"])
