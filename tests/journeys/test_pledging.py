"""A donor promises goods in a real browser, with and without scripts, on a phone and on a desk."""

import os
from datetime import timedelta

import pytest
from django.utils import timezone

from donations.models import Arrangement, Pledge
from tests import goods, makers
from tests.donations import giving
from tests.donations.giving import Giver


@pytest.fixture
def drive(live):
    makers.city()
    made = giving.running(title="Back to School Drive", arrange_from=200, contact_name="Carla", contact_phone="+16175550142")
    goods.need(made, name="Notebooks", target=1200, note="Wide ruled")
    goods.need(made, name="Backpacks", target=40, is_capped=True)
    goods.location(made, loading_door="Behind the library", storage_limit="40 boxes")
    return made


def keep(walk, name):
    """Keep a picture of the page, where somebody asked for pictures."""
    if os.environ.get("PICTURES"):
        walk.page.screenshot(path=f"{os.environ['PICTURES']}/{name}-{walk.page.viewport_size['width']}.png", full_page=True)


def numbers(walk, drive, *quantities):
    for need, quantity in zip(drive.needs.order_by("pk"), quantities, strict=True):
        walk.page.locator(f"[name=need_{need.pk}]").fill(str(quantity))
    return walk


@pytest.mark.parametrize(("width", "javascript"), [(320, False), (320, True), (1280, True)])
def test_from_the_form_to_a_promise_that_is_changed_and_withdrawn(walk, drive, width, javascript):
    dan = walk(width=width, javascript=javascript, reduced_motion="reduce")
    dan.open(f"/donate/{drive.slug}/pledge/")
    keep(dan, "form")
    dan.press("I’ll bring this")
    assert "at least one item" in dan.text
    keep(dan, "errors")
    numbers(dan, drive, 12, "").fill(name="Dan", email="dan@example.org").press("I’ll bring this")
    assert dan.heading == "One more step" and "12 × Notebooks" in dan.text
    keep(dan, "confirm")
    dan.type_code(dan.code(to="dan@example.org"))
    assert dan.heading == "We expect this from you"
    keep(dan, "done")
    dan.follow("See, change or cancel")
    keep(dan, "own")
    letter = dan.letter("pledged", to="dan@example.org")
    assert "12 × Notebooks" in letter.text and "555-0142" in letter.text
    dan.page.locator("summary", has_text="Change it").click()
    numbers(dan, drive, 10, 2).press("Change")
    assert "10 × Notebooks" in dan.text and "2 × Backpacks" in dan.text
    dan.follow("I cannot bring it after all").press("Yes, withdraw it")
    assert dan.heading == "Withdrawn" and Pledge.objects.get().state == "withdrawn"
    dan.open("/my/")


def test_a_large_gift_becomes_an_arrangement_and_nothing_is_typed_twice(walk, drive):
    dan = walk(width=320, javascript=False)
    numbers(dan.open(f"/donate/{drive.slug}/pledge/"), drive, 500, 3).fill(name="Dan", email="dan@example.org").press("I’ll bring this")
    assert "Behind the library" in dan.text
    keep(dan, "arrange-it")
    dan.press("Let’s arrange it")
    keep(dan, "arrange")
    dan.press("Send").type_code(dan.code(to="dan@example.org"))
    assert dan.heading == "We have got your offer"
    found = Arrangement.objects.get()
    assert (found.state, found.quantity, found.need.item.name) == ("asked", 500, "Notebooks")
    dan.follow("See, change or cancel")
    keep(dan, "arrangement")
    dan.follow("Withdraw my offer").press("Yes, withdraw it")
    assert dan.heading == "Withdrawn"


def test_an_item_that_fills_up_meanwhile_leads_to_what_is_missing(walk, drive):
    dan = walk(width=320)
    numbers(dan.open(f"/donate/{drive.slug}/pledge/"), drive, "", 5).fill(name="Dan", email="dan@example.org")
    goods.pledge({drive.needs.get(is_capped=True): 38}, who=makers.person("Sam", "sam@example.org"))
    dan.press("I’ll bring this")
    assert "Only 2 are still wanted" in dan.text and "This is still missing" in dan.text
    keep(dan, "full")
    numbers(dan, drive, "", 2).press("I’ll bring this")
    assert dan.heading == "One more step"


def test_a_closed_drive_says_so_and_the_pages_speak_spanish(walk, drive):
    assert Giver().get(f"/es/donate/{drive.slug}/pledge/").status_code == 200
    drive.closes = timezone.now() - timedelta(minutes=1)
    drive.save(update_fields=["closes"])
    dan = walk(width=320).open(f"/donate/{drive.slug}/pledge/?now")
    assert "No more promises are taken here" in dan.text
