"""How far each follower of the ledger has come."""

from django.db import models


class Cursor(models.Model):
    """The last ledger position a follower has taken in. Moved in the same transaction as what it did."""

    name = models.CharField(max_length=40, primary_key=True)
    position = models.BigIntegerField(default=-1)
