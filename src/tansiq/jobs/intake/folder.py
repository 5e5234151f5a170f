"""The watch folder: one subfolder a feed; a file put there is received and then moved aside.

A file is taken when its size has stood still for a moment. It moves to `.received/` only after the ledger has committed it, so a
crash between the two makes a redelivery, which the ledger recognises.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from tansiq.centre.feeds import Feed
from tansiq.ledger.current import current
from tansiq.ledger.intake import MAX_BYTES, receive, refuse_large

DONE = ".received"
SETTLED_FOR_S = 0.2


def sweep(folder: Path, *, clock: Callable[[], datetime]) -> int:
    """Receive every file that stands still in a feed's subfolder. How many were received."""
    if not folder.is_dir():
        return 0
    feeds = {feed.code: feed for feed in Feed.objects.select_related("owner")}
    received = 0
    for sub in sorted(p for p in folder.iterdir() if p.name in feeds and p.is_dir()):
        for path in _settled(sub, clock().timestamp()):
            receive_file(feeds[sub.name], path, at=clock())
            _set_aside(path)
            received += 1
    return received


def receive_file(feed: Feed, path: Path, *, at: datetime) -> int:
    """Receive one file into the ledger; one that is too large is kept as a refusal. The message's id."""
    size = path.stat().st_size
    if size > MAX_BYTES:
        return refuse_large(current(), feed=feed.code, name=path.name, size=size, at=at, expires_at=feed.expires_at(at))
    received = receive(
        current(),
        feed=feed.code,
        name=path.name,
        data=path.read_bytes(),
        at=at,
        expires_at=feed.expires_at(at),
        priority=feed.priority,
    )
    return received.message


def _settled(sub: Path, now: float) -> Iterator[Path]:
    for path in sorted(sub.iterdir(), key=lambda p: p.stat().st_mtime):
        if path.is_file() and not path.name.startswith(".") and now - path.stat().st_mtime >= SETTLED_FOR_S:
            yield path


def _set_aside(path: Path) -> None:
    done = path.parent / DONE
    done.mkdir(exist_ok=True)
    target = done / path.name
    number = 1
    while target.exists():
        target = done / f"{path.stem}.{number}{path.suffix}"
        number += 1
    path.replace(target)
