"""The form of a counted link: shape only."""

from django import forms
from django.utils.translation import gettext_lazy as _

from intake.fields import LineField


class LinkForm(forms.Form):
    """For whom a counted link is."""

    channel = LineField(
        label=_("For which channel or partner"), max_length=100, help_text=_("Such as newsletter, radio, or a partner’s name. Nobody’s own name.")
    )
