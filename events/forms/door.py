"""The shape of what is typed at the door: who came without registering."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bookings import forms as booking_forms
from events import guardians
from events.models import Event


class NewcomerForm(booking_forms.NewcomerForm):
    """Somebody who came without registering. Where a guardian has to agree, whoever is under 18 shows the consent on paper."""

    def __init__(self, *args, event: Event, **kwargs):
        super().__init__(*args, **kwargs)
        if guardians.asks(event):
            self.fields["is_minor"] = forms.BooleanField(label=_("Under 18"), required=False)
            self.fields["consent_seen"] = forms.BooleanField(
                label=_("Paper consent seen"), required=False, help_text=_("Under 18: ask for the form that a parent or guardian has signed. Give it back.")
            )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("is_minor") and not cleaned.get("name"):
            self.add_error("name", _("Write down the name of whoever is under 18."))
        if cleaned.get("is_minor") and not cleaned.get("consent_seen"):
            self.add_error("consent_seen", _("A parent or guardian has to agree. Tick this when you have seen their consent on paper."))
        return cleaned

    def as_typed(self) -> dict[str, Any]:
        """Return what the verb takes of whoever gives a name."""
        return {"is_minor": False, "consent_seen": False, **self.cleaned_data}
