"""How questions answer for what a person holds: told to the floors below, which know no names."""

from datetime import datetime

from django.utils.translation import gettext as _

from events import question_words as words
from events.actions import asking, questions
from events.asked_retention import GONE
from events.models import Question
from languages import formats
from mailing import letters
from people import merging
from people.forgetting import register as register_forgetting
from people.models import Person
from people.things import Keeper, found_by_link
from people.things import register as register_things


def register() -> None:
    """Tell the floors below; called once when the portal starts."""
    register_things(
        Keeper(
            label="events.question",
            fetch=words.fetch,
            words=words.thing,
            **found_by_link(Question, Question.objects.all)
            | {"held_by": lambda links: list(asking.asked_alone(Question).filter(link__in=links).values_list("pk", "link"))},
            settle=questions.settle,
            start_clock=lambda *, link_id, now: None,  # nothing is held here
            readdress=questions.readdress,
            url=lambda pk: Question(pk=pk).get_absolute_url(),
            entries=lambda *, persons, since: [],
        )
    )
    register_forgetting(forget)
    merging.register(merging.moves(Question, tell=_tell))


def forget(*, person: Person, now: datetime) -> None:
    """Drop what somebody wrote, and who it was; what the office put into words for everybody stays."""
    own = Question.objects.filter(person=person)
    letters.cancel(about=list(own), now=now)
    own.filter(link__isnull=False).delete()  # nobody has looked at it yet
    own.update(text=GONE, declined_because="", person=None)


def _tell(person):
    count = person.questions.count()
    return [(_("Questions in advance"), formats.whole_number(count) if count else "")]
