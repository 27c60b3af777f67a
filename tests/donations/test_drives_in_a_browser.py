"""The pages of drives in a real browser: accessible in every state, no wider than the screen, usable without JavaScript."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from civic import pagecache
from donations.models import Drive, LocationClosure
from languages.models import Language
from places import city_map
from places.models import Neighborhood
from sharing import prompts
from tests import goods, makers
from tests.browsing import shows
from tests.staff.conftest import make_staff, signed_in
from tests.volunteers.test_browse_look import fits

pytestmark = pytest.mark.django_db(transaction=True)

SQUARE = {"type": "Polygon", "coordinates": [[[-71.2, 42.2], [-71.0, 42.2], [-71.0, 42.4], [-71.2, 42.4], [-71.2, 42.2]]]}


@pytest.fixture
def drive(live):
    """A drive with a need that is half met, one that is complete, and a place in each state."""
    makers.city()
    for code, own in (("en", "English"), ("es", "Español")):
        Language.objects.get_or_create(code=code, defaults={"name": own, "own_name": own, "offered": True})
    now = timezone.now()
    made = goods.drive(
        title="Winter Drive", slug="winter", opens=now - timedelta(days=5), closes=now + timedelta(days=9), not_accepted="No opened packs.", offers_pick_up=True,
        result="Every child got a coat.", people_helped=1040,
    )  # fmt: skip
    Neighborhood.objects.create(name="Downtown", slug="downtown", outline=SQUARE, lat=42.3, lng=-71.1)
    coats, pens = goods.need(made, name="Coats", target=120, priority=1, note="sizes 4 to 16"), goods.need(made, name="Pens", target=20)
    for number, state in enumerate(("open", "full", "paused", "closed", "open")):
        venue = makers.venue(name=f"Library {number}", address=f"{number} Main Street", lat=42.25 + number / 40, lng=-71.1 + number / 60)
        at = goods.location(made, venue=venue, state=state, checked_at=now - timedelta(hours=3 * number), instructions="Ring the bell.", hours=((0, 23),))
    LocationClosure.objects.create(location=at, day=timezone.localdate(now, made.zone), reason="Water in the basement")
    at.accepts.add(coats)
    donation = made.donations.create(location=at, source="organization", organization="Bakery Workers", thanks_agreed_at=now, received_at=now)
    donation.lines.create(need=coats, quantity=30)
    donation.lines.create(need=pens, quantity=25)
    goods.pledge({coats: 40})
    prompts.count_links("/donate/winter/", prompts.OWN_CHANNELS, by=None)
    makers.role(of=makers.opportunity(drive=made, title="Sort coats"), starts=now + timedelta(days=2))
    city_map.forget()
    return made


@pytest.mark.parametrize(("width", "javascript"), [(320, False), (1280, True)])
@pytest.mark.parametrize("prefix", ["", "/ar"])
def test_the_pages_are_accessible_and_fit(live, new_page, axe, drive, width, javascript, prefix):
    page = new_page(width=width, javascript=javascript)
    sign = f"/donate/winter/sign/{drive.locations.first().pk}/"
    for path in ("/donate/", "/donate/winter/", "/donate/winter/?near=downtown&item=x", "/donate/winter/flyer/", sign, "/"):
        page.goto(f"{live}{prefix}{path}")
        assert fits(page), path
        if javascript:
            axe(page)


def test_flyer_and_sign_fit_on_one_sheet_in_each_language(live, page, drive):
    Drive.objects.update(not_accepted="Torn or stained clothing, and opened packs. The city’s textile recycling takes worn clothing.")
    drive.locations.exclude(pk__in=drive.locations.order_by("pk").values("pk")[:2]).update(state="closed")
    for number, location in enumerate(drive.locations.order_by("pk")[:2]):
        location.venue.name = f"Boston Public Library – East Boston Branch {number}"
        location.venue.save()
        location.hours.filter(weekday=5).update(closes="14:00")
        location.hours.filter(weekday=6).delete()
    for number in range(4):
        Language.objects.create(
            code=f"x{number}", name=f"Language {number}", own_name=f"Own {number}", call_line="Naga soo wac {phone}: turjumaan ayaa kuu caawinaya."
        )
    for prefix in ("", "/es", "/ar"):
        for path in ("flyer/", f"sign/{drive.locations.order_by('pk').first().pk}/"):
            page.goto(f"{live}{prefix}/donate/winter/{path}")
            page.evaluate("document.fonts.ready")
            sheets = re.findall(rb"/Count (\d+)", page.pdf(prefer_css_page_size=True))
            assert sheets == [b"1"], (prefix, path)


@pytest.mark.parametrize("state", ["closing", "closed", "reported"])
def test_each_state_is_accessible(live, page, axe, drive, state):
    Drive.objects.update(state=state)
    pagecache.forget()
    page.goto(f"{live}/donate/winter/")
    assert shows(page.locator(".usa-alert").first)
    axe(page)


def test_from_the_home_page_to_a_place_that_takes_what_one_has_without_javascript(live, new_page, drive):
    page = new_page(width=320, javascript=False)
    page.goto(f"{live}/")
    page.locator(".doors").get_by_role("link", name="Donate goods").click()
    page.get_by_role("link", name="Winter Drive").click()
    assert shows(page.get_by_text("50 of 120 still missing: 30 received, 40 promised"))
    page.get_by_label("What do you bring?").select_option("Coats")
    page.get_by_label("Your ZIP code or neighborhood").fill("Downtown")
    page.get_by_role("button", name="Show places").click()
    assert shows(page.get_by_text("nearest to Downtown first"))
    assert page.locator("ol.shifts > li").count() == 5 and page.locator(".map__mark").count() == 5
    page.get_by_text("Show a QR code").click()
    assert shows(page.locator(".qr__picture"))
    assert "/s/" in page.get_by_role("link", name="Send by email").get_attribute("href")


def test_the_desk_of_a_drive_is_accessible(live, page, axe, drive):
    carla = make_staff("carla@example.org", drive.office, "coordinator")
    cookie = signed_in(carla).cookies["portal"].value
    page.context.add_cookies([{"name": "portal", "value": cookie, "url": str(live)}])
    for name in ("report", "copy", "share"):
        page.goto(f"{live}/admin/desk/drives/{drive.pk}/{name}/")
        axe(page)
    page.goto(f"{live}/admin/donations/drive/{drive.pk}/change/")
    assert shows(page.get_by_role("button", name="Take no more promises"))
