"""Handing a place to a stand-in: a link is shared, and the first who proves an address gets the place whole."""

from dataclasses import asdict
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from bookings import seats
from bookings.models import State
from intake import form_keys
from intake.refusal import Refused
from mailing import letters, proof
from mailing.models import AccessLink
from mailing.outcomes import Outcome
from people.models import Person, User
from volunteers import conditions, eligibility, emails
from volunteers.actions import sign_ups
from volunteers.actions.sign_up import Form
from volunteers.models import SignUp, StandIn

LINK_LIFE = timedelta(days=30)  # after the shift: who opens it then reads that it is over
MOST_WAITING = 10
_WHY_NOT = {
    **dict.fromkeys(["gone", "cancelled", "over"], StandIn.State.TOO_LATE),
    **dict.fromkeys(["own", "on_the_list"], StandIn.State.NOT_NEEDED),
}


def check_can_pass_on(sign_up, now):
    """Only a confirmed place that is still to come can pass to somebody else. Raises Refused."""
    if sign_up.shift_role.is_cancelled:
        raise Refused(_("This was called off. Please choose another date."), code="cancelled")
    if sign_up.state != State.CONFIRMED:
        raise Refused(_("This place is not free any more: it was taken or cancelled."), code="gone")
    if sign_up.shift_role.shift and sign_up.shift_role.shift.starts <= now:
        raise Refused(_("This shift has already begun. Please choose another date."), code="over")


@transaction.atomic
def offer_to_stand_in(*, sign_up: SignUp, by: User | None, now: datetime) -> AccessLink:
    """Return the link by which somebody else can take this place; pressing twice returns the same one. Raises Refused."""
    sign_up = sign_ups.locked(sign_up)
    check_can_pass_on(sign_up, now)
    shift = sign_up.shift_role.shift
    expires = (shift.ends if shift else now) + LINK_LIFE
    made = {"office": sign_up.person.office, "language": sign_up.language, "created_at": now}
    link, _is_new = AccessLink.objects.update_or_create(
        purpose=AccessLink.Purpose.HAND_OVER,
        scope=sign_up.ref,
        person=sign_up.person,
        defaults={"expires": expires},
        create_defaults={"expires": expires, **made},
    )
    return link


@transaction.atomic
def keep_place(*, sign_up: SignUp, by: User | None, now: datetime) -> None:
    """Take the link back: whoever opens it now finds nothing, and whoever waits for a code is too late."""
    sign_ups.locked(sign_up)
    AccessLink.objects.filter(purpose=AccessLink.Purpose.HAND_OVER, scope=sign_up.ref).delete()
    StandIn.objects.waiting().filter(sign_up=sign_up).update(state=StandIn.State.TOO_LATE, link=None)


@transaction.atomic
def take_over(*, sign_up: SignUp, form: Form, proved: set[str], key: str, browser: str, now: datetime) -> Outcome:
    """Take somebody's place, once per form key: at once in a browser that has proved the address, else when the code is typed. Raises Refused."""
    sending = form_keys.use(key=key, browser=browser, content=["stand-in", sign_up.pk, asdict(form)], now=now)
    if sending.first is not None:
        outcome = Outcome(**sending.first)
        return Outcome(**{**sending.first, "address": proof.address_of(outcome.link_id)}) if outcome.link_id else outcome
    check_can_pass_on(sign_up, now)
    person = Person.objects.find_or_add(office=sign_up.person.office, name=form.name, email=form.email, phone=form.phone, language=form.language)
    take = _take if form.email and form.email in proved else _wait
    outcome = take(sign_up, person, form, now)
    form_keys.remember(sending, result={**asdict(outcome), "address": ""})
    return outcome


def _take(sign_up, person, form, now):
    eligibility.hold_addresses([person])  # addresses are held before roles, everywhere
    sign_up = sign_ups.locked(sign_up)
    check_can_pass_on(sign_up, now)
    return Outcome(ref=_pass_on(sign_up, person, form.language, now).ref)


def _wait(sign_up, person, form, now):
    """Nothing is told about who is who before the proof: whose place it is, or that one is on the list already."""
    link = proof.start(email=form.email, person=person, office=person.office, language=form.language, now=now)
    sign_up = sign_ups.locked(sign_up)
    check_can_pass_on(sign_up, now)
    waiting = StandIn.objects.waiting().filter(sign_up=sign_up)
    known = waiting.filter(person=person).first()
    if known is None and waiting.count() >= MOST_WAITING:
        raise Refused(_("Many people are about to take this place. Please choose another date, or call us."), code="too_many")
    stand_in = known or StandIn(sign_up=sign_up, person=person, created_at=now)
    stand_in.link, stand_in.language = link, form.language
    stand_in.save()
    return Outcome(ref=stand_in.ref, link_id=link.pk, address=form.email or form.phone, is_new=known is None)


