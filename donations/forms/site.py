"""What is pressed at a location: how it is there, goods that came, who was turned away."""

from django import forms
from django.utils.translation import gettext_lazy as _

from donations.actions.locations import CLOSED_TODAY
from donations.goods_rules import MOST
from donations.models import Donation, DropOffLocation, TurnedAway
from intake.fields import LineField, NumberField
from intake.presses import PressForm

State = DropOffLocation.State
STATES = [(State.OPEN.value, _("Open")), (State.PAUSED.value, _("Paused")), (State.FULL.value, _("Full")), (CLOSED_TODAY, _("Closed today"))]
COUNTS = (1, 2, 3, 5, 10, 20)
SOURCES = [(source, source.label) for source in (Donation.Source.PLEDGE, Donation.Source.WALK_IN, Donation.Source.ORGANIZATION)]


class StateForm(PressForm):
    """How the location is, and what stood there before."""

    state = forms.ChoiceField(choices=STATES)
    seen = forms.ChoiceField(choices=[*State.choices, (CLOSED_TODAY, "")], required=False)


class TurnedAwayForm(PressForm):
    """Why somebody was turned away, and with what."""

    what = LineField(label=_("What was it?"), required=False, max_length=100)
    reason = forms.ChoiceField(choices=TurnedAway.Reason, error_messages={"required": _("Choose why."), "invalid_choice": _("Choose why.")})


class GoodsForm(PressForm):
    """Three taps: which item, how many, where from."""

    need = forms.ChoiceField(
        label=_("1. What is it?"), widget=forms.RadioSelect,
        error_messages={"required": _("Choose what it is."), "invalid_choice": _("This item is not part of the drive.")},
    )  # fmt: skip
    count = forms.ChoiceField(label=_("2. How many?"), widget=forms.RadioSelect, choices=[(str(n), str(n)) for n in COUNTS], initial="1", required=False)
    number = NumberField(label=_("Another number"), most=MOST)
    code = LineField(
        label=_("Code of the pledge"), required=False, max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )  # fmt: skip
    organization = LineField(label=_("Name of the organization"), required=False, max_length=150, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    source = forms.ChoiceField(choices=SOURCES, error_messages={"required": _("Choose where it came from."), "invalid_choice": _("Choose where it came from.")})

    def __init__(self, *args, needs, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["need"].choices = [(str(need.pk), _labelled(need)) for need in needs]
        self.fields["count"].one_of = self.fields["number"].one_of = True

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("number") == 0:
            self.add_error("number", _("Enter a whole number, such as 3."))
        elif not cleaned.get("number") and not cleaned.get("count") and not self.errors.keys() & {"number", "count"}:
            self.add_error("number", _("Say how many."))
        return cleaned

    def lines(self):
        """Return what came, as {need id: how many}; a number that was typed goes before one that was tapped."""
        return {int(self.cleaned_data["need"]): self.cleaned_data["number"] or int(self.cleaned_data["count"])}


class CodeForm(forms.Form):
    """The code that stands in a donor's letter."""

    code = LineField(label=_("Code of the pledge"), max_length=20, error_messages={"required": _("Type the code, such as K7P 4XD.")})

    def __init__(self, *args, **kwargs):
        super().__init__(*args, auto_id="look-up-%s", **kwargs)


class LinesForm(PressForm):
    """How many of each item came; those left empty did not. `shown` gives the numbers that stand there first."""

    def __init__(self, *args, needs, shown=None, **kwargs):
        super().__init__(*args, **kwargs)
        for need in needs:
            field = NumberField(label=_labelled(need), most=MOST, initial=(shown or {}).get(need.pk))
            self.fields[f"quantity-{need.pk}"] = field

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not self.lines():
            self.add_error(None, _("Say how many of at least one item."))
        return cleaned

    def lines(self):
        """Return what came, as {need id: how many}."""
        typed = {name: value for name, value in self.cleaned_data.items() if name.startswith("quantity-") and value}
        return {int(name.partition("-")[2]): value for name, value in typed.items()}


def _labelled(need):
    note = f" ({need.words.note})" if need.words.note else ""
    return f"{need.item.words.name}{note}"
