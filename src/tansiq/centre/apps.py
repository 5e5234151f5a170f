"""The centre as a Django application."""

from django.apps import AppConfig


class CentreConfig(AppConfig):
    """Registers the records of this room."""

    name = "tansiq.centre"
    label = "centre"
    default_auto_field = "django.db.models.BigAutoField"
