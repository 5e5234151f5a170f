"""How messages come and go where there is no browser: a queue as MQ has it, a folder, and a push over HTTP."""

import os
import queue
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Protocol
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from tansiq.jobs.iapi.door import MOST_BYTES

PUSH_WITHIN_S: Final = 10.0
_NAME: Final = 80


class NotSent(Exception):
    """The other side did not take it; it is sent again."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A message with the correlation by which its sender knows the answer."""

    data: bytes
    correlation: str


class Adapter(Protocol):
    """A two-way queue. A letter is the queue's until `done`: one whose reader crashed comes again, and is recognised."""

    def receive(self) -> Letter | None:
        """The next letter, None where none waits."""

    def done(self, letter: Letter) -> None:
        """The letter was answered and does not come again."""

    def send(self, data: bytes, correlation: str) -> None:
        """Hand an answer, or a change that nobody asked for, over. Raises NotSent."""


@dataclass
class QueueAdapter:
    """Queues of this process: for tests, and for embedding."""

    arriving: "queue.SimpleQueue[Letter]" = field(default_factory=queue.SimpleQueue)
    sent: "queue.SimpleQueue[Letter]" = field(default_factory=queue.SimpleQueue)

    def receive(self) -> Letter | None:
        """As `Adapter`."""
        with suppress(queue.Empty):
            return self.arriving.get_nowait()
        return None

    def done(self, letter: Letter) -> None:
        """Nothing: a letter that was taken is gone."""

    def send(self, data: bytes, correlation: str) -> None:
        """As `Adapter`."""
        self.sent.put(Letter(data, correlation))


class FolderAdapter:
    """Two folders: `in`, where `NAME.edi` is a letter of that correlation once it has this name, and `out` for what goes.

    Write under another ending and rename: a file is read when its name ends in .edi.
    """

    def __init__(self, folder: Path) -> None:
        self._in, self._out = folder / "in", folder / "out"
        for each in (self._in, self._out):
            each.mkdir(mode=0o700, parents=True, exist_ok=True)

    def receive(self) -> Letter | None:
        """The first file by name."""
        for path in sorted(self._in.glob("*.edi")):
            with suppress(OSError):
                if path.stat().st_size <= MOST_BYTES and not path.is_symlink():
                    return Letter(path.read_bytes(), path.stem)
                path.rename(path.with_suffix(".too-large"))
        return None

    def done(self, letter: Letter) -> None:
        """As `Adapter`."""
        (self._in / f"{letter.correlation}.edi").unlink(missing_ok=True)

    def send(self, data: bytes, correlation: str) -> None:
        """Whole or not at all: written beside, synced, then renamed."""
        name = "".join(c if c.isalnum() or c in "-_." else "-" for c in correlation)[:_NAME].lstrip(".") or "answer"
        beside = self._out / f".{name}"
        try:
            with beside.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            beside.rename(self._out / f"{name}.edi")
        except OSError as error:
            raise NotSent(str(error)) from error


class _NoRedirect(HTTPRedirectHandler):
    """The state approved one address, and no other."""

    def redirect_request(self, *_arguments: object, **_more: object) -> None:
        return None


@dataclass(frozen=True, slots=True)
class HttpPush:
    """Posts changes to a carrier's address. Receives nothing: carriers ask over `POST /api/iapi/FEED`."""

    url: str

    def push(self, data: bytes, correlation: str) -> bytes:
        """Hand it over; what the carrier answered, which may confirm it. Raises NotSent for anything but 2xx."""
        headers = {"Content-Type": "application/edifact", "X-Correlation": correlation}
        asked = Request(self.url, data=data, headers=headers)  # noqa: S310  http or https: `policies._is_address`
        try:
            with build_opener(_NoRedirect).open(asked, timeout=PUSH_WITHIN_S) as answer:
                return bytes(answer.read(MOST_BYTES))
        except HTTPError as error:
            raise NotSent(f"answered {error.code}") from error
        except (OSError, ValueError) as error:
            raise NotSent(type(error).__name__) from error


def letters(adapter: Adapter) -> Iterator[Letter]:
    """The letters there are now."""
    while (letter := adapter.receive()) is not None:
        yield letter
