"""A young person whose guardian has not answered keeps the place while the event is called off, and the guardian is asked again when it takes place after all."""

from datetime import timedelta

import pytest
from django.utils import timezone

from bookings.deadlines import KEPT
from bookings.models import State
from events.actions import events, registration_sweeps
from mailing.models import Message
from tests import makers
from tests.events.young import guardians_browser, mia

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("put_off_first", [False, True])
def test_the_place_is_kept_while_it_is_called_off_and_asked_for_again(workshop, put_off_first):
    one, carla, now = mia(workshop), makers.staff(), timezone.now()
    if put_off_first:
        events.postpone(event=workshop, reason="A storm comes.", when=None, by=carla, now=now)
    events.cancel(event=workshop, reason="No hall.", by=carla, now=now)
    registration_sweeps.sweep(now=now + timedelta(days=5))
    one.refresh_from_db()
    assert (one.state, one.until, one.event.taken) == (State.REQUESTED, None, 1)
    assert not Message.objects.filter(kind="event_request_expired").exists()
    _ana, page, _url = guardians_browser(one.consent)
    assert "There is nothing left to agree to" in page.content.decode()
    now += timedelta(days=5)
    events.restore(event=workshop, by=carla, now=now)
    if put_off_first:
        when = events.When(workshop.starts + timedelta(days=7), workshop.ends + timedelta(days=7), workshop.venue)
        events.set_new_date(event=workshop, when=when, reason="", by=carla, now=now)
    one.refresh_from_db()
    assert (one.state, one.until) == (State.REQUESTED, now + KEPT)
    assert Message.objects.filter(kind="event_guardian").exclude(state="cancelled").count() == 1
    registration_sweeps.sweep(now=now + KEPT)
    one.refresh_from_db()
    assert one.state == State.EXPIRED
