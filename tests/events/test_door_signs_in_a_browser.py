"""The sign of an event's door on a real phone: nothing is cut off or unlabeled, and what is pressed without a connection counts once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events import door_signs, invitations
from events.actions import door
from events.door_links import DOOR
from events.models import DoorLink, Invitation, Registration
from languages.models import Language
from tests import makers, meetings
from tests.events.scanning import code_of, sign_of
from tests.volunteers.test_browse_look import fits

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def event(live):
    makers.city()
    Language.objects.get_or_create(code="en", defaults={"name": "English", "own_name": "English", "offered": True})
    return meetings.event(starts=timezone.now() + timedelta(minutes=30))


def test_what_is_pressed_without_a_connection_is_kept_said_and_counted_once(live, event, new_page, axe):
    one, page = meetings.registration(event), new_page(width=320)
    page.goto(f"{live.url}/events/check-in/open/{door_signs.DOOR.token(sign_of(event))}/")
    axe(page)
    assert fits(page)
    page.context.set_offline(True)
    page.get_by_label("Your code, phone number or email address").fill(code_of(one))
    page.get_by_role("button", name="Check in", exact=True).click()
    page.get_by_text("We wrote it down. There is no connection just now").wait_for()
    page.get_by_role("button", name="Count me, without a name").click()
    assert Registration.objects.get().state == "confirmed"
    page.context.set_offline(False)
    page.get_by_text("1 person was counted from this phone already.").wait_for()
    assert Registration.objects.get().state == "attended" and door.headcount(event) == (1, 1)
    assert page.evaluate("Object.keys(localStorage).length") == 0


def test_a_helper_holds_the_sign_up_on_a_narrow_phone_without_javascript(live, event, new_page, axe):
    link = DoorLink.objects.create(event=event, name="Lena", email="lena@example.org", made_by=makers.staff(), made_at=timezone.now())
    page = new_page(width=320, javascript=False)
    page.goto(f"{live.url}/events/door/open/{DOOR.token(link)}/")
    page.get_by_role("link", name="Let people check themselves in").click()
    page.get_by_role("button", name="Make the sign").click()
    page.get_by_text("Check in here").first.wait_for()
    with_script = new_page(width=320)
    with_script.goto(f"{live.url}/events/door/open/{DOOR.token(link)}/")
    with_script.goto(page.url)
    axe(with_script)
    assert fits(with_script)


def test_the_answer_to_an_invitation_is_one_press_without_javascript(live, event, new_page, axe):
    type(event).objects.update(invited_only=True, starts=timezone.now() + timedelta(days=2), ends=timezone.now() + timedelta(days=3))
    one = Invitation.objects.create(event=event, name="Lena", email="lena@example.org")
    with_script = new_page(width=320)
    with_script.goto(f"{live.url}/events/{invitations.decline_url(one).partition('/events/')[2]}")
    axe(with_script)
    assert fits(with_script)
    page = new_page(javascript=False)
    page.goto(with_script.url)
    page.get_by_role("button", name="I can’t come").click()
    page.get_by_role("heading", name="Thank you for telling us").wait_for()
    one.refresh_from_db()
    assert one.declined_at is not None
    page.get_by_role("link", name="I’m coming").click()
    page.get_by_role("heading", name="I’m coming").wait_for()
