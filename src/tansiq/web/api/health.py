"""GET /healthz: whether the desk can be used."""

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe


@require_safe
def healthz(_request: HttpRequest) -> JsonResponse:
    """200 with JSON once the database answers and its tables are of this version; 503 until then."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM centre_officer")
            officers = cursor.fetchone()[0]
    except DatabaseError:
        return JsonResponse({"status": "starting"}, status=503)
    return JsonResponse({"status": "ok", "officers": officers})
