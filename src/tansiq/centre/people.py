"""Organisations and the officers who act for them."""

from enum import StrEnum
from typing import ClassVar, Final

from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tansiq.model.errors import NotPermitted


class Role(StrEnum):
    """What an officer may do. One officer may hold several; none implies another."""

    TARGETING = "targeting"  # works the desk: opens, clears, refers
    SUPERVISOR = "supervisor"  # the second pair of eyes
    INVESTIGATOR = "investigator"  # owns cases
    INSPECTION = "inspection"  # inspects in the arrival hall what was handed over to it
    DATA_PROTECTION = "data_protection"  # sees who looked at what, exports proof
    ADMINISTRATOR = "administrator"  # feeds, lists, people


ROLES: Final[dict[str, str | Promise]] = {
    Role.TARGETING: _("targeting officer"),
    Role.SUPERVISOR: _("supervisor"),
    Role.INVESTIGATOR: _("investigator"),
    Role.INSPECTION: _("inspecting officer"),
    Role.DATA_PROTECTION: _("data protection officer"),
    Role.ADMINISTRATOR: _("administrator"),
}
"""The roles in words."""


class Organisation(models.Model):
    """An agency at home or a partner abroad. code: short and stable, as markings name it."""

    code = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=200)
    country = models.CharField(max_length=2, default="PK")

    def __str__(self) -> str:
        return self.name


class Officer(AbstractUser):
    """Somebody who signs in. Acts are kept under the officer's name; an account is never shared.

    name_native: the name in the officer's own script, shown beside the Latin one. airport: where they work, IATA code, ""
    for every airport.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True)
    name_native = models.CharField(max_length=200, blank=True)
    roles = ArrayField(models.CharField(max_length=32), default=list, blank=True)
    language = models.CharField(max_length=8, default="en")
    airport = models.CharField(max_length=3, blank=True)
    is_demo = models.BooleanField(default=False)

    REQUIRED_FIELDS: ClassVar[list[str]] = []

    @property
    def shown_name(self) -> str:
        """The full name, or the user name where none was given."""
        return self.get_full_name() or self.username

    def has_role(self, *roles: Role) -> bool:
        """Whether the officer holds any of the roles."""
        return any(role in self.roles for role in roles)

    def speak(self, language: str) -> None:
        """Show every screen in this language from now on, on every machine."""
        self.language = language
        self.save(update_fields=["language"])

    def work_at(self, airport: str) -> None:
        """Show what lands at this airport, "" for every airport, from now on and on every machine."""
        self.airport = airport
        self.save(update_fields=["airport"])

    def needs(self, *roles: Role) -> None:
        """Raises NotPermitted unless the officer holds one of the roles."""
        if not self.has_role(*roles):
            asked = " · ".join(str(ROLES[role]) for role in roles)
            raise NotPermitted(str(_("This needs the role: %(roles)s.") % {"roles": asked}))
