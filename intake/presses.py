"""What is pressed on a phone that may have no connection: it counts once, however late it arrives (static/js/ticks.js)."""

from datetime import timedelta

from django import forms

from intake.form_keys import KeyField

_LONGEST_AGO = 2 * 24 * 60 * 60  # seconds: a key is known for two days


class AgoField(forms.CharField):
    """How many seconds ago it was pressed, where a phone had no connection then; whatever cannot be meant is now."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs):
        super().__init__(required=False, **kwargs)

    def clean(self, value):
        text = str(value or "")
        is_number = text.isascii() and text.isdecimal() and len(text) < 10
        return timedelta(seconds=min(int(text), _LONGEST_AGO)) if is_number else timedelta()


class PressForm(forms.Form):
    """A press that counts once, however late it arrives."""

    key = KeyField()
    ago = AgoField()

    def at(self, now):
        """Return when it was pressed."""
        return now - self.cleaned_data["ago"]

    def words(self):
        """Return what is wrong, in one line, for the script."""
        return " ".join(dict.fromkeys(error for errors in self.errors.values() for error in errors))
