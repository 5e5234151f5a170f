"""Step one of the pipeline: waiting messages become observations in the ledger, or refusals that are kept."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

import orjson
from django.db import transaction

from tansiq.centre.feeds import Feed
from tansiq.centre.terms import country_terms
from tansiq.handling.fields import keep
from tansiq.handling.retention import RetentionClass, Term, Times
from tansiq.jobs.terms import Terms, keep_terms, terms_of
from tansiq.ledger.append import Entry, append_all
from tansiq.ledger.current import current
from tansiq.ledger.intake import Waiting, claim, fail, settle
from tansiq.ledger.keys import Signer
from tansiq.ledger.observations import observations_of
from tansiq.ledger.progress import begin_attempts
from tansiq.model.errors import Misconfigured, TansiqError
from tansiq.model.kinds import Observation
from tansiq.model.observations import ListEntry
from tansiq.model.reading import Notice, Reading, Refusal, RefusalCode, refuse
from tansiq.model.wire import parse_body, render
from tansiq.readers.formats import read
from tansiq.readers.lists.columns import parse_mapping
from tansiq.readers.lists.mapped import read_mapped

log = logging.getLogger("tansiq.worker")

Part = TypeVar("Part", Notice, Refusal)

ATTEMPTS = 3

TOGETHER = 256
"""Messages taken in one transaction at most, and of how many bytes: what that costs by itself is shared by small ones."""

BYTES_TOGETHER = 1024 * 1024

KEPT_PARTS = 200
"""Notices and refusals kept of each message, so that a hostile one cannot fill the table; the rest is counted."""


def take_waiting(signer: Signer, *, clock: Callable[[], datetime], most: int = TOGETHER) -> list[int]:
    """Take the messages whose turn it is, several small ones together. Their ids; none where none waits.

    Reading, appending and settling are one transaction: after a crash the messages wait as if never touched, but for
    the count of attempts; each then is taken by itself. One that ended its worker three times, or that our own code cannot
    take, is set aside as our failure, never as the sender's; its bytes are kept.
    """
    begun = begin_attempts(current(), most=most, bytes_at_most=BYTES_TOGETHER)
    messages = [message for message, _ in begun]
    if begun and begun[0][1] > ATTEMPTS:
        fail(current(), error=f"its worker ended {ATTEMPTS} times while taking it", at=clock(), message=messages[0])
        return messages
    try:
        with transaction.atomic():
            _take(messages, signer, clock=clock)
    except TansiqError as error:
        for message in messages if len(messages) > 1 else ():
            _take_alone(message, signer, clock=clock)
        if len(messages) == 1:
            _set_aside(messages[0], error, at=clock())
    return messages


def _take_alone(message: int, signer: Signer, *, clock: Callable[[], datetime]) -> None:
    """Take a message that could not be taken together with others."""
    try:
        with transaction.atomic():
            _take([message], signer, clock=clock)
    except TansiqError as error:
        _set_aside(message, error, at=clock())


def _set_aside(message: int, error: TansiqError, *, at: datetime) -> None:
    log.error("message %s could not be taken", message, exc_info=error)
    fail(current(), error=str(error), at=at, message=message)


@dataclass(frozen=True, slots=True)
class _Taken:
    """A message that was read: what is kept of it, and of how many particulars nothing was."""

    waiting: Waiting
    reading: Reading
    entries: list[Entry]
    dropped: int
    kept: frozenset[Times]


def _take(messages: Sequence[int], signer: Signer, *, clock: Callable[[], datetime]) -> None:
    claimed = [claim(current(), message) for message in messages]
    feeds = {f.code: f for f in Feed.objects.select_related("owner").filter(code__in={w.feed for w in claimed if w})}
    country = country_terms()
    taken = [_taken(w, feeds.get(w.feed), country) for w in claimed if w]  # None: settled meanwhile
    append_all(current(), {t.waiting.message: t.entries for t in taken}, at=clock(), signer=signer)
    for one in taken:
        _settle(one, at=clock())
        keep_terms(one.waiting.message, one.kept)


def _taken(waiting: Waiting, feed: Feed | None, country: Mapping[RetentionClass, Term]) -> _Taken:
    if feed is None:
        repair = f"tansiq feed {waiting.feed} --owner ORGANISATION, then try the message again"
        raise Misconfigured(f"its feed {waiting.feed} does not exist any more", repair=repair)
    reading = _permitted(_read(waiting, feed), feed)
    terms = terms_of(feed, country, waiting.received_at, reading.observations)
    known = _places_of(waiting.message) if waiting.is_again else frozenset[Place]()
    kept = [keep(o) for o in reading.observations if _place(o) not in known]
    entries = [_entry(k.observation, terms) for k in kept]
    times = frozenset(terms.of(o) for o in reading.observations)
    return _Taken(waiting, reading, entries, sum(k.dropped for k in kept), times)


Place = tuple[str, int, int]
"""Kind of an observation, and the bytes of the message that it stands at."""


def _place(observation: Observation) -> Place:
    return observation.kind, observation.source.start, observation.source.end


def _places_of(message: int) -> frozenset[Place]:
    """What was kept of a message already: what a second reading finds there is the same, and not taken twice."""
    return frozenset(_place(parse_body(s.body)) for s in observations_of(current(), message))


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


def _entry(observation: Observation, terms: Terms) -> Entry:
    return Entry(observation.kind, body(observation), terms.marking, terms.of(observation).expires_at)


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


def _settle(taken: _Taken, *, at: datetime) -> None:
    reading = taken.reading
    refusals = [reading.refused] if reading.refused else list(reading.refusals)
    settle(
        current(),
        taken.waiting.message,
        state="refused" if reading.refused else "taken",
        format=reading.format,
        accounted=reading.accounted,
        travellers=sum(o.kind == "traveller" for o in reading.observations),
        notices=_kept(reading.notices),
        refusals=_kept(refusals),
        dropped=taken.dropped,
        at=at,
    )
