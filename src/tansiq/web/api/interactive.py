"""POST /api/iapi/FEED: a passenger list in, CUSRES out. Answered only once the ledger has the message. docs/iapi.md.

It stands before Django, as a carrier has a token and no session: what a page passes through would take longer than the answer.
"""

import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from http import HTTPStatus
from typing import Final
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import orjson
import psycopg
from django.db import DatabaseError, connection

from tansiq.centre.feeds import feed_for_token
from tansiq.jobs.iapi.door import MOST_BYTES, Asker, NotInteractive, NotKept, Outcome, asker_of, take
from tansiq.jobs.intake.names import file_name

PATH: Final = "/api/iapi/"
EDIFACT: Final = "application/edifact"
KNOWN_FOR_S: Final = 1.0
"""How long a token, and terms, are taken for what they were: a token that was renewed stops within it."""
MOST_KNOWN: Final = 1000


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back over HTTP."""

    status: HTTPStatus
    body: bytes = b""
    type: str = "application/json"
    headers: tuple[tuple[str, str], ...] = ()


@dataclass
class Interactive:
    """A WSGI application (PEP 3333) that answers carriers and leaves everything else to the web behind it.

    200 with CUSRES; 401 without the feed's token, 403 for a feed that answers nothing. 400 for an empty or cut body, 411 and 413
    as of intake; 422 for what is no list: with CUSRES where the sender can read it, else in words. 204 for a confirmation. 503
    where the message cannot be kept, and is therefore not answered. X-Tansiq-Fallback: that, and why, the written fallback was
    given ("late", "down"). X-Tansiq-Message: the message's number in the ledger.
    """

    web: WSGIApplication
    _known: dict[tuple[str, bytes], tuple[float, Asker]] = field(default_factory=dict)

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """Answer, or pass on."""
        path = str(environ.get("PATH_INFO", ""))
        if not path.startswith(PATH):
            return self.web(environ, start)
        answer = self._answer(path.removeprefix(PATH), environ)
        headers = [("Content-Type", answer.type), ("Content-Length", str(len(answer.body))), *answer.headers]
        headers += [("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff")]
        start(f"{answer.status.value} {answer.status.phrase}", headers)
        return [answer.body]

    def _answer(self, code: str, environ: WSGIEnvironment) -> Answer:
        if environ.get("REQUEST_METHOD") != "POST":
            return _words("send the message: POST", HTTPStatus.METHOD_NOT_ALLOWED, ("Allow", "POST"))
        try:
            asker = self._asker(code, str(environ.get("HTTP_AUTHORIZATION", "")))
            if asker is None:
                words = "this feed's token is needed: Authorization: Bearer …"
                return _words(words, HTTPStatus.UNAUTHORIZED, ("WWW-Authenticate", "Bearer"))
            data = _body(environ)
            if isinstance(data, Answer):
                return data
            name = file_name(str(environ.get("HTTP_X_FILE_NAME", "iapi.edi")))
            return _told(take(asker, name, data, at=datetime.now(UTC)))
        except NotInteractive:
            return _words("this feed answers nothing: its written fallback is not approved yet", HTTPStatus.FORBIDDEN)
        except (DatabaseError, psycopg.Error, NotKept):
            connection.close()
            words = "the message cannot be kept now, so it is not answered; send it again"
            return _words(words, HTTPStatus.SERVICE_UNAVAILABLE, ("Retry-After", "1"))

    def _asker(self, code: str, authorization: str) -> Asker | None:
        """The feed, where the token is its own. Whoever was right is known for a second."""
        scheme, _, token = authorization.partition(" ")
        if scheme.lower() != "bearer":
            return None
        key = (code, sha256(token.strip().encode()).digest())
        until, asker = self._known.get(key, (0.0, None))
        if time.monotonic() < until:
            return asker
        feed = feed_for_token(code, token.strip())
        if feed is None:
            return None
        if len(self._known) >= MOST_KNOWN:
            self._known.clear()
        asker = asker_of(feed)
        self._known[key] = (time.monotonic() + KNOWN_FOR_S, asker)
        return asker


def _body(environ: WSGIEnvironment) -> bytes | Answer:
    """The whole body, or the refusal of one that is empty, cut, too large or of unsaid length."""
    length = str(environ.get("CONTENT_LENGTH", ""))
    if not (length.isascii() and length.isdecimal()):
        return _words("say the length: Content-Length, not a chunked body", HTTPStatus.LENGTH_REQUIRED)
    if int(length) > MOST_BYTES:
        return _words(f"at most {MOST_BYTES} bytes are answered at once", HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    try:
        data = bytes(environ["wsgi.input"].read(int(length)))
    except OSError:
        data = b""
    if len(data) != int(length):
        return _words(f"{len(data)} bytes came of {length}; send it again", HTTPStatus.BAD_REQUEST)
    return data or _words("nothing was sent", HTTPStatus.BAD_REQUEST)


def _told(outcome: Outcome) -> Answer:
    answers = outcome.answers
    headers: tuple[tuple[str, str], ...] = (("X-Tansiq-Message", str(outcome.message)),)
    if outcome.fallback:
        headers = (*headers, ("X-Tansiq-Fallback", outcome.fallback))
    if answers.data:
        status = HTTPStatus.UNPROCESSABLE_ENTITY if answers.is_error else HTTPStatus.OK
        return Answer(status, answers.data, EDIFACT, headers)
    if answers.fault:
        return _words(answers.fault, HTTPStatus.UNPROCESSABLE_ENTITY, *headers)
    return Answer(HTTPStatus.NO_CONTENT, headers=headers)  # a confirmation needs no answer


def _words(text: str, status: HTTPStatus, *headers: tuple[str, str]) -> Answer:
    return Answer(status, orjson.dumps({"error": text}), headers=headers)
