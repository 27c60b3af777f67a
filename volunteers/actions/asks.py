"""Asking people for a shift that is short of people: each once, within their limit; replies take the places, first come."""

from datetime import datetime

from django.db import transaction
from django.db.models import F, Q, Sum
from django.utils.translation import gettext as _

from bookings import seats
from bookings.models import State
from intake import form_keys
from intake.refusal import Refused
from mailing import letters
from mailing.models import Message
from people.models import Person, Profile, User
from volunteers import eligibility, emails
from volunteers.actions import sign_up as signing_up
from volunteers.matching import twelve
from volunteers.models import Ask, Opportunity, ShiftRole, SignUp

FIRM = [State.CONFIRMED, State.ATTENDED, State.NO_SHOW, State.EXCUSED]  # a hold or an offer may still come free
LEFT = [Message.State.SENT, Message.State.SENDING, Message.State.AMBIGUOUS]


@transaction.atomic
def ask(*, shift_role: ShiftRole, persons: list[int], by: User, key: str, now: datetime) -> int:
    """Ask these people (ids), once per form key; returns how many. Whoever cannot be asked any more is left out. Raises Refused.

    Their profiles are held, so that two colleagues who ask at once do not pass anybody's weekly limit.
    """
    persons = sorted(set(persons))
    sending = form_keys.use(key=key, browser=f"user:{by.pk}", content=["ask", shift_role.pk, persons], now=now)
    if sending.first is not None:
        return sending.first["asked"]
    check_may_ask(shift_role, now)
    if not persons:
        raise Refused(_("Tick at least one person."))
    if len(persons) > twelve.MOST:
        raise Refused(_("Ask at most %(most)s people at a time.") % {"most": twelve.MOST})
    list(Profile.objects.filter(person__in=persons).select_for_update().order_by("person_id").values_list("pk"))
    right = sorted(twelve.still_right(twelve.wanted_for(shift_role), persons, now=now))
    asks = Ask.objects.bulk_create([Ask(shift_role=shift_role, person_id=one, asked_at=now, asked_by=by) for one in right])
    Profile.objects.filter(person__in=right).update(asked_at=now)
    known = Person.objects.in_bulk(right)
    emails.asked([(one, known[one.person_id]) for one in asks], expires=answered_by(shift_role.shift), now=now)
    form_keys.remember(sending, result={"asked": len(asks)})
    return len(asks)


def answered_by(shift):
    """Return until when an answer is of use (UTC): the end of sign-up, else the start."""
    return min(shift.sign_up_closes or shift.starts, shift.starts)


def check_may_ask(shift_role, now):
    """People can be asked for a shift that takes sign-ups now and has room: whoever says yes must be able to. Raises Refused."""
    if shift_role.shift is None:
        raise Refused(_("People can be asked for a shift only: this work has no date."))
    eligibility.check_open(shift_role, now)
    eligibility.check_window(shift_role, now)
    if shift_role.is_full:
        raise Refused(_("This shift is full. Nobody needs to be asked."))


@transaction.atomic
def say_yes(*, ask: Ask, by: User | None, now: datetime) -> SignUp:
    """Take a place, first come, through the same door as everybody; a second press changes nothing. Raises Full and Refused."""
    eligibility.hold_addresses([ask.person])
    seats.lock(ShiftRole(pk=ask.shift_role_id))
    ask = _locked(ask)
    own = SignUp.objects.live().filter(person=ask.person, shift=ask.shift_id).first()
    if ask.answer == Ask.Answer.COMING and own:
        return own
    if ask.closed_at:
        raise seats.full(0)
    sign_up = _sign_up(ask, by, now)
    ask.answer, ask.answered_at = Ask.Answer.COMING, now
    ask.save(update_fields=["answer", "answered_at"])
    letters.cancel(about=[ask.ref], now=now)
    close_filled(role=ask.shift_role_id, now=now)
    return sign_up


