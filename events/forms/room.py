"""What is typed about the room: who wants to speak, and what was said."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from events.models import Event, Speaker
from events.speaker_rules import LONGEST_NAME, LONGEST_TOPIC
from intake.fields import LineField, NumberField
from intake.form_keys import KeyField
from intake.presses import AgoField, PressForm
from intake.sensitive import NotesField

MOST_PEOPLE = 5000
_NAME = {
    "required": _("Write a name to call. Any name will do."),
    "max_length": _("This name is too long: at most %(limit_value)d letters fit. Please shorten it."),
}


class SpeakerForm(forms.Form):
    """A name to call, what about, and from where."""

    name = LineField(label=_("Name to call"), max_length=LONGEST_NAME, help_text=_("Any name will do. It is forgotten 30 days after."), error_messages=_NAME)
    topic = LineField(label=_("What about?"), required=False, max_length=LONGEST_TOPIC)
    attends = forms.ChoiceField(
        label=_("From where do you speak?"), choices=[("in_person", _("In the room")), ("online", _("Online or by phone"))], widget=forms.RadioSelect,
        error_messages={"required": _("Choose from where you speak."), "invalid_choice": _("Choose from where you speak.")},
    )  # fmt: skip
    key = KeyField()

    def __init__(self, *args, event, **kwargs):
        super().__init__(*args, **kwargs)
        if event.mode != Event.Mode.HYBRID:
            del self.fields["attends"]
        self.way = "online" if event.mode == Event.Mode.ONLINE else "in_person"

    @property
    def typed(self):
        """What was typed, as the verb takes it; where there is one way only it is that one."""
        typed = self.cleaned_data
        return {"name": typed["name"], "topic": typed["topic"], "attends": typed.get("attends") or self.way, "key": typed["key"]}

    def words(self):
        """Return what is wrong, in one line, for the script."""
        return " ".join(dict.fromkeys(error for errors in self.errors.values() for error in errors))


class HandForm(SpeakerForm):
    """A raised hand: written down by staff."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].help_text = gettext("Any name will do: “the man in the red coat” too.")


class MarkForm(PressForm):
    """What became of a speaker."""

    state = forms.ChoiceField(choices=Speaker.State)


class RemarkForm(forms.Form):
    """What was said, by theme, without a name."""

    theme = LineField(label=_("Theme"), max_length=80, widget=forms.TextInput(attrs={"list": "themes"}), error_messages={"required": _("Name the theme.")})
    text = NotesField(
        label=_("What was said"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}), help_text=_("Without names."),
        error_messages={"required": _("Write what was said, in a few words.")},
    )  # fmt: skip
    times = NumberField(label=_("Said by how many people"), most=MOST_PEOPLE, initial=1)
    key = KeyField()
    ago = AgoField()

    def words(self):
        """Return what is wrong, in one line, for the script."""
        return " ".join(dict.fromkeys(error for errors in self.errors.values() for error in errors))
