"""What is asked for a letter of service, and to check one: shape only."""

from django import forms
from django.utils.translation import gettext_lazy as _

from intake.fields import LineField

_DAYS = {"required": _("Enter the day."), "invalid": _("Enter a day that the calendar has, such as 2026-10-10.")}


class PeriodForm(forms.Form):
    """From when to when, and whether single days are listed."""

    first_day = forms.DateField(label=_("First day"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), error_messages=_DAYS)
    last_day = forms.DateField(label=_("Last day"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), error_messages=_DAYS)
    with_days = forms.BooleanField(label=_("List each day"), required=False, help_text=_("Some schools and courts ask for it."))

    def period(self):
        """Return what the verb takes."""
        return {name: self.cleaned_data[name] for name in ("first_day", "last_day", "with_days")}


class OwnPeriodForm(PeriodForm):
    """Whose letter, where one address stands for several people."""

    person = forms.ChoiceField(
        label=_("For whom"), widget=forms.RadioSelect, error_messages={"required": _("Choose for whom."), "invalid_choice": _("Choose for whom.")}
    )
    field_order = ["person", "first_day", "last_day", "with_days"]

    def __init__(self, *args, persons, **kwargs):
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in persons}
        self.fields["person"].choices = [(key, f"{person.name} · {person.office.words.name}") for key, person in self.people.items()]
        if len(self.people) == 1:
            del self.fields["person"]

    @property
    def chosen(self):
        """The person the letter is for."""
        return self.people[self.cleaned_data["person"]] if "person" in self.fields else next(iter(self.people.values()))


class CheckForm(forms.Form):
    """What stands on the letter: its code and the last name."""

    code = LineField(
        label=_("Code on the letter"), max_length=40, help_text=_("12 letters and digits, such as ABCD-2345-EFGH."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "dir": "ltr"}),
        error_messages={"required": _("Enter the code.")},
    )  # fmt: skip
    name = LineField(
        label=_("Last name on the letter"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Enter the last name on the letter.")},
    )  # fmt: skip
