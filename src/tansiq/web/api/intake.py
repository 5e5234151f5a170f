"""POST /api/intake/FEED: bytes in, a receipt out. The receipt is sent only after the ledger has committed."""

from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from tansiq.centre.feeds import feed_for_token
from tansiq.jobs.intake.names import file_name
from tansiq.ledger.current import current
from tansiq.ledger.intake import MAX_BYTES, receive


@csrf_exempt  # a bearer token, not a cookie, says who calls
@require_POST
def receive_message(request: HttpRequest, code: str) -> HttpResponse:
    """Receive one message for a feed. 202 with the receipt; 401 without the feed's token.

    411 where the length is not said beforehand, 413 when it is too much, 400 when fewer bytes came than were announced:
    half a message is never acknowledged.
    """
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    feed = feed_for_token(code, token.strip()) if scheme.lower() == "bearer" else None
    if feed is None:
        refused = JsonResponse({"error": "this feed's token is needed: Authorization: Bearer …"}, status=401)
        refused["WWW-Authenticate"] = "Bearer"
        return refused
    length = request.headers.get("Content-Length", "")
    if not (length.isascii() and length.isdecimal()):
        return JsonResponse({"error": "say the length: Content-Length, not a chunked body"}, status=411)
    if int(length) > MAX_BYTES:
        return JsonResponse({"error": f"at most {MAX_BYTES} bytes are taken at once"}, status=413)
    data = _body(request)
    if len(data) != int(length):
        return JsonResponse({"error": f"{len(data)} bytes came of {length}; send it again"}, status=400)
    at = datetime.now(UTC)
    received = receive(
        current(),
        feed=feed.code,
        name=file_name(_decoded(request.headers.get("X-File-Name", "http"))),
        data=data,
        at=at,
        expires_at=feed.expires_at(at),
        priority=feed.priority,
    )
    receipt = {"message": received.message, "sha256": received.sha256, "new": received.is_new}
    return JsonResponse({**receipt, "received_at": at.isoformat()}, status=202)


def _body(request: HttpRequest) -> bytes:
    """What came of the body; less than was announced where the sender went away."""
    try:
        return request.read()
    except UnreadablePostError:
        return b""


def _decoded(header: str) -> str:
    """A header's text, which servers read as Latin-1 (RFC 9110, section 5.5), as the UTF-8 it mostly is."""
    try:
        return header.encode("latin-1").decode()
    except UnicodeError:
        return header
