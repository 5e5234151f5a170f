"""Somebody typed in by hand, as a subject that can be compared."""

from typing import Final

from django import forms
from django.utils.translation import gettext_lazy as _

from tansiq.model.subjects import IdentityDocument, Subject
from tansiq.readers.lists.country_names import country_code
from tansiq.readers.lists.dates import parse_birth_dates

MOST_NAMES: Final = 8
LONGEST: Final = 1000
SHORT: Final = 120


class Typed(forms.Form):
    """What is known of somebody; every field may be empty, but one of them has to be there for a comparison."""

    names = forms.CharField(
        label=_("Names"),
        help_text=_("In any script, one a line."),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )
    father = forms.CharField(
        label=_("Father's name"),
        required=False,
        max_length=SHORT,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    born = forms.CharField(
        label=_("Birth date"),
        help_text=_("1979-05-02, 1979-05 or 1979."),
        required=False,
        max_length=SHORT,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )
    document = forms.CharField(
        label=_("Document number"),
        required=False,
        max_length=SHORT,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )
    nationality = forms.CharField(
        label=_("Nationality"),
        help_text=_("A code such as PK, or the country's English name."),
        required=False,
        max_length=SHORT,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )
    sex = forms.ChoiceField(
        label=_("Sex"), required=False, choices=[("", _("not known")), ("F", _("female")), ("M", _("male"))]
    )

    def clean_born(self) -> tuple[str, ...]:
        """The dates as ISO 8601."""
        text = str(self.cleaned_data["born"])
        dates = parse_birth_dates(text)
        if text and not dates:
            raise forms.ValidationError(_("That is not read as a date. Write it like 1979-05-02, 1979-05 or 1979."))
        return dates

    def clean_nationality(self) -> str:
        """The country's code."""
        text = str(self.cleaned_data["nationality"])
        code = country_code(text)
        if text and not code:
            raise forms.ValidationError(_("That is not read as a country. Write its two-letter code, such as PK."))
        return code

    def subject(self) -> Subject:
        """The subject typed in. The form is valid."""
        given = self.cleaned_data
        names = tuple(filter(None, map(str.strip, given["names"].splitlines())))
        return Subject(
            names=names[:MOST_NAMES],
            father_names=(given["father"],) if given["father"] else (),
            birth_dates=given["born"],
            nationalities=(given["nationality"],) if given["nationality"] else (),
            sex=given["sex"],
            documents=(IdentityDocument(given["document"]),) if given["document"] else (),
        )
