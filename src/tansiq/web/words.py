"""What the codes of the records are called on screens."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tansiq.centre.people import Role
from tansiq.model.findings import Verdict

ROLES: Final[dict[str, str | Promise]] = {
    Role.TARGETING: _("targeting officer"),
    Role.SUPERVISOR: _("supervisor"),
    Role.INVESTIGATOR: _("investigator"),
    Role.DATA_PROTECTION: _("data protection officer"),
    Role.ADMINISTRATOR: _("administrator"),
}
VERDICTS: Final[dict[str, str | Promise]] = {
    Verdict.MATCH: _("match"),
    Verdict.POSSIBLE: _("possible"),
    Verdict.NO: _("no match"),
}