def _sign_up(ask, by, now):
    role, person = ShiftRole.objects.for_sign_up(ask.shift_role_id), ask.person
    if role is None:
        raise Refused(_("This is closed for sign-up."), code="closed")
    form = signing_up.Form(name=person.name, email=person.email, phone=person.phone.as_e164 if person.phone else "", party_size=1, language=person.language)
    if by is None:
        key = form_keys.new_key()
        outcome = signing_up.sign_up(shift_role=role, form=form, proved={person.email}, key=key, browser=ask.ref, now=now)
        return SignUp.objects.get(pk=outcome.ref.partition(":")[2])
    made = signing_up.enter(shift_role=role, form=form, by=by, now=now)
    if not person.is_reached_by_email:  # whoever has just said yes on the phone is not called again to hear it
        letters.cancel(about=[made.ref], kinds=["signed_up"], now=now)
    return made


@transaction.atomic
def say_no(*, ask: Ask, by: User | None, now: datetime) -> Ask:
    """Not this time; no reason is asked. Raises Refused for somebody who has said yes."""
    ask = _locked(ask)
    if ask.answer == Ask.Answer.COMING:
        raise Refused(_("You have said yes already. If you cannot come after all, cancel your sign-up."))
    if not ask.answer:
        ask.answer, ask.answered_at = Ask.Answer.NOT_THIS_TIME, now
        ask.save(update_fields=["answer", "answered_at"])
        letters.cancel(about=[ask.ref], now=now)
        Person.objects.filter(pk=ask.person_id).update(active_at=now)
    return ask


def _locked(ask):
    return Ask.objects.select_for_update(of=("self",)).select_related("person__office").get(pk=ask.pk)


# --- By the clock -----------------------------------------------------------------------------------------------------


def sweep(*, now: datetime) -> None:
    """Close what is over or called off, without a letter; thank the rest where a shift is filled. Safe to run twice."""
    over = (
        Q(shift__starts__lte=now)
        | Q(shift__sign_up_closes__lte=now)
        | Q(shift__cancelled_at__isnull=False)
        | ~Q(shift_role__opportunity__state=Opportunity.State.PUBLISHED)
    )
    closed = list(Ask.objects.open().filter(over).values_list("pk", flat=True)[:1000])
    Ask.objects.open().filter(pk__in=closed).update(closed_at=now)
    full = Q(shift_role__capacity__lte=F("shift_role__taken") + F("shift_role__reserved"))
    for role in sorted(set(Ask.objects.open().filter(full).values_list("shift_role", flat=True))):
        close_filled(role=role, now=now)


@transaction.atomic
def close_filled(*, role: int, now: datetime) -> None:
    """Where every place is firmly taken, thank whoever has been asked and has not answered, once, and close their asks."""
    shift_role = seats.lock(ShiftRole(pk=role))
    if not _is_filled(shift_role):
        return
    waiting = list(Ask.objects.open().filter(shift_role=role).select_for_update(of=("self",)).select_related("person").order_by("pk"))
    Ask.objects.filter(pk__in=[one.pk for one in waiting]).update(closed_at=now)
    refs = [one.ref for one in waiting]
    letters.cancel(about=refs, kinds=["ask"], now=now)
    reached = set(Message.objects.filter(kind="ask", about__in=refs, state__in=LEFT).values_list("about", flat=True))
    coming = set(SignUp.objects.live().filter(shift=shift_role.shift_id, person__in=[one.person_id for one in waiting]).values_list("person", flat=True))
    told = [(one, one.person) for one in waiting if one.ref in reached and one.person_id not in coming and one.person.forgotten_at is None]
    emails.ask_filled(told, expires=shift_role.shift.starts, now=now)


def _is_filled(shift_role):
    if shift_role.capacity is None:
        return False
    firm = SignUp.objects.filter(shift_role=shift_role, state__in=FIRM).aggregate(n=Sum("party_size"))["n"] or 0
    return firm + shift_role.reserved >= shift_role.capacity


def forget(*, person: Person, now: datetime) -> None:
    """Nobody waits for the answer of somebody who is forgotten."""
    Ask.objects.open().filter(person=person).update(closed_at=now)
