"""What waits for a proof of an address: pledges and arrangements are settled, held from the letter on, or put on another address."""

from datetime import datetime

from django.db import IntegrityError, transaction

from bookings import seats
from donations import emails
from donations.actions import appointments, pledges
from donations.models import Pledge
from mailing import proof
from people.models import Person, User

State = Pledge.State


def settle(*, ids: list[int], by: User | None, now: datetime) -> None:
    """The address is proved: what is held stands; what came too late stands where it still fits, all of it or nothing."""
    pledges.hold_needs(ids)
    for made in Pledge.objects.filter(pk__in=ids).order_by("pk"):
        made = pledges.locked(made)
        if made.link_id or made.state == State.EXPIRED:
            _settle_one(made, by, now)
        prove(made.person, now)


def prove(person: Person, now: datetime) -> None:
    """Note that a person was reached by the address they gave, else by the number."""
    proved = {"email_confirmed_at": now} if person.email else {"phone_confirmed_at": now}
    Person.objects.filter(pk=person.pk).update(active_at=now, **proved)


def _settle_one(made, by, now):
    if made.state == State.BROUGHT:  # it came before its address was proved: now it can be thanked for
        made.link = None
        made.save(update_fields=["link", "changed_at"])
        _thank(made, now)
        return
    if made.state not in {State.HELD, State.EXPIRED} or not made.drive.takes_goods:
        return
    was_late = made.state == State.EXPIRED
    has_come = made.lines.filter(brought__gt=0).exists()
    made.link, made.until, made.state = None, None, State.PARTLY if has_come else State.PROMISED
    try:
        with transaction.atomic():
            made.save(update_fields=["state", "until", "link", "changed_at"])
    except IntegrityError as error:
        if not seats.says_full(error):
            raise
        made.state = State.EXPIRED  # others have promised it by now; the page says so
        made.save(update_fields=["until", "link", "changed_at"])
        return
    if not was_late:
        appointments.confirm(pledge=made, now=now)
    elif not appointments.keep_again(pledge=made, now=now) and appointments_lost(made):
        Pledge.objects.filter(pk=made.pk).update(location=None)  # the time went to others: they choose a place and a time anew
    if by is None or made.person.is_reached_by_email:  # whoever has just said yes on the phone is not called again to hear it
        emails.pledged(made, now=now)
    if has_come:
        _thank(made, now)


def _thank(made, now):
    for donation in made.donations.filter(person=made.person).select_related("person", "pledge"):
        emails.thanks(donation, now=now, due=now)


def appointments_lost(made: Pledge) -> bool:
    """Tell whether a pledge had a time at a place that takes goods only so."""
    return made.location is not None and made.location.wants_appointments and appointments.window_of(made) is None


@transaction.atomic
def start_clock(*, link_id: int, now: datetime) -> None:
    """The code letter has left: what waits for it is held for a day, or half an hour where little is left of a capped need.

    The letter is locked by now, so this waits for nothing that somebody has in hand: the sweep finds it a minute later.
    """
    for made in Pledge.objects.untimed().filter(link_id=link_id).order_by("pk").select_for_update(skip_locked=True):
        Pledge.objects.filter(pk=made.pk).update(until=pledges.held_until(made, now))


@transaction.atomic
def readdress(*, ids: list[int], typed: dict, email: str = "", phone: str = "", now: datetime):
    """Put pledges that wait for a proof on another address or number. Returns the new link, None where nothing was left to move, and no new refs."""
    link = None
    pledges.hold_needs(ids)
    for made in Pledge.objects.filter(pk__in=ids).order_by("pk"):
        made = pledges.locked(made)
        if made.link_id is None or made.state not in {State.HELD, State.EXPIRED}:
            continue
        person = moved_person(made, typed[made.ref], email, phone)
        link = link or proof.start(email=email, person=person, office=person.office, language=made.language, now=now)
        made.person, made.link = person, link
        if made.state == State.HELD and link.address:
            made.until = None  # a code letter starts the clock anew when it leaves; the day by which we call stays what was said
        made.save(update_fields=["person", "link", "until", "changed_at"])
        appointments.live([made]).update(person=person)
    return link, {}


def moved_person(record, typed: dict, email: str, phone: str) -> Person:
    """Return the person behind what was typed, with the new address or number."""
    reached = {"email": email, "phone": typed["phone"]} if email else {"email": "", "phone": phone}
    return Person.objects.find_or_add(office=record.drive.office, name=typed["name"], language=record.language, **reached)
