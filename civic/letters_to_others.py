"""“Forget me”: what letters to others say of a person goes as well, such as the one to a guardian, or to whoever leads a shift."""

from datetime import datetime

from mailing.models import CallTask, KeptLetter, Message
from people import forgetting
from people.models import Person


def register() -> None:
    """Tell the floor of people; called once when the portal starts."""
    forgetting.register(empty, is_last=True)


def empty(*, person: Person, now: datetime) -> None:
    """Empty what has left about anything of theirs, whoever got it. What is still to leave is written from the record, which has no name any more."""
    about = Message.objects.filter(about__in=forgetting.refs_of(person)).exclude(person=person)
    CallTask.objects.filter(message__in=about).update(script="", note="")
    KeptLetter.objects.filter(message__in=about).delete()
    about.exclude(state__in=[Message.State.QUEUED, Message.State.SENDING]).update(subject="", text="", html="", values={})
