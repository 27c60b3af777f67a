"""What staff type about requests for support."""

from django import forms
from django.utils.translation import gettext_lazy as _

from events.models import AccommodationRequest
from intake.day_lists import sensible
from intake.sensitive import NotesField

State = AccommodationRequest.State
SHOWN = [("open", _("open")), ("answered", _("answered")), ("all", _("all"))]
WHOSE = [("", _("in anybody’s hands")), ("me", _("in my hands")), ("nobody", _("in nobody’s hands"))]


class BoardForm(forms.Form):
    """Which requests the board shows; whatever cannot be meant shows the open ones."""

    show = forms.ChoiceField(label=_("Show"), choices=SHOWN, required=False)
    whose = forms.ChoiceField(label=_("Whose"), choices=WHOSE, required=False)
    event = forms.IntegerField(required=False, widget=forms.HiddenInput, max_value=2**62, min_value=1)


class AnswerForm(forms.Form):
    """How it stands, in words that go to the person."""

    state = forms.ChoiceField(
        label=_("How it stands"), choices=[(State.ARRANGING, _("We are arranging it")), (State.CONFIRMED, _("It will be there")), (State.CANNOT, _("We cannot provide it"))],
        widget=forms.RadioSelect, error_messages={"required": _("Choose whether it is being arranged, confirmed, or cannot be provided.")},
    )  # fmt: skip
    reply = NotesField(label=_("What they have to know"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))
    seen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)


class DueForm(forms.Form):
    """By when it is answered."""

    due = forms.DateField(
        label=_("Answer by"), required=False, validators=[sensible], widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Enter a date.")},
    )  # fmt: skip
