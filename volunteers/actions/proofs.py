"""What waits for a proof: confirmed when the address is proved, held from the letter on, or put on another address."""

from datetime import datetime

from django.db import transaction

from bookings import seats
from bookings.deadlines import hold_until
from bookings.models import State
from intake.refusal import Refused
from mailing import proof
from people import consents
from people.models import Person, User
from volunteers import eligibility
from volunteers.actions import requests, sign_ups
from volunteers.actions.sign_up import call_by
from volunteers.models import Group, Hold, SignUp


def settle(*, ids: list[int], by: User | None, now: datetime) -> None:
    """The address is proved: confirm what is held, let what is late in where a place is free, else into the waitlist."""
    found = list(SignUp.objects.filter(pk__in=ids).select_related("person").order_by("shift_role_id", "pk"))
    eligibility.hold_addresses([sign_up.person for sign_up in found])
    for sign_up in found:
        sign_up = sign_ups.locked(sign_up)
        if sign_up.link_id or sign_up.state == State.EXPIRED:
            _settle_one(sign_up, by, now)
        proved = {"email_confirmed_at": now} if sign_up.person.email else {"phone_confirmed_at": now}
        Person.objects.filter(pk=sign_up.person_id).update(active_at=now, **proved)


def _settle_one(sign_up, by, now):
    role = sign_up.shift_role
    if _is_past(role, now) or sign_up.others_of_the_person().exists():  # the person signed up again after this hold expired
        return
    try:
        eligibility.check_places_per_address(sign_up)
    except Refused:
        sign_ups.leave(sign_up, State.DECLINED, now)
        return
    gaps, waited = [], sign_up.state == State.WAITLISTED
    sign_up.link = None
    if waited:
        sign_up.save(update_fields=["link", "changed_at"])
        sign_ups.offer(role, now)
    else:
        gaps = _sit_or_wait(sign_up, now)
    sign_up.refresh_from_db(fields=["state", "until"])
    if _is_news(sign_up, by):
        requests.tell(sign_up, gaps, now=now)


def _is_news(sign_up, by):
    """Whoever has just said yes on the phone is not called again to hear it; that the place was gone by then is news."""
    knows = by is not None and not sign_up.person.is_reached_by_email
    return sign_up.state in {State.WAITLISTED, State.REQUESTED} or (sign_up.state == State.CONFIRMED and not knows)


def _sit_or_wait(sign_up, now):
    """Return what is still missing. Late where nobody waits in line: the place is gone, and the sign-up says so."""
    try:
        return requests.seat(sign_up, now)
    except seats.Full:
        sign_up.state, sign_up.until = State.WAITLISTED if sign_up.shift_role.waitlist else State.EXPIRED, None
        sign_up.save(update_fields=["state", "until", "link", "changed_at"])
        return []


@transaction.atomic
def start_clock(*, link_id: int, now: datetime) -> None:
    """The code letter has left: what waits for it is held for 24 hours, or 30 minutes where places or time are short.

    The letter is locked by now, so this waits for no sign-up that somebody has in hand: the sweep finds it a minute later.
    """
    held = SignUp.objects.untimed().filter(link_id=link_id).select_related("shift_role__shift").order_by("shift_role_id", "pk")
    for sign_up in held.select_for_update(of=("self",), skip_locked=True):
        role = sign_up.shift_role
        until = hold_until(now=now, starts=role.shift and role.shift.starts, places_left=role.places_left)
        SignUp.objects.filter(pk=sign_up.pk).update(until=until)


@transaction.atomic
def readdress(*, ids: list[int], typed: dict, email: str = "", phone: str = "", now: datetime):
    """Put sign-ups that wait for a proof on another address or number, their places kept; what another browser made is made anew as typed here.

    Returns the new link, None where nothing was left to move, and {old ref: new ref}. Raises Refused.
    """
    link, moved = None, {}
    for sign_up in SignUp.objects.filter(pk__in=ids).order_by("shift_role_id", "pk"):
        sign_up = sign_ups.locked(sign_up)
        one, old, is_past = typed[sign_up.ref], sign_up.person, _is_past(sign_up.shift_role, now)
        if one["is_new"] and (is_past or sign_up.link_id is None):
            continue
        reached = {"email": email, "phone": one["phone"]} if email else {"email": "", "phone": phone}
        person = Person.objects.find_or_add(office=old.office, name=one["name"], language=sign_up.language, **reached)
        if is_past:
            moved[sign_up.ref] = _nothing_made(sign_up, person, now).ref
            continue
        link = link or proof.start(email=email, person=person, office=person.office, language=sign_up.language, now=now)
        is_there = SignUp(pk=sign_up.pk, person=person, shift_role=sign_up.shift_role).others_of_the_person().exists()
        if one["is_new"] and is_there:
            sign_ups.leave(sign_up, State.CANCELLED, now)
        elif one["is_new"]:
            _move(sign_up, person, link)
        else:
            made = _nothing_made(sign_up, person, now) if is_there else _anew(sign_up, person, one, link, now)
            moved[sign_up.ref] = made.ref
    return link, moved


def _nothing_made(sign_up, person, now):
    """What another browser made is not this one's to confirm or to move under a new address: a record of nothing stands in for it here."""
    return SignUp.objects.create(shift_role=sign_up.shift_role, person=person, state=State.CANCELLED, language=sign_up.language, waits_since=now)


def _move(sign_up, person, link):
    """A code letter starts the hold's clock anew when it leaves; the day by which we call stays what was said. What the guardian is asked moves along."""
    sign_up.person, sign_up.link = person, link
    if sign_up.state == State.HELD and link.address:
        sign_up.until = None
    sign_up.save(update_fields=["person", "link", "until", "changed_at"])
    consents.move(consent_id=sign_up.consent_id, person=person)


def _anew(sign_up, person, typed, link, now):
    """Hold a place beside another's, or wait for one. Whose guardian has to agree is not known in this browser: staff note it."""
    role, party_size, age = sign_up.shift_role, typed["party_size"], typed.get("age", "")
    eligibility.check_open(role, now)
    eligibility.check_age(role.opportunity, age)
    values = {
        "shift_role": role, "person": person, "party_size": party_size, "language": sign_up.language, "link": link, "waits_since": now,
        "age_band": age, "waiver_text_id": typed.get("waiver"), "notes": typed.get("notes", ""), "children": typed.get("children", 0),
    }  # fmt: skip
    booking = SignUp(state=State.HELD, hold=_kept(role, typed.get("hold"), party_size), **values)
    if not link.address:
        eligibility.check_phone_share(role, party_size)
        booking.until = call_by(role, person, now)
    try:
        seats.take(booking=booking)
    except seats.Full:
        if not role.waitlist:
            raise
        booking = SignUp.objects.create(state=State.WAITLISTED, **values)
    if typed.get("group_name"):
        Group.objects.create(sign_up=booking, name=typed["group_name"], names=typed["group_names"])
    return booking


def _kept(role, hold, party_size):
    """Return the places kept for the partner whose link was opened, where they still hold so many; the role is locked."""
    kept = Hold.objects.standing().filter(pk=hold, shift_role=role).first()
    return kept if kept and party_size <= kept.left else None


def _is_past(role, now):
    return role.is_cancelled or bool(role.shift and role.shift.starts <= now)
