"""Pick-ups on a phone: the form, one's own page and the driver's run fit 320 pixels, with nothing for axe to find; presses survive a lost connection."""

from datetime import datetime, time, timedelta
from functools import partial

import pytest
from django.utils import timezone

from donations import run_links
from donations.models import PickUpRequest, PickUpRun, PickUpWindow
from tests import goods, makers
from tests.donations import fetching
from tests.volunteers.visitor import code_for


@pytest.fixture
def drive(transactional_db):
    fetching.zips()
    return fetching.drive()


@pytest.fixture
def run(drive):
    day = timezone.now().astimezone(drive.zone).date()
    made = PickUpRun.objects.create(drive=drive, day=day, to=goods.location(drive), driver=makers.person())
    starts = datetime.combine(day, time(1), tzinfo=drive.zone)
    PickUpWindow.objects.create(run=made, starts=starts, ends=starts + timedelta(hours=22), capacity=60)
    for number in range(3):
        who = makers.person(f"Dan {number}", f"dan{number}@example.org", phone=f"+1617555016{number}")
        goods.pick_up(drive, who=who, state="assigned", window=made.windows.get(), address=f"{number + 1} Meridian St", notes="Ring twice.", order=number + 1)
    return made


def fits(page, axe):
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320, page.url


def press(page, stop, label):
    page.locator(f"#stop-{stop.pk}").get_by_role("button", name=label).click()


def all_sent(page):
    page.locator('[data-ticks][data-left="0"]').wait_for(state="attached")


@pytest.mark.parametrize("javascript", [True, False])
def test_a_pick_up_is_asked_for_on_a_phone(live, new_page, axe, drive, javascript):
    fetching.window(drive)
    page = new_page(width=320, height=640, javascript=javascript)
    look = partial(fits, page, axe) if javascript else int  # axe needs scripts
    page.goto(f"{live}/donate/{drive.slug}/pick-up/")
    look()
    page.get_by_label("ZIP code of the address").fill("90210")
    page.get_by_role("button", name="Go on").click()
    page.get_by_text("is not a ZIP code of the city").first.wait_for()
    look()
    page.get_by_label("ZIP code of the address").fill("02128")
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Street address").fill("12 Saratoga St")
    page.get_by_label("What do you give?").fill("Six bags of coats")
    for label in ("a few bags", "no stairs", "I leave it outside"):
        page.locator("label", has_text=label).first.click()
    page.get_by_label("Your name").fill("Dan")
    page.get_by_label("Email").first.fill("dan@example.org")
    page.get_by_role("button", name="Ask for the pick-up").click()
    page.get_by_text("Choose a time, or that none of them suits.").first.wait_for()  # nothing typed is lost
    look()
    page.locator("label", has_text="None of these times suits me").click()
    page.get_by_role("button", name="Ask for the pick-up").click()
    page.get_by_label("6-digit code").fill(code_for("dan@example.org"))
    page.get_by_role("button", name="Confirm").first.click()
    page.get_by_role("heading", name="We have your request").wait_for()
    request = PickUpRequest.objects.get()
    assert (request.state, request.leave_outside, request.window) == ("requested", True, None)
    PickUpRequest.objects.update(state="proposed", window=PickUpWindow.objects.get())
    page.goto(live.url + request.get_absolute_url())
    look()
    page.get_by_role("button", name="Yes, come then").click()
    page.get_by_role("heading", name="We will pick it up").wait_for()
    assert PickUpRequest.objects.get().state == "scheduled"


@pytest.fixture
def open_run(live, new_page, run):
    def make(**more):
        page = new_page(width=320, height=640, **more)
        page.goto(f"{live}/donate/runs/open/{run_links.DOOR.token(run)}/")
        return page

    return make


def test_the_run_fits_a_phone_and_has_no_axe_finding(open_run, axe, run):
    page = open_run()
    page.locator("summary").first.click()
    fits(page, axe)
    assert page.locator("h1").count() == 1


def test_presses_without_a_connection_wait_and_are_sent_once_in_order(open_run, run):
    one, two, three = PickUpRequest.objects.order_by("pk")
    page = open_run()
    page.context.set_offline(True)
    press(page, one, "Collected")
    press(page, two, "Missed")
    page.locator(f"#stop-{three.pk} summary").click()
    page.locator(f"#left-{three.pk}").fill("Two bags")
    press(page, three, "A part is collected")
    page.get_by_text("3 ticks wait for the connection.").wait_for()
    assert set(PickUpRequest.objects.values_list("state", flat=True)) == {"assigned"}
    page.context.set_offline(False)
    all_sent(page)
    assert [PickUpRequest.objects.get(pk=stop.pk).state for stop in (one, two, three)] == ["collected", "missed", "partly"]
    assert three.rests.get().what == "Two bags" and PickUpRun.objects.get().state == "done"


def test_a_second_press_takes_a_mark_back(open_run, run):
    one = PickUpRequest.objects.earliest("pk")
    page = open_run()
    for state in ("collected", "assigned"):
        press(page, one, "Collected")
        all_sent(page)
        assert PickUpRequest.objects.get(pk=one.pk).state == state


def test_everything_works_without_javascript(open_run, run):
    one = PickUpRequest.objects.earliest("pk")
    page = open_run(javascript=False)
    press(page, one, "I am on my way there")
    press(page, one, "Collected")
    page.get_by_text("Stop noted").wait_for()
    assert PickUpRequest.objects.get(pk=one.pk).state == "collected" and PickUpRequest.objects.get(pk=one.pk).told_on_the_way_at
