"""The language in which somebody is written to and called: of the person, of what they hold, and of the letters that wait."""

from datetime import datetime

from django.apps import apps
from django.db import transaction
from django.utils.translation import gettext as _

from intake.refusal import Refused
from languages.offer import offered_codes
from mailing import calls
from mailing.models import Message
from people.models import Person
from people.things import keepers


@transaction.atomic
def change(*, person: Person, language: str, now: datetime) -> None:
    """Write to a person in another language from now on, about what they hold already too. Twice changes nothing more. Raises Refused for one that is not offered."""
    if language not in offered_codes():
        raise Refused(_("Please choose one of the languages."), field="language")
    for keeper in sorted(keepers(), key=lambda one: one.label):
        _of_things(keeper, person, language)
    Message.objects.filter(person=person, state=Message.State.QUEUED).exclude(language=language).update(language=language)
    calls.say_in(language=language, person=person)
    Person.objects.filter(pk=person.pk).update(language=language, active_at=now)


def _of_things(keeper, person, language):
    model = apps.get_model(keeper.label)
    if has_language(model):
        model.objects.filter(pk__in=keeper.of_persons([person.pk])).exclude(language=language).update(language=language)


def has_language(model) -> bool:
    """Tell whether rows of a model keep the language in which their owner is written to."""
    return any(field.name == "language" for field in model._meta.concrete_fields)
