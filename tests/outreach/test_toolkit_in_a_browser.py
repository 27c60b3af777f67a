"""The toolkit in a real browser: nothing for axe to find, nothing wider than a phone, a text copied with one press, and all of it there without scripts."""

from datetime import timedelta

import pytest
from django.utils import timezone

from sharing.models import TrackedLink
from tests import makers
from tests.staff.conftest import carla, city, office, opportunity  # noqa: F401
from tests.staff.test_pages_in_a_browser import enter_as

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def address(opportunity):  # noqa: F811
    makers.role(of=opportunity, starts=timezone.now() + timedelta(days=9))
    TrackedLink.objects.create(target=f"/volunteer/{opportunity.slug}/", channel="A partner with quite a long name of its own", followed=12)
    return f"/admin/desk/toolkit/volunteers/opportunity/{opportunity.pk}/"


def test_it_fits_a_phone_in_both_directions_and_copies_with_one_press(live, new_page, axe, carla, address):  # noqa: F811
    page = enter_as(new_page(width=320, permissions=["clipboard-read", "clipboard-write"]), live, carla)
    for language in ("en", "ar"):
        page.goto(f"{live}{address}?language={language}")
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        assert page.locator("main img, #content img").evaluate_all("all => all.every(one => one.alt && (one.loading = 'eager'))")
    page.goto(live + address)
    page.get_by_role("button", name="Copy Short post").click()
    page.get_by_text("Copied.").first.wait_for()
    assert page.evaluate("navigator.clipboard.readText()").replace("\r", "") == page.get_by_label("Short post").input_value()


def test_without_scripts_no_button_promises_to_copy_and_a_partner_still_gets_a_link(live, new_page, carla, address):  # noqa: F811
    page = enter_as(new_page(width=320, javascript=False), live, carla)
    page.goto(live + address)
    assert not page.get_by_role("button", name="Copy Short post").is_visible() and "Pack food boxes" in page.get_by_label("Short post").input_value()
    page.get_by_label("For which channel or partner").fill("Food Bank")
    page.get_by_role("button", name="Make a link").click()
    assert f"/s/{TrackedLink.objects.get(channel='Food Bank').code}/" in page.get_by_label("Short post").input_value()
