"""The web as granian runs it."""

import os
from typing import cast
from wsgiref.types import WSGIApplication

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tansiq.web.settings")
web = get_wsgi_application()

from tansiq.web.api.interactive import Interactive  # noqa: E402  its records need the settings

application = Interactive(cast("WSGIApplication", web))
