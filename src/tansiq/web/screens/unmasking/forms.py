"""What officers type when they ask to read masked data again, and when they answer."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tansiq.centre.unmasking import GROUNDS, HOLDS_FOR, LONGEST, LONGEST_ABOUT, LONGEST_REASON
from tansiq.web.words import GROUNDS as GROUND_WORDS

_HOUR_S = 3600


class AskForm(forms.Form):
    """flight, entry: whom it is about, from the page it comes from. locator: of a booking in place of a person."""

    flight = forms.IntegerField(widget=forms.HiddenInput)
    entry = forms.IntegerField(widget=forms.HiddenInput, required=False)
    locator = forms.CharField(label=_("Booking"), max_length=40, required=False)
    ground = forms.ChoiceField(label=_("Ground"), choices=[(g, GROUND_WORDS[g]) for g in GROUNDS])
    about = forms.CharField(
        label=_("Number of the case or request"),
        max_length=LONGEST_ABOUT,
        error_messages={"required": _("Say for which case or request.")},
    )
    reason = forms.CharField(
        label=_("Why it cannot be done without"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Say why it cannot be done without.")},
    )


class AnswerForm(forms.Form):
    """answer: "yes" or "no". hours: for how long a yes holds."""

    answer = forms.ChoiceField(choices=[("yes", "yes"), ("no", "no")])
    hours = forms.IntegerField(
        label=_("Holds for, in hours"),
        min_value=1,
        max_value=int(LONGEST.total_seconds()) // _HOUR_S,
        initial=int(HOLDS_FOR.total_seconds()) // _HOUR_S,
        required=False,
    )
    note = forms.CharField(label=_("Remark"), max_length=LONGEST_REASON, required=False)
