"""The form of a segment: everything by clicking, what people have to be and what they must not be."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake.admin import RefusableForm
from languages.names import language_names
from outreach import segments
from outreach.models import Segment
from people.models import Interest, Office, Profile
from places.models import Neighborhood

PARTS = ("only", "except")


class _Ticks(forms.MultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def __init__(self, label):
        super().__init__(label=label, required=False)


class _Numbers(forms.TypedMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def __init__(self, label):
        super().__init__(label=label, required=False, coerce=int)


class _Things(forms.MultipleChoiceField):
    def __init__(self, label):
        super().__init__(label=label, required=False, widget=forms.SelectMultiple(attrs={"size": 8}))


_AREA, _SPEECH, _LIKES = gettext_lazy("Neighborhood"), gettext_lazy("Language they read"), gettext_lazy("Interest")
_CAME, _COMES, _DOES_NOT = gettext_lazy("Took part in"), gettext_lazy("Signed up for"), gettext_lazy("Not signed up for")
_ARE, _ACTIVE = gettext_lazy("Who they are"), gettext_lazy("Last active")


class SegmentForm(RefusableForm):
    """A name, and ticks; `offices` are those whose things may be chosen, set by the admin for a new segment."""

    combine = forms.ChoiceField(label=gettext_lazy("Somebody belongs to it when"), choices=segments.COMBINE, widget=forms.RadioSelect, initial="all")
    only_neighborhood, only_language, only_interest = _Numbers(_AREA), _Ticks(_SPEECH), _Numbers(_LIKES)
    only_took_part, only_signed_up, only_not_signed_up = _Things(_CAME), _Things(_COMES), _Things(_DOES_NOT)
    only_audience, only_active = _Ticks(_ARE), _Ticks(_ACTIVE)
    except_neighborhood, except_language, except_interest = _Numbers(_AREA), _Ticks(_SPEECH), _Numbers(_LIKES)
    except_took_part, except_signed_up = _Things(_CAME), _Things(_COMES)
    except_audience, except_active = _Ticks(_ARE), _Ticks(_ACTIVE)
    offices: tuple[Office, ...] = ()

    class Meta:
        model = Segment
        fields = ("office", "name")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        rule = self.instance.rule if segments.check(self.instance.rule) else {}
        self.fields["combine"].initial = rule.get("combine", "all")
        choices = _choices([self.instance.office] if self.instance.pk else list(self.offices))
        for name, field in self._parts():
            part, kind = name.split("_", 1)
            field.choices = choices[kind]
            field.initial = rule.get(part, {}).get(kind, [])

    def clean(self) -> dict[str, Any]:
        """Put the ticks together; what belongs to another office cannot be part of it."""
        values = super().clean()
        rule: dict[str, Any] = {"combine": values.get("combine", "all"), "only": {}, "except": {}}
        for name, _field in self._parts():
            part, kind = name.split("_", 1)
            if values.get(name):
                rule[part][kind] = values[name]
        office = values.get("office") or (self.instance.office if self.instance.pk else None)
        if office and (said := segments.gone(rule, office)):
            self.add_error(None, forms.ValidationError([_("Choose things of the same office."), *said]))
        self.instance.rule = rule
        return values

    def _parts(self):
        return [(name, field) for name, field in self.fields.items() if name.split("_", 1)[0] in PARTS]


def fields_of(part: str) -> tuple[str, ...]:
    """Return the names of the fields of one part."""
    return tuple(name for name in SegmentForm.base_fields if name.startswith(f"{part}_"))


def _choices(offices: list[Office]) -> dict[str, list]:
    """Return the choices of each kind; things stand in groups, of each office its own."""
    things = [(words, choices) for office in offices for words, choices in segments.things_of(office) if choices]
    return {
        "neighborhood": list(Neighborhood.objects.values_list("pk", "name")), "interest": list(Interest.objects.order_by("name").values_list("pk", "name")),
        "language": list(language_names().items()), "audience": list(Profile.Audience.choices), "active": list(segments.ACTIVE.items()),
        **dict.fromkeys(segments.THINGS, things),
    }  # fmt: skip
