"""The end of the demonstration: what a browser had or proved in it opens nothing of the city that starts."""

import pytest
from django.urls import reverse

from mailing import proof
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
