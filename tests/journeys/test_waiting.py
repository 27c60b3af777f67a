"""The waitlist, the offer with its deadline, the reminder, and the empty place that goes to the next person."""

import re
from datetime import timedelta

from django.utils import timezone

from bookings.models import State
from tests import makers
from tests.journeys.walking import LINK
from volunteers.actions import reminders, sign_ups
from volunteers.models import SignUp


def state_of(name):
    return SignUp.objects.get(person__name=name).state


def manage_address(letter):
    return next(address for address in LINK.findall(letter.text) if "/my/link/" in address)


def test_who_waits_is_offered_a_place_says_yes_and_who_says_no_leaves_it_to_the_next(walk, shift):
    holder = makers.sign_up(shift, size=10)
    waiting = {}
    for name in ("Vera", "Dan", "Sam"):
        email = f"{name.lower()}@example.org"
        waiting[name] = walk(width=320).sign_up(shift, name=name, email=email)
        waiting[name].type_code(waiting[name].code(email))
        assert waiting[name].heading == "You are on the waitlist"
        assert "waitlist" in waiting[name].letter("waitlisted", email).subject.lower()

    sign_ups.change_party(sign_up=holder, party_size=9, by=makers.staff(), now=timezone.now())
    assert [state_of(name) for name in waiting] == [State.OFFERED, State.WAITLISTED, State.WAITLISTED]

    vera = walk(width=320, javascript=False)
    vera.open(manage_address(waiting["Vera"].letter("waitlist_offer", "vera@example.org")))
    assert vera.heading.startswith("A place is free for you until") and re.search(r"day, \w+ \d+", vera.heading)
    vera.press("No, give it to the next person")
    assert [state_of(name) for name in waiting] == [State.DECLINED, State.OFFERED, State.WAITLISTED]

    dan = walk().open(manage_address(waiting["Dan"].letter("waitlist_offer", "dan@example.org")))
    dan.press("Yes, I take the place")
    assert dan.heading == "You are signed up" and [state_of(name) for name in waiting] == [State.DECLINED, State.CONFIRMED, State.WAITLISTED]
    assert dan.letter("signed_up", "dan@example.org")


def test_an_offer_that_has_ended_says_so(walk, shift):
    one = makers.sign_up(shift, who=makers.person(), state=State.OFFERED, until=timezone.now() + timedelta(minutes=5))
    from_letter = walk(width=320)
    sign_ups.emails.waitlist_offer(one, now=timezone.now())
    from_letter.open(manage_address(from_letter.letter("waitlist_offer")))
    SignUp.objects.update(until=timezone.now() - timedelta(minutes=1))
    from_letter.press("Yes, I take the place")
    assert "This offer has ended" in from_letter.text and state_of("Vera") == State.OFFERED


def test_the_reminder_asks_and_i_am_coming_is_noted(walk, shift):
    one = makers.sign_up(shift, who=makers.person())
    vera = walk(width=320, javascript=False)
    vera.open(reminder_to(vera, one))
    vera.press("I’m coming")
    assert "You told us that you are coming" in vera.text
    assert (SignUp.objects.get().answer, SignUp.objects.get().state) == ("coming", State.CONFIRMED)


def test_i_cannot_in_the_reminder_offers_the_place_to_the_next_person(walk, shift):
    one = makers.sign_up(shift, who=makers.person(), size=10)
    dan = makers.person("Dan", "dan@example.org")
    makers.sign_up(shift, who=dan, state=State.WAITLISTED)
    vera = walk(width=320)
    vera.open(reminder_to(vera, one))
    vera.follow("I can’t").press("Yes, cancel")
    assert state_of("Vera") == State.CANCELLED and state_of("Dan") == State.OFFERED
    assert "cancelled" in vera.text.lower()
    assert vera.letter("sign_up_cancelled") and vera.letter("waitlist_offer", "dan@example.org")


def reminder_to(walk, sign_up):
    """Let the clock come to three days before the shift, 10 a.m. there; return the address in the reminder that leaves then."""
    day = (sign_up.shift_role.shift.local_starts - timedelta(days=3)).replace(hour=10, minute=1)
    reminders.queue(now=day)
    walk.post(at=day)
    return manage_address(walk.letter("reminder", sign_up.person.email))
