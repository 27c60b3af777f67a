"""Something in each drawer of the staff's morning: people to call, an offer without an answer, letters that came back, hours to approve."""

from datetime import timedelta

from django.db.models import F
from django.utils import timezone

from bookings.deadlines import offer_until
from bookings.models import State
from intake.refusal import Refused
from mailing.models import Message
from mailing.reach.suppression import suppress
from people.models import Person
from volunteers import emails
from volunteers.actions import hours
from volunteers.actions.hours import Work
from volunteers.actions.sign_up import Form, sign_up
from volunteers.models import ShiftRole, SignUp

CALLERS = [
    ("Rosa Peña", "+16175550111", "es"),
    ("Earl Hughes", "+16175550124", "en"),
    ("Guerda Charles", "+18575550133", "ht"),
    ("Wai-Kit Leung", "+16175550158", "zh-hant"),
    ("Zenaida Tavares", "+15085550162", "kea"),
    ("Ruth Coleman", "+17815550175", "en"),
]
OFFERS = 3
HOURS = [90, 240, 45]  # minutes
RETURNED = 4
REPLY = "550 5.1.1 <{address}>: Recipient address rejected: User unknown in virtual mailbox table"


def fill_drawers(now):
    """Make them through the same verbs the portal itself uses."""
    ask_for_calls(now)
    offer_places(now)
    return_letters(now)
    write_down_hours(now)


def ask_for_calls(now):
    """People without email ask for a place: each is kept until the office has called."""
    roomy = ShiftRole.objects.filter(shift__starts__gt=now + timedelta(days=3), capacity__gte=F("taken") + 4, opportunity__office__is_main=True)
    free = iter(roomy.select_related("shift", "opportunity__office").order_by("shift__starts", "id")[:60:4])
    for number, (name, phone, language) in enumerate(CALLERS):
        form = Form(name=name, email="", phone=phone, party_size=1, language=language)
        for role in free:
            try:
                sign_up(shift_role=role, form=form, proved=set(), key=f"demonstration-call-{number}", browser="demonstration", now=now)
            except Refused:
                continue
            break


def offer_places(now):
    """Somebody cancelled; whoever waited longest has been asked and has not answered yet."""
    line = SignUp.objects.waiting().filter(party_size=1, person__channel="email", shift__starts__gt=now + timedelta(days=1)).order_by("shift__starts", "id")
    offered = 0
    for waiting in line.select_related("person", "shift_role__shift")[:40]:
        seated = SignUp.objects.confirmed().filter(shift_role=waiting.shift_role, party_size=1).first()
        if seated is None or offered == OFFERS:
            continue
        SignUp.objects.filter(id=seated.id).update(state=State.CANCELLED)
        waiting.state = State.OFFERED
        waiting.until = offer_until(now=now, starts=waiting.shift_role.shift.starts, zone=waiting.shift_role.zone)
        waiting.save(update_fields=["state", "until"])
        emails.waitlist_offer(waiting, now=now)
        offered += 1


def write_down_hours(now):
    """People who work from home have written down what they did in the last days."""
    roles = ShiftRole.objects.filter(opportunity__kind="remote", opportunity__office__is_main=True, capacity__gt=F("taken"))
    people = Person.objects.filter(office__is_main=True).exclude(email="").order_by("pk")
    chosen = zip(roles.select_related("opportunity").order_by("pk")[: len(HOURS)], people[: len(HOURS)], HOURS, strict=False)
    for number, (role, person, minutes) in enumerate(chosen):
        own = SignUp.objects.create(shift_role=role, person=person, state=State.CONFIRMED, language=person.language, waits_since=now)
        work = Work(timezone.localdate(now) - timedelta(days=number + 1), minutes)
        hours.claim(sign_up=own, work=work, key=f"demonstration-hours-{number}", browser="demonstration", now=now)


def return_letters(now):
    """The mail server refused these addresses for good."""
    for one in SignUp.objects.confirmed().filter(person__channel="email", shift__starts__gt=now).select_related("person").order_by("-id")[:RETURNED]:
        person, reply = one.person, REPLY.format(address=one.person.email)
        suppress(address=person.email, reason="refused", smtp_reply=reply, now=now)
        Message.objects.create(
            person=person,
            recipient=f"p:{person.id}",
            office_id=person.office_id,
            lane=Message.Lane.URGENT,
            kind="signed_up",
            about=one.ref,
            language=one.language,
            state=Message.State.FAILED,
            due=now - timedelta(hours=2),
            attempts=1,
            smtp_reply=reply,
        )
