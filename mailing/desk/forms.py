"""The forms of the call list: shape only."""

from django import forms

from intake.fields import LineField
from mailing.models import CallTask

Result = CallTask.Result


class CallResultForm(forms.Form):
    result = forms.ChoiceField(choices=[(result, result.label) for result in Result if result not in (Result.OPEN, Result.DROPPED)])
    note = LineField(required=False, max_length=300)
