"""The conditions of the access log, as the address carries them."""

from datetime import date, datetime, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tansiq.centre.access_log import Wanted
from tansiq.handling.purpose import Ground

_NOT_A_DAY = {"invalid": _("This is not a day. Write it as 2026-05-01.")}


class WantedForm(forms.Form):
    """Every part may be left out. until: the last day, included. before: where an older page begins."""

    person = forms.UUIDField(required=False, error_messages={"invalid": _("This is not the id of a traveller.")})
    officer = forms.CharField(required=False, max_length=150)
    ground = forms.ChoiceField(required=False, choices=[("", ""), *((g.value, g.value) for g in Ground)])
    about = forms.CharField(required=False, max_length=100)
    since = forms.DateField(required=False, error_messages=_NOT_A_DAY)
    until = forms.DateField(required=False, error_messages=_NOT_A_DAY)
    request = forms.RegexField("^[0-9a-f]{32}$", required=False)
    before = forms.IntegerField(required=False, min_value=0, max_value=2**62)

    def wanted(self) -> Wanted:
        """The conditions of a valid form; days are those of the installation's zone."""
        said = self.cleaned_data
        until = said["until"]
        return Wanted(
            subject=str(said["person"] or ""),
            person=said["officer"],
            ground=said["ground"],
            about=said["about"],
            request=said["request"],
            since=_midnight(said["since"]),
            until=_midnight(until + timedelta(days=1) if until else None),
        )


def _midnight(day: date | None) -> datetime | None:
    return timezone.make_aware(datetime(day.year, day.month, day.day)) if day else None  # noqa: DTZ001  made aware here
