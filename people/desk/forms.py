"""The forms about people: shape only."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake.fields import LineField, ParagraphsField
from intake.phones import spoken_number
from languages.names import language_names
from people.merging import GONE, KEPT, VALUES, Clash
from people.models import Person, User


class SearchForm(forms.Form):
    """Whom to look for, and where to go on; read from the address."""

    q = LineField(label=gettext_lazy("Name, email or phone"), required=False, max_length=100)
    before = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)


class WhichForm(forms.Form):
    """The other one of a pair."""

    other = forms.IntegerField(min_value=1, max_value=2**63 - 1)


class MergeForm(forms.Form):
    """Of each value that differs, the one to keep; and of what both have, the one that stays."""

    def __init__(self, data=None, *, kept: Person, gone: Person, clashes: list[Clash]):
        super().__init__(data)
        for name, label, ours, theirs in different_values(kept, gone):
            self.fields[name] = _choice(label, [(KEPT, ours), (GONE, theirs)], initial=KEPT if getattr(kept, name) else GONE)
        self.clashes = [clash.key for clash in clashes]
        for clash in clashes:
            self.fields[clash.key] = _choice(clash.title, clash.options)

    @property
    def take(self) -> list[str]:
        """Return the names of the values that are taken from the record that goes."""
        return [name for name, choice in self.cleaned_data.items() if name not in self.clashes and choice == GONE]

    @property
    def chosen(self) -> dict[str, str]:
        """Return which one stays of what both have."""
        return {key: self.cleaned_data[key] for key in self.clashes}


def _choice(label, options, initial=None):
    errors = dict.fromkeys(["required", "invalid_choice"], _("Choose which one stays."))
    return forms.ChoiceField(label=label, choices=options, initial=initial, widget=forms.RadioSelect, error_messages=errors)


def values_of(person: Person) -> dict[str, str]:
    """Return what is known of a person, in words, by name of the value; empty where nothing is."""
    languages = language_names()
    return {
        "name": person.name, "email": person.email, "phone": spoken_number(person.phone), "address": person.address,
        "channel": str(person.get_channel_display()), "language": languages.get(person.language, person.language), "neighborhood": str(person.neighborhood or ""),
    }  # fmt: skip


def labels() -> dict[str, str]:
    """Return what each value is called."""
    return {
        "name": _("Name"), "email": _("Email"), "phone": _("Phone"), "address": _("Postal address"), "channel": _("How they are reached"),
        "language": _("Language to write or call in"), "neighborhood": _("Neighborhood"),
    }  # fmt: skip


def different_values(kept: Person, gone: Person) -> list[tuple[str, str, str, str]]:
    """Return (name, label, ours, theirs) of the values that differ, in their order."""
    ours, theirs, called = values_of(kept), values_of(gone), labels()
    names = [name.removesuffix("_id") for name in VALUES]
    nothing = _("nothing")
    return [(name, called[name], ours[name] or nothing, theirs[name] or nothing) for name in names if getattr(kept, name) != getattr(gone, name)]


class HandOverForm(forms.Form):
    """To whom everything open passes, with a note."""

    successor = forms.ModelChoiceField(
        label=gettext_lazy("To whom"),
        queryset=User.objects.none(),
        error_messages=dict.fromkeys(["required", "invalid_choice"], gettext_lazy("Choose a colleague.")),
    )
    note = ParagraphsField(
        label=gettext_lazy("Note"), required=False, max_length=2000, help_text=gettext_lazy("What they should know: whom to call, what is agreed, what comes next."),
        widget=forms.Textarea(attrs={"rows": 5, "cols": 60}),
    )  # fmt: skip

    def __init__(self, data=None, *, colleagues):
        super().__init__(data)
        self.fields["successor"].queryset = colleagues


class AwayForm(forms.Form):
    """Until when somebody is away, and who stands in."""

    stand_in = forms.ModelChoiceField(
        label=gettext_lazy("Who stands in"),
        queryset=User.objects.none(),
        error_messages=dict.fromkeys(["required", "invalid_choice"], gettext_lazy("Choose a colleague.")),
    )
    until = forms.DateField(
        label=gettext_lazy("Away until"), help_text=gettext_lazy("The last day of being away."), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages=dict.fromkeys(["required", "invalid"], gettext_lazy("Enter the day.")),
    )  # fmt: skip

    def __init__(self, data=None, *, colleagues, initial=None):
        super().__init__(data, initial=initial)
        self.fields["stand_in"].queryset = colleagues
