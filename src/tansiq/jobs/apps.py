"""The pipeline as a Django application."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Registers the records of this room."""

    name = "tansiq.jobs"
    label = "jobs"
    default_auto_field = "django.db.models.BigAutoField"
