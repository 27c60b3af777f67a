"""“Write to these people”: what staff type."""

from django import forms
from django.utils.translation import gettext_lazy as _

from intake.fields import LineField, ParagraphsField
from intake.form_keys import new_key


class NoteForm(forms.Form):
    """A note to people who come to the same thing, in staff's own words."""

    subject = LineField(label=_("Subject"), max_length=120)
    text = ParagraphsField(label=_("Text"), max_length=3000, widget=forms.Textarea(attrs={"rows": 8}))
    with_waitlist = forms.BooleanField(label=_("Also to those on the waitlist"), required=False)
    urgent = forms.BooleanField(label=_("It is urgent: before all reminders"), required=False)
    key = forms.CharField(required=False, max_length=43, widget=forms.HiddenInput, initial=new_key)
