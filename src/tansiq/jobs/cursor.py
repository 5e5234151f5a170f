"""How far each follower of the ledger has come, and what else it has before it."""

from django.db import models

from tansiq.picture.flights import Flight


class Cursor(models.Model):
    """The last ledger position a follower has taken in. Moved in the same transaction as what it did."""

    name = models.CharField(max_length=40, primary_key=True)
    position = models.BigIntegerField(default=-1)


class Attempt(models.Model):
    """A message that is being followed, or that could not be. Counted and committed before each try; gone once one succeeds.

    after: the position before the message's first observation. failed_at: when it was set aside as our failure, None until
    then. is_followed: its flights were brought up to date, and only the screening of their people is missing.
    is_wanted: an administrator wants it tried again.
    """

    message = models.BigIntegerField(primary_key=True)
    after = models.BigIntegerField()
    count = models.SmallIntegerField(default=0)
    failed_at = models.DateTimeField(null=True)
    is_followed = models.BooleanField(default=False)
    is_wanted = models.BooleanField(default=False)


class Screening(models.Model):
    """A flight whose people are to be held against the lists again, because a list changed; soonest landing first.

    since: the version of a list from which on it was not held against what changed; None for everybody against everything.
    count: of tries, as above. failed_at: when it was set aside; it waits for the next change of a list, or to be wanted.
    """

    flight = models.OneToOneField(Flight, on_delete=models.CASCADE)
    since = models.BigIntegerField(null=True)
    count = models.SmallIntegerField(default=0)
    failed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("pk",)
