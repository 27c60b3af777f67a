"""Crowds at the real web server for one event: the last places, the same form many times, cancellations all at once."""

from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from bookings.models import State
from events.models import Registration
from mailing import proof
from mailing.models import Message
from people.models import Person
from tests import meetings
from tests.faults import switches

SMALL_AND_FULL = [(20, 2), pytest.param(200, 50, marks=pytest.mark.soak)]


def an_event(places, **more):
    return meetings.event(places=places, starts=timezone.now() + timedelta(days=10), **more)


def filled(one, event, **typed):
    """Open the form of an event and fill it in."""
    values = {"name": "Vera", "email": "vera@example.org", "phone": "", "party_size": "1", "language": "en", "waitlist": "", **typed}
    return one.form(f"/events/{event.slug}/register/", **values)


def rush(resident, at_once, clients, places):
    """Let a crowd send their forms for one event in the same moment; returns the event and the answers by status."""
    event = an_event(places)
    crowd = [resident() for _ in range(clients)]
    forms = [filled(one, event, name=f"Vera {n}", email=f"vera{n}-{event.pk}@example.org") for n, one in enumerate(crowd)]
    answers = at_once(lambda pair: pair[0].post(f"/events/{event.slug}/register/", pair[1]), zip(crowd, forms, strict=True))
    for one in crowd:
        one.close()
    event.refresh_from_db()
    return event, Counter(answer.status for answer in answers)


@pytest.mark.parametrize(("clients", "rounds"), SMALL_AND_FULL)
def test_the_last_places_go_exactly(resident, at_once, clients, rounds):
    for turn in range(rounds):
        places = 1 + turn % 3
        event, answers = rush(resident, at_once, clients, places)
        assert answers == {302: places, 200: clients - places}
        assert (event.taken, Registration.objects.filter(event=event, state=State.HELD).count()) == (places, places)


def test_without_the_trigger_the_last_place_would_go_to_many(resident, at_once):
    with switches.without_trigger("events_registration", "count_seats"):
        event, answers = rush(resident, at_once, 20, 1)
    assert answers[302] > 1 and Registration.objects.filter(event=event).count() > 1


@pytest.mark.parametrize("sensitive", [False, True])
def test_the_same_form_many_times_at_once_is_one_registration_one_person_and_one_letter(resident, at_once, sensitive):
    event = an_event(20, is_sensitive=sensitive)
    vera = resident()
    form = filled(vera, event)
    tabs = [resident() for _ in range(20)]
    for tab in tabs:
        tab.cookies = dict(vera.cookies)
    answers = at_once(lambda tab: tab.post(f"/events/{event.slug}/register/", form), tabs)
    assert {(answer.status, answer.location) for answer in answers} == {(302, "/confirm/")}
    assert (Registration.objects.count(), Message.objects.count(), Person.objects.count()) == (1, 1, 1)


def test_many_browsers_of_one_person_at_once_are_one_registration(resident, at_once):
    event = an_event(20, is_sensitive=True)
    crowd = [resident() for _ in range(12)]
    forms = [filled(one, event) for one in crowd]
    answers = at_once(lambda pair: pair[0].post(f"/events/{event.slug}/register/", pair[1]), zip(crowd, forms, strict=True))
    assert {answer.status for answer in answers} == {302}
    assert (Registration.objects.count(), Person.objects.count()) == (1, 1)


def test_every_freed_place_is_offered_in_order_and_to_nobody_twice(resident, at_once):
    event = an_event(5)
    coming = [meetings.registration(event) for _ in range(5)]
    waiting = [meetings.registration(event, state=State.WAITLISTED, now=timezone.now() + timedelta(seconds=n)) for n in range(8)]
    links = proof.manage_links({one.ref: one.person for one in coming})
    leaving = [at_the_cancel_button(resident(), proof.url(links[one.ref]), one) for one in coming]
    answers = at_once(lambda ready: ready[0].post(*ready[1]), leaving)
    assert {answer.status for answer in answers} == {302}
    event.refresh_from_db()
    offered = list(Registration.objects.filter(event=event, state=State.OFFERED).order_by("waits_since").values_list("pk", flat=True))
    assert event.taken == 5 and offered == [one.pk for one in waiting[:5]]
    assert Message.objects.filter(kind="event_offer").count() == 5


def at_the_cancel_button(browser, address, registration):
    """Open the mailed link and fill in the cancel form, so that only the press is left."""
    page = browser.open_mailed(address)
    return browser, (f"/events/registrations/{registration.pk}/cancel/", browser.form(page))
