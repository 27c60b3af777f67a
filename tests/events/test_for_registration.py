"""What a registration reads of an event: little, in one statement, and the same as the event's own rows say."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from events import for_registration
from events.models import Event
from tests import makers, meetings

pytestmark = pytest.mark.django_db


def test_it_is_the_same_event_with_its_office_and_whoever_waits():
    event = meetings.event(places=3)
    found = for_registration.find(event.slug)
    for name in for_registration._OF_EVENT:  # noqa: SLF001  every column in its place
        assert getattr(found, name) == getattr(Event.objects.get(pk=event.pk), name), name
    assert found.office.places_per_address == event.office.places_per_address and found.smallest_waiting is None
    meetings.registration(event, state="waitlisted", size=2)
    assert for_registration.find(event.slug).smallest_waiting == 2


@pytest.mark.parametrize("state", ["draft", "unknown"])
def test_what_nobody_has_announced_is_not_found(state):
    slug = meetings.event(state="draft", published_at=None).slug if state == "draft" else "nothing"
    assert for_registration.find(slug) is None
    assert Client().post(f"/events/{slug}/register/", {}).status_code == 404


def test_a_good_form_asks_for_nothing_more_of_the_event():
    event = meetings.event(places=5, starts=makers.noon(10))
    page = Client()
    key = page.get(f"/events/{event.slug}/register/").context["form"]["key"].value()
    with CaptureQueriesContext(connection) as asked:
        sent = {"key": key, "name": "Vera", "email": "vera@example.org", "phone": "", "party_size": "1", "language": "en"}
        assert page.post(f"/events/{event.slug}/register/", sent).status_code == 302
    of_event = [one["sql"] for one in asked if 'FROM "events_event"' in one["sql"] or "FROM events_event event" in one["sql"]]
    assert len(of_event) == 1 and len(asked) < 18, [one["sql"][:120] for one in asked]
