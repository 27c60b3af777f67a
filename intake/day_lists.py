"""A field of several days, typed in one line."""

from django import forms
from django.utils.translation import gettext_lazy as _

MOST_DAYS = 120


class DaysField(forms.CharField):
    """Days separated by commas or semicolons, such as 2026-12-24, 2026-12-31; cleans to a tuple of dates in order, each once."""

    def __init__(self, **kwargs):
        super().__init__(**{"required": False, "max_length": 1500, **kwargs})

    def clean(self, value):
        parts = [part.strip() for part in super().clean(value).replace(";", ",").split(",")]
        return tuple(sorted({self._day(part) for part in parts if part}))

    def _day(self, text):
        try:
            return forms.DateField().clean(text)
        except forms.ValidationError as error:
            raise forms.ValidationError(_("“%(day)s” is not a day. Enter days such as 2026-12-24, 2026-12-31."), params={"day": text[:30]}) from error
