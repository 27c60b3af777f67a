"""The forms of the desk of pick-ups: shape only."""

from django import forms
from django.utils.translation import gettext_lazy as _

from donations.actions.pick_ups import Form
from donations.forms.pick_ups import ZipField
from donations.models import PickUpRequest
from donations.pick_up_words import window_words
from intake.fields import EmailField, LineField, ParagraphsField, PhoneField
from intake.form_keys import new_key
from languages.names import language_names
from places.models import Neighborhood
from sharing.heard_forms import HeardForm

MOST_STOPS = 200
_TIME = {"required": _("Enter a time, such as 9:00."), "invalid": _("Enter a time, such as 9:00.")}


def _key():
    return forms.CharField(required=False, max_length=43, widget=forms.HiddenInput, initial=new_key)


def _stops(**more):
    return forms.IntegerField(label=_("Stops"), min_value=1, max_value=MOST_STOPS, widget=forms.NumberInput(attrs={"class": "narrow"}), **more)


class WindowForm(forms.Form):
    """A time of a run: from, to, how many stops, where."""

    starts = forms.TimeField(label=_("From"), widget=forms.TimeInput(attrs={"type": "time"}), error_messages=_TIME)
    ends = forms.TimeField(label=_("To"), widget=forms.TimeInput(attrs={"type": "time"}), error_messages=_TIME)
    stops = _stops(initial=8)
    neighborhoods = forms.ModelMultipleChoiceField(
        label=_("Neighborhoods"), queryset=Neighborhood.objects.only("id", "name"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: the whole city."),
    )  # fmt: skip


class RunForm(WindowForm):
    """A run with its first time."""

    day = forms.DateField(
        label=_("Day"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": _("Enter a day that the calendar has, such as 2026-10-10.")},
    )  # fmt: skip
    to = forms.ModelChoiceField(label=_("Brings everything to"), queryset=None, empty_label=None)
    name = LineField(label=_("Name"), required=False, max_length=100, help_text=_("Such as “East Boston, morning”."))
    notes = ParagraphsField(label=_("Notes for the driver"), required=False, max_length=600, widget=forms.Textarea(attrs={"rows": 2}))
    key = _key()

    def __init__(self, *args, drive, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = drive.locations.select_related("venue")
        self.order_fields(["day", "starts", "ends", "stops", "to", "name", "neighborhoods", "notes"])


class StopsForm(forms.Form):
    """Another number of stops."""

    stops = _stops()


class DriverForm(forms.Form):
    """Who drives, and how the link reaches them."""

    name = LineField(label=_("Name of the driver"), max_length=120)
    email = EmailField(label=_("Email"), required=False, help_text=_("The link is mailed there at once. A colleague, or a volunteer who drives."))
    phone = PhoneField(label=_("Phone"), required=False, help_text=_("Without an email address you read the link out: it is a line in the to-call list."))

    def clean(self):
        cleaned = super().clean()
        if not (cleaned.get("email") or cleaned.get("phone") or self.errors):
            self.add_error("email", _("Enter an email address or a phone number, so that the link reaches them."))
        return cleaned


class SettleForm(forms.Form):
    """What is said to a request."""

    act = forms.ChoiceField(choices=[("schedule", ""), ("propose", ""), ("decline", "")])
    window = forms.TypedChoiceField(label=_("Time"), required=False, empty_value=None)
    reason = LineField(label=_("Why not? The donor reads it."), required=False, max_length=300)

    def __init__(self, *args, windows, **kwargs):
        super().__init__(*args, **kwargs)
        self.windows = {str(window.pk): window for window in windows}
        self.fields["window"].choices = [("", _("Choose a time")), *((pk, _in_words(window)) for pk, window in self.windows.items())]

    def clean(self):
        cleaned = super().clean()
        cleaned["window"] = self.windows.get(cleaned.get("window") or "")
        if cleaned.get("act") in {"schedule", "propose"} and cleaned["window"] is None and "window" not in self.errors:
            self.add_error("window", _("Choose a time."))
        return cleaned


def _in_words(window):
    """A time with where it is and how much is left, as the office chooses it."""
    where = ", ".join(one.name for one in window.neighborhoods.all()) or _("whole city")
    left = "" if window.places_left is None else f" · {window.taken}/{window.capacity}"
    return f"{window_words(window)} · {where}{left}"


class MarkForm(forms.Form):
    """What came of a stop."""

    state = forms.ChoiceField(choices=PickUpRequest.State)
    seen = forms.ChoiceField(choices=PickUpRequest.State, required=False)
    left = ParagraphsField(required=False, max_length=600)
    key = forms.CharField(required=False, max_length=43)


class CallInPickUpForm(HeardForm):
    """What staff ask somebody on the phone; email and phone may both be missing: then staff will tell them."""

    name = LineField(label=_("Name"), max_length=120)
    phone = PhoneField(label=_("Phone"), required=False)
    email = EmailField(label=_("Email"), required=False, help_text=_("Without an email address every letter becomes a line in the to-call list."))
    address = LineField(label=_("Street address"), max_length=200)
    zip = ZipField()
    what = ParagraphsField(label=_("What they give"), max_length=600, widget=forms.Textarea(attrs={"rows": 2}))
    size = forms.ChoiceField(label=_("How much is it?"), choices=PickUpRequest.Size)
    stairs = forms.ChoiceField(label=_("Stairs"), choices=PickUpRequest.Stairs)
    leave_outside = forms.BooleanField(label=_("It stands outside"), required=False)
    notes = ParagraphsField(label=_("Notes"), required=False, max_length=600, widget=forms.Textarea(attrs={"rows": 2}))
    organization = LineField(label=_("Organization"), required=False, max_length=150)
    language = forms.ChoiceField(label=_("Language to write or call in"))
    key = _key()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = language_names().items()

    def as_typed(self):
        """Return what the verb takes."""
        return Form(**self.of_the_booking())
