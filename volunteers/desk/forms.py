"""The forms of the desk: shape only."""

from django import forms
from django.utils.translation import gettext_lazy as _

from bookings.models import State
from intake.fields import EmailField, LineField, ParagraphsField, PhoneField
from intake.form_keys import new_key
from languages.names import language_names
from volunteers.actions.sign_up import Form


class MarkForm(forms.Form):
    state = forms.ChoiceField(choices=[(state, state.label) for state in (State.CONFIRMED, State.ATTENDED, State.NO_SHOW, State.EXCUSED)])


class WalkInForm(forms.Form):
    name = LineField()
    party_size = forms.IntegerField(min_value=1, max_value=500)
    key = forms.CharField(required=False, max_length=43)


class ReasonForm(forms.Form):
    reason = LineField(max_length=300)


class CopyForm(forms.Form):
    """How many weeks later the dates come; empty: without dates."""

    weeks = forms.IntegerField(min_value=1, max_value=520, required=False)


class CallInForm(forms.Form):
    """What staff ask somebody on the phone; email and phone may both be missing: then staff will tell them."""

    name = LineField(label=_("Name"))
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
