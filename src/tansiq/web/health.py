"""GET /healthz: whether the desk can be used."""

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse

import tansiq


def show(request: HttpRequest) -> JsonResponse:  # noqa: ARG001  Django's signature
    """200 once the database answers with its tables in place; 503 before."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM django_migrations")
    except DatabaseError:
        return JsonResponse({"status": "waiting", "for": "database"}, status=503)
    return JsonResponse({"status": "ok", "version": tansiq.__version__})
