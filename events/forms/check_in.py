"""The shape of what people type to check themselves in at an event, and of what staff say about the sign."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from bookings.forms import NO_FILLING_IN, NewcomerForm, WhoForm
from intake.form_keys import KeyField

NOT_FOUND = _("We do not find this here. Please look at your letter again, or ask at the door.")


class ArrivalForm(WhoForm):
    """Whatever tells who somebody is; at a sensitive event the code alone."""

    not_found = NOT_FOUND

    def __init__(self, *args, is_sensitive=False, **kwargs):
        super().__init__(*args, **kwargs)
        if is_sensitive:
            del self.fields["first_name"]
            who = self.fields["who"]
            who.label, who.widget.attrs = _("Your code for the day"), {**who.widget.attrs, **NO_FILLING_IN}
            who.help_text, who.error_messages["required"] = _("It is in our letters, such as K7P 4XD."), _("Type the code from your letter.")


class CountForm(NewcomerForm):
    """Somebody who has not registered; without a name they are only counted."""

    def __init__(self, *args, is_sensitive=False, **kwargs):
        super().__init__(*args, auto_id="newcomer-%s", **kwargs)
        self.fields["name"].help_text = _("Any name will do, or none.") if is_sensitive else _("You can leave it empty. Then you are only counted.")
        self.fields["name"].widget.attrs["autocomplete"] = "off"
        self.fields["party_size"].label = _("How many, with you")


class SignForm(forms.Form):
    """What staff say about the sign of an event."""

    takes_walk_ins = forms.BooleanField(
        required=False, label=_("People who have not registered may count themselves"), help_text=_("With a name, or without one. They take no place.")
    )  # fmt: skip
    language = forms.ChoiceField(choices=settings.LANGUAGES, label=_("First language of the sign"), initial=settings.LANGUAGE_CODE)
    key = KeyField()
