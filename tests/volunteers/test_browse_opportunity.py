"""The page of one opportunity: facts, dates, and one clear way to join or the reason why not."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from languages.content import set_translation
from tests.volunteers import making
from volunteers.models import Opportunity, Shift, ShiftRole

SATURDAY = datetime(2031, 10, 11, 9, tzinfo=ZoneInfo("America/New_York"))

pytestmark = pytest.mark.django_db


@pytest.fixture
def sam():
    return Client(HTTP_HOST="localhost")


def page(client, work):
    response = client.get(work.get_absolute_url())
    assert response.status_code == 200
    return response.content.decode()


def test_the_facts_stand_before_the_story(sam):
    work = making.opportunity(bring="Gloves", minimum_age=16, with_adult=True, contact_phone="+16175550177", contact_name="Carla")
    making.shift(work, starts=SATURDAY, place=making.venue("Dorchester House", step_free=True))
    shown = page(sam, work)
    facts = shown[: shown.index("Come and help.", shown.index("<main"))]
    for words in ("Saturday, October 11", "Dorchester House", "Directions", "Gloves", "Ages 16 and up", "without steps", "617-555-0177", "Carla"):
        assert words in facts


def test_what_a_visitor_should_know_about_a_place_is_translated_or_marked_as_english(sam):
    place = making.venue("Dorchester House", transit="Bus at the door", parking="Street parking")
    work = making.opportunity()
    making.shift(work, starts=SATURDAY, place=place)
    set_translation(record=place, field="transit", language="es", text="Autobús en la puerta", status="verified", now=timezone.now())
    assert "<br>Bus at the door<br>Street parking" in page(sam, work)
    shown = sam.get(f"/es{work.get_absolute_url()}").content.decode()
    assert "<br>Autobús en la puerta<br>" in shown
    assert '<br><span lang="en" dir="ltr">Street parking</span>' in shown


def test_each_role_has_one_button(sam):
    work = making.opportunity()
    shift = making.shift(work, starts=SATURDAY, role="Sorter", places=10)
    greeter = ShiftRole.objects.create(shift=shift, opportunity=work, name="Greeter", capacity=2, order=1)
    making.fill(greeter)
    shown = page(sam, work)
    assert "10 of 10 places left" in shown
    assert reverse("volunteers:sign_up", args=[shift.roles.first().id]) in shown
    assert shown.count("Join the waitlist<") == 1
    assert reverse("volunteers:sign_up", args=[greeter.id]) in shown


def test_full_without_a_waitlist_says_full(sam):
    role = making.shift(places=1).roles.get()
    making.fill(role)
    ShiftRole.objects.update(waitlist=False)
    shown = page(sam, role.opportunity)
    assert "Full" in shown
    assert reverse("volunteers:sign_up", args=[role.id]) not in shown


def test_a_called_off_date_gives_the_reason_and_no_button(sam):
    shift = making.shift()
    Shift.objects.update(cancelled_at=timezone.now(), reason="The hall is flooded.")
    shown = page(sam, shift.opportunity)
    assert "Called off" in shown and "The hall is flooded." in shown
    assert "/sign-up/" not in shown


@pytest.mark.parametrize(("state", "words"), [("cancelled", "This was called off"), ("closed", "This is closed")])
def test_a_called_off_or_closed_opportunity_says_so(sam, state, words):
    work = making.shift().opportunity
    Opportunity.objects.update(state=state, reason="")
    shown = page(sam, work)
    assert words in shown
    assert "/sign-up/" not in shown


def test_what_has_begun_cannot_be_joined(sam):
    shift = making.shift(starts=timezone.now() - timedelta(minutes=5))
    shown = page(sam, shift.opportunity)
    assert "It has begun" in shown
    assert "/sign-up/" not in shown


def test_without_dates_it_says_what_to_do(sam):
    assert "There are no dates right now" in page(sam, making.opportunity())


def test_open_ended_work_can_be_joined_without_a_date(sam):
    work = making.opportunity(kind="remote")
    role = ShiftRole.objects.create(opportunity=work, capacity=None)
    shown = page(sam, work)
    assert "When it suits you" in shown
    assert reverse("volunteers:sign_up", args=[role.id]) in shown


def test_twelve_dates_and_then_more(sam):
    work = making.opportunity()
    for day in range(15):
        making.shift(work, starts=SATURDAY + timedelta(days=day))
    first = sam.get(work.get_absolute_url())
    rest = sam.get(f"{work.get_absolute_url()}?page={first.context['more_page']}")
    days = [date.starts.day for response in (first, rest) for date in response.context["page"].dates]
    assert days == [*range(11, 26)]
    assert rest.context["more_page"] == ""


def test_the_page_costs_the_same_queries_for_one_date_and_for_ten(sam):
    def queries():
        sam.get(f"/es/volunteer/{work.slug}/")
        with CaptureQueriesContext(connection) as captured:
            sam.get(f"/es/volunteer/{work.slug}/")
        return len(captured)

    work = making.opportunity()
    making.shift(work, place=making.venue())
    one = queries()
    for day in range(10):
        making.shift(work, starts=SATURDAY + timedelta(days=day), place=making.venue())
    assert queries() == one


def test_a_draft_is_not_found(sam):
    work = making.shift(making.opportunity(state="draft")).opportunity
    assert sam.get(work.get_absolute_url()).status_code == 404
    assert sam.get(reverse("volunteers:shift_calendar", args=[work.shifts.get().pk])).status_code == 404


def test_a_date_can_be_put_into_a_calendar_and_takes_itself_out(sam):
    shift = making.shift(starts=SATURDAY, place=making.venue("Dorchester House"))
    address = reverse("volunteers:shift_calendar", args=[shift.pk])
    assert address in page(sam, shift.opportunity)
    kept = sam.get(address)
    assert kept["Content-Type"].startswith("text/calendar")
    assert b"METHOD:PUBLISH" in kept.content and b"DTSTART;TZID=America/New_York:20311011T090000" in kept.content
    Shift.objects.update(cancelled_at=timezone.now())
    assert b"METHOD:CANCEL" in sam.get(address).content
