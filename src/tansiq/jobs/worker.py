"""The worker: takes what arrived, follows the ledger, keeps the timers. One a machine; a second one waits its turn."""

import logging
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import FrameType

import psycopg
from django.db import DatabaseError, InterfaceError, OperationalError, close_old_connections, connection

from tansiq.centre.handover import ring
from tansiq.centre.learning import propose
from tansiq.centre.masking import mask_due, pare_due
from tansiq.centre.retention import forget
from tansiq.centre.rules.running import Shadows
from tansiq.centre.rules.suggesting import suggest
from tansiq.centre.unmasking import end_due
from tansiq.database.home import home
from tansiq.jobs.follow import Follower
from tansiq.jobs.intake.folder import Watch, sweep, tidy
from tansiq.jobs.lapses import let_lists_go, remove_missing, screen_lapsed
from tansiq.jobs.take import take_waiting
from tansiq.jobs.telling import forget as forget_parsed
from tansiq.ledger.access import seal
from tansiq.ledger.current import current
from tansiq.ledger.keys import Signer
from tansiq.ledger.retain import retain
from tansiq.model.errors import TansiqError
from tansiq.picture.silences import note_silence

log = logging.getLogger("tansiq.worker")

LOCK = "tansiq.worker"
SEAL_EVERY = timedelta(seconds=1)
SWEEP_EVERY = timedelta(seconds=0.5)
LAPSE_EVERY = timedelta(seconds=2)
RING_EVERY = timedelta(seconds=15)
EXPECT_EVERY = timedelta(minutes=1)
LEARN_EVERY = timedelta(hours=6)
RETAIN_EVERY = timedelta(hours=1)
MASKED_AT_ONCE = 1
"""Flights masked at one turn, a quarter of a second each: what arrives meanwhile waits no longer than that."""

PAUSE_AFTER_FAULT_S = 1.0
WAIT_S = 0.5


def now() -> datetime:
    """The worker's clock."""
    return datetime.now(UTC)


LOST = (OperationalError, InterfaceError, psycopg.OperationalError, psycopg.InterfaceError)
"""How Django and psycopg say that the database went away."""


@dataclass(slots=True)
class Timer:
    """Something done every so often. said: how it last failed, "" since it succeeded."""

    name: str
    every: timedelta
    act: Callable[[], object]
    due_at: datetime | None = None
    said: str = ""

    def run(self, at: datetime) -> None:
        """Do it if it is due. A failure is named in the log, once, and tried again at the next turn; nothing else stops."""
        if not self._is_due(at):
            return
        self.due_at = at + self.every
        try:
            self.act()
        except LOST:
            raise
        except (TansiqError, OSError, DatabaseError, psycopg.Error) as error:
            self._say(first_line(error))
        else:
            self.said = ""

    def _is_due(self, at: datetime) -> bool:
        """Whether its time has come, or the clock was set back by more than its interval."""
        return self.due_at is None or not self.due_at - self.every <= at < self.due_at

    def _say(self, text: str) -> None:
        if text != self.said:
            log.error("%s failed and will be tried again: %s", self.name, text)
        self.said = text


def first_line(error: Exception) -> str:
    """What an error says without its details: PostgreSQL's quote the rows, which are about people."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0]


class Worker:
    """Runs until told to stop."""

    def __init__(self, *, clock: Callable[[], datetime] = now) -> None:
        self._clock = clock
        self._signer = Signer.load_or_create(home() / "keys")
        self._follower = Follower(clock=clock)
        self._shadows = Shadows(clock=clock)
        self._stopping = False
        watch = Watch()
        self._timers = (
            Timer("sealing the access log", SEAL_EVERY, lambda: seal(current(), self._signer, clock())),
            Timer("the watch folder", SWEEP_EVERY, lambda: sweep(inbox(), clock=clock, watch=watch)),
            Timer("screening whom memory no longer knows", LAPSE_EVERY, lambda: screen_lapsed(at=clock())),
            Timer("removing whom officers took off a list", LAPSE_EVERY, self._remove),
            Timer("ringing for referrals nobody takes on", RING_EVERY, lambda: ring(at=clock())),
            Timer("ending what was unmasked for a time", LAPSE_EVERY, lambda: end_due(at=clock())),
            Timer("expecting messages of flights", EXPECT_EVERY, lambda: note_silence(at=clock())),
            Timer("learning from settled alerts", LEARN_EVERY, lambda: learn(at=clock())),
            Timer("masking what is over its time", LAPSE_EVERY, lambda: mask_due(at=clock(), most=MASKED_AT_ONCE)),
            Timer("destroying what is over its time", RETAIN_EVERY, self._retain),
        )

    def stop(self, _signal: int = 0, _frame: FrameType | None = None) -> None:
        """Stop after the current step."""
        self._stopping = True

    def run(self) -> None:
        """Work until stopped. A database that went away is waited for; nothing acknowledged is lost by it."""
        signal.signal(signal.SIGTERM, self.stop)
        signal.signal(signal.SIGINT, self.stop)
        while not self._stopping:
            try:
                self._work()
            except LOST as error:
                log.warning("the database went away: %s", first_line(error))
                connection.close()
                time.sleep(PAUSE_AFTER_FAULT_S)

    def _work(self) -> None:
        close_old_connections()
        connection.ensure_connection()
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(hashtext(%s))", [LOCK])
            mine = cursor.fetchone()[0]
            if not mine:
                time.sleep(WAIT_S)
                return
            cursor.execute("LISTEN tansiq_message")
            cursor.execute("LISTEN tansiq_observation")
        self._follower.reload()
        while not self._stopping:
            self.drain()
            self._wait()

    def drain(self) -> None:
        """Everything that waits, then the timers that are due."""
        while not self._stopping and self.step():
            pass

    def step(self) -> bool:
        """Take some messages, follow some, and run the timers that are due. False when there was nothing to do.

        Taking and following take turns, so that under steady arrival neither waits for the other to be done; rules are run on
        past data while nothing arrives.
        """
        taken, is_followed = take_waiting(self._signer, clock=self._clock), self._follower.step()
        self._tick()
        return bool(taken) or is_followed or self._shadows.step()

    def _tick(self) -> None:
        at = self._clock()
        for timer in self._timers:
            timer.run(at)

    def _wait(self) -> None:
        for _ in current().notifies(timeout=WAIT_S, stop_after=1):
            return

    def _remove(self) -> None:
        if remove_missing(at=self._clock()):
            self._follower.reload()

    def _retain(self) -> None:
        at = self._clock()
        retain(current(), at=at)
        forget(at=at)
        pare_due(at=at)
        forget_parsed()
        if let_lists_go(at=at):
            self._follower.reload()
        tidy(inbox(), at=at)


def learn(*, at: datetime) -> None:
    """Propose weights and draft rules from what alerts turned out to be. People decide about both."""
    propose(at=at)
    suggest(at=at)


def inbox() -> Path:
    """The watch folder: one subfolder a feed."""
    return home() / "inbox"
