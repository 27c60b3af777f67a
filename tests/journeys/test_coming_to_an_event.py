"""From “I'm coming” to the door in a browser, with and without JavaScript, at 320 pixels; ticks at the door survive a lost connection."""

from datetime import timedelta

import pytest
from django.utils import timezone

from bookings.models import State
from events.actions import door, door_links
from events.door_links import DOOR
from events.models import DoorCount, Event, Registration
from intake import kept_pages
from people.models import OfficeRole
from tests import makers, meetings
from tests.journeys.test_staff import begin_work
from tests.staff.conftest import make_staff


@pytest.fixture
def event(town):
    return meetings.event(office=town, places=2, mode="hybrid", online_link="https://example.org/room", starts=timezone.now() + timedelta(days=10))


@pytest.mark.parametrize("javascript", [True, False])
def test_coming_changing_and_not_coming_after_all(walk, event, javascript):
    vera = walk(width=320, javascript=javascript).open(f"/events/{event.slug}/register/")
    vera.fill(name="Vera", email="vera@example.org", party_size="2", support="A seat near the front", question="When will the crossing be safer?")
    vera.press("I’m coming")
    vera.type_code(vera.code())
    assert Registration.objects.get().state == State.CONFIRMED
    vera.follow("See, change or cancel")
    assert vera.heading == "You are registered" and "A seat near the front" in vera.text
    kept_pages.forget()  # the form is kept for five seconds
    sam = walk(width=320, javascript=javascript).open(f"/events/{event.slug}/register/")
    assert sam.heading == "Join the waitlist"
    sam.fill(name="Sam", email="sam@example.org").press("Join the waitlist")
    sam.type_code(sam.code("sam@example.org"))
    vera.follow("I can’t").press("Yes, cancel")
    assert "Your registration is cancelled" in vera.text
    assert Registration.objects.get(person__name="Sam").state == State.OFFERED
    sam.letter("event_offer", to="sam@example.org")
    sam.follow("See, change or cancel")
    sam.press("Yes, I take the place")
    assert sam.heading == "You are registered"


def test_the_form_in_spanish_and_arabic_fits_and_reads(walk, event):
    for language in ("es", "ar"):
        walk(width=320).open(f"/{language}/events/{event.slug}/register/")


def test_the_lists_at_the_desk_and_the_call_in(walk, event, town):
    carla = begin_work(walk(width=768), make_staff("carla@example.org", town, OfficeRole.Role.COORDINATOR))
    carla.open(f"/admin/desk/events/{event.pk}/people/").follow("Register someone by phone")
    carla.page.locator("[name=name]").fill("Dan")
    carla.page.locator("[name=phone]").fill("617-555-0150")
    carla.press("Register them")
    assert "Dan is registered" in carla.page.inner_text("body") and Registration.objects.get().entered_by is not None


@pytest.fixture
def lena(live, new_page, event):
    """A helper's browser on the day, with three people expected."""
    Event.objects.update(starts=timezone.now() - timedelta(minutes=1), ends=timezone.now() + timedelta(hours=2), capacity=None)
    event.refresh_from_db()
    people = [meetings.registration(event) for _ in range(3)]
    values = {"email": "", "phone": "", "language": "en", "key": makers.key(), "by": makers.staff(), "now": timezone.now()}
    link = door_links.give(event=event, name="Lena", **values)

    def begin(**more):
        page = new_page(width=320, height=640, **more)
        page.goto(f"{live}/events/door/open/{DOOR.token(link)}/")
        return page, people

    return begin


def all_sent(page):
    page.locator('[data-ticks][data-left="0"]').wait_for(state="attached")


def test_ticks_and_plus_one_survive_a_lost_connection_and_count_once(lena, event, axe):
    page, people = lena()
    axe(page)
    page.context.set_offline(True)
    for person in people[:2]:
        page.locator(f"#person-{person.pk}").get_by_role("button", name="Came").click()
    page.get_by_role("button", name="+1 without a name").click()
    page.locator("[data-ticks-waiting]").get_by_text("wait").wait_for()
    assert not DoorCount.objects.exists()
    page.context.set_offline(False)
    all_sent(page)
    assert door.headcount(event) == (2, 1)
    assert set(Registration.objects.values_list("state", flat=True)) == {State.ATTENDED, State.CONFIRMED}


def test_everything_at_the_door_works_without_javascript(lena, event):
    page, people = lena(javascript=False)
    page.locator(f"#person-{people[0].pk}").get_by_role("button", name="Came").click()
    page.get_by_role("button", name="+1 without a name").click()
    assert door.headcount(event) == (1, 1)
