"""The forms about a whole drive: shape only; what may be is decided by the verbs they call."""

from django import forms
from django.utils.translation import gettext_lazy as _

from intake.day_lists import sensible
from intake.fields import NumberField, ParagraphsField
from intake.form_keys import KeyField

MOST_HELPED = 10_000_000


class ReportForm(forms.Form):
    """What came of a drive."""

    result = ParagraphsField(
        label=_("What came of it"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("In your own words: what came, where it went, what it changed. The figures stand below it by themselves."),
    )  # fmt: skip
    people_helped = NumberField(label=_("How many people were helped"), most=MOST_HELPED)


class CopyForm(forms.Form):
    """The last day of the copy."""

    last_day = forms.DateField(label=_("Its last day"), widget=forms.DateInput(attrs={"type": "date"}), validators=[sensible])
    key = KeyField()
