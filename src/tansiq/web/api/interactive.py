"""POST /api/iapi/FEED: a passenger list in, CUSRES out. Answered only once the ledger has the message. docs/iapi.md."""

from datetime import UTC, datetime
from http import HTTPStatus
from typing import Final

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from tansiq.centre.feeds import feed_for_token
from tansiq.jobs.iapi.door import MOST_BYTES, NotInteractive, NotKept, Outcome, take
from tansiq.jobs.intake.names import file_name

EDIFACT: Final = "application/edifact"


@csrf_exempt  # a bearer token, not a cookie, says who calls
@require_POST
def answer(request: HttpRequest, code: str) -> HttpResponse:
    """Answer one interactive message of a feed. 200 with CUSRES; 401 without the feed's token, 403 for a feed that answers nothing.

    400 for an empty or cut body, 411 and 413 as of intake; 422 for what is no list: with CUSRES where the sender can read it,
    else in words. 503 where it cannot be kept, and is therefore not answered. X-Tansiq-Fallback: that, and why, the written
    fallback was given ("late", "down"). X-Tansiq-Message: the message's number in the ledger.
    """
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    try:
        feed = feed_for_token(code, token.strip()) if scheme.lower() == "bearer" else None
        if feed is None:
            refused = _words("this feed's token is needed: Authorization: Bearer …", HTTPStatus.UNAUTHORIZED)
            refused["WWW-Authenticate"] = "Bearer"
            return refused
        data = _body(request)
        if isinstance(data, HttpResponse):
            return data
        outcome = take(feed, file_name(request.headers.get("X-File-Name", "iapi.edi")), data, at=datetime.now(UTC))
    except NotInteractive:
        return _words("this feed answers nothing: its written fallback is not approved yet", HTTPStatus.FORBIDDEN)
    except (DatabaseError, NotKept):
        unkept = _words(
            "the message cannot be kept now, so it is not answered; send it again", HTTPStatus.SERVICE_UNAVAILABLE
        )
        unkept["Retry-After"] = "1"
        return unkept
    return _told(outcome)


def _body(request: HttpRequest) -> bytes | HttpResponse:
    """The whole body, or the refusal of one that is empty, cut, too large or of unsaid length."""
    length = request.headers.get("Content-Length", "")
    if not (length.isascii() and length.isdecimal()):
        return _words("say the length: Content-Length, not a chunked body", HTTPStatus.LENGTH_REQUIRED)
    if int(length) > MOST_BYTES:
        return _words(f"at most {MOST_BYTES} bytes are answered at once", HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    try:
        data = request.read()
    except UnreadablePostError:
        data = b""
    if len(data) != int(length):
        return _words(f"{len(data)} bytes came of {length}; send it again", HTTPStatus.BAD_REQUEST)
    return data or _words("nothing was sent", HTTPStatus.BAD_REQUEST)


def _told(outcome: Outcome) -> HttpResponse:
    answers = outcome.answers
    status = HTTPStatus.UNPROCESSABLE_ENTITY if answers.is_error else HTTPStatus.OK
    if answers.data:
        told = HttpResponse(answers.data, content_type=EDIFACT, status=status)
    elif answers.fault:
        told = _words(answers.fault, HTTPStatus.UNPROCESSABLE_ENTITY)
    else:
        told = HttpResponse(status=HTTPStatus.NO_CONTENT)  # a confirmation needs no answer
    told["X-Tansiq-Message"] = str(outcome.message)
    if outcome.fallback:
        told["X-Tansiq-Fallback"] = outcome.fallback
    return told


def _words(text: str, status: HTTPStatus) -> HttpResponse:
    return JsonResponse({"error": text}, status=status)
