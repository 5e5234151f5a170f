"""What the codes of decisions, answers and terms are called."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tansiq.centre.boarding.decisions import DecisionGround
from tansiq.detectors.boarding import Answer

Words = dict[str, str | Promise]

EFFECTS: Final[Words] = {
    Answer.NO_BOARD: _("do not board"),
    Answer.CHECK: _("check with the state"),
    Answer.BOARD: _("let board"),
}
STATES: Final[Words] = {
    "proposed": _("awaits a second officer"),
    "in_force": _("in force"),
    "declined": _("declined"),
    "withdrawn": _("withdrawn"),
    "ended": _("time is over"),
}
CHIPS: Final[dict[str, str]] = {
    "proposed": "waiting",
    "in_force": "green",
    "declined": "done",
    "withdrawn": "done",
    "ended": "done",
}
GROUNDS: Final[Words] = {
    DecisionGround.COURT_ORDER: _("order of a court"),
    DecisionGround.WARRANT: _("arrest warrant"),
    DecisionGround.ENTRY_BAN: _("ban on entry or exit"),
    DecisionGround.DOCUMENT: _("document lost, stolen or revoked"),
    DecisionGround.PROTECTION: _("protection of the traveller"),
    DecisionGround.INVESTIGATION: _("investigation"),
    DecisionGround.CLEARED: _("checked, and in order"),
}
NAMES: Final[Words] = {
    "never": _("never"),
    "match": _("when it is a match"),
    "possible": _("when a match is possible"),
}
PARTICULARS: Final[Words] = {
    "name": _("name"),
    "birth_date": _("birth date"),
    "sex": _("sex"),
    "nationality": _("nationality"),
    "document": _("document number"),
    "issuer": _("issuing state"),
    "expiry": _("expiry of the document"),
}
