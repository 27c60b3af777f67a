"""The forms of the call list and of links without an account: shape only."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

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
