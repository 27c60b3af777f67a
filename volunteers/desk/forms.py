"""The forms of the desk: shape only."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from intake.fields import EmailField, LineField, ParagraphsField, PhoneField
from intake.form_keys import new_key
from languages.names import language_names
from volunteers.actions.sign_up import Form


class WalkInForm(forms.Form):
    name = LineField(required=False)
    party_size = forms.IntegerField(min_value=1, max_value=500)
    key = forms.CharField(required=False, max_length=43)


class ReasonForm(forms.Form):
    reason = LineField(max_length=300)


class CopyForm(forms.Form):
    """How many weeks later the dates come; empty: without dates."""

    weeks = forms.IntegerField(min_value=1, max_value=520, required=False)


class CallInForm(forms.Form):
    """What staff ask somebody on the phone; email and phone may both be missing: then staff will tell them."""

    name = LineField(label=_("Name"), widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "off"}))
    phone = PhoneField(label=_("Phone"), required=False)
    email = EmailField(label=_("Email"), required=False, help_text=_("Without an email address every letter becomes a line in the to-call list."))
    party_size = forms.IntegerField(label=_("How many come, with them"), min_value=1, max_value=500)
    language = forms.ChoiceField(label=_("Language to write or call in"))
    notes = ParagraphsField(label=_("What would help them take part"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    key = forms.CharField(required=False, max_length=43, widget=forms.HiddenInput, initial=new_key)
    waitlist = forms.BooleanField(label=_("Put them on the waitlist when all places are taken"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = language_names().items()

    def as_typed(self):
        """Return what the verb takes."""
        return Form(**{name: value for name, value in self.cleaned_data.items() if name != "key"})


class SiteLinkForm(forms.Form):
    """Who leads a shift on its day, and how the link reaches them; it can be read out."""

    name = LineField(label=_("Name of the lead"), max_length=120)
    email = EmailField(label=_("Email"), required=False, help_text=_("The link is mailed there at once."))
    phone = PhoneField(label=_("Phone"), required=False, help_text=_("To read the link out, or to send it as a message from your own phone."))
    language = forms.ChoiceField(label=_("Language of the page"))
    key = forms.CharField(required=False, max_length=43, widget=forms.HiddenInput, initial=new_key)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = settings.LANGUAGES


class NoteForm(forms.Form):
    """A note to the people of a shift, in staff's own words."""

    subject = LineField(label=_("Subject"), max_length=120)
    text = ParagraphsField(label=_("Text"), max_length=3000, widget=forms.Textarea(attrs={"rows": 8}))
    with_waitlist = forms.BooleanField(label=_("Also to those on the waitlist"), required=False)
    urgent = forms.BooleanField(label=_("It is urgent: before all reminders"), required=False)
    key = forms.CharField(required=False, max_length=43, widget=forms.HiddenInput, initial=new_key)
