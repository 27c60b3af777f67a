"""The shape of what is typed about kits."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.actions.kits import Wish
from events.models import KitType
from intake.day_lists import sensible
from intake.fields import LineField, NumberField
from intake.form_keys import KeyField

MOST = 100_000
_DAY = {"type": "date"}


class _Days(forms.Form):
    """How many, and from when to when."""

    quantity = NumberField(label=gettext_lazy("How many"), most=MOST)
    since = forms.DateField(label=gettext_lazy("From"), validators=[sensible], widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"))
    until = forms.DateField(
        label=gettext_lazy("Until"), validators=[sensible], widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"),
        help_text=gettext_lazy("Both days included: others can have it from the next day on."),
    )  # fmt: skip

    def clean_quantity(self):
        """A number is needed here."""
        if not self.cleaned_data["quantity"]:
            raise forms.ValidationError(_("Enter how many: 1 or more."), code="required")
        return self.cleaned_data["quantity"]


class ReserveForm(_Days):
    """Which kit, how many, on which days."""

    kit = forms.ModelChoiceField(label=gettext_lazy("Kit"), queryset=KitType.objects.none(), empty_label=gettext_lazy("Choose a kit"))
    note = LineField(label=gettext_lazy("Note"), required=False, max_length=150, help_text=gettext_lazy("Such as who comes for it. Nobody’s number."))
    key = KeyField()

    field_order = ["kit", "quantity", "since", "until", "note"]

    def __init__(self, *args, kits, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kit"].queryset = kits

    def to_wish(self):
        """Return what was typed as the verb takes it."""
        return Wish(**{name: self.cleaned_data[name] for name in ("kit", "quantity", "since", "until", "note")})


class ChangeForm(_Days):
    """More or fewer, or other days."""


class BackForm(forms.Form):
    """What came back."""

    returned = NumberField(label=gettext_lazy("How many came back"), most=MOST)
    missing = LineField(label=gettext_lazy("What is missing or broken"), required=False, max_length=300)
    lost_for_good = forms.BooleanField(
        label=gettext_lazy("What is missing is lost for good"), required=False, help_text=gettext_lazy("Then we own fewer from now on.")
    )

    def clean_returned(self):
        """A number is needed here, 0 too."""
        if self.cleaned_data["returned"] is None:
            raise forms.ValidationError(_("Enter how many came back, 0 too."), code="required")
        return self.cleaned_data["returned"]
