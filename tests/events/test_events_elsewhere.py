"""Events on the home page and on the page of a neighborhood, and how staff say which event volunteer work is for."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from civic import called_off
from events.models import Event
from people.models import OfficeRole
from tests import makers, meetings
from tests.events.reading import get, text
from tests.staff.conftest import make_staff, signed_in
from volunteers.models import Opportunity

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def city(db):
    makers.city()
    makers.office()


def in_days(days):
    return timezone.now() + timedelta(days=days)


def test_home_has_a_door_with_the_number_of_this_week():
    assert "Come to an event" not in text("/")
    meetings.event(starts=in_days(2))
    meetings.event(starts=in_days(8))
    meetings.event(starts=in_days(3), state="draft")
    assert "Come to an event 1 event this week" in text("/")
    meetings.event(starts=in_days(3))
    assert "Come to an event 2 events this week" in text("/")


def test_the_door_stands_in_the_navigation_of_every_page():
    assert '<li><a href="/events/">Events</a></li>' in get("/volunteer/").text and '<a href="/events/" aria-current="true">' in get("/events/").text


def test_the_coming_days_hold_events_beside_volunteer_work():
    starts = (timezone.localtime() + timedelta(days=2)).replace(hour=12, minute=0, second=0, microsecond=0)
    makers.role(of=makers.opportunity(title="Sort food"), starts=starts)
    meetings.event(title="Listen", starts=starts)
    meetings.event(title="Off", starts=starts, state="cancelled")
    page = text("/")
    days = page[page.index("The next seven days") :]
    assert "Sort food" in days and "Listen Listening session · noon to 2 p.m." in days and "Off" not in days


def test_a_day_with_nothing_but_an_event_is_listed():
    meetings.event(title="Listen", starts=in_days(2))
    assert "Listen" in text("/")[text("/").index("The next seven days") :]


def test_what_is_called_off_soon_stands_on_the_red_line():
    meetings.event(title="Town hall", starts=timezone.now() + timedelta(hours=2), state="cancelled", reason="No heat.")
    meetings.event(title="Far away", starts=in_days(5), state="cancelled")
    meetings.event(title="Secret", starts=timezone.now() + timedelta(hours=2), state="cancelled", invited_only=True)
    off = called_off.soon(language="en", now=timezone.now())
    assert [(str(line["thing"].words.title), line["reason"]) for line in off.lines] == [("Town hall", "No heat.")]
    assert "Town hall" in text("/") and "No heat." in text("/")


def test_a_neighborhood_shows_its_events_and_counts_them_on_the_map():
    meetings.event(title="Here", starts=in_days(2))
    meetings.event(title="Elsewhere", starts=in_days(2), neighborhood=None)
    said = text("/places/dorchester/")
    assert "Events here" in said and "Here" in said and "Elsewhere" not in said
    assert '<a href="/places/dorchester/">Dorchester</a> <span class="quiet">1</span>' in get("/").text


def test_staff_choose_among_events_of_their_own_office_that_are_not_over():
    carla, other = (
        make_staff("carla@example.org", makers.office(), OfficeRole.Role.COORDINATOR),
        makers.office(slug="other", is_main=False, name="Other office"),
    )
    own, over = meetings.event(title="Own", starts=in_days(5)), meetings.event(title="Over", starts=in_days(-5))
    meetings.event(title="Foreign", starts=in_days(5), office=other)
    work = makers.opportunity(event=over)
    page = signed_in(carla).get(f"/admin/volunteers/opportunity/{work.pk}/change/").text
    choices = re.search(r'<select name="event".*?</select>', page, re.DOTALL)[0]
    assert own.title in choices and over.title in choices and "Foreign" not in choices
    assert Opportunity.objects.get(pk=work.pk).event == over and Event.objects.count() == 3
