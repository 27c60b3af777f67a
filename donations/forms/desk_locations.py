"""How a location is, as the office sets it: shape only."""

from django import forms
from django.utils.translation import gettext_lazy as _

from donations.actions.locations import CLOSED_TODAY
from donations.forms.site import STATES
from donations.models import DropOffLocation
from intake.fields import LineField

_CHOICES = [*STATES, (DropOffLocation.State.CLOSED.value, _("Closed for good"))]


class StateForm(forms.Form):
    """One of the states, and for a closed day the reason that everybody reads."""

    state = forms.ChoiceField(label=_("How is it now?"), choices=_CHOICES, widget=forms.RadioSelect)
    reason = LineField(label=_("Why it is closed today"), required=False, max_length=200, help_text=_("Everybody reads it on the page of the drive."))
    seen = forms.ChoiceField(choices=[*DropOffLocation.State.choices, (CLOSED_TODAY, "")], required=False, widget=forms.HiddenInput)
