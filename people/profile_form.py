"""The form of a standing profile: shape only. The public form of “keep me posted” shares its fields."""

from django import forms
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from intake.fields import LineField
from languages.content import translated
from languages.models import Language
from people.availability import PARTS, slot, weekday_name
from people.models import Interest, Profile
from people.profiles import Answers
from places.models import Neighborhood

FROM_THE_LIST = gettext_lazy("Please choose from the list.")
_WHOLE_NUMBER = gettext_lazy("Enter a whole number from 1 to 7.")
AUDIENCES = [
    (Profile.Audience.RESIDENT, gettext_lazy("I live here, or spend time here")),
    (Profile.Audience.CITY_EMPLOYEE, gettext_lazy("I work for the City")),
    (Profile.Audience.PARTNER_STAFF, gettext_lazy("I work for an organization that works with the City")),
]


class Several(forms.MultipleChoiceField):
    """Any number of a list's entries, as checkboxes."""

    widget = forms.CheckboxSelectMultiple
    default_error_messages = {"invalid_choice": FROM_THE_LIST, "invalid_list": FROM_THE_LIST}

    def __init__(self, **kwargs):
        super().__init__(required=False, **kwargs)


def several(label, hint="", **more):
    """Return a field of checkboxes that is not called optional: ticking none is an answer."""
    made = Several(label=label, help_text=hint, **more)
    made.one_of = True
    return made


def neighborhood_field(label):
    """Return a list of the city's neighborhoods, filled in when the form is shown."""
    return forms.ChoiceField(label=label, required=False, error_messages={"invalid_choice": FROM_THE_LIST})


class WhatAndWhere(forms.Form):
    """What somebody likes to do, speaks, and where they live."""

    interests = several(gettext_lazy("What would you like to do?"))
    languages = several(gettext_lazy("Which languages do you speak?"), gettext_lazy("Well enough to help somebody in this language."))
    neighborhood = neighborhood_field(gettext_lazy("In which neighborhood do you live?"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.neighborhoods = {str(one.pk): one for one in Neighborhood.objects.only("id", "name")}
        self.fields["interests"].choices = interest_choices()
        self.fields["languages"].choices = language_choices()
        self.fields["neighborhood"].choices = [("", _("Anywhere in the city")), *((key, one.name) for key, one in self.neighborhoods.items())]

    def what_and_where(self):
        """Return interests (ids), languages (codes) and the neighborhood, or None."""
        values = self.cleaned_data
        return {
            "interests": [int(key) for key in values["interests"]], "languages": values["languages"],
            "neighborhood": self.neighborhoods.get(values["neighborhood"]),
        }  # fmt: skip


def interest_choices():
    """Return the interests that are offered, by name in the active language."""
    found = [(str(one.pk), one.words.name) for one in translated(Interest.objects.filter(offered=True), get_language(), ["name"])]
    found.sort(key=lambda pair: pair[1].text.casefold())
    return [(key, _marked(name.text, name.language) if name.is_fallback else name.text) for key, name in found]


def language_choices():
    """Return the city's languages in their own words."""
    return [(one.code, _marked(one.own_name, one.code)) for one in Language.objects.all()]


def _marked(text, language):
    return format_html('<span lang="{}">{}</span>', language, text)


class ProfileForm(WhatAndWhere):
    """A whole profile, kept by its owner."""

    audience = forms.ChoiceField(
        label=gettext_lazy("Who are you?"),
        choices=AUDIENCES,
        widget=forms.RadioSelect,
        error_messages={"required": FROM_THE_LIST, "invalid_choice": FROM_THE_LIST},
    )
    department = LineField(label=gettext_lazy("Department or organization"), required=False, max_length=120)
    may_ask = forms.BooleanField(label=gettext_lazy("Ask me when a shift is short of people"), required=False)
    asks_a_week = forms.IntegerField(
        label=gettext_lazy("Ask me at most so many times a week"), min_value=1, max_value=Profile.MOST_ASKS,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "min": 1, "max": Profile.MOST_ASKS}),
        error_messages=dict.fromkeys(["required", "invalid", "min_value", "max_value"], _WHOLE_NUMBER),
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for weekday in range(7):
            field = several(weekday_name(weekday))
            field.choices = [(str(slot(weekday, part)), capfirst(str(words))) for part, words in enumerate(PARTS)]
            self.fields[f"free_{weekday}"] = field
        self.order_fields(["interests", "languages", "neighborhood", *(f"free_{weekday}" for weekday in range(7))])

    @property
    def days(self):
        """The seven fields of free times, as a template draws them."""
        return [self[f"free_{weekday}"] for weekday in range(7)]

    def answers(self, profile):
        """Return what was answered; an interest that is offered no more is kept."""
        values, offered = self.cleaned_data, {int(key) for key, _name in self.fields["interests"].choices}
        found = self.what_and_where()
        kept = [one for one in profile.interests if one not in offered] if profile else []
        return Answers(
            **{**found, "interests": [*found["interests"], *kept]},
            availability=[int(number) for weekday in range(7) for number in values[f"free_{weekday}"]],
            audience=values["audience"], department=values["department"], may_ask=values["may_ask"], asks_a_week=values["asks_a_week"],
        )  # fmt: skip


def initial_of(person, profile):
    """Return the answers that stand in a form to begin with."""
    if profile is None:
        return {"neighborhood": person.neighborhood_id, "languages": [person.language], "audience": Profile.Audience.RESIDENT, "asks_a_week": 1}
    free = {f"free_{weekday}": [str(slot(weekday, part)) for part in range(len(PARTS)) if slot(weekday, part) in profile.availability] for weekday in range(7)}
    return {
        **free, "interests": [str(one) for one in profile.interests], "languages": profile.languages, "neighborhood": person.neighborhood_id,
        "audience": profile.audience, "department": profile.department, "may_ask": profile.agreed_to_asks_at is not None, "asks_a_week": profile.asks_a_week,
    }  # fmt: skip
