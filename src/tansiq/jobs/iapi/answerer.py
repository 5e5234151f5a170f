"""The process that answers: holds lists, rules and decisions in memory, follows their changes, and answers over the line.

One thread answers and reconsiders what was answered; others accept lines, and build the next snapshot when something changed.
"""

import gc
import logging
import threading
import time
from collections.abc import Callable, Set
from dataclasses import replace
from datetime import UTC, datetime
from multiprocessing import AuthenticationError
from multiprocessing.connection import Connection, Pipe
from queue import SimpleQueue
from selectors import EVENT_READ, DefaultSelector
from typing import Final

import psycopg
from django.db import DatabaseError, close_old_connections, connection

from tansiq.centre.boarding.answers import acknowledge
from tansiq.centre.boarding.decisions import CHANNEL
from tansiq.database.connect import connect
from tansiq.jobs.iapi.answers import Answers, answers, by_fallback
from tansiq.jobs.iapi.knowledge import (
    FAULTS,
    Knowledge,
    Names,
    load_apart,
    load_rules,
    load_standing,
    load_terms,
    load_watchlist,
)
from tansiq.jobs.iapi.line import Exchange, pack, unpack_question
from tansiq.model.errors import TansiqError

log = logging.getLogger("tansiq.iapi")

LOOK_EVERY_S: Final = 0.2
ANEW_EVERY_S: Final = 60.0
"""How often everything but the lists is read anew, told or not: decisions and rules end by the clock."""
AGAIN_AFTER_S: Final = 1.0
ALL: Final = frozenset({"policies", "decisions", "rules", "lists"})

Clock = Callable[[], datetime]


def now() -> datetime:
    """The process's clock."""
    return datetime.now(UTC)


class Keeper:
    """Keeps the snapshot up to date in a thread of its own. knowledge: the latest whole one."""

    def __init__(self, url: str, *, clock: Clock = now) -> None:
        self._url, self._clock = url, clock
        self._stopping = threading.Event()
        self.knowledge = Knowledge()

    def load(self) -> None:
        """Read everything, before the first answer."""
        self._read(ALL)

    def follow(self) -> None:
        """Follow changes until stopped. A database that went away is waited for, and everything is read anew."""
        while not self._stopping.is_set():
            try:
                with connect(self._url, autocommit=True) as told:
                    told.execute(f"LISTEN {CHANNEL}")
                    self._read(ALL)
                    self._listen(told)
            except (psycopg.Error, DatabaseError, TansiqError) as error:
                log.warning("what answers rest on cannot be read, and will be again: %s", type(error).__name__)
                connection.close()
                self._stopping.wait(AGAIN_AFTER_S)
        connection.close()

    def stop(self) -> None:
        """End `follow`."""
        self._stopping.set()

    def _listen(self, told: "psycopg.Connection[tuple[object, ...]]") -> None:
        due = time.monotonic() + ANEW_EVERY_S
        while not self._stopping.is_set():
            wanted = {notify.payload for notify in told.notifies(timeout=LOOK_EVERY_S, stop_after=1)}
            wanted |= {notify.payload for notify in told.notifies(timeout=0)}
            if time.monotonic() >= due:
                wanted |= ALL - {"lists"}
                due = time.monotonic() + ANEW_EVERY_S
            if wanted:
                self._read(wanted)

    def _read(self, wanted: Set[str]) -> None:
        """Take what changed into the next snapshot; the lists last, as they take longest."""
        close_old_connections()
        at, held = self._clock(), self.knowledge
        if "policies" in wanted:
            held = replace(held, terms=load_terms())
        if "decisions" in wanted:
            names = Names(held.names.watchlist, load_apart(at=at))
            held = replace(held, standing=load_standing(at=at), names=names)
        if "rules" in wanted:
            held = replace(held, rules=load_rules(on=at.date()))
        self.knowledge = held
        if "lists" in wanted:
            self.knowledge = replace(held, names=Names(load_watchlist(), held.names.apart))
            gc.collect()
            gc.freeze()  # what is held is not looked through again and again: that would keep answers waiting


