"""The end of the demonstration: what a browser had or proved in it opens nothing of the city that starts."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from mailing import proof
from people import accounts
from people.models import User
from tests import makers
from tests.staff.conftest import make_staff, signed_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def owner():
    return signed_in(make_staff("carla@example.org", is_superuser=True))


def signed_up(name, email, **city):
    """A city, and somebody who signed up in it; returns the sign-up and the address in the letter."""
    makers.city(**city)
    made = makers.sign_up(makers.role(), who=makers.person(name, email))
    return made, f"/my/link/{proof.token(proof.manage_links({made.ref: made.person})[made.ref])}/"


def page_of(sign_up):
    return reverse("volunteers:sign_up_detail", args=[sign_up.pk])


def end_the_demonstration(owner):
    assert owner.post(reverse("admin:start_with_our_city"), {"typed": "Boston"}).status_code == 302


def test_a_link_that_was_opened_in_the_demonstration_opens_nobodys_sign_up_of_the_real_city(owner, client):
    invented, letter = signed_up("Sam", "sam@example.org", is_demo=True)
    assert client.get(letter).url == page_of(invented) and client.get(page_of(invented)).status_code == 200
    end_the_demonstration(owner)
    real, _letter = signed_up("Vera", "vera@example.org")
    assert client.get(page_of(real)).status_code == 404


def test_who_presses_twice_goes_on_with_the_set_up(owner):
    makers.city(is_demo=True)
    end_the_demonstration(owner)
    assert owner.post(reverse("admin:start_with_our_city"), {"typed": "Boston"})["Location"] == reverse("admin:set_up")


def proves(browser, address):
    """What the code of a letter leaves in a browser; in the demonstration everybody reads all letters."""
    session = browser.session
    session["proved"] = [address]
    session.save()
    return browser


def test_an_address_that_was_proved_in_the_demonstration_is_not_proved_in_the_real_city(owner):
    invented, _letter = signed_up("Sam", "vera@example.org", is_demo=True)
    resident = Client()
    resident.force_login(accounts.make(address="vera@example.org", now=timezone.now()))
    colleague = signed_in(make_staff("noor@example.org", is_superuser=True))
    browsers = [proves(Client(), "vera@example.org"), proves(owner, "vera@example.org"), resident]
    assert [browser.get(page_of(invented)).status_code for browser in browsers] == [200, 200, 200]
    end_the_demonstration(owner)
    real, _letter = signed_up("Vera", "vera@example.org")
    assert [browser.get(page_of(real)).status_code for browser in browsers] == [404, 404, 404]
    assert set(User.objects.values_list("email", flat=True)) == {"carla@example.org", "noor@example.org"}
    assert [browser.get(reverse("admin:set_up")).status_code for browser in (owner, colleague)] == [200, 302]
