"""What is typed and pressed about people who come: how many, who came, and who came without a booking."""

from django import forms
from django.utils.translation import gettext_lazy as _

from bookings.models import State
from intake.fields import LineField

MOST_PEOPLE = 500
MOST_CHILDREN = 20
NO_FILLING_IN = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}


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


class AgeField(forms.ChoiceField):
    """The age band of who comes; `bands` as `bookings.ages.bands` returns them."""

    default_error_messages = {"required": _("Choose an age."), "invalid_choice": _("Choose an age.")}
    widget = forms.RadioSelect

    def __init__(self, *, bands, **kwargs):
        super().__init__(
            label=_("How old are you?"), choices=bands, help_text=_("Or the person you sign up. We keep only this answer, no date of birth."), **kwargs
        )


class ChildrenField(forms.IntegerField):
    """Children below the minimum age who come along with an adult."""

    default_error_messages = {
        "invalid": _("Enter a whole number, such as 3."), "max_value": _("Enter at most %(limit_value)s."), "min_value": _("Enter %(limit_value)s or more."),
    }  # fmt: skip

    def __init__(self, *, minimum_age, **kwargs):
        super().__init__(
            label=_("Children who come along"), required=False, min_value=0, max_value=MOST_CHILDREN,
            widget=forms.NumberInput(attrs={"inputmode": "numeric", "class": "narrow"}), help_text=_("Under %(age)s, with you. They take no place.") % {"age": minimum_age},
            **kwargs,
        )  # fmt: skip


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


class WhoForm(forms.Form):
    """Whatever tells at a door who somebody is; the first name where several share a number."""

    not_found = ""  # what is said to whoever types something that nobody can have

    who = LineField(
        label=_("Your code, phone number or email address"), max_length=254, help_text=_("The code is in our letters, such as K7P 4XD."),
        widget=forms.TextInput(attrs={**NO_FILLING_IN, "autocapitalize": "none"}), error_messages={"required": _("Type your code, phone number or email address.")},
    )  # fmt: skip
    first_name = LineField(
        label=_("First name"), required=False, max_length=120, help_text=_("Only when you share the number or address with somebody."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip
    key = forms.CharField(required=False, max_length=43, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["who"].error_messages |= {"max_length": self.not_found, "null_characters_not_allowed": self.not_found}


class KeyForm(forms.Form):
    """A press of a button that counts once."""

    key = forms.CharField(required=False, max_length=43)
