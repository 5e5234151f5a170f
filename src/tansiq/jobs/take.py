"""Step one of the pipeline: a waiting message becomes observations in the ledger, or a refusal that is kept."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import orjson
from django.db import transaction

from tansiq.centre.feeds import Feed
from tansiq.handling.fields import keep
from tansiq.handling.marking import render_marking
from tansiq.ledger.append import Entry, append
from tansiq.ledger.current import current
from tansiq.ledger.intake import Waiting, claim, fail, settle
from tansiq.ledger.keys import Signer
from tansiq.ledger.progress import begin_attempt
from tansiq.model.observations import Observation
from tansiq.model.reading import Reading
from tansiq.model.wire import render
from tansiq.readers.formats import read

ATTEMPTS = 3

KEPT_PARTS = 200
"""Notices and refusals kept of each message, so that a hostile one cannot fill the table; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What a feed says of its observations."""

    marking: dict[str, object]
    expires_at: datetime


def take_next(signer: Signer, *, clock: Callable[[], datetime]) -> int | None:
    """Take the next waiting message. Returns its id, None when none waits.

    Reading, appending and settling are one transaction: after a crash the message waits as if never touched, but for
    the count of attempts. One that ended its worker three times is set aside as our failure; its bytes are kept.
    """
    begun = begin_attempt(current())
    if begun is None:
        return None
    message, attempts = begun
    if attempts > ATTEMPTS:
        fail(current(), error=f"its worker ended {ATTEMPTS} times while taking it", at=clock(), message=message)
        return message
    with transaction.atomic():
        waiting = claim(current())
        if waiting is None:
            return None
        feed = Feed.objects.select_related("owner").get(code=waiting.feed)
        reading = read(waiting.data, waiting.name, format=feed.format)
        terms = Terms(render_marking(feed.marking()), feed.expires_at(waiting.received_at))
        dropped = _append(waiting, reading, terms, signer, at=clock())
        _settle(waiting, reading, dropped, at=clock())
        return waiting.message


def _append(waiting: Waiting, reading: Reading, terms: Terms, signer: Signer, *, at: datetime) -> int:
    kept = [keep(o) for o in reading.observations]
    if kept:
        entries = [Entry(k.observation.kind, body(k.observation), dict(terms.marking), terms.expires_at) for k in kept]
        append(current(), waiting.message, entries, at=at, signer=signer)
    return sum(k.dropped for k in kept)


def body(observation: Observation) -> bytes:
    """The canonical JSON of an observation: sorted keys, no blanks, empty parts left out."""
    return orjson.dumps(render(observation), option=orjson.OPT_SORT_KEYS)


def _settle(waiting: Waiting, reading: Reading, dropped: int, *, at: datetime) -> None:
    refusals = [reading.refused] if reading.refused else list(reading.refusals)
    settle(
        current(),
        waiting.message,
        state="refused" if reading.refused else "taken",
        format=reading.format,
        accounted=reading.accounted,
        travellers=Counter(o.kind for o in reading.observations)["traveller"],
        notices=reading.notices[:KEPT_PARTS],
        refusals=refusals[:KEPT_PARTS],
        dropped=dropped,
        at=at,
    )
