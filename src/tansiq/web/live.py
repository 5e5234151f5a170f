"""Live events: a small ASGI application on a port of its own, so that open pages hold no worker of the web.

GET /live?token=... answers with Server-Sent Events (HTML Standard, section 9.2): what the centre says on PostgreSQL's
channel `tansiq_desk`, as small JSON ({"type": "alert", "id": 7}), never more than the keys in FIELDS. An event with an
"audience", organisations by code, goes to their officers only: others do not learn that there is an alert. After a lost database connection {"type": "gap"} says
that something may have been missed. Environment: DATABASE_URL, TANSIQ_ORIGIN (whose pages may listen, comma between).
"""

import asyncio
import json
import logging
import os
from collections.abc import Awaitable, Callable, Iterable, Mapping, MutableMapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

import psycopg

from tansiq.web.token import Ticket, read

CHANNEL: Final = "tansiq_desk"
FIELDS: Final = ("type", "id", "count")  # what may leave: identifiers and counts, no personal data
HEARTBEAT_S: Final = 15.0
SEND_WITHIN_S: Final = 10.0
WAITING_AT_MOST: Final = 64
LISTENERS_AT_MOST: Final = 1000
RETRY_S: Final = 1.0
_LOG = logging.getLogger("tansiq.live")

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Mapping[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]


@dataclass(eq=False, slots=True)
class Listener:
    """One open page. waiting: what is still to be sent to it; None ends it."""

    ticket: Ticket
    waiting: asyncio.Queue[str | None] = field(default_factory=lambda: asyncio.Queue(WAITING_AT_MOST))

    def put(self, text: str) -> None:
        """Queue the text; a page too slow to take it is ended, and its browser connects anew."""
        try:
            self.waiting.put_nowait(text)
        except asyncio.QueueFull:
            self.end()

    def end(self) -> None:
        """Send nothing more."""
        while not self.waiting.empty():
            self.waiting.get_nowait()
        self.waiting.put_nowait(None)

    async def next(self, *, within_s: float = HEARTBEAT_S) -> str | None:
        """The next text to send, a comment as heartbeat where there is none in time, None at the end."""
        try:
            async with asyncio.timeout(within_s):
                return await self.waiting.get()
        except TimeoutError:
            return ":\n\n"


class Live:
    """The application. database_url: where to listen; origins: whose pages may."""

    def __init__(self, database_url: str, origins: Iterable[str]) -> None:
        self.database_url = database_url
        self.origins = frozenset(alias for origin in origins for alias in loopback_aliases(origin))
        self.listeners: set[Listener] = set()
        self._following: asyncio.Task[None] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI 3: lifespan and http."""
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
        elif scope["type"] == "http":
            await self._http(scope, receive, send)

    def publish(self, payload: str) -> None:
        """Pass one notification on. What is no JSON object with a type is logged and dropped."""
        try:
            said = json.loads(payload)
        except ValueError:
            said = None
        if not isinstance(said, dict) or not isinstance(said.get("type"), str):
            _LOG.warning("not an event: %.80r", payload)
            return
        text = f"data: {json.dumps({name: said[name] for name in FIELDS if name in said})}\n\n"
        audience = said.get("audience")
        for listener in list(self.listeners):
            if audience is None or (isinstance(audience, list) and listener.ticket.organisation in audience):
                listener.put(text)

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        while (message := await receive())["type"] != "lifespan.shutdown":
            if message["type"] == "lifespan.startup":
                self._following = asyncio.create_task(self.follow())
                await send({"type": "lifespan.startup.complete"})
        if self._following:
            self._following.cancel()
        for listener in self.listeners:
            listener.end()
        await send({"type": "lifespan.shutdown.complete"})

    async def follow(self) -> None:
        """Listen to the channel for ever, connecting again when the database went away."""
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(self.database_url, autocommit=True) as connection:
                    await connection.execute(f"LISTEN {CHANNEL}")
                    self.publish('{"type":"gap"}')
                    async for notification in connection.notifies():
                        self.publish(notification.payload)
            except psycopg.OperationalError as error:
                _LOG.warning("the database cannot be listened to: %s", error)
            await asyncio.sleep(RETRY_S)

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        origin = dict(scope["headers"]).get(b"origin", b"").decode("latin-1")
        if scope["path"] == "/healthz":
            return await _answer(send, 200, b"ok")
        if scope["path"] != "/live" or scope["method"] != "GET":
            return await _answer(send, 404, b"GET /live?token=... is all there is here")
        if origin not in self.origins:
            return await _answer(send, 403, b"this origin may not listen: see TANSIQ_ORIGIN")
        ticket = read(parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0])
        if ticket is None:
            return await _answer(send, 401, b"the token is not valid: load the page again", origin)
        if len(self.listeners) >= LISTENERS_AT_MOST:
            return await _answer(send, 503, b"too many pages are listening", origin)
        return await self._stream(Listener(ticket), origin, receive, send)

    async def _stream(self, listener: Listener, origin: str, receive: Receive, send: Send) -> None:
        leaving = asyncio.create_task(_end_when_gone(listener, receive))
        self.listeners.add(listener)
        try:
            await send(_start(200, origin, b"text/event-stream"))
            text: str | None = "retry: 2000\n\n"
            while text is not None:
                async with asyncio.timeout(SEND_WITHIN_S):
                    await send({"type": "http.response.body", "body": text.encode(), "more_body": True})
                text = await listener.next()
            await send({"type": "http.response.body", "body": b""})
        except (TimeoutError, OSError):
            _LOG.info("a page was too slow, or gone")
        finally:
            self.listeners.discard(listener)
            leaving.cancel()


def loopback_aliases(origin: str) -> set[str]:
    """The origin, and on a loopback address its other names: a browser may be given any of them."""
    origin = origin.strip().rstrip("/")
    parts = urlsplit(origin)
    if parts.hostname not in {"127.0.0.1", "localhost", "::1"}:
        return {origin}
    port = f":{parts.port}" if parts.port else ""
    return {f"{parts.scheme}://{name}{port}" for name in ("127.0.0.1", "localhost", "[::1]")}


async def _end_when_gone(listener: Listener, receive: Receive) -> None:
    with suppress(asyncio.CancelledError):
        while (await receive())["type"] != "http.disconnect":
            pass
        listener.end()


def _start(status: int, origin: str, kind: bytes) -> dict[str, Any]:
    headers = [
        (b"content-type", kind),
        (b"cache-control", b"no-store"),
        (b"x-accel-buffering", b"no"),
        (b"x-content-type-options", b"nosniff"),
        (b"vary", b"Origin"),
    ]
    if origin:
        headers.append((b"access-control-allow-origin", origin.encode("latin-1")))
    return {"type": "http.response.start", "status": status, "headers": headers}


async def _answer(send: Send, status: int, body: bytes, origin: str = "") -> None:
    await send(_start(status, origin, b"text/plain; charset=utf-8"))
    await send({"type": "http.response.body", "body": body})


application = Live(
    os.environ.get("DATABASE_URL", "postgresql:///tansiq"), os.environ.get("TANSIQ_ORIGIN", "").split(",")
)
