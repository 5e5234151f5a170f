"""An officer's word that whom a list lacks is off it, where a part of the list cannot be read and might hold them."""

from datetime import datetime

from django.db import models, transaction
from django.utils.translation import gettext as _

from tansiq.centre.audit import noted_act
from tansiq.centre.people import Officer, Role
from tansiq.centre.reading import lists_known_to
from tansiq.handling.purpose import Ground, Purpose
from tansiq.model.errors import AlreadyDecided, NotKnown, NotPermitted
from tansiq.picture.delisting import kept_by
from tansiq.picture.lists import ListVersion

LONGEST_REASON = 300


class Removal(models.Model):
    """That an officer had the missing entries of a list removed, and why. done_at: when the worker did it; None until then."""

    version = models.OneToOneField(ListVersion, on_delete=models.CASCADE, related_name="removal")
    by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="removals")
    at = models.DateTimeField()
    reason = models.CharField(max_length=LONGEST_REASON)
    entries = models.IntegerField()
    done_at = models.DateTimeField(null=True)


def remove_missing(version_id: int, officer: Officer, *, reason: str, at: datetime) -> Removal:
    """Have the entries removed that the version in force lacks and that were kept.

    Raises NotPermitted: without the role or a reason, or where nobody is missing. Raises NotKnown where the officer may not
    know of the list, AlreadyDecided where somebody did it before.
    """
    officer.needs(Role.ADMINISTRATOR)
    if not reason.strip():
        raise NotPermitted(_("Say how you know that they are off the list."))
    with transaction.atomic():
        version = ListVersion.objects.filter(
            pk=version_id, feed__in=lists_known_to(officer, Ground.MAINTENANCE)
        ).first()
        if version is None:
            raise NotKnown(f"no version {version_id}")
        before = Removal.objects.select_related("by").filter(version=version).first()
        if before is not None:
            raise AlreadyDecided(by=before.by.shown_name, what="removed")
        missing = kept_by(version).count()
        if not missing:
            raise NotPermitted(_("Nobody is missing from the version in force."))
        row = Removal.objects.create(
            version=version, by=officer, at=at, reason=reason.strip()[:LONGEST_REASON], entries=missing
        )
        about = f"feed {version.feed}: {row.reason}"
        noted_act(officer, Purpose(Ground.MAINTENANCE, about), "removed missing entries of a list", None, at=at)
        return row


def due() -> list[Removal]:
    """What officers decided and the worker has still to do."""
    return list(Removal.objects.filter(done_at=None).select_related("version").order_by("pk"))
