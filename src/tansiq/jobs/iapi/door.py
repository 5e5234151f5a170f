"""The one way in for interactive messages, over HTTP or a queue: asked, kept in the ledger, answered, and the answer kept.

The message is with the process that answers while the ledger commits it; the answer is given only after both. Where no answer
came in the time that the state wrote down, its written fallback is given, and both the answer and the record say so.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

import psycopg
from django.db import DatabaseError, connection

from tansiq.centre.boarding.answers import Around, Fallback, keep
from tansiq.centre.boarding.policies import Terms, terms_of
from tansiq.centre.feeds import Feed
from tansiq.jobs.iapi.answers import Answers, fallback
from tansiq.jobs.iapi.line import Late, Line, NoLine, own_line
from tansiq.ledger.current import current
from tansiq.ledger.intake import receive
from tansiq.picture.audience import audience_of

MOST_BYTES: Final = 1024 * 1024
"""The largest interactive message; a whole flight's list is some 200 KB."""


PREPARED_AFTER: Final = 3
"""Times after which a statement of ours is planned no more."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a message. message: of the ledger. fallback: why the written fallback was given, "" where it was not."""

    answers: Answers
    message: int
    fallback: Fallback


class NotKept(Exception):
    """The database could not keep the message, or the answer: it is not answered."""


class NotInteractive(Exception):
    """No terms of interactive answers are approved for the feed."""


@dataclass(frozen=True, slots=True)
class Asker:
    """A feed that is answered, and on which terms. audience: the organisations that may know of its answers, None for any."""

    feed: Feed
    terms: tuple[Terms, ...]
    audience: list[str] | None


def asker_of(feed: Feed) -> Asker:
    """The feed as one that is answered. Raises NotInteractive where no terms of it are approved."""
    terms = terms_of(feed.code)
    if not terms:
        raise NotInteractive(feed.code)
    return Asker(feed, tuple(terms), audience_of([feed.marking()]))


def take(asker: Asker, name: str, data: bytes, *, at: datetime, line: Line | None = None) -> Outcome:
    """Answer a message of a feed. When this returns the message is in the ledger and the answer is kept.

    A connection that was lost since is opened once more: the ledger recognises a message that it has. Raises NotKept.
    """
    line = line or own_line()
    for is_last in (False, True):
        try:
            return _taken(asker, name, data, at=at, line=line)
        except (DatabaseError, psycopg.Error) as error:
            connection.close()
            line.close()
            if is_last or not isinstance(error, LOST):
                raise NotKept(type(error).__name__) from error
    raise AssertionError  # the second turn returned or raised


LOST: Final = (psycopg.OperationalError, psycopg.InterfaceError)
"""How psycopg says that the database went away."""


def _taken(asker: Asker, name: str, data: bytes, *, at: datetime, line: Line) -> Outcome:
    begun = time.perf_counter()
    deadline = begun + min(one.late_after_ms for one in asker.terms) / 1000
    feed, database = asker.feed, current()
    database.prepare_threshold = PREPARED_AFTER
    is_asked = _ask(line, feed.code, name, data, deadline)
    until = feed.expires_at(at)
    received = receive(database, feed=feed.code, name=name, data=data, at=at, expires_at=until, priority=feed.priority)
    answers, why = _answers(line, name, data, asker.terms, deadline, at=at, is_asked=is_asked)
    took_ms = (time.perf_counter() - begun) * 1000
    keep(database, Around(feed.code, received.message, asker.audience, until, at, took_ms), answers.said)
    return Outcome(answers, received.message, why)


def _ask(line: Line, feed: str, name: str, data: bytes, deadline: float) -> bool:
    """Whether the process that answers has the message."""
    try:
        line.ask(feed, name, data, within_s=deadline - time.perf_counter())
    except NoLine:
        return False
    return True


def _answers(  # noqa: PLR0913  what an answer depends on
    line: Line, name: str, data: bytes, terms: Sequence[Terms], deadline: float, *, at: datetime, is_asked: bool
) -> tuple[Answers, Fallback]:
    """The answer where it comes in time, else the written fallback and why."""
    why: Literal["late", "down"] = "down"
    if is_asked:
        try:
            return line.answer(within_s=deadline - time.perf_counter()), ""
        except Late:
            why = "late"
        except NoLine:
            why = "down"
    return fallback(data, name, terms, why, at=at), why
