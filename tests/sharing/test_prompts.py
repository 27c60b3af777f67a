"""Counted links: short addresses that lead to a page in the reader's language and count how often they are followed, and nobody."""

import pytest
from django.test import Client

from intake import visits
from sharing import prompts
from sharing.models import TrackedLink
from tests import makers

pytestmark = pytest.mark.django_db


@pytest.fixture
def link(db):
    makers.city()
    makers.office()
    return TrackedLink.objects.create(target="/volunteer/", channel="newsletter")


def followed():
    return TrackedLink.objects.get().followed


@pytest.mark.parametrize(("prefix", "leads_to"), [("", "/volunteer/"), ("/es", "/es/volunteer/")])
def test_it_leads_to_the_page_in_the_readers_language_and_counts(link, prefix, leads_to):
    answer = Client().get(f"{prefix}/s/{link.code}/")
    assert (answer.status_code, answer.headers["Location"], followed()) == (302, leads_to, 1)
    assert "no-store" in answer.headers["Cache-Control"] and set(answer.cookies) == {visits.COOKIE}


def test_it_is_counted_each_time_and_typed_in_capitals_too(link):
    for code in (link.code, link.code.upper()):
        Client().get(f"/s/{code}/")
    assert followed() == 2


def test_looking_ahead_is_not_counted(link):
    Client().head(f"/s/{link.code}/")
    Client().get(f"/s/{link.code}/", headers={"Sec-Purpose": "prefetch;prerender"})
    Client().get(f"/s/{link.code}/", headers={"Purpose": "prefetch"})
    assert followed() == 0


@pytest.mark.parametrize("code", ["nothing", "x" * 300, "%00", "..%2f"])
def test_an_unknown_code_is_not_found(link, code):
    assert Client().get(f"/s/{code}/").status_code in {400, 404} and followed() == 0


@pytest.mark.parametrize("target", ["https://elsewhere.example.org/", "//elsewhere.example.org/", "javascript:alert(1)"])
def test_it_never_leads_away_from_the_portal(link, target):
    TrackedLink.objects.update(target=target)
    assert Client().get(f"/s/{link.code}/").status_code == 404 and followed() == 0


def test_the_portals_own_links_are_made_once_and_the_page_itself_stands_in_for_a_missing_one(link, settings):
    prompts.count_links("/donate/x/", [prompts.EMAIL, prompts.FLYER], by=None)
    prompts.count_links("/donate/x/", [prompts.EMAIL, prompts.FLYER], by=None)
    codes = dict(TrackedLink.objects.filter(target="/donate/x/").values_list("channel", "code"))
    assert sorted(codes) == ["email", "flyer"]
    found = prompts.addresses("/donate/x/", "/es/donate/x/")
    assert found["email"] == f"{settings.SITE_URL}/s/{codes['email']}/" and found["message"] == f"{settings.SITE_URL}/es/donate/x/"


def test_a_message_may_carry_an_address_of_its_own():
    found = prompts.share_links("Coats & more", "https://one.example.org/", "https://two.example.org/")
    assert found == {
        "mail": "mailto:?subject=Coats%20%26%20more&body=Coats%20%26%20more%0Ahttps%3A//one.example.org/",
        "message": "sms:?&body=Coats%20%26%20more%0Ahttps%3A//two.example.org/",
    }
