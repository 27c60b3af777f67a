"""What is typed and pressed about people who come: how many, who came, and who came without a booking."""

from django import forms
from django.utils.translation import gettext_lazy as _

from bookings.models import State
from intake.fields import LineField

MOST_PEOPLE = 500


class PartySizeField(forms.IntegerField):
    """How many come, the person included; digits of any script are read. How many one address may bring is the verb's to say."""

    default_error_messages = {"required": _("Enter how many people come, you included."), "invalid": _("Enter a whole number such as 1 or 2.")}

    def __init__(self, **kwargs):
        kwargs.setdefault("label", _("How many, with you"))
        kwargs.setdefault("widget", forms.NumberInput(attrs={"inputmode": "numeric", "min": 1, "max": 50, "class": "narrow"}))
        super().__init__(**kwargs)

    def to_python(self, value):
        if isinstance(value, str) and len(value) > 9:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        number = super().to_python(value)
        if number is not None and number < 1:
            raise forms.ValidationError(_("At least one person comes: enter 1 or more."), code="min_value")
        if number is not None and number > MOST_PEOPLE:
            raise forms.ValidationError(_("That is a large group. Please call us."), code="max_value")
        return number


class PartySizeForm(forms.Form):
    """Another number of people."""

    party_size = PartySizeField()


class TickForm(forms.Form):
    """One tick beside a name: what was pressed, and what stood there before."""

    state = forms.ChoiceField(choices=[(state, state.label) for state in (State.CONFIRMED, State.ATTENDED, State.NO_SHOW, State.EXCUSED)])
    seen = forms.ChoiceField(choices=State, required=False)
    key = forms.CharField(required=False, max_length=43)


class NewcomerForm(forms.Form):
    """Somebody who came without a sign-up; without a name they are only counted."""

    name = LineField(label=_("Name"), required=False, max_length=120)
    party_size = PartySizeField(label=_("How many, with them"), initial=1)
    key = forms.CharField(required=False, max_length=43, widget=forms.HiddenInput)


class KeyForm(forms.Form):
    """A press of a button that counts once."""

    key = forms.CharField(required=False, max_length=43)
