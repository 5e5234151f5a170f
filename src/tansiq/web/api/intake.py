"""POST /api/intake/FEED: bytes in, a receipt out. The receipt is sent only after the ledger has committed."""

from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from tansiq.centre.feeds import feed_for_token
from tansiq.ledger.current import current
from tansiq.ledger.intake import MAX_BYTES, receive

MAX_NAME = 200


@csrf_exempt  # a bearer token, not a cookie, says who calls
@require_POST
def receive_message(request: HttpRequest, code: str) -> HttpResponse:
    """Receive one message for a feed. 202 with the receipt; 401 without the feed's token; 413 when too large."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    feed = feed_for_token(code, token.strip()) if scheme.lower() == "bearer" else None
    if feed is None:
        refused = JsonResponse({"error": "this feed's token is needed: Authorization: Bearer …"}, status=401)
        refused["WWW-Authenticate"] = "Bearer"
        return refused
    if int(request.headers.get("Content-Length") or 0) > MAX_BYTES:
        return JsonResponse({"error": f"at most {MAX_BYTES} bytes are taken at once"}, status=413)
    at = datetime.now(UTC)
    received = receive(
        current(),
        feed=feed.code,
        name=request.headers.get("X-File-Name", "http")[:MAX_NAME],
        data=request.read(),
        at=at,
        expires_at=feed.expires_at(at),
        priority=feed.priority,
    )
    receipt = {"message": received.message, "sha256": received.sha256, "new": received.is_new}
    return JsonResponse({**receipt, "received_at": at.isoformat()}, status=202)
