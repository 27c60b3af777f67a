"""A date and two times on the clock of a place, as staff type them for anything that takes place."""

from datetime import datetime, timedelta

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from intake.admin import RefusableForm
from intake.day_lists import sensible


class TimesForm(RefusableForm):
    """A form of an Occasion: its day and times; an end at or before the beginning is on the next day."""

    names_in_verbs = {"ends": "end", "capacity": "places"}

    date = forms.DateField(label=_("Date"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
    start = forms.TimeField(label=_("From"), widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}))
    end = forms.TimeField(label=pgettext_lazy("date", "To"), widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            starts, ends = self.instance.local_starts, self.instance.local_ends
            self.initial.update(date=starts.date(), start=starts.time(), end=ends.time())

    def clean_date(self):
        return sensible(self.cleaned_data["date"])

    def moments(self) -> tuple[datetime, datetime]:
        """Return start and end on the clock of the record's place, from clean values."""
        values, zone = self.cleaned_data, self.instance.zone
        last_day = values["date"] if values["end"] > values["start"] else values["date"] + timedelta(days=1)
        return datetime.combine(values["date"], values["start"], tzinfo=zone), datetime.combine(last_day, values["end"], tzinfo=zone)
