"""The staff pages of appointment times, promises, large gifts and closed days in a real browser: no axe finding, nothing wider than a phone."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from donations.actions import appointments
from donations.models import Arrangement, DropOffWindow, Pledge
from tests import goods, makers
from tests.browsing import at_widths, shows
from tests.donations import giving
from tests.staff.test_pages_in_a_browser import enter_as

pytestmark = pytest.mark.django_db(transaction=True)
DESK = ("times", "a promise by phone")


@pytest.fixture
def place(office, venue):
    return goods.location(giving.running(office=office), venue=venue, wants_appointments=True)


@pytest.fixture
def pages(place, office):
    drive, starts = place.drive, timezone.now() + timedelta(days=1)
    window, _free = (
        DropOffWindow.objects.create(location=place, starts=starts + timedelta(hours=n), ends=starts + timedelta(hours=n, minutes=30), capacity=2)
        for n in (0, 1)
    )
    need, dan = goods.need(drive, name="Notebooks"), makers.person("Dan", "dan@example.org", office=office)
    pledge = giving.made({need: 5}, who=dan, location=place, organization="Bakers’ Union", notes="It comes by truck.")
    with transaction.atomic():
        appointments.keep(pledge=Pledge.objects.get(pk=pledge.pk), window_id=window.pk, now=timezone.now())
    large, box = (
        Arrangement.objects.create(
            drive=drive, kind=kind, person=dan, organization="Bike Shop", state=state, reply_by=timezone.localdate(), need=need, quantity=900
        )
        for kind, state in [("large_gift", "asked"), ("box", "agreed")]
    )
    closed = place.closures.create(day=timezone.localdate() + timedelta(days=3), reason="Water")
    return {
        "times": f"/admin/desk/locations/{place.pk}/times/",
        "a promise by phone": f"/admin/desk/drives/{drive.pk}/pledge/",
        "windows": "/admin/donations/dropoffwindow/",
        "a new window": "/admin/donations/dropoffwindow/add/",
        "window": f"/admin/donations/dropoffwindow/{window.pk}/change/",
        "pledges": "/admin/donations/pledge/",
        "pledge": f"/admin/donations/pledge/{pledge.pk}/change/",
        "arrangements": "/admin/donations/arrangement/",
        "large gift": f"/admin/donations/arrangement/{large.pk}/change/",
        "box": f"/admin/donations/arrangement/{box.pk}/change/",
        "closed days": "/admin/donations/locationclosure/",
        "closed day": f"/admin/donations/locationclosure/{closed.pk}/change/",
        "place": f"/admin/donations/dropofflocation/{place.pk}/change/",
    }


def test_no_page_has_an_axe_finding_and_those_of_the_desk_fit_a_phone(live, page, axe, carla, pages):
    enter_as(page, live, carla)
    for name, path in pages.items():
        page.goto(live + path)
        assert page.locator("h1").count() >= 1, name
        for width in at_widths(page):
            axe(page)
            if name in DESK:
                assert page.evaluate("document.documentElement.scrollWidth") <= width, name


def test_times_are_made_corrected_and_taken_back_without_javascript(live, new_page, carla, pages, place):
    page = enter_as(new_page(width=320, javascript=False), live, carla)
    page.goto(live + pages["times"])
    day = timezone.localdate(timezone.now(), place.drive.zone) + timedelta(days=6)
    page.get_by_label("First day").fill(f"{day}")
    page.get_by_label("Last day").fill(f"{day}")
    page.get_by_label("Length of one appointment, in minutes").fill("1000")
    page.get_by_role("button", name="Make the times").click()
    assert shows(page.get_by_role("alert")) and page.get_by_label("First day").input_value() == f"{day}"
    page.get_by_label("Length of one appointment, in minutes").fill("180")
    page.get_by_role("button", name="Make the times").click()
    assert shows(page.get_by_text("3 appointment times were made."))
    page.get_by_role("checkbox", name="9 a.m.").first.check()
    page.get_by_role("button", name="Take the chosen times back").click()
    assert shows(page.get_by_text("1 time was taken back."))
    assert DropOffWindow.objects.filter(location=place).count() == 4


def test_a_form_with_errors_has_no_axe_finding(live, new_page, axe, carla, pages):
    page = enter_as(new_page(width=320), live, carla)
    page.goto(live + pages["times"])
    page.get_by_label("How many donors can come at one time").fill("0")
    page.get_by_role("button", name="Make the times").click()
    assert shows(page.locator(".usa-error-message").first)
    axe(page)


@pytest.mark.parametrize("prefix", ["", "/es"])
def test_no_word_of_the_printed_run_stands_in_the_next_column(live, page, carla, place, office, prefix):
    run = goods.run(place.drive)
    dan = makers.person("Dan", "dan@example.org", office=office, phone="+16175550164")
    goods.pick_up(place.drive, who=dan, state="assigned", window=run.windows.get(), what="A box of notebooks", notes="At the Neighborhoodhouse", order=1)
    enter_as(page, live, carla)
    page.set_viewport_size({"width": 710, "height": 900})  # what is left of a sheet between its margins
    page.emulate_media(media="print")
    page.goto(live + prefix + reverse("admin:print_run", args=[run.pk]))
    cells = page.locator(".sheet__table :is(th, td)")
    assert cells.count() == 14
    assert cells.evaluate_all("all => all.filter(one => one.scrollWidth > one.clientWidth).map(one => one.textContent)") == []
