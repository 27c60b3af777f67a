"""The desk's pages of goods in a real browser: no axe finding, nothing wider than a phone."""

from django.urls import reverse

from tests import goods
from tests.browsing import at_widths, shows
from tests.donations.bringing import book, give_on, link
from tests.staff.test_pages_in_a_browser import enter_as


def test_no_page_of_goods_has_an_axe_finding(transactional_db, live, page, axe, office, carla):
    need = goods.need(goods.drive(office=office), name="Notebooks")
    location = goods.location(need.drive)
    donation = book(location, {need: 12}, by=carla)
    given = give_on(location, {need: 2}, by=carla)
    link(location, by=carla, phone="+16175550144")
    enter_as(page, live, carla)
    at_location = ["book_goods", "hand_over_goods", "correct_stock", "location_state", "location_links"]
    doors = [(name, location) for name in at_location]
    for name, record in [*doors, ("drive_goods", need.drive), ("sort_goods", donation), ("goods_receipt", donation), ("hand_over_receipt", given)]:
        page.goto(live + reverse(f"admin:{name}", args=[record.pk]))
        assert page.locator("h1").count() >= 1, name
        for width in at_widths(page):
            axe(page)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, name
    page.goto(live + reverse("admin:book_goods", args=[location.pk]))
    page.get_by_role("button", name="Book it in").click()
    assert shows(page.get_by_role("alert"))
    for _width in at_widths(page):
        axe(page)
