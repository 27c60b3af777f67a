"""Whoever types another's address, and then their own, neither confirms nor takes what that other has made."""

from datetime import timedelta

import pytest
from django.utils import timezone

from bookings.models import State
from tests import makers
from tests.volunteers.visitor import Visitor, code_for
from volunteers.models import Shift, SignUp

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def role(db):
    makers.city()
    return makers.role(places=5, starts=timezone.now() + timedelta(days=10))


@pytest.fixture
def veras(role):
    """Vera has not typed her code yet."""
    Visitor().sign_up(role)
    return SignUp.objects.get()


def is_still_hers(sign_up):
    now = SignUp.objects.select_related("person").get(pk=sign_up.pk)
    return (now.state, now.person.email, now.person.email_confirmed_at, now.link_id) == (State.HELD, "vera@example.org", None, sign_up.link_id)


def sam_types_her_address(role):
    """Sam, who calls himself Vera too, is on the list with his own address, and types hers in a second browser."""
    Visitor().sign_up(role, email="sam@example.org")
    browser = Visitor()
    browser.sign_up(role)
    assert browser.press("/confirm/address/", email="sam@example.org").status_code == 302
    return browser


def test_the_code_of_ones_own_address_does_not_confirm_anothers_place(role, veras):
    browser = sam_types_her_address(role)
    before = browser.get("/confirm/").content.decode()
    browser.type_code(code_for("sam@example.org"))
    assert is_still_hers(veras)
    assert browser.get(f"/volunteer/sign-ups/{veras.pk}/").status_code == 404
    assert str(role.opportunity) in before  # the page is the one that everybody gets


def test_anothers_place_is_not_carried_to_a_third_address(role, veras):
    browser = sam_types_her_address(role)
    browser.press("/confirm/address/", email="sam2@example.org")
    assert is_still_hers(veras)
    browser.press("/confirm/address/", email="sam3@example.org")
    assert is_still_hers(veras)


def test_nor_is_one_that_has_begun_when_something_else_is_moved(role, veras):
    browser, later = Visitor(), makers.role(starts=timezone.now() + timedelta(days=12))
    browser.sign_up(role)
    browser.sign_up(later)
    Shift.objects.filter(pk=role.shift_id).update(starts=timezone.now() - timedelta(minutes=5))
    browser.press("/confirm/address/", email="sam@example.org")
    browser.type_code(code_for("sam@example.org"))
    assert SignUp.objects.get(shift_role=later).state == State.CONFIRMED
    assert is_still_hers(veras)
