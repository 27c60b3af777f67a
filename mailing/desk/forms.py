"""The forms of the call list, of links without an account, and of the hold of all mail: shape only."""

from datetime import timedelta

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.day_lists import sensible
from intake.fields import EmailField, LineField, PhoneField
from intake.form_keys import new_key
from mailing.models import CallTask

Result = CallTask.Result


class CallResultForm(forms.Form):
    result = forms.ChoiceField(choices=[(result, result.label) for result in Result if result not in (Result.OPEN, Result.DROPPED)])
    note = LineField(required=False, max_length=300)


class LinkForm(forms.Form):
    """Who gets a link without an account, and how it reaches them; it can be read out."""

    name = LineField(label=_("Name"), max_length=120)
    email = EmailField(label=_("Email"), required=False, help_text=_("The link is mailed there at once."))
    phone = PhoneField(label=_("Phone"), required=False, help_text=_("To read the link out, or to send it as a message from your own phone."))
    language = forms.ChoiceField(label=_("Language of the page"))
    key = forms.CharField(required=False, max_length=43, widget=forms.HiddenInput, initial=new_key)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = settings.LANGUAGES


class ReleaseForm(forms.Form):
    """Up to which moment letters may have left already, on the city's clock."""

    sent_until = forms.DateTimeField(
        label=_("The portal from which this data comes sent letters until"), required=False, validators=[sensible],
        widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
        help_text=_("What was due by then stays here, and can be sent again letter by letter. Leave it empty when nothing has left since."),
        error_messages={"invalid": _("Enter a day and time, such as 2026-10-10 17:00.")},
    )  # fmt: skip

    def clean_sent_until(self):
        """A minute is meant to its end, as far as it has come."""
        typed, now = self.cleaned_data["sent_until"], timezone.now()
        return min(typed + timedelta(minutes=1), now) if typed and typed <= now else typed
