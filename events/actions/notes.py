"""Writing to the people of one event: who is reached how, who is not and why; then one letter or call for each, once."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from bookings.models import State
from events.models import Event, Registration
from intake import form_keys
from intake.refusal import Refused
from mailing import letters
from mailing.models import Message
from mailing.reach import reaching
from people.models import User

KIND = "note_to_event"
EXPECTED = {State.CONFIRMED, State.ATTENDED, State.WALK_IN}
IN_LINE = {State.WAITLISTED, State.OFFERED}
AFTER = timedelta(days=3)  # a note about an event that is over is of use for so long


def reached(*, event: Event, with_waitlist: bool) -> reaching.Reached:
    """Return who would get a note, and who not and why; two queries. Cancelled people are not of the event any more."""
    of_event = Registration.objects.filter(event=event, state__in=[*State.LIVE, State.WALK_IN]).select_related("person__office")
    return reaching.sort(of_event.order_by("person__name", "pk"), why_not=lambda one: _why_not(one, with_waitlist))


def _why_not(registration, with_waitlist):
    if registration.person.forgotten_at:
        return _("asked to be forgotten")
    if registration.link_id or registration.state in {State.HELD, State.REQUESTED}:
        return _("has not confirmed")
    if registration.state in IN_LINE and not with_waitlist:
        return _("is on the waitlist")
    return {State.EXCUSED: _("is excused"), State.NO_SHOW: _("did not come")}.get(State(registration.state), "")


@transaction.atomic
def write(*, event: Event, subject: str, text: str, with_waitlist: bool, urgent: bool, key: str, by: User, now: datetime) -> int:
    """Owe a note to everybody it reaches, once per form key; returns how many. Raises Refused."""
    content = ["note-to-event", event.pk, subject, text, with_waitlist, urgent]
    sending = form_keys.use(key=key or form_keys.new_key(), browser=f"user:{by.pk}", content=content, now=now)
    if sending.first is not None:
        return sending.first["people"]
    event = Event.objects.get(pk=event.pk)
    if event.state == Event.State.CANCELLED:
        raise Refused(_("This is cancelled, and everybody was told so."))
    people = reached(event=event, with_waitlist=with_waitlist).people
    if not people:
        raise Refused(_("There is nobody here whom a note would reach."))
    lane = Message.Lane.URGENT if urgent else Message.Lane.NORMAL
    expires = event.ends if event.ends > now else now + AFTER
    values = {"subject": subject, "text": text}
    owed = [letters.Owed(one.person, one, period=sending.key, expires=expires, values=values, language=one.language) for one in people]
    letters.send_many(KIND, owed, lane=lane, now=now)
    form_keys.remember(sending, result={"people": len(people)})
    return len(people)
