"""What officers type about a case."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tansiq.centre.cases import Outcome
from tansiq.centre.people import Officer

LONGEST_STEP = 200


class StepForm(forms.Form):
    """A further step. due_at: by the installation's clock, as the form's field says."""

    what = forms.CharField(max_length=LONGEST_STEP, error_messages={"required": _("Say what is to be done.")})
    due_at = forms.DateTimeField(
        error_messages={
            "required": _("Say by when."),
            "invalid": _("This is not a date and time. Write it as 2026-05-01T14:30."),
        }
    )


class RemarkForm(forms.Form):
    """A comment."""

    text = forms.CharField(max_length=2000, error_messages={"required": _("Write what the next officer should know.")})


class EndForm(forms.Form):
    """How a case ended."""

    outcome = forms.ChoiceField(choices=Outcome.choices, error_messages={"required": _("Choose how the case ended.")})
    note = forms.CharField(max_length=2000, error_messages={"required": _("Say in a sentence how the case ended.")})


class HandOverForm(forms.Form):
    """Who takes the case over."""

    to = forms.ModelChoiceField(
        Officer.objects.none(),
        error_messages={
            "required": _("Choose who takes the case over."),
            "invalid_choice": _("This officer cannot take the case over. Choose another one."),
        },
    )
