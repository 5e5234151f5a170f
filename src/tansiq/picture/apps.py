"""The picture as a Django application."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PictureConfig(AppConfig):
    """Registers the records of this room."""

    name = "tansiq.picture"
    label = "picture"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """After a migration, see that the stored skeletons are those of the engine that is installed."""
        from tansiq.picture.skeleton_scheme import refresh  # noqa: PLC0415  records can be imported only now

        post_migrate.connect(refresh, sender=self)
