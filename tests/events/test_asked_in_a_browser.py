"""What is asked about an event on a phone, and the desk’s pages for it: 320 pixels, nothing for axe to find, without JavaScript, and presses without a connection."""

from datetime import timedelta
from functools import partial

import pytest
from django.utils import timezone

from events.actions import accommodations, plans
from events.models import AccommodationRequest, Feedback, Question, Remark, Speaker
from tests import makers, meetings
from tests.browsing import at_widths
from tests.events import asking
from tests.staff.conftest import carla, city, office
from tests.staff.test_pages_in_a_browser import enter_as
from tests.volunteers.visitor import code_for

pytestmark = pytest.mark.django_db(transaction=True)
__all__ = ["carla", "city", "office"]


@pytest.fixture
def event(office):
    return asking.coming(office=office, minutes_each=3)


def fits(page, axe):
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320, page.url


def confirm(page, address="vera@example.org"):
    page.get_by_label("6-digit code").fill(code_for(address))
    page.get_by_role("button", name="Confirm").first.click()


@pytest.mark.parametrize("javascript", [True, False])
def test_an_interpreter_is_asked_for_confirmed_and_judged_on_a_phone(live, new_page, axe, event, carla, javascript):
    page = new_page(width=320, height=640, javascript=javascript)
    look = partial(fits, page, axe) if javascript else int  # axe needs scripts
    page.goto(f"{live}/events/{event.slug}/support/")
    look()
    page.get_by_role("button", name="Send").click()
    page.get_by_text("Choose what would help").first.wait_for()
    look()
    page.locator("label", has_text="Interpreter").first.click()
    page.get_by_label("Language of the interpreter").select_option("es")
    page.get_by_label("Your name").fill("Vera")
    page.get_by_label("Email").first.fill("vera@example.org")
    page.get_by_role("button", name="Send").click()
    page.get_by_role("heading", name="One more step").wait_for()
    look()
    confirm(page)
    page.get_by_role("heading", name="We have your request").wait_for()
    look()
    found = AccommodationRequest.objects.get()
    accommodations.answer(request=found, state="confirmed", reply="Ana interprets.", by=carla, now=timezone.now())
    asking.over(event)
    page.goto(f"{live}/events/support/{found.pk}/")
    page.get_by_role("heading", name="It will be there for you").wait_for()
    look()
    page.locator("label", has_text="Yes").first.click()
    page.get_by_role("button", name="Send my answer").click()
    page.get_by_text("It helps us to do better next time").wait_for()
    assert AccommodationRequest.objects.get().worked == "yes"


@pytest.mark.parametrize("javascript", [True, False])
def test_a_question_a_place_on_the_list_and_feedback_on_a_phone(live, new_page, axe, event, javascript):
    page = new_page(width=320, height=640, javascript=javascript)
    look = partial(fits, page, axe) if javascript else int
    page.goto(f"{live}/events/{event.slug}/questions/ask/")
    look()
    page.get_by_label("Your question").fill("When will the crossing be safer?")
    page.get_by_label("Your name").fill("Vera")
    page.get_by_label("Email").first.fill("vera@example.org")
    page.get_by_role("button", name="Send my question").click()
    confirm(page)
    page.get_by_role("heading", name="We have your question").wait_for()
    page.goto(f"{live}/events/questions/{Question.objects.get().pk}/")
    look()
    page.goto(f"{live}/events/{event.slug}/speak/")
    page.get_by_label("Name to call").fill("The one in red")
    page.get_by_role("button", name="Put me on the list").click()
    page.get_by_text("You are next.").wait_for()
    look()
    page.get_by_role("button", name="I do not want to speak after all").click()
    page.get_by_text("You are off the list").first.wait_for()
    asking.over(event)
    page.goto(f"{live}/events/{event.slug}/feedback/")
    look()
    page.locator("label", has_text="5: very much").first.click()
    page.get_by_role("button", name="Send my answer").click()
    page.get_by_text("Nobody can see who you are").wait_for()
    assert Feedback.objects.get().welcome == 5 and Speaker.objects.get().state == "gone"


@pytest.fixture
def pages(event):
    request = meetings.accommodation(
        event, who=makers.person("Vera Lopez", "vera@example.org", office=event.office), text="For my mother", due=timezone.localdate()
    )
    first = meetings.question(event, state="accepted", public_text="When will the crossing on Geneva Avenue be safer?")
    new = meetings.question(event, text="Why so late?")
    for name in ("Ana", "Sam"):
        Speaker.objects.create(event=event, name=name, topic="Lights")
    Remark.objects.create(event=event, theme="Lights", text="Too short", times=3)
    past = meetings.event(office=event.office, starts=timezone.now() - timedelta(days=30))
    plans.write(event=past, values={"change_next_time": "Start later."}, seen="", by=None, now=timezone.now())
    desk = f"/admin/desk/events/{event.pk}"
    return [
        "/admin/desk/support/", f"/admin/desk/support/?event={event.pk}", f"/admin/desk/support/{request.pk}/", f"{desk}/support/enter/", f"{desk}/questions/",
        f"/admin/desk/questions/{first.pk}/", f"/admin/desk/questions/{new.pk}/", f"{desk}/room/", f"{desk}/plan/", f"{desk}/feedback/",
    ]  # fmt: skip


def test_no_page_of_the_desk_has_an_axe_finding(live, page, axe, carla, pages):
    enter_as(page, live, carla)
    for path in pages:
        page.goto(live + path)
        assert page.locator("h1").count() >= 1, path
        for width in at_widths(page):
            axe(page)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_the_room_goes_on_without_a_connection_and_counts_once(live, new_page, carla, event, pages):
    page = enter_as(new_page(width=320, height=640), live, carla)
    page.goto(f"{live}/admin/desk/events/{event.pk}/room/")
    page.context.set_offline(True)
    page.get_by_role("button", name="Next, please").click()
    page.get_by_text("1 tick waits for the connection.").wait_for()
    page.get_by_role("button", name="Said again").click()
    page.get_by_text("2 ticks wait for the connection.").wait_for()
    assert Speaker.objects.filter(state="speaking").count() == 0
    page.context.set_offline(False)
    page.get_by_role("button", name="Has spoken").wait_for()
    assert (Speaker.objects.get(state="speaking").name, Remark.objects.get().times) == ("Ana", 4)
