"""Goods at the desk: booked in, sorted, given on, put right. Shape only."""

from django import forms
from django.utils.translation import gettext_lazy as _

from donations.forms.site import SOURCES, LinesForm
from donations.goods_rules import MOST
from donations.models import Correction, DonationLine, DropOffLocation, Need
from intake.fields import LineField, NumberField
from intake.form_keys import KeyField
from intake.presses import PressForm


class BookForm(LinesForm):
    """How many of each item came, and where from."""

    source = forms.ChoiceField(label=_("Where does it come from?"), choices=SOURCES, initial="walk_in")
    code = LineField(label=_("Code of the pledge"), required=False, max_length=20)
    organization = LineField(label=_("Name of the organization"), required=False, max_length=150, help_text=_("The receipt is in its name."))


class HandOverForm(LinesForm):
    """To whom, and how many of each item."""

    partner = forms.ModelChoiceField(label=_("Partner"), queryset=None, empty_label=_("Choose a partner"))
    received_by_name = LineField(label=_("Received by"), required=False, max_length=120, help_text=_("Who takes it, for the partner."))

    def __init__(self, *args, partners, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["partner"].queryset = partners


class SortForm(PressForm):
    """How many of each line are unfit for use, and in what condition the rest is; `seen` is what stood there when the form was shown."""

    seen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(self, *args, lines, **kwargs):
        super().__init__(*args, **kwargs)
        self.rows = [(one, self._row(one)) for one in lines]

    def _row(self, one):
        pk, line = one.line.pk, one.line
        unusable = NumberField(label=_("Of these unfit for use"), most=MOST, initial=line.unusable)
        self.fields[f"unusable-{pk}"] = unusable
        self.fields[f"condition-{pk}"] = forms.ChoiceField(label=_("Condition"), choices=DonationLine.Condition, initial=line.condition)
        return [self[f"unusable-{pk}"], self[f"condition-{pk}"]]

    def found(self):
        """Return what was found, as {line id: (how many unfit, condition)}."""
        values = self.cleaned_data
        return {one.line.pk: (values[f"unusable-{one.line.pk}"] or 0, values[f"condition-{one.line.pk}"]) for one, _fields in self.rows}


class CorrectForm(forms.Form):
    """What is put right, by how many, and why."""

    need = forms.ModelChoiceField(label=_("Item"), queryset=None, empty_label=_("Choose an item"))
    kind = forms.ChoiceField(label=_("What happened"), choices=Correction.Kind)
    change = forms.IntegerField(
        label=_("More or fewer"), min_value=-MOST, max_value=MOST, widget=forms.NumberInput(attrs={"class": "narrow"}),
        help_text=_("3 for three more, -3 for three fewer. For what was moved away: how many."),
        error_messages={"invalid": _("Enter a whole number, such as -3.")},
    )  # fmt: skip
    to = forms.ModelChoiceField(label=_("Moved to"), queryset=None, required=False, empty_label=_("Nowhere: it was not moved"))
    reason = LineField(label=_("Why"), max_length=300)
    key = KeyField()

    def __init__(self, *args, location, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["need"].queryset = Need.objects.filter(drive=location.drive_id).select_related("item")
        self.fields["to"].queryset = DropOffLocation.objects.filter(drive=location.drive_id).exclude(pk=location.pk).select_related("venue")
