"""What officers type about boarding."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tansiq.centre.boarding.decisions import Proposal
from tansiq.centre.boarding.policies import NAMES, REQUIRED, Terms
from tansiq.centre.feeds import Feed
from tansiq.detectors.boarding import PARTICULARS, Answer
from tansiq.web.screens.boarding import words


class ProposalForm(forms.Form):
    """A standing decision. until: the last day on which it holds."""

    effect = forms.ChoiceField(
        choices=list(words.EFFECTS.items()), error_messages={"required": _("Choose what is answered.")}
    )
    number = forms.CharField(max_length=35, error_messages={"required": _("Give the number of the document.")})
    issuer = forms.RegexField(
        r"^\s*[A-Za-z]{2}\s*$",
        error_messages={
            "required": _("Give the state that issued it."),
            "invalid": _("Write the state as two letters: PK."),
        },
    )
    birth_date = forms.DateField(
        required=False, error_messages={"invalid": _("This is not a date. Write it as 1980-05-01.")}
    )
    name = forms.CharField(max_length=400, required=False)
    ground = forms.ChoiceField(
        choices=list(words.GROUNDS.items()), error_messages={"required": _("Choose the ground.")}
    )
    legal_basis = forms.CharField(max_length=300, error_messages={"required": _("Name the law and its section.")})
    reason = forms.CharField(
        max_length=2000, error_messages={"required": _("Say why, so that the second officer can judge it.")}
    )
    until = forms.DateField(
        error_messages={
            "required": _("Say until when: a day within a year."),
            "invalid": _("This is not a date. Write it as 2026-05-01."),
        }
    )
    is_shared = forms.BooleanField(required=False)

    def proposal(self) -> Proposal:
        """What a valid form says."""
        said: dict[str, Any] = dict(self.cleaned_data)
        until, born = said.pop("until"), said.pop("birth_date")
        midnight = datetime.combine(until + timedelta(days=1), time(), timezone.get_current_timezone())
        return Proposal(**said, birth_date=born.isoformat() if born else "", expires_at=midnight)


class WithdrawForm(forms.Form):
    """Why a decision ends."""

    because = forms.CharField(max_length=2000, error_messages={"required": _("Say why it is withdrawn.")})


class TermsForm(forms.Form):
    """Terms of a feed."""

    feed = forms.ModelChoiceField(
        Feed.objects.order_by("code"), to_field_name="code", error_messages={"required": _("Choose the feed.")}
    )
    carrier = forms.CharField(max_length=3, required=False)
    fallback = forms.ChoiceField(
        choices=[(a, words.EFFECTS[a]) for a in (Answer.CHECK, Answer.BOARD)],
        error_messages={"required": _("Choose what is answered when the answer is late.")},
    )
    text = forms.CharField(
        max_length=2000, error_messages={"required": _("Write the fallback down as the state decided it.")}
    )
    late_after_ms = forms.IntegerField(
        min_value=50, max_value=30_000, error_messages={"required": _("Say after how many milliseconds it is late.")}
    )
    names = forms.ChoiceField(choices=[(code, words.NAMES[code]) for code in NAMES], initial="match")
    required = forms.MultipleChoiceField(
        choices=[(code, words.PARTICULARS[code]) for code in PARTICULARS], required=False, initial=list(REQUIRED)
    )
    contact = forms.CharField(max_length=200, required=False)
    sender = forms.CharField(max_length=35, required=False)
    push_url = forms.CharField(max_length=400, required=False)

    def terms(self) -> Terms:
        """What a valid form says."""
        said = {key: value for key, value in self.cleaned_data.items() if key != "feed"}
        said |= {"fallback": Answer(said["fallback"]), "required": tuple(said["required"])}
        return Terms(version=0, **said)
