"""Step one of the pipeline: a waiting message becomes observations in the ledger, or a refusal that is kept."""

import logging
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

import orjson
from django.db import transaction

from tansiq.centre.feeds import Feed
from tansiq.handling.fields import keep
from tansiq.handling.marking import render_marking
from tansiq.handling.retention import RetentionClass, expires_at
from tansiq.ledger.append import Entry, append
from tansiq.ledger.current import current
from tansiq.ledger.intake import Waiting, claim, fail, settle
from tansiq.ledger.keys import Signer
from tansiq.ledger.progress import begin_attempt
from tansiq.model.errors import Misconfigured, TansiqError
from tansiq.model.kinds import Observation
from tansiq.model.observations import ListEntry
from tansiq.model.reading import Notice, Reading, Refusal, RefusalCode, refuse
from tansiq.model.wire import render
from tansiq.readers.formats import read
from tansiq.readers.lists.columns import parse_mapping
from tansiq.readers.lists.mapped import read_mapped

log = logging.getLogger("tansiq.worker")

Part = TypeVar("Part", Notice, Refusal)

ATTEMPTS = 3

KEPT_PARTS = 200
"""Notices and refusals kept of each message, so that a hostile one cannot fill the table; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What a feed says of its observations. lists_expire_at: for list entries, which are kept as lists are, whoever brought them."""

    marking: dict[str, object]
    expires_at: datetime
    lists_expire_at: datetime


def take_next(signer: Signer, *, clock: Callable[[], datetime]) -> int | None:
    """Take the next waiting message. Returns its id, None when none waits.

    Reading, appending and settling are one transaction: after a crash the message waits as if never touched, but for
    the count of attempts. One that ended its worker three times, or that our own code cannot take, is set aside as our
    failure, never as the sender's; its bytes are kept.
    """
    begun = begin_attempt(current())
    if begun is None:
        return None
    message, attempts = begun
    if attempts > ATTEMPTS:
        fail(current(), error=f"its worker ended {ATTEMPTS} times while taking it", at=clock(), message=message)
        return message
    try:
        with transaction.atomic():
            _take(message, signer, clock=clock)
    except TansiqError as error:
        log.exception("message %s could not be taken", message)
        fail(current(), error=str(error), at=clock(), message=message)
    return message


def _take(message: int, signer: Signer, *, clock: Callable[[], datetime]) -> None:
    waiting = claim(current(), message)
    if waiting is None:
        return  # settled by somebody else since its attempt was counted
    feed = Feed.objects.select_related("owner").filter(code=waiting.feed).first()
    if feed is None:
        repair = f"tansiq feed {waiting.feed} --owner ORGANISATION, then try the message again"
        raise Misconfigured(f"its feed {waiting.feed} does not exist any more", repair=repair)
    reading = _permitted(_read(waiting, feed), feed)
    dropped = _append(waiting, reading, _terms(feed, waiting.received_at), signer, at=clock())
    _settle(waiting, reading, dropped, at=clock())


def _read(waiting: Waiting, feed: Feed) -> Reading:
    """What the message says; a list of a feed whose columns were mapped, by that mapping."""
    if feed.mapping is not None:
        return read_mapped(waiting.data, waiting.name, parse_mapping(feed.mapping))
    return read(waiting.data, waiting.name, format=feed.format)


def _permitted(reading: Reading, feed: Feed) -> Reading:
    """The reading, or the refusal of what may not come by this feed."""
    has_list = any(isinstance(o, ListEntry) for o in reading.observations)
    if has_list and not feed.may_bring_lists:
        text = "a list of persons found; this feed brings passenger messages"
        repair = f"send it by a feed of lists: tansiq feed {feed.code}-list --owner ORGANISATION --retention list"
    elif reading.observations and not has_list and not feed.may_bring_messages:
        text = "a passenger message found; this feed brings lists of persons"
        repair = f"send it by another feed: tansiq feed {feed.code}-messages --owner ORGANISATION"
    else:
        return reading
    return refuse(reading.format, reading.size, Refusal(RefusalCode.WRONG_FORMAT, 0, reading.size, text, repair))


def _terms(feed: Feed, received_at: datetime) -> Terms:
    own = feed.expires_at(received_at)
    lists = own if feed.retention == RetentionClass.LIST else expires_at(RetentionClass.LIST, received_at)
    return Terms(render_marking(feed.marking()), own, lists)


def _append(waiting: Waiting, reading: Reading, terms: Terms, signer: Signer, *, at: datetime) -> int:
    kept = [keep(o) for o in reading.observations]
    if kept:
        entries = [_entry(k.observation, terms) for k in kept]
        append(current(), waiting.message, entries, at=at, signer=signer)
    return sum(k.dropped for k in kept)


def _entry(observation: Observation, terms: Terms) -> Entry:
    until = terms.lists_expire_at if isinstance(observation, ListEntry) else terms.expires_at
    return Entry(observation.kind, body(observation), terms.marking, until)


def body(observation: Observation) -> bytes:
    """The canonical JSON of an observation: sorted keys, no blanks, empty parts left out.

    A NUL, which no text of PostgreSQL can hold, is kept as U+FFFD; the raw bytes have it as it came.
    """
    data = orjson.dumps(render(observation), option=orjson.OPT_SORT_KEYS)
    if b"\\u0000" not in data:
        return data
    return orjson.dumps(_without_nul(orjson.loads(data)), option=orjson.OPT_SORT_KEYS)


def _without_nul(value: object) -> object:
    if isinstance(value, str):
        return value.replace("\0", "\N{REPLACEMENT CHARACTER}")
    if isinstance(value, list):
        return [_without_nul(item) for item in value]
    return {key: _without_nul(item) for key, item in value.items()} if isinstance(value, dict) else value


def _kept(parts: Sequence[Part]) -> list[Part]:
    """The first of the notices or refusals, as they can be kept."""
    return [replace(part, text=str(_without_nul(part.text))) for part in parts[:KEPT_PARTS]]


def _settle(waiting: Waiting, reading: Reading, dropped: int, *, at: datetime) -> None:
    refusals = [reading.refused] if reading.refused else list(reading.refusals)
    settle(
        current(),
        waiting.message,
        state="refused" if reading.refused else "taken",
        format=reading.format,
        accounted=reading.accounted,
        travellers=Counter(o.kind for o in reading.observations)["traveller"],
        notices=_kept(reading.notices),
        refusals=_kept(refusals),
        dropped=dropped,
        at=at,
    )
