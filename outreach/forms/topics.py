"""What the forms of topics share: the topics of an office, where, and what somebody likes."""

from django import forms
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from languages.content import translated
from outreach.models import Topic
from people.models import Office
from people.profile_form import interest_choices, several
from places.models import Neighborhood

WHERE_HINT = _("Leave them all empty to hear from the whole city.")
LIKES_HINT = _("Leave them all empty to hear of everything.")


class TopicChoices(forms.Form):
    """Nothing is ticked beforehand: who is written to has said so."""

    topics = several(_("What may we write to you about?"))
    neighborhoods = several(_("Which neighborhoods?"), WHERE_HINT)
    interests = several(_("What interests you?"), LIKES_HINT)

    def __init__(self, *args, office: Office, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["topics"].choices = topic_choices(office)
        self.fields["neighborhoods"].choices = [(str(pk), name) for pk, name in Neighborhood.objects.values_list("pk", "name")]
        self.fields["interests"].choices = interest_choices()

    def numbers(self, name: str) -> tuple[int, ...]:
        """Return the ids that were ticked in a field."""
        return tuple(int(key) for key in self.cleaned_data[name])


def topic_choices(office: Office) -> list[tuple[str, str]]:
    """Return the open topics of an office, each with its sentence, in the active language."""
    topics = translated(Topic.objects.filter(office=office, is_open=True), get_language(), ["name", "description"])
    return [(str(topic.pk), format_html("{}<br>{}", _marked(topic.words.name), _marked(topic.words.description))) for topic in topics]


def _marked(words):
    return format_html('<span lang="{}" dir="ltr">{}</span>', words.language, words.text) if words.is_fallback and words.text else words.text
