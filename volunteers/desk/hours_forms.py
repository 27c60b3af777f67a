"""The forms in which staff write down hours: shape only."""

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from intake.fields import LineField
from volunteers.forms.sign_ups import NumberField, WorkForm
from volunteers.models.hours import MOST_PEOPLE, MOST_THINGS


class RecordForm(WorkForm):
    """Hours of one person on the list, or of a number of people without names; things made, and material given out for them."""

    person = forms.ChoiceField(label=_("Who"), required=False, help_text=_("Not in the list? Sign them up first, on the roster."))
    headcount = NumberField(label=_("Or how many people without names"), most=MOST_PEOPLE, help_text=_("The hours below are those of each of them."))
    material = NumberField(label=_("Material given out"), most=MOST_THINGS)

    field_order = ["person", "headcount", "day", "hours", "minutes", "made", "material", "note", "key"]

    def __init__(self, *args, people, tally=None, **kwargs):
        super().__init__(*args, tally=tally, **kwargs)
        self.fields["person"].choices = [("", _("People without names")), *people]
        if tally is None or not tally.material:
            del self.fields["material"]
        else:
            self.fields["material"].label = capfirst(_("%(things)s given out") % {"things": tally.material})
        if "made" in self.fields:
            self.fields["made"].label = capfirst(_("%(things)s made") % {"things": tally.made})
        for name in ("person", "headcount", "material"):
            if name in self.fields:
                self.fields[name].one_of = True

    def clean(self):
        cleaned = super().clean()
        if bool(cleaned.get("person")) == bool(cleaned.get("headcount")) and not {"person", "headcount"} & set(self.errors):
            self.add_error("person", _("Choose a person, or type how many people there were."))
        return cleaned


class TallyForm(forms.Form):
    """What is counted: things made, and what is given out for them."""

    made = LineField(label=_("What is made"), max_length=40, help_text=_("In the plural, such as masks."))
    material = LineField(label=_("What is given out for it"), max_length=40, required=False, help_text=_("In the plural, such as pieces of fabric."))