def _pass_on(sign_up, person, language, now):
    """Move the place in one step, so that it is free for nobody in between; one of a partner's stays the partner's. The role is locked. Raises Refused."""
    if person == sign_up.person:
        raise Refused(_("This is your own place. It stays yours."), code="own")
    new = SignUp(
        shift_role=sign_up.shift_role, person=person, party_size=sign_up.party_size, state=State.CONFIRMED, language=language, waits_since=now,
        hold_id=sign_up.hold_id,
    )  # fmt: skip
    if new.others_of_the_person().exists():
        raise Refused(_("You are on the list of this shift already. The place was not passed on."), code="on_the_list")
    eligibility.check_places_per_address(new)
    _check_answers(new, now)
    sign_up.state = State.CANCELLED
    sign_up.save(update_fields=["state", "changed_at"])
    letters.cancel(about=[sign_up.ref], now=now)
    seats.take(booking=new)
    StandIn.objects.waiting().filter(sign_up=sign_up).exclude(person=person).update(state=StandIn.State.TOO_LATE, link=None)
    emails.handed_over(sign_up, now=now)
    emails.placed(new, now=now)
    return new


def _check_answers(new, now):
    """A stand-in is asked for a name only: whoever must say an age, sign or be approved first is asked to sign up on the date's own page."""
    opportunity = new.shift_role.opportunity
    if opportunity.minimum_age:
        known = SignUp.objects.filter(person=new.person, shift_role__opportunity__minimum_age__gte=opportunity.minimum_age, age_band=SignUp.AgeBand.ADULT)
        new.age_band = SignUp.AgeBand.ADULT if known.exists() else SignUp.AgeBand.NOT_ASKED
    if (opportunity.minimum_age and not new.age_band) or conditions.missing(new, now):
        raise Refused(
            _("This date asks for more than a name: an age, an agreement or a training. Please sign up for a date of it once, or call us."), code="conditions"
        )


def settle(*, ids: list[int], by: User | None, now: datetime) -> None:
    """The address is proved: the place passes over, or it is gone and the stand-in is told so on the page."""
    found = list(StandIn.objects.waiting().filter(pk__in=ids).select_related("sign_up", "person__office").order_by("sign_up__shift_role_id", "pk"))
    eligibility.hold_addresses([stand_in.person for stand_in in found])
    for stand_in in found:
        sign_up = sign_ups.locked(stand_in.sign_up)
        stand_in = StandIn.objects.select_for_update(of=("self",)).select_related("person__office").get(pk=stand_in.pk)
        if stand_in.state != StandIn.State.WAITING:
            continue
        try:
            with transaction.atomic():
                check_can_pass_on(sign_up, now)
                stand_in.took = _pass_on(sign_up, stand_in.person, stand_in.language, now)
            stand_in.state = StandIn.State.CAME_IN
        except Refused as refused:
            stand_in.state = _WHY_NOT.get(refused.code, StandIn.State.REFUSED)
        stand_in.link = None
        stand_in.save(update_fields=["took", "state", "link"])
        proved = {"email_confirmed_at": now} if stand_in.person.email else {"phone_confirmed_at": now}
        Person.objects.filter(pk=stand_in.person_id).update(active_at=now, **proved)


@transaction.atomic
def readdress(*, ids: list[int], typed: dict, email: str = "", phone: str = "", now: datetime):
    """Put stand-ins that wait for a proof on another address or number; what another browser made is made anew as typed here.

    Returns the new link, None where nothing was left to move, and {old ref: new ref}. Raises Refused.
    """
    link, moved = None, {}
    for old in StandIn.objects.waiting().filter(pk__in=ids).select_related("person__office").order_by("pk"):
        one = typed[old.ref]
        reached = {"email": email, "phone": one["phone"]} if email else {"email": "", "phone": phone}
        person = Person.objects.find_or_add(office=old.person.office, name=one["name"], language=old.language, **reached)
        link = link or proof.start(email=email, person=person, office=person.office, language=old.language, now=now)
        values = {"sign_up": old.sign_up, "person": person, "link": link, "language": old.language, "created_at": now}
        new, _is_new = StandIn.objects.waiting().get_or_create(sign_up=old.sign_up, person=person, state=StandIn.State.WAITING, defaults=values)
        moved[old.ref] = new.ref
        if one["is_new"] and new != old:
            old.delete()
    return link, moved
