"""The pipeline as a Django application."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from tansiq.jobs.application_role import let_in


class JobsConfig(AppConfig):
    """Registers the records of this room."""

    name = "tansiq.jobs"
    label = "jobs"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let the web's role in after each migration. This room is the last to be migrated."""
        post_migrate.connect(let_in, sender=self)
