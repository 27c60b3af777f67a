"""Days as staff type them: a field of several in one line, and years that are no slip of the finger."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

MOST_DAYS = 120
YEARS_AHEAD = 5


class DaysField(forms.CharField):
    """Days separated by commas or semicolons, such as 2026-12-24, 2026-12-31; cleans to a tuple of dates in order, each once."""

    def __init__(self, **kwargs):
        super().__init__(**{"required": False, "max_length": 1500, **kwargs})

    def clean(self, value):
        parts = [part.strip() for part in super().clean(value).replace(";", ",").split(",")]
        return tuple(sorted({self._day(part) for part in parts if part}))

    def _day(self, text):
        try:
            day = forms.DateField().clean(text)
        except forms.ValidationError as error:
            raise forms.ValidationError(_("“%(day)s” is not a day. Enter days such as 2026-12-24, 2026-12-31."), params={"day": text[:30]}) from error
        return sensible(day)


def is_sensible(day):
    """Tell whether the year of a date or moment can be meant."""
    return 2000 <= day.year <= timezone.localdate().year + YEARS_AHEAD


def sensible(day):
    """Return a date or moment, or refuse a year that is a slip of the finger (raises ValidationError); no calendar counts further than it can.

    A validator of fields too.
    """
    if day and not is_sensible(day):
        raise forms.ValidationError(_("Please check the year."))
    return day
