"""The pages of reminders: when they go for the next shift, other times, none, a sentence; accessible at each width."""

import pytest
from django.urls import reverse

from mailing import proof
from tests.staff.conftest import make_shift, signed_in
from tests.staff.test_pages_in_a_browser import enter_as
from tests.staff.test_shift_page import change
from volunteers.models import ReminderPlan


@pytest.fixture
def page(opportunity):
    return reverse("admin:opportunity_reminders", args=[opportunity.pk])


def test_the_page_says_when_the_letters_go_for_the_next_shift(carla, opportunity, venue, page):
    make_shift(opportunity, venue, by=carla, days=5)
    text = signed_in(carla).get(page).text
    assert text.count("10 a.m.") + text.count("10\xa0a.m.") >= 1 and ("6 p.m.</li>" in text or "6\xa0p.m.</li>" in text)


def test_other_times_none_and_as_usual(carla, opportunity, shift, page):
    client = signed_in(carla)
    assert "Saved." in client.post(page, {"own": "own", "times": ["week", "two_hours"], "sentence": "Park behind."}, follow=True).text
    plan = ReminderPlan.objects.get()
    assert (plan.opportunity, plan.times, plan.sentence) == (opportunity, ["week", "two_hours"], "Park behind.")
    client.post(page, {"own": "own", "sentence": ""})
    assert ReminderPlan.objects.get().times == [] and "Nobody is reminded." in client.get(page).text
    client.post(page, {"own": "", "times": ["week"], "sentence": ""})
    assert not ReminderPlan.objects.exists()


@pytest.mark.parametrize("sent", [{"own": "own", "times": ["every_hour"]}, {"own": "mine"}, {"own": "own", "sentence": "x" * 301}])
def test_what_means_nothing_is_refused_and_stores_nothing(carla, page, sent):
    assert signed_in(carla).post(page, sent).status_code == 422
    assert not ReminderPlan.objects.exists()


def test_one_shift_has_times_of_its_own(carla, shift):
    signed_in(carla).post(reverse("admin:shift_reminders", args=[shift.pk]), {"own": "own", "times": ["two_hours"], "sentence": ""})
    assert ReminderPlan.objects.get().shift == shift


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_the_new_pages_are_accessible(live, new_page, axe, carla, opportunity, shift, vera, page, width, tmp_path):
    change(carla, shift, notes="Side door")
    doors = {
        "tell": reverse("admin:tell_changes", args=[opportunity.pk]), "reminders": page, "evening": reverse("admin:evening_letter"),
        "caller": reverse("admin:sign_up_reminders", args=[vera.pk]), "roster": reverse("admin:roster", args=[shift.pk]),
    }  # fmt: skip
    browser = enter_as(new_page(width=width), live, carla)
    for name, door in doors.items():
        browser.goto(live.url + door)
        axe(browser)
        assert browser.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), name
        browser.screenshot(path=tmp_path / f"{name}-{width}.png", full_page=True)
    resident = new_page(width=width)
    resident.goto(proof.url(proof.manage_links({vera.ref: vera.person})[vera.ref]))
    resident.get_by_text("Reminders", exact=True).click()
    axe(resident)
    resident.screenshot(path=tmp_path / f"own-{width}.png", full_page=True)
    resident.get_by_role("button", name="No reminder of this one").click()
    resident.wait_for_selector("text=No more reminders.")
    axe(resident)
