"""How far each follower of the ledger has come, and what else it has before it."""

from django.db import models

from tansiq.picture.flights import Flight


class Cursor(models.Model):
    """The last ledger position a follower has taken in. Moved in the same transaction as what it did."""

    name = models.CharField(max_length=40, primary_key=True)
    position = models.BigIntegerField(default=-1)


class Screening(models.Model):
    """A flight whose people are to be held against the lists again, because a list changed; soonest landing first."""

    flight = models.OneToOneField(Flight, on_delete=models.CASCADE)

    class Meta:
        ordering = ("pk",)
