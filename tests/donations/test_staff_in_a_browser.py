"""The pages of a drive for staff in a real browser: no axe finding, nothing wider than a phone, errors beside their fields."""

from datetime import timedelta

import pytest
from django.utils import timezone

from donations.models import Arrangement, Donation, DonationLine, TurnedAway
from tests import goods, makers
from tests.browsing import at_widths
from tests.staff.test_pages_in_a_browser import enter_as

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def drive(office, venue):
    """A drive in its middle with something in every part of its board."""
    now = timezone.now()
    drive = goods.drive(office=office, title="Back to School Drive", opens=now - timedelta(days=20), closes=now + timedelta(days=10), offers_pick_up=True)
    dan = makers.person("Dan", "dan@example.org", office=office)
    needs = [goods.need(drive, name=name, target=target) for name, target in [("Notebooks", 400), ("Backpacks", 120), ("Pencil cases", 60)]]
    places = [goods.location(drive, venue=venue), goods.location(drive, venue=makers.venue(name="East Boston Branch of the Public Library"))]
    for number in range(24):
        donation = Donation.objects.create(
            drive=drive, location=places[number % 2], source="walk_in", person=dan, received_at=now - timedelta(days=number % 12)
        )
        DonationLine.objects.create(donation=donation, need=needs[number % 3], quantity=3 + number % 7)
    goods.pledge({needs[0]: 30}, who=dan, location=places[0], expected_day=timezone.localdate() + timedelta(days=2))
    goods.pick_up(drive, who=dan)
    Arrangement.objects.create(
        drive=drive, kind="large_gift", person=dan, organization="Bike Shop", state="asked", reply_by=timezone.localdate(), need=needs[1], quantity=900
    )
    TurnedAway.objects.create(location=places[0], reason="condition", what="A wet sofa", at=now)
    return drive


@pytest.fixture
def pages(drive):
    earlier = goods.drive(office=drive.office, opens=drive.opens - timedelta(days=400), closes=drive.opens - timedelta(days=300), state="closed")
    return {
        "board": f"/admin/desk/drives/{drive.pk}/",
        "donors": f"/admin/desk/drives/{drive.pk}/donors/?of={earlier.pk}",
        "drive": f"/admin/donations/drive/{drive.pk}/change/",
        "a new drive": "/admin/donations/drive/add/",
        "drives": "/admin/donations/drive/",
        "needs": "/admin/donations/need/",
        "need": f"/admin/donations/need/{drive.needs.first().pk}/change/",
        "locations": "/admin/donations/dropofflocation/",
        "location": f"/admin/donations/dropofflocation/{drive.locations.first().pk}/change/",
    }


def test_no_page_of_a_drive_has_an_axe_finding(live, page, axe, carla, pages):
    enter_as(page, live, carla)
    for name, path in pages.items():
        page.goto(live + path)
        assert page.locator("h1").count() >= 1, name
        for _width in at_widths(page):
            axe(page)


def test_the_board_fits_a_phone(live, new_page, carla, pages):
    page = enter_as(new_page(width=320), live, carla)
    for name in ("board", "donors"):
        page.goto(live + pages[name])
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, name


def test_a_second_row_is_added_and_an_error_stands_beside_its_field(live, new_page, axe, carla, drive, pages):
    page = enter_as(new_page(width=1280), live, carla)
    page.goto(live + pages["drive"])
    page.locator("#id_locations-0-hours").fill("Mon 6 p.m.–9 a.m.")
    page.get_by_role("button", name="Save", exact=True).click()
    assert "“Mon 6 p.m.–9 a.m.” ends before it begins." in page.locator(".errorlist", has_text="ends before").inner_text()
    assert page.locator("#id_locations-0-hours").input_value() == "Mon 6 p.m.–9 a.m."
    axe(page)
    page.locator("#id_locations-0-hours").fill("Mon 9 a.m.–6 p.m.")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url("**/admin/donations/drive/")
    assert drive.locations.first().hours.count() == 1
