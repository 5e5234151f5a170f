"""The web as granian runs it."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tansiq.web.settings")
application = get_wsgi_application()
