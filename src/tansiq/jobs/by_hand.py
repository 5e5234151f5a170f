"""Files that an operator takes in: received like any other, then waited for."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.db import connection

from tansiq.centre.feeds import Feed
from tansiq.jobs.cursor import Attempt, Cursor, Screening
from tansiq.jobs.follow import NAME
from tansiq.jobs.intake.folder import receive_file
from tansiq.jobs.worker import LOCK, Worker, now
from tansiq.ledger.current import current
from tansiq.ledger.intake import Message, message_of
from tansiq.ledger.progress import last_position
from tansiq.model.errors import Misconfigured

LOOK_EVERY_S = 0.05


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file. is_followed: whether its people were screened, or its list is in force."""

    path: Path
    message: int
    state: Message
    is_followed: bool = True

    @property
    def taken(self) -> bool:
        """Whether it was read and followed to the end."""
        return self.state.state == "taken" and self.is_followed

    def line(self) -> str:
        """One line for a person."""
        if not self.is_followed:
            return f"{self.path}: read, and then our fault: message {self.message} waits on the feeds screen"
        if self.taken:
            return f"{self.path}: {self.state.format}, {self.state.travellers} travellers, message {self.message}"
        why = "; ".join(str(r["text"]) for r in self.state.refusals) or self.state.error
        return f"{self.path}: {self.state.state}: {why}"


def take_in(paths: Sequence[Path], *, feed: str) -> Iterator[Outcome]:
    """Receive each file and wait until alerts stand, whether a worker runs or not.

    Raises Misconfigured for a feed that does not exist.
    """
    known = Feed.objects.select_related("owner").filter(code=feed).first()
    if known is None:
        raise Misconfigured(f"there is no feed {feed}", repair=f"tansiq feed {feed} --owner ORGANISATION")
    for path in paths:
        message = receive_file(known, path, at=now())
        wait_for([message])
        failed = Attempt.objects.filter(message=message).exclude(failed_at=None).exists()
        yield Outcome(path, message, message_of(current(), message), is_followed=not failed)


def wait_for(messages: Sequence[int], done: Callable[[int], None] = lambda _: None) -> None:
    """Wait until every message is settled and followed; does the work itself where no worker runs.

    done: told how many of them are done, as that grows.
    """
    worker: Worker | None = None
    waiting = list(messages)
    while waiting or Screening.objects.filter(failed_at=None).exists():
        waiting = [m for m in waiting if not _is_done(m)]
        done(len(messages) - len(waiting))
        if worker is not None or _work_is_free():
            worker = worker or Worker()
            worker.step()
        else:
            time.sleep(LOOK_EVERY_S)


def _is_done(message: int) -> bool:
    if message_of(current(), message).state == "waiting":
        return False
    last = last_position(current(), message)
    followed = Cursor.objects.filter(name=NAME).values_list("position", flat=True).first()
    return last is None or (followed is not None and followed >= last)


def _work_is_free() -> bool:
    """Whether no worker runs; the lock is then this process's own until it ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtext(%s))", [LOCK])
        return bool(cursor.fetchone()[0])
