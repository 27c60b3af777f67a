"""The page of preferences: shape only."""

from django import forms
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from intake.form_keys import KeyField
from languages.models import Language
from languages.offer import offered_codes
from outreach.actions.preferences import Wishes
from outreach.forms.topics import TopicChoices
from outreach.models import Preferences, Subscription
from people.models import Person
from people.profile_form import FROM_THE_LIST

_CHOOSE = dict.fromkeys(["required", "invalid_choice"], FROM_THE_LIST)
PACES = [(Preferences.Pace.WEEKLY, _("Every week")), (Preferences.Pace.MONTHLY, _("Once a month"))]
CHANNELS = {Person.Channel.EMAIL: _("By email"), Person.Channel.PHONE: _("By phone call; then no weekly email comes")}


class PreferencesForm(TopicChoices):
    """Everything one can say about letters; the channel is asked only of who can be reached in two ways."""

    pace = forms.ChoiceField(label=_("How often may the email with what is coming up arrive?"), choices=PACES, widget=forms.RadioSelect, error_messages=_CHOOSE)
    evening_gaps = forms.BooleanField(
        label=_("Tell me in the evening where people are still missing tomorrow"), required=False,
        help_text=_("Only near you, and in one letter with what you are signed up for yourself."),
    )  # fmt: skip
    language = forms.ChoiceField(label=_("We will write to you in"), error_messages=_CHOOSE)
    channel = forms.ChoiceField(label=_("How may we reach you?"), widget=forms.RadioSelect, error_messages=_CHOOSE)
    key = KeyField()
    field_order = ["topics", "pace", "neighborhoods", "interests", "evening_gaps", "language", "channel", "key"]

    def __init__(self, *args, person: Person, **kwargs):
        super().__init__(*args, office=person.office, **kwargs)
        offered = [(code, get_language_info(code)["name_local"]) for code in offered_codes()]
        self.fields["language"].choices = offered if person.language in dict(offered) else [_unfinished(person.language), *offered]
        ways = [Person.Channel.EMAIL] * bool(person.email) + [Person.Channel.PHONE] * bool(person.phone)
        if len(ways) < len(CHANNELS):
            del self.fields["channel"]
        else:
            self.fields["channel"].choices = [(way, CHANNELS[way]) for way in ways]

    def wishes(self) -> Wishes:
        """Return what was filled in as the verb takes it."""
        typed = self.cleaned_data
        return Wishes(
            topics=self.numbers("topics"), pace=typed["pace"], neighborhoods=self.numbers("neighborhoods"), interests=self.numbers("interests"),
            evening_gaps=typed["evening_gaps"], language=typed["language"], channel=typed.get("channel", ""),
        )  # fmt: skip


def _unfinished(code):
    """Return a language we call in and do not write yet: whoever speaks it keeps it until they choose another."""
    return code, Language.objects.filter(code=code).values_list("own_name", flat=True).first() or code


class PressForm(forms.Form):
    """A press that counts once."""

    key = KeyField()


def initial_of(person: Person, preferences: Preferences) -> dict:
    """Return what stands in the form to begin with."""
    standing = Subscription.objects.standing().filter(person=person).values_list("topic", flat=True)
    return {
        "topics": [str(one) for one in standing], "pace": preferences.pace, "neighborhoods": [str(one) for one in preferences.neighborhoods],
        "interests": [str(one) for one in preferences.interests], "evening_gaps": preferences.evening_gaps, "language": person.language, "channel": person.channel,
    }  # fmt: skip
