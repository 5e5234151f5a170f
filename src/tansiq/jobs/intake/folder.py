"""The watch folder: one subfolder a feed; a file put there is received and then moved aside.

A file is taken when it has stood still for a moment. It moves to `.received/` only after the ledger has committed it, so a
crash between the two makes a redelivery, which the ledger recognises. What was moved is deleted after a week: the ledger
has the bytes, and keeps them no longer than the feed allows. A file that cannot be read or moved stays, and is named in the log.
"""

import logging
import os
import stat
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tansiq.centre.feeds import Feed
from tansiq.jobs.intake.names import file_name
from tansiq.ledger.current import current
from tansiq.ledger.intake import MAX_BYTES, receive, refuse_large

log = logging.getLogger("tansiq.intake")

DONE = ".received"
SETTLED_FOR_S = 0.2
KEPT_ASIDE = timedelta(days=7)

State = tuple[int, int]
"""Size and time of change in nanoseconds: a file of the same state is taken for unchanged."""


@dataclass(slots=True)
class Watch:
    """What one sweep tells the next. still: files changed in the future, by their clock. named: what cannot be taken."""

    still: dict[Path, State] = field(default_factory=dict)
    named: dict[Path, State] = field(default_factory=dict)

    def name(self, path: Path, state: State, why: str) -> None:
        """Say in the log, once, that the file stays where it is."""
        if self.named.get(path) != state:
            log.warning("%s stays where it is: %s", path, why)
        self.named[path] = state


def sweep(folder: Path, *, clock: Callable[[], datetime], watch: Watch | None = None) -> int:
    """Receive every file that stands still in a feed's subfolder. How many were received and moved aside."""
    watch = watch or Watch()
    feeds = {feed.code: feed for feed in Feed.objects.select_related("owner")}
    received = 0
    for sub in _listed(folder, watch):
        if sub.name in feeds and sub.is_dir():
            for path, state in _settled(sub, clock().timestamp(), watch):
                received += _take(feeds[sub.name], path, state, watch, at=clock())
    return received


def receive_file(feed: Feed, path: Path, *, at: datetime) -> int:
    """Receive one file into the ledger; one that is too large is kept as a refusal. The message's id."""
    size, name = path.stat().st_size, file_name(path.name)
    if size > MAX_BYTES:
        return refuse_large(current(), feed=feed.code, name=name, size=size, at=at, expires_at=feed.expires_at(at))
    received = receive(
        current(),
        feed=feed.code,
        name=name,
        data=path.read_bytes(),
        at=at,
        expires_at=feed.expires_at(at),
        priority=feed.priority,
    )
    return received.message


def tidy(folder: Path, *, at: datetime) -> int:
    """Delete what was moved aside long enough ago; how many files."""
    feeds = {feed.code: feed for feed in Feed.objects.all()}
    gone, watch = 0, Watch()
    for sub in _listed(folder, watch):
        for path in _listed(sub / DONE, watch) if (sub / DONE).is_dir() else ():
            try:
                if _is_over(path, feeds.get(sub.name), at):
                    path.unlink()
                    gone += 1
            except OSError as error:
                log.warning("%s cannot be deleted: %s", path, error.strerror)
    return gone


def _is_over(path: Path, feed: Feed | None, at: datetime) -> bool:
    moved_at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    kept_until = moved_at + KEPT_ASIDE
    return at >= (min(kept_until, feed.expires_at(moved_at)) if feed else kept_until)


def _take(feed: Feed, path: Path, state: State, watch: Watch, *, at: datetime) -> bool:
    if watch.named.get(path) == state:
        return False
    try:
        receive_file(feed, path, at=at)
        _set_aside(path)
    except FileNotFoundError:
        return False  # somebody took it back
    except OSError as error:
        watch.name(path, state, error.strerror or str(error))
        return False
    return True


def _listed(folder: Path, watch: Watch) -> Iterable[Path]:
    """What lies in a folder; nothing where it cannot be looked into."""
    try:
        return sorted(folder.iterdir())
    except FileNotFoundError:
        return ()
    except OSError as error:
        watch.name(folder, (0, 0), error.strerror or str(error))
        return ()


def _settled(sub: Path, now: float, watch: Watch) -> Iterator[tuple[Path, State]]:
    """The plain files that are no longer written to, the oldest first."""
    found = []
    for path in _listed(sub, watch):
        if path.name.startswith("."):
            continue
        try:
            status = path.lstat()
        except OSError:
            continue  # it went between two looks
        state = (status.st_size, status.st_mtime_ns)
        if stat.S_ISREG(status.st_mode):
            found.append((status.st_mtime, path, state))
        elif not stat.S_ISDIR(status.st_mode):
            watch.name(path, state, "it is no plain file")
    for changed, path, state in sorted(found):
        if _stands_still(path, state, now - changed, watch):
            yield path, state


def _stands_still(path: Path, state: State, age_s: float, watch: Watch) -> bool:
    """Whether a file has not changed for a moment; by comparison with the sweep before where its clock is ahead of ours."""
    if age_s >= 0:
        return age_s >= SETTLED_FOR_S
    before = watch.still.get(path)
    watch.still[path] = state
    return before == state


def _set_aside(path: Path) -> None:
    done = path.parent / DONE
    done.mkdir(exist_ok=True)
    target = done / path.name
    number = 1
    while target.exists():
        target = done / f"{path.stem}.{number}{path.suffix}"
        number += 1
    path.replace(target)
    os.utime(target)  # from now on it is kept for a week
