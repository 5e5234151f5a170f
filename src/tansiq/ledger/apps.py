"""The ledger as a Django application."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """Registers the records of this room."""

    name = "tansiq.ledger"
    label = "ledger"
    default_auto_field = "django.db.models.BigAutoField"
