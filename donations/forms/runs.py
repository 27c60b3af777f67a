"""The shape of what a driver presses and types at a stop."""

from django import forms
from django.utils.translation import gettext_lazy as _

from donations.models import PickUpRequest
from intake.fields import NumberField, ParagraphsField

MOST = 100_000  # of one item at once; a larger number is a slip of the finger
State = PickUpRequest.State


class StopForm(forms.Form):
    """What came of a stop; what is left where it was a part; how many of each promised item, where they were counted."""

    state = forms.ChoiceField(
        choices=[(state, state.label) for state in (State.ASSIGNED, State.COLLECTED, State.PARTLY, State.MISSED)],
        error_messages={"required": _("Choose what to note."), "invalid_choice": _("Choose what to note.")},
    )
    seen = forms.ChoiceField(choices=State, required=False)
    left = ParagraphsField(required=False, max_length=600)
    key = forms.CharField(required=False, max_length=43)

    def __init__(self, *args, lines=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.needs = {f"need-{line.need_id}": line.need_id for line in lines}
        for name in self.needs:
            self.fields[name] = NumberField(most=MOST)

    @property
    def first_error(self):
        """Return what is wrong, in one sentence."""
        return next(error for errors in self.errors.values() for error in errors)

    def values(self):
        """Return what was pressed and typed as the verb takes it; an empty number is 0."""
        typed = self.cleaned_data
        counts = {need: typed[name] for name, need in self.needs.items() if typed.get(name)}
        return {"state": typed["state"], "seen": typed["seen"], "left": typed["left"], "key": typed["key"], "counts": counts}


class OnTheWayForm(forms.Form):
    """A press that counts once."""

    key = forms.CharField(required=False, max_length=43)
