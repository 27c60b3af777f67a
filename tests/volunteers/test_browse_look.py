"""The public lists in a real browser: every state accessible, no wider than the screen, usable without JavaScript."""

from datetime import timedelta

import pytest
from django.utils import timezone

from languages.models import Language
from tests.browsing import shows
from tests.volunteers import making
from volunteers.models import Opportunity, Shift, ShiftRole

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def work(live):
    """An opportunity with a date that is open, one that is full, one that is called off, and one that has begun."""
    Language.objects.get_or_create(code="es", defaults={"name": "Spanish", "own_name": "Español", "offered": True})
    made = making.opportunity(
        "Sort food", interests=[making.interest()], bring="Gloves", minimum_age=16, languages_wanted=["es"], urgent=True, family_friendly=True
    )
    now = timezone.now()
    place = making.venue(step_free=True)
    making.shift(made, starts=now - timedelta(minutes=30), place=place)
    shift = making.shift(made, starts=now + timedelta(days=1), place=place, role="Sorter", places=10)
    making.fill(ShiftRole.objects.create(shift=shift, opportunity=made, name="Greeter", capacity=2, order=1))
    off = making.shift(made, starts=now + timedelta(days=2), place=making.venue("Roxbury Library"))
    Shift.objects.filter(pk=off.pk).update(cancelled_at=now, reason="The hall is flooded.")
    full = making.shift(made, starts=now + timedelta(days=3), place=place, places=1)
    making.fill(full.roles.get())
    return made


def fits(page):
    """No part of the page is wider than the screen."""
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize(("width", "javascript"), [(320, False), (1280, True)])
@pytest.mark.parametrize("prefix", ["", "/es", "/ar"])
def test_the_list_and_the_opportunity_are_accessible_and_fit(live, new_page, axe, work, width, javascript, prefix):
    page = new_page(width=width, javascript=javascript)
    for path in ("/volunteer/", "/volunteer/?q=nothing-like-this&open=1&from=soon", f"/volunteer/{work.slug}/"):
        page.goto(f"{live}{prefix}{path}")
        assert fits(page), path
        if javascript:
            axe(page)


@pytest.mark.parametrize("state", ["cancelled", "closed"])
def test_a_called_off_or_closed_opportunity_is_accessible(live, page, axe, work, state):
    Opportunity.objects.update(state=state, reason="")
    page.goto(f"{live}/volunteer/{work.slug}/")
    assert shows(page.locator(".usa-alert"))
    axe(page)


def test_from_the_list_to_the_sign_up_without_javascript(live, new_page, work):
    page = new_page(width=320, javascript=False)
    page.goto(f"{live}/volunteer/")
    page.get_by_label("What would you like to do?").fill("food")
    page.get_by_text("More filters").click()
    page.locator("label[for=family]").click()  # USWDS draws the box on the label
    page.get_by_role("button", name="Show").click()
    assert page.url.count("q=food") == 1
    page.get_by_role("link", name="Sort food").first.click()
    page.get_by_role("link", name="Sign up Sorter").click()
    assert page.url.endswith("/sign-up/")


def test_a_filter_is_dropped_by_its_own_link(live, page, work):
    page.goto(f"{live}/volunteer/?q=food&open=1")
    page.get_by_role("link", name="Remove filter: Free places").click()
    assert page.url.endswith("/volunteer/?q=food")
