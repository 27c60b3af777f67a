"""Writing to the people of one shift: who is reached how, who is not and why; then one letter or call for each, once."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from bookings.models import State
from intake import form_keys
from intake.refusal import Refused
from mailing.models import Message
from mailing.reach import reaching
from people.models import User
from volunteers import emails
from volunteers.models import Shift, SignUp

EXPECTED = {State.CONFIRMED, State.ATTENDED, State.WALK_IN}
IN_LINE = {State.WAITLISTED, State.OFFERED}
AFTER = timedelta(days=3)  # a note about a shift that is over is of use for so long


def reached(*, shift: Shift, with_waitlist: bool) -> reaching.Reached:
    """Return who would get a note, and who not and why; two queries. Cancelled people are not of the shift any more."""
    of_shift = SignUp.objects.filter(shift=shift, state__in=[*State.LIVE, State.WALK_IN]).select_related("person__office", "shift_role__shift")
    sign_ups = list(of_shift.order_by("person__name", "pk"))
    return reaching.sort(sign_ups, why_not=lambda sign_up: _why_not(sign_up, with_waitlist))


def _why_not(sign_up, with_waitlist):
    if sign_up.person.forgotten_at:
        return _("asked to be forgotten")
    if sign_up.link_id or sign_up.state in {State.HELD, State.REQUESTED}:
        return _("has not confirmed")
    if sign_up.state in IN_LINE and not with_waitlist:
        return _("is on the waitlist")
    return {State.EXCUSED: _("is excused"), State.NO_SHOW: _("did not come")}.get(State(sign_up.state), "")


@transaction.atomic
def write(*, shift: Shift, subject: str, text: str, with_waitlist: bool, urgent: bool, key: str, by: User, now: datetime) -> int:
    """Owe a note to everybody it reaches, once per form key; returns how many. Raises Refused."""
    content = ["note", shift.pk, subject, text, with_waitlist, urgent]
    sending = form_keys.use(key=key or form_keys.new_key(), browser=f"user:{by.pk}", content=content, now=now)
    if sending.first is not None:
        return sending.first["people"]
    if shift.cancelled_at:
        raise Refused(_("This is called off, and everyone was told so."))
    people = reached(shift=shift, with_waitlist=with_waitlist).people
    if not people:
        raise Refused(_("There is nobody here whom a note would reach."))
    lane = Message.Lane.URGENT if urgent else Message.Lane.NORMAL
    expires = shift.ends if shift.ends > now else now + AFTER
    emails.note_to_shift(people, values={"subject": subject, "text": text}, period=sending.key, lane=lane, expires=expires, now=now)
    form_keys.remember(sending, result={"people": len(people)})
    return len(people)
