"""The shape of what people say of an event."""

from django import forms
from django.utils.translation import gettext_lazy as _

from intake.form_keys import KeyField
from intake.sensitive import NotesField

SCALE = [("5", _("5: very much")), ("4", "4"), ("3", "3"), ("2", "2"), ("1", _("1: not at all"))]


def _scale(label):
    return forms.TypedChoiceField(
        label=label, required=False, coerce=int, empty_value=None, widget=forms.RadioSelect, choices=SCALE, error_messages={"invalid_choice": _("Choose a number from 1 to 5.")},
    )  # fmt: skip


class FeedbackForm(forms.Form):
    """Two questions and a few words; every one may be left empty, but not all."""

    welcome = _scale(_("I felt welcome"))
    heard = _scale(_("I was heard"))
    text = NotesField(
        label=_("What should we do differently?"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Please write no names and no card numbers."),
    )  # fmt: skip
    key = KeyField()

    @property
    def typed(self):
        """What was typed, as the verb takes it."""
        return {name: self.cleaned_data[name] for name in ("welcome", "heard", "text", "key")}
