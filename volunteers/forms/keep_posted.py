"""The form of “keep me posted”: a name, a way to be reached, and what one would like; under a minute."""

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from mailing.forms import ContactForm
from people.availability import PARTS, slot, weekday_name
from people.profile_form import WhatAndWhere, several
from volunteers.actions.keep_posted import Form


class KeepPostedForm(ContactForm, WhatAndWhere):
    """Days and parts of the day are asked apart: ten boxes instead of twenty-one."""

    days = several(_("On which days are you usually free?"))
    parts = several(_("At what time of day?"), _("Mornings end at noon, evenings begin at 5 p.m."))
    field_order = ["name", "email", "phone", "language", "interests", "languages", "neighborhood", "days", "parts", "own_device", "key"]

    def __init__(self, *args, offered, **kwargs):
        super().__init__(*args, languages=offered, **kwargs)
        self.fields["days"].choices = [(str(day), weekday_name(day)) for day in range(7)]
        self.fields["parts"].choices = [(str(part), capfirst(str(words))) for part, words in enumerate(PARTS)]

    def to_form(self, default_language):
        """Return what was typed as the verb takes it; only days, or only times of day, mean all of the other."""
        typed, found = self.cleaned_data, self.what_and_where()
        days, parts = [int(day) for day in typed["days"]], [int(part) for part in typed["parts"]]
        free = [slot(day, part) for day in days or range(7) for part in parts or range(len(PARTS))] if days or parts else []
        return Form(
            name=typed["name"], email=typed["email"], phone=typed["phone"], language=typed["language"] or default_language,
            interests=tuple(found["interests"]), languages=tuple(found["languages"]), availability=tuple(sorted(free)),
            neighborhood_id=found["neighborhood"] and found["neighborhood"].pk,
        )  # fmt: skip
