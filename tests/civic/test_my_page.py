"""`/my/`: what is coming and what is past, and what we know about whoever looks."""

import re

import pytest
from django.utils import timezone

from donations.models import Donation, PickUpRequest
from tests import goods, makers
from tests.volunteers.visitor import Visitor, code_for

pytestmark = pytest.mark.django_db(transaction=True)
State = PickUpRequest.State


def page_of(email):
    """Return `/my/` in a browser that has proved the address."""
    browser = Visitor()
    browser.press("/my/", from_page="/my/", email=email)
    browser.type_code(code_for(email))
    return browser.get("/my/").text


def cards(text):
    """Return the addresses of the things under “Coming up”, and those under “Past”."""
    coming, past = re.search("<h2>Coming up</h2>(.*?)(?:<h2>|<section)", text, re.DOTALL), re.search("<h2>Past</h2>(.*?)<section", text, re.DOTALL)
    return [set(re.findall(r'card__title"><a href="([^"]+)"', found[1])) if found else set() for found in (coming, past)]


def test_a_pick_up_that_has_come_to_its_end_is_past_and_one_that_is_open_is_not():
    makers.city()
    dan = makers.person("Dan", "dan@example.org", email_confirmed_at=timezone.now())
    drive = goods.drive(offers_pick_up=True)
    made = {state: goods.pick_up(drive, who=dan, state=state).get_absolute_url() for state in (State.REQUESTED, State.PROPOSED, State.MISSED)}
    over = {
        state: goods.pick_up(drive, who=dan, state=state).get_absolute_url()
        for state in (State.COLLECTED, State.PARTLY, State.DECLINED, State.CANCELLED, State.EXPIRED)
    }
    assert cards(page_of("dan@example.org")) == [set(made.values()), set(over.values())]


def test_what_somebody_gave_just_now_is_past():
    makers.city()
    dan = makers.person("Dan", "dan@example.org", email_confirmed_at=timezone.now())
    at = goods.location(goods.drive())
    gift = Donation.objects.create(drive=at.drive, location=at, person=dan, source="walk_in", received_at=timezone.now())
    assert cards(page_of("dan@example.org")) == [set(), {f"/donate/receipts/{gift.pk}/"}]


def test_everything_we_know_of_how_somebody_is_reached_is_shown():
    makers.city()
    makers.person("Vera Lopez", "vera@example.org", phone="+16175550143", address="7 Quincy St, Boston, MA 02121", email_confirmed_at=timezone.now())
    text = page_of("vera@example.org")
    assert all(words in text for words in ("vera@example.org", "617-555-0143", "7 Quincy St, Boston, MA 02121"))
