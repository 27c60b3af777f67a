"""Somebody registers, the code does not come, and they call: what staff enter then is what was held, confirmed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from bookings.models import State
from events.actions import registration_sweeps, registrations
from events.models import Event, Registration
from mailing.models import AccessLink, Message
from tests import makers, meetings
from tests.events.coming import asked, form
from tests.events.reporting import carla
from tests.events.young import mia, typed

pytestmark = pytest.mark.django_db
NOW = makers.NOW


@pytest.fixture
def event(db):
    return meetings.event(places=1)


def fresh(event):
    return Event.objects.select_related("office").get(pk=event.pk)


def held(event, **typed):
    """What a browser holds that has not typed the code; the letter has left."""
    registrations.register(**asked(fresh(event), **typed))
    AccessLink.objects.update(expires=NOW + timedelta(hours=24))
    registration_sweeps.sweep(now=NOW)
    return Registration.objects.get(person__name=typed.get("name", "Vera"))


def entered(event, **typed):
    return registrations.enter(event=fresh(event), form=form(**typed), by=carla(), now=NOW + timedelta(minutes=9))


def test_the_last_place_that_was_held_for_them_is_theirs(event):
    one = held(event, support="A seat near the front")
    assert (one.state, one.until) == (State.HELD, NOW + timedelta(minutes=30))
    assert entered(event) == one
    one.refresh_from_db()
    assert (one.state, one.until, one.link, one.entered_by) == (State.CONFIRMED, None, None, carla())
    assert one.accommodation_requests.get().link is None and Message.objects.filter(kind="registered").count() == 1
    registration_sweeps.sweep(now=NOW + timedelta(days=2))
    assert Registration.objects.get().state == State.CONFIRMED


def test_a_place_in_line_counts_from_when_it_was_asked_for(event):
    taken = meetings.registration(event)
    one = held(event, waitlist=True)
    assert entered(event) == one and Registration.objects.get(pk=one.pk).state == State.WAITLISTED
    Registration.objects.filter(pk=taken.pk).update(state=State.CANCELLED)
    registration_sweeps.sweep(now=NOW + timedelta(hours=1))
    assert Registration.objects.get(pk=one.pk).state == State.OFFERED


def test_a_young_persons_place_waits_for_the_guardian_as_it_would_after_the_code(workshop):
    registrations.register(**{**typed(workshop), "proved": set()})
    one = Registration.objects.get()
    assert one.state == State.HELD
    registrations.enter(event=workshop, form=typed(workshop)["form"], by=carla(), now=timezone.now())
    one.refresh_from_db()
    assert (one.state, one.link) == (State.REQUESTED, None) and one.until > timezone.now() + timedelta(days=2)
    assert Message.objects.filter(kind="event_guardian").count() == 1


def test_what_the_guardian_says_on_the_phone_counts_for_the_place_that_waits_for_it(workshop):
    one = mia(workshop)
    assert registrations.enter(event=workshop, form=typed(workshop, agreed="phone")["form"], by=carla(), now=timezone.now()) == one
    one.refresh_from_db()
    assert (one.state, one.consent.state, one.consent.how) == (State.CONFIRMED, "given", "phone")
    assert Message.objects.filter(kind="registered").count() == 1


def test_whoever_has_a_place_already_keeps_it_and_gets_no_second_letter(event):
    one = entered(event)
    assert entered(event, size=3) == one and Registration.objects.get().party_size == 1
    assert Message.objects.filter(kind="registered").count() == 1