class Answerer:
    """Answers whoever is on the line until stopped. reconsider: goes on a step each time nobody waits; whether it has more."""

    def __init__(
        self, exchange: Exchange, keeper: Keeper, *, reconsider: Callable[[Knowledge], bool], clock: Clock = now
    ) -> None:
        self._exchange, self._keeper, self._clock, self._reconsider = exchange, keeper, clock, reconsider
        self._new: SimpleQueue[Connection] = SimpleQueue()
        self._heard, self._bell = Pipe(duplex=False)
        self._lines = DefaultSelector()
        self._lines.register(self._heard, EVENT_READ)
        self._stopping = False

    def run(self) -> None:
        """Answer until `stop`."""
        threading.Thread(target=self._accept, name="lines", daemon=True).start()
        while not self._stopping:
            self._step()
        for key in list(self._lines.get_map().values()):
            self._hang_up(key.fileobj)
        self._lines.close()
        connection.close()

    def stop(self, *_signal: object) -> None:
        """Stop after the current step."""
        self._stopping = True

    def _step(self) -> None:
        """Answer everybody who waits; where nobody does, go on reconsidering."""
        knowledge = self._keeper.knowledge
        asking = self._lines.select(0)
        if not asking:
            asking = self._lines.select(0 if self._goes_on(knowledge) else LOOK_EVERY_S)
        for key, _ in asking:
            if key.fileobj is self._heard:
                self._heard.recv_bytes()
                self._lines.register(self._new.get(), EVENT_READ)
            elif isinstance(key.fileobj, Connection):
                self._answer(key.fileobj, knowledge)

    def _goes_on(self, knowledge: Knowledge) -> bool:
        try:
            return self._reconsider(knowledge)
        except (DatabaseError, psycopg.Error) as error:
            log.warning("what was answered cannot be reconsidered yet: %s", type(error).__name__)
            connection.close()
            return False

    def _accept(self) -> None:
        """Take lines on. Whoever does not know the secret is hung up on."""
        while not self._stopping:
            try:
                line = self._exchange.accept()
            except (AuthenticationError, EOFError, OSError) as error:
                if not self._exchange.is_open:
                    return
                log.warning("a line was refused: %s", type(error).__name__)
            else:
                self._new.put(line)
                self._bell.send_bytes(b"line")

    def _answer(self, line: Connection, knowledge: Knowledge) -> None:
        try:
            feed, name, data = unpack_question(line.recv_bytes())
            line.send_bytes(pack(self.answer(feed, name, data, knowledge)))
        except (OSError, EOFError, ValueError):
            self._hang_up(line)

    def _hang_up(self, line: object) -> None:
        if isinstance(line, Connection):
            self._lines.unregister(line)
            line.close()

    def answer(self, feed: str, name: str, data: bytes, knowledge: Knowledge) -> Answers:
        """The answers to a message of a feed."""
        at, terms = self._clock(), knowledge.terms.get(feed, ())
        if not terms:
            return Answers(fault="no terms of interactive answers are in force for this feed yet")
        try:
            found = answers(data, name, terms, lambda heard, own: knowledge.decide(heard, own, at=at), at=at)
        except FAULTS as fault:
            log.error("a message could not be answered, and has the fallback: %s", type(fault).__name__)  # noqa: TRY400  what a fault says may quote the person
            found = answers(data, name, terms, lambda heard, own: [by_fallback(own)] * len(heard.travellers), at=at)
        self._confirm(feed, found, at=at)
        return found

    def _confirm(self, feed: str, found: Answers, *, at: datetime) -> None:
        """Note the changes that the carrier confirmed."""
        for transaction in found.confirmed:
            try:
                acknowledge(feed, transaction, at=at)
            except DatabaseError as error:
                log.warning("a carrier's confirmation could not be noted: %s", type(error).__name__)
                connection.close()
