"""Who was asked anew after the time or place changed, and what they answered: “I'm coming”, “I can't” (which cancels), or nothing yet."""

from dataclasses import dataclass

from django.db.models import CharField, Exists, F, OuterRef, Value
from django.db.models.functions import Cast, Concat

from bookings.models import State
from mailing.models import Message
from volunteers.models import SignUp
from volunteers.told_states import MOVED

_GONE = {State.CANCELLED, State.DECLINED}


@dataclass(frozen=True)
class Answers:
    """How many of those who were asked anew are coming, cannot, and have not answered."""

    coming: int
    gone: int
    waiting: int


def asked():
    """Return the letters that asked anew and were not taken back."""
    return Message.objects.filter(kind=MOVED).exclude(state__in=[Message.State.CANCELLED, Message.State.EXPIRED])


def _is_about(sign_up):
    """Letters about the sign-up of this number."""
    return asked().filter(about=Concat(Value(f"{SignUp._meta.label_lower}:"), Cast(sign_up, CharField())))


def with_question(sign_ups):
    """Return these sign-ups, each knowing whether it was asked anew (`was_asked`)."""
    return sign_ups.annotate(was_asked=Exists(_is_about(OuterRef("pk"))))


def since_the_change(sign_ups) -> Answers | None:
    """Mark who of these `with_question` has not answered (`waits_for_answer`), and return the numbers; None when nobody was asked."""
    of_them = [one for one in sign_ups if one.was_asked]
    for one in of_them:
        one.waits_for_answer = one.state == State.CONFIRMED and not one.answer
    if not of_them:
        return None
    waiting, gone = sum(one.waits_for_answer for one in of_them), sum(one.state in _GONE for one in of_them)
    return Answers(coming=len(of_them) - waiting - gone, gone=gone, waiting=waiting)


def waiting(*, now, until):
    """Return the confirmed sign-ups of shifts between these moments whose people were asked anew and have not answered."""
    found = SignUp.objects.filter(state=State.CONFIRMED, answer=SignUp.Answer.NONE, link=None, shift__starts__gt=now, shift__starts__lte=until)
    return found.filter(Exists(_is_about(OuterRef("pk"))), shift__cancelled_at=None, person__forgotten_at=None).annotate(begins=F("shift__starts"))
