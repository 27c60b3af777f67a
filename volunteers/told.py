"""Who was told of a call-off and who was not, with numbers to call: as the letters and calls stand at this moment."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from bookings.models import State
from mailing.desk.words import answer_in_words, state_in_words
from mailing.models import CallTask, Message
from mailing.outbox.fates import KEPT
from volunteers.models import Shift, SignUp

_ON_THE_WAY = {Message.State.QUEUED, Message.State.SENDING}
_NOT_COMING = {State.ATTENDED, State.NO_SHOW, State.EXCUSED}  # without a letter: they are there already, or were known not to come


@dataclass(frozen=True)
class Line:
    """One person with what became of the letter; `may_note` when somebody can note here that they have called."""

    sign_up: SignUp
    what: str
    may_note: bool = False


@dataclass(frozen=True)
class Told:
    """Four lists: to call now, letters on their way, told, and people nobody can reach."""

    to_call: list
    on_the_way: list
    told: list
    unreachable: list

    @property
    def people(self):
        """How many lines there are."""
        return len(self.to_call) + len(self.on_the_way) + len(self.told) + len(self.unreachable)


def called_off_with(shift):
    """Return everything that was called off at the same moment, this shift included."""
    same = (
        Shift.objects.filter(cancelled_at=shift.cancelled_at, opportunity__office=shift.opportunity.office_id) if shift.cancelled_at else Shift.objects.none()
    )
    return same.select_related("opportunity", "venue").order_by("starts", "pk")


def of_shifts(shifts):
    """Return the Told of these shifts; three queries."""
    sign_ups = list(SignUp.objects.filter(shift__in=shifts, state__in=State.LIVE).select_related("person", "shift_role").order_by("person__name", "pk"))
    found = Message.objects.filter(kind="shift_called_off", about__in=[one.ref for one in sign_ups]).defer("text", "html", "values").order_by("pk")
    letters = {letter.about: letter for letter in found}
    open_calls = set(CallTask.objects.filter(message__in=letters.values(), result=CallTask.Result.OPEN).values_list("message", flat=True))
    told = Told([], [], [], [])
    for sign_up in sign_ups:
        letter = letters.get(sign_up.ref)
        if letter is not None or sign_up.state not in _NOT_COMING:
            _sort(told, sign_up, letter, open_calls)
    return told


def _sort(told, sign_up, letter, open_calls):
    if letter is None:
        _to_call(told, sign_up, _("has not confirmed, so no letter goes out"))
    elif letter.pk in open_calls:
        _to_call(told, sign_up, _("waits for a call"), may_note=True)
    elif _was_told(letter):
        told.told.append(
            Line(sign_up, answer_in_words(letter) if letter.smtp_reply == KEPT or letter.smtp_reply == "told by phone" else state_in_words(letter))
        )
    elif letter.state in _ON_THE_WAY and sign_up.person.is_reached_by_email:
        told.on_the_way.append(Line(sign_up, state_in_words(letter)))
    elif letter.state in _ON_THE_WAY:
        _to_call(told, sign_up, _("waits for a call"))
    else:
        _to_call(told, sign_up, state_in_words(letter), may_note=letter.state in (Message.State.FAILED, Message.State.AMBIGUOUS))


def _was_told(letter):
    return letter.state == Message.State.SENT or letter.settled_at is not None or (letter.state == Message.State.HELD and letter.smtp_reply == KEPT)


def _to_call(told, sign_up, what, *, may_note=False):
    """Without a number nobody can call; who was to be told in person can still be noted as told."""
    if sign_up.person.phone:
        told.to_call.append(Line(sign_up, what, may_note))
    else:
        told.unreachable.append(Line(sign_up, what, may_note))
