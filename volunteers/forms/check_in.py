"""The shape of what people type to check themselves in, at the door or at a kiosk."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from bookings.forms import NO_FILLING_IN, NewcomerForm, WhoForm
from intake.fields import LineField
from intake.form_keys import new_key
from languages import formats
from volunteers.models import CheckInPoint
from volunteers.words import role_title

NOT_FOUND = _("We do not find this here. Please look at your letter again, or ask the person who leads the shift.")


class CodeForm(forms.Form):
    """The code for the day."""

    code = LineField(
        label=_("Your code for the day"), max_length=40, help_text=_("It is in our letters, such as K7P 4XD."), widget=forms.TextInput(attrs=NO_FILLING_IN),
        error_messages={"required": _("Type the code from your letter."), "max_length": NOT_FOUND, "null_characters_not_allowed": NOT_FOUND},
    )  # fmt: skip


class KioskForm(WhoForm):
    """Whatever tells who somebody is; the first name where several share a number."""

    not_found = NOT_FOUND


class OwnNameForm(NewcomerForm):
    """Somebody without a sign-up writes down their own name, and what they came for where there is a choice."""

    role = forms.ModelChoiceField(queryset=None, label=_("What do you come for?"), empty_label=None)

    field_order = ["role", "name", "party_size", "key"]

    def __init__(self, *args, roles, **kwargs):
        super().__init__(*args, auto_id="newcomer-%s", **kwargs)
        self.fields["name"].required = True
        self.fields["name"].widget.attrs["autocomplete"] = "off"
        self.fields["role"].queryset = roles
        self.fields["role"].label_from_instance = _in_words
        if len(roles) == 1:
            self.fields["role"].widget = forms.HiddenInput()
            self.fields["role"].initial = roles[0].pk


def _in_words(role):
    return f"{role_title(role)}, {formats.time_range(role.shift.local_starts, role.shift.local_ends)}"


class PointForm(forms.Form):
    """What kind of place to check in is opened, and for what."""

    kind = forms.ChoiceField(choices=CheckInPoint.Kind)
    whole_day = forms.BooleanField(required=False, label=_("For all shifts at this place on this day"))
    takes_walk_ins = forms.BooleanField(required=False, label=_("People without a sign-up may write down their own name"))
    language = forms.ChoiceField(choices=settings.LANGUAGES, label=_("Language of the page"), initial=settings.LANGUAGE_CODE)
    key = forms.CharField(required=False, max_length=43, widget=forms.HiddenInput, initial=new_key)
