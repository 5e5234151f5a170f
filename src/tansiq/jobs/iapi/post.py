"""Letters in and out: what comes through an adapter is answered like a request, and changes are handed to their carriers."""

import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

import psycopg
from django.db import DatabaseError, close_old_connections, connection

from tansiq.centre.boarding.answers import BoardingAnswer, acknowledge, forget_answers, to_hand_over
from tansiq.centre.boarding.policies import Terms, chosen
from tansiq.centre.feeds import Feed
from tansiq.database.home import home
from tansiq.jobs.iapi.adapters import Adapter, FolderAdapter, HttpPush, NotSent, letters
from tansiq.jobs.iapi.door import NotInteractive, NotKept, asker_of, take
from tansiq.jobs.iapi.heard import CONFIRMATION, hear
from tansiq.jobs.iapi.line import Line

log = logging.getLogger("tansiq.iapi")

LOOK_EVERY_S: Final = 0.5
FORGET_EVERY: Final = timedelta(hours=1)
AT_ONCE: Final = 100
REST_AFTER: Final = 20
"""Failures of one address in one round, after which the round leaves it alone."""

Sends = Callable[[bytes, str], bytes]


@dataclass
class Post:
    """The thread that answers letters and hands changes over. terms: as the process that answers holds them, by feed."""

    terms: Callable[[], Mapping[str, Sequence[Terms]]]
    line: Line
    clock: Callable[[], datetime]
    adapters: dict[str, Adapter] = field(default_factory=dict)
    _forgotten_at: datetime | None = None
    _stopping: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        """Go round until stopped. A database that went away is waited for."""
        while not self._stopping.wait(LOOK_EVERY_S):
            try:
                self.round()
            except (DatabaseError, NotKept, psycopg.Error) as error:
                log.warning("letters wait: the database went away: %s", type(error).__name__)
                connection.close()
        connection.close()

    def stop(self) -> None:
        """End `run`."""
        self._stopping.set()

    def round(self) -> None:
        """Answer every letter there is, and hand over every change that waits."""
        close_old_connections()
        for code in self.terms():
            answer_letters(code, self._adapter(code), self.line, clock=self.clock)
        self._hand_over()
        at = self.clock()
        if self._forgotten_at is None or at - self._forgotten_at >= FORGET_EVERY:
            forget_answers(at=at)
            self._forgotten_at = at

    def _adapter(self, feed: str) -> Adapter:
        if feed not in self.adapters:
            self.adapters[feed] = FolderAdapter(home() / "iapi" / feed)
        return self.adapters[feed]

    def _hand_over(self) -> None:
        failed: dict[str, int] = {}
        for row in to_hand_over(most=AT_ONCE):
            terms = self.terms().get(row.feed, ())
            url = chosen(terms, row.carrier).push_url if terms else ""
            if failed.get(url, 0) < REST_AFTER:
                failed[url] = failed.get(url, 0) + (not self._hand(row, url))

    def _hand(self, row: BoardingAnswer, url: str) -> bool:
        """Hand one change over; whether it was taken."""
        row.tries = min(row.tries + 1, _MOST_TRIES)
        try:
            confirmation = self._send(row, url)
        except NotSent as error:
            log.warning("a change for %s was not taken and is sent again: %s", row.carrier or row.feed, error)
            row.save(update_fields=["tries"])
            return False
        row.delivered_at = self.clock()
        row.save(update_fields=["tries", "delivered_at"])
        if is_confirmed(confirmation, row.transaction):
            acknowledge(row.feed, row.transaction, at=self.clock())
        return True

    def _send(self, row: BoardingAnswer, url: str) -> bytes:
        correlation = f"change-{row.pk}"
        if url:
            return HttpPush(url).push(bytes(row.reply), correlation)
        self._adapter(row.feed).send(bytes(row.reply), correlation)
        return b""


_MOST_TRIES: Final = 32_000


def answer_letters(code: str, adapter: Adapter, line: Line, *, clock: Callable[[], datetime]) -> int:
    """Answer the letters of a feed; how many. A letter that cannot be answered in CUSRES is answered in words."""
    feed = Feed.objects.select_related("owner").filter(code=code).first()
    if feed is None:
        return 0
    try:
        asker = asker_of(feed)
    except NotInteractive:
        return 0
    answered = 0
    for letter in letters(adapter):
        found = take(asker, f"{letter.correlation}.edi", letter.data, at=clock(), line=line).answers
        adapter.send(found.data or found.fault.encode() or b"RECEIVED", letter.correlation)
        adapter.done(letter)
        answered += 1
    return answered


def is_confirmed(data: bytes, transaction: str) -> bool:
    """Whether a carrier's answer confirms the change of a transaction."""
    if not data or not transaction:
        return False
    messages, _ = hear(data, "")
    return any(m.header.function == CONFIRMATION and m.header.transaction == transaction for m in messages)
