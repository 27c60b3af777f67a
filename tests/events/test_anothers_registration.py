"""Whoever types another's address, and then their own, neither confirms nor takes that other's registration."""

from datetime import timedelta

import pytest
from django.utils import timezone

from bookings.models import State
from events.models import Registration
from tests import meetings
from tests.events.coming import send
from tests.volunteers.visitor import Visitor, code_for

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def event(db):
    return meetings.event(places=5, starts=timezone.now() + timedelta(days=10))


def sams_second_browser(event):
    """Vera has not typed her code; Sam, who calls himself Vera too, is registered, and types her address in a second browser and then his own."""
    send(Visitor(), event)
    send(Visitor(), event, email="sam@example.org")
    browser = Visitor()
    send(browser, event)
    assert browser.press("/confirm/address/", email="sam@example.org").status_code == 302
    return browser


def veras():
    return Registration.objects.filter(person__email="vera@example.org").values_list("state", "person__email_confirmed_at").get()


@pytest.mark.parametrize("sensitive", [False, True])
def test_the_code_of_ones_own_address_does_not_confirm_anothers_registration(event, sensitive):
    type(event).objects.update(is_sensitive=sensitive)
    sams_second_browser(event).type_code(code_for("sam@example.org"))
    assert veras() == (State.HELD, None)


def test_anothers_registration_is_not_carried_to_a_third_address(event):
    sams_second_browser(event).press("/confirm/address/", email="sam2@example.org")
    assert veras() == (State.HELD, None)
