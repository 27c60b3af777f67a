"""The forms of a sign-in sheet: how it is printed, and what is keyed from it. Shape only."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from bookings.forms import PartySizeField
from intake.fields import EmailField, LineField, PhoneField
from intake.refusal import Refused
from volunteers import stays
from volunteers.actions.sheets import Newcomer

MOST_BLANKS = 100
_TIME = {"type": "time", "step": 60}


class SheetForm(forms.Form):
    """How a sheet is printed."""

    blanks = forms.IntegerField(label=_("Empty lines"), min_value=0, max_value=MOST_BLANKS, initial=10)
    language = forms.ChoiceField(label=_("First language"), choices=settings.LANGUAGES, initial=settings.LANGUAGE_CODE)


class StayForm(forms.Form):
    """When somebody came and left, or for how many minutes."""

    arrived = forms.TimeField(label=_("Came at"), required=False, widget=forms.TimeInput(attrs=_TIME, format="%H:%M"))
    left = forms.TimeField(label=_("Left at"), required=False, widget=forms.TimeInput(attrs=_TIME, format="%H:%M"))
    minutes = forms.IntegerField(
        label=_("Or minutes"), required=False, min_value=1, max_value=stays.LONGEST, help_text=_("If you type minutes, they count and the times do not.")
    )
    seen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(self, *args, shift, **kwargs):
        self.shift = shift
        super().__init__(*args, **kwargs)

    def focus(self):
        """Put the cursor where the next key belongs: into what is wrong, else the first thing that may differ from the usual."""
        usual = "name" if "name" in self.fields else "minutes" if self.initial.get("minutes") else "arrived"
        name = next((name for name in self.errors if name in self.fields), usual)
        self.fields[name].widget.attrs["autofocus"] = True

    def clean(self):
        """Put the minutes of the stay into `stay`."""
        typed = super().clean()
        if self.errors:
            return typed
        if typed.get("minutes"):
            return {**typed, "stay": typed["minutes"]}
        if not (typed.get("arrived") and typed.get("left")):
            self.add_error("arrived", _("Type both times, or the minutes."))
            return typed
        try:
            return {**typed, "stay": stays.minutes_between(self.shift, typed["arrived"], typed["left"])}
        except Refused as refusal:
            self.add_error(refusal.field, refusal.sentence)
            return typed


class BlankForm(StayForm):
    """Who signed on a blank line."""

    name = LineField(label=_("Name"), required=False, max_length=120, help_text=_("Empty: they are only counted."))
    phone = PhoneField(label=_("Phone"), required=False)
    email = EmailField(label=_("Email"), required=False)
    party_size = PartySizeField(label=_("How many, with them"), initial=1)
    role = forms.ModelChoiceField(queryset=None, label=_("Role"), empty_label=None)
    is_another = forms.BooleanField(label=_("This is another person of the same name"), required=False)

    field_order = ["name", "phone", "email", "party_size", "role", "arrived", "left", "minutes", "is_another", "seen"]

    def __init__(self, *args, roles, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["role"].queryset = roles
        if len(roles) == 1:
            self.fields["role"].widget = forms.HiddenInput()
            self.fields["role"].initial = roles[0].pk

    def newcomer(self):
        """Return what the verb takes."""
        return Newcomer(**{name: self.cleaned_data[name] for name in ("role", "name", "phone", "email", "party_size", "is_another")})
