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
from tansiq.ledger.intake import Waiting, claim, settle
from tansiq.ledger.keys import Signer
from tansiq.model.observations import Observation
from tansiq.model.reading import Notice, Reading, Refusal
from tansiq.model.wire import render
from tansiq.readers.formats import read

KEPT_NOTICES = 200
"""Of each message, so that a hostile one cannot fill the table; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What a feed says of its observations."""

    marking: dict[str, object]
    expires_at: datetime


def take_next(signer: Signer, *, clock: Callable[[], datetime]) -> int | None:
    """Take the next waiting message. Returns its id, None when none waits.

    Reading, appending and settling are one transaction: after a crash the message waits as if never touched.
    """
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
        notices=[_shown(n) for n in reading.notices[:KEPT_NOTICES]],
        refusals=[_shown(r) for r in refusals[:KEPT_NOTICES]],
        dropped=dropped,
        error="",
        at=at,
    )


def _shown(part: Notice | Refusal) -> dict[str, object]:
    return {"code": part.code, "start": part.start, "end": part.end, "text": part.text} | (
        {"repair": part.repair} if isinstance(part, Refusal) else {}
    )
