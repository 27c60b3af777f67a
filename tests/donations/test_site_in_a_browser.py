"""The page of a location on a phone: what is pressed survives a lost connection and counts once; everything without JavaScript; nothing for axe to find."""

import re

import pytest
from django.utils import timezone

from donations import codes
from donations.actions import location_links, locations
from donations.location_links import DOOR
from donations.models import Donation, DropOffLocation, LocationCheck, TurnedAway
from tests import goods, makers
from tests.donations.bringing import here, in_stock, link


@pytest.fixture
def location(transactional_db):
    return here()


@pytest.fixture
def need(location):
    return goods.need(location.drive, name="Notebooks", note="wide ruled")


@pytest.fixture
def lena(location, need):
    return link(location)


@pytest.fixture
def open_site(live, new_page, lena):
    def make(**more):
        page = new_page(width=320, height=640, **more)
        page.goto(f"{live}/donate/site/open/{DOOR.token(lena)}/")
        return page

    return make


def book(page, count="5", button="Somebody walked in: book in"):
    page.get_by_text("Notebooks (wide ruled)", exact=True).click()
    page.locator("label", has_text=count).filter(visible=True).get_by_text(count, exact=True).click()
    page.get_by_role("button", name=button).click()


def all_sent(page):
    """Wait until the browser keeps nothing any more."""
    page.locator('[data-ticks][data-left="0"]').wait_for(state="attached")


def press(page, label):
    page.get_by_role("button", name=label, exact=True).click()


def test_the_pages_at_the_site_fit_a_phone_and_have_no_axe_finding(open_site, axe, live, location, need):
    pledge = goods.pledge({need: 4})
    page = open_site()
    book(page)
    page.get_by_text("Booked in: Notebooks: 5.").wait_for()
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.get_by_text("Book in a whole pledge at once").click()
    page.locator("#look-up-code").fill(codes.spaced(codes.of(pledge.pk)))
    press(page, "See what was promised")
    page.get_by_role("heading", name="Pledge").wait_for()
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    press(page, "Book it in")
    page.get_by_text("Booked in: Notebooks: 4.").wait_for()
    assert in_stock(location, need) == 9


def test_three_taps_without_a_connection_wait_and_are_sent_once_in_order(open_site, location, need):
    page = open_site()
    page.context.set_offline(True)
    book(page, "5")
    page.get_by_text("1 note waits on this phone for the connection.").wait_for()
    book(page, "2")
    press(page, "Full")
    press(page, "No room")
    page.get_by_text("4 notes wait on this phone for the connection.").wait_for()
    assert page.locator('[data-state-of="location"]').text_content() == "Full"
    assert not Donation.objects.exists()
    page.context.set_offline(False)
    page.get_by_text("1 person today.").wait_for()
    assert [one.lines.get().quantity for one in Donation.objects.order_by("pk")] == [5, 2]
    assert (DropOffLocation.objects.get().state, TurnedAway.objects.get().reason, in_stock(location, need)) == ("full", "full", 7)
    assert page.evaluate("Object.keys(localStorage).length") == 0


def test_an_answer_that_got_lost_is_asked_for_again_and_books_once(open_site, location, need):
    page = open_site()
    lost = []

    def lose_the_answer(route):
        answer = route.fetch()
        lost.append(route.request.post_data)
        if len(lost) == 1:
            route.abort()
        else:
            route.fulfill(response=answer)

    page.route("**/goods/", lose_the_answer)
    book(page, "3")
    page.get_by_text("Booked in: Notebooks: 3.").wait_for()
    assert len(lost) == 2 and lost[0].split("key=")[1][:32] == lost[1].split("key=")[1][:32]
    assert in_stock(location, need) == 3


def test_what_is_kept_survives_the_page_and_is_sent_when_it_is_opened_again(open_site, location, need):
    page = open_site()
    address = page.url
    page.context.set_offline(True)
    book(page, "3")
    page.get_by_text("1 note waits on this phone for the connection.").wait_for()
    page.close()
    again = page.context.new_page()
    page.context.set_offline(False)
    again.goto(address)
    again.get_by_text("Booked in: Notebooks: 3.").wait_for()
    assert in_stock(location, need) == 3


def test_a_code_that_nobody_has_is_said_and_what_was_tapped_stands_there_again(open_site, need):
    page = open_site()
    page.get_by_text("Notebooks (wide ruled)", exact=True).click()
    page.locator("#id_code").fill("K7P 4XE")
    press(page, "Book in with this code")
    page.get_by_text("No pledge of this drive has the code K7P 4XE.").wait_for()
    assert page.locator("#id_code").input_value() == "K7P 4XE" and page.locator('input[name="need"]').is_checked()
    press(page, "Somebody walked in: book in")
    page.get_by_text("Booked in: Notebooks: 1.").wait_for()
    assert Donation.objects.get().source == "walk_in"


def test_what_somebody_else_said_meanwhile_stays_and_is_said(open_site, location):
    page = open_site()
    page.context.set_offline(True)
    press(page, "Paused")
    page.get_by_text("1 note waits").wait_for()
    locations.set_state(location=location, state="full", by=makers.staff(), now=timezone.now())
    page.context.set_offline(False)
    page.get_by_text("Somebody else has changed this meanwhile").wait_for()
    assert (DropOffLocation.objects.get().state, page.locator('[data-state-of="location"]').text_content()) == ("full", "Full")


def test_a_link_that_was_taken_back_leads_to_the_plain_page(open_site, lena, need):
    page = open_site()
    location_links.revoke(link=lena, by=lena.made_by, now=timezone.now())
    book(page)
    page.get_by_text("We can’t find").first.wait_for()
    assert not Donation.objects.exists()


def test_checked_now_is_one_tap(open_site):
    page = open_site()
    press(page, "Checked now: it is still so")
    page.get_by_text("last looked at").wait_for()
    assert LocationCheck.objects.count() == 1


def test_all_of_it_works_without_javascript(open_site, location, need):
    page = open_site(javascript=False)
    book(page, "5")
    page.get_by_text("Booked in: Notebooks: 5.").wait_for()
    page.get_by_role("button", name=re.compile("^Take back")).click()
    page.get_by_text("Taken back.").wait_for()
    press(page, "Paused")
    press(page, "Checked now: it is still so")
    press(page, "Not fit for use")
    page.get_by_text("1 person today.").wait_for()
    assert (in_stock(location, need), DropOffLocation.objects.get().state, TurnedAway.objects.count()) == (0, "paused", 1)
    assert page.locator('[data-mark="paused"]').get_attribute("aria-pressed") == "true"
