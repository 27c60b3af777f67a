"""Times for drop-off appointments, many at once: shape only."""

from django import forms
from django.utils.translation import gettext_lazy as _

from donations import window_rules
from donations.actions.windows import Plan
from donations.models import LocationHours
from intake.form_keys import KeyField

_DAY = {"invalid": _("Enter a day that the calendar has, such as 2026-10-10."), "required": _("Enter a day, such as 2026-10-10.")}
_TIME = {"invalid": _("Enter a time, such as 9:00.")}
_WHOLE = {"invalid": _("Enter a whole number."), "required": _("Enter a whole number.")}


def _day(label):
    return forms.DateField(label=label, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), error_messages=_DAY)


def _clock(label, **more):
    return forms.TimeField(label=label, required=False, widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}), error_messages=_TIME, **more)


def _number(label, **more):
    return forms.IntegerField(label=label, widget=forms.NumberInput(attrs={"class": "narrow"}), error_messages=_WHOLE, **more)


class WindowsForm(forms.Form):
    """Which days, which hours, how long one appointment is, and for how many."""

    first = _day(_("First day"))
    last = _day(_("Last day"))
    weekdays = forms.TypedMultipleChoiceField(
        label=_("On these days of the week"), choices=LocationHours.Weekday, coerce=int, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one day of the week.")},
    )  # fmt: skip
    starts = _clock(_("From"), help_text=_("Empty: from the moment the place opens."))
    ends = _clock(_("To"), help_text=_("Empty: until the place closes. Breaks and closed days are left out by themselves."))
    length = _number(_("Length of one appointment, in minutes"), initial=30, min_value=window_rules.LEAST, max_value=window_rules.LONGEST)
    places = _number(_("How many donors can come at one time"), initial=2, min_value=1, max_value=window_rules.MOST_PLACES)
    key = KeyField()

    def plan(self):
        """Return what was typed as the verb takes it."""
        typed = self.cleaned_data
        return Plan(**{name: typed[name] for name in ("first", "last", "length", "places", "starts", "ends")}, weekdays=frozenset(typed["weekdays"]))


class TakeBackForm(forms.Form):
    """The times that are taken back; `offered` are those there are."""

    windows = forms.TypedMultipleChoiceField(coerce=int, error_messages={"required": _("Choose the times you take back.")})

    def __init__(self, *args, offered, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["windows"].choices = [(window.pk, "") for window in offered]
