"""The picture as a Django application."""

from django.apps import AppConfig


class PictureConfig(AppConfig):
    """Registers the records of this room."""

    name = "tansiq.picture"
    label = "picture"
    default_auto_field = "django.db.models.BigAutoField"
