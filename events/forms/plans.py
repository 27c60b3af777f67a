"""The plan before an event and the review after it, side by side."""

from django import forms

from events.actions.plans import PLAN, REVIEW
from events.models import EngagementPlan
from intake.sensitive import NotesField

LONGEST = 4000


class _PlanForm(forms.Form):
    names: tuple[str, ...] = ()

    seen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in self.names:
            label = EngagementPlan._meta.get_field(name).verbose_name
            self.fields[name] = NotesField(
                label=str(label)[:1].upper() + str(label)[1:], required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3})
            )

    @property
    def values(self):
        """What was typed, by field of the plan."""
        return {name: self.cleaned_data[name] for name in self.names}


class PlanForm(_PlanForm):
    """Before: who, how they hear, which supports, what decision."""

    names = PLAN


class ReviewForm(_PlanForm):
    """After: the same, as it was; and what we change next time."""

    names = REVIEW
