"""The forms that staff fill in with somebody on the phone ask how they heard of us: the answer is counted as a followed link is."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from people.models import User
from sharing import heard, prompts


class HeardForm(forms.Form):
    """A form with one more question, which nobody must answer. `page` is what it is about (a path without its language); its partners stand in the list."""

    def __init__(self, *args, page: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        self.page = page
        channels = [*prompts.SPOKEN_CHANNELS, *(heard.partners(page) if page else [])]
        self.fields["heard"] = forms.ChoiceField(
            label=_("How did they hear of us?"), required=False, choices=[("", _("They did not say")), *((one, prompts.channel_name(one)) for one in channels)]
        )
        self.order_fields(self.field_order)

    def of_the_booking(self) -> dict[str, Any]:
        """Return what was typed about the booking itself: without how they heard, and without the key of the form."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("heard", "key")}

    def note_heard(self, *, ref: str, by: User) -> None:
        """Keep the answer with the booking (`ref`, app.model:id) that was written down."""
        channel = self.cleaned_data.get("heard")
        if channel:
            heard.say(ref=ref, target=self.page, channel=channel, by=by)
