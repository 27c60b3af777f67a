"""A second browser types the same wrong address and corrects it: what is made anew there is all that was typed there."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from bookings.models import State
from tests import makers
from tests.volunteers.making import keep
from tests.volunteers.visitor import Visitor, code_for
from volunteers import hold_links
from volunteers.actions import holds
from volunteers.models import Group, Hold, SignUp

pytestmark = pytest.mark.django_db(transaction=True)
RIGHT = "vera.right@example.org"


@pytest.fixture
def role(db):
    makers.city()
    return makers.role(places=30, starts=timezone.now() + timedelta(days=10), of=makers.opportunity(minimum_age=14, with_adult=True))


def sent(role, query="", **typed):
    """A browser that has sent the form and waits for the code."""
    browser = Visitor()
    page = browser.get(f"/volunteer/shifts/{role.pk}/sign-up/{query}")
    values = {"name": "Vera", "email": "vera@example.org", "phone": "", "language": "en", "party_size": "1", "age": "adult", "notes": "", **typed}
    answer = browser.post(f"/volunteer/shifts/{role.pk}/sign-up/", {**browser.hidden(page), **values})
    assert answer.status_code == 302, answer.content.decode()
    return browser


def made_anew(browser):
    """Correct the address there, type the code, and return what came of it."""
    assert browser.press("/confirm/address/", email=RIGHT).status_code == 302
    browser.type_code(code_for(RIGHT))
    return SignUp.objects.get(person__email=RIGHT)


def test_what_would_help_and_the_children_come_along(role):
    sent(role)
    anew = made_anew(sent(role, notes="A ramp, please.", children="2"))
    assert (anew.state, anew.notes, anew.children) == (State.CONFIRMED, "A ramp, please.", 2)
    assert list(SignUp.objects.exclude(pk=anew.pk).values_list("state", "notes", "children")) == [(State.HELD, "", 0)]


def test_a_group_is_made_anew_as_a_group_with_its_names(role):
    sent(role)
    anew = made_anew(sent(role, "?group=1", party_size="12", group_name="Chess Club", group_names="Ada\nBo"))
    assert (anew.state, anew.party_size) == (State.CONFIRMED, 12)
    assert Group.objects.values_list("sign_up", "name", "names").get() == (anew.pk, "Chess Club", ["Ada", "Bo"])


@pytest.mark.parametrize("released", [False, True])
def test_a_partners_place_is_the_partners_as_long_as_it_is_kept(role, released):
    hold = keep(role, 5)
    query = f"?for={hold_links.token(hold)}"
    sent(role)
    other = sent(role, query)
    if released:
        holds.release(hold=hold, by=None, now=timezone.now())
    anew = made_anew(other)
    assert (anew.state, anew.hold) == (State.CONFIRMED, None if released else hold)
    assert Hold.objects.get().used == (0 if released else 1)


def test_of_more_than_the_partner_has_left_nothing_is_the_partners(role):
    hold = keep(role, 1)
    sent(role)
    assert made_anew(sent(role, f"?for={hold_links.token(hold)}", party_size="2")).hold is None


def test_what_is_stored_already_is_kept_in_no_session(role):
    browser = sent(role, notes="A ramp, please.")
    held = [one for session in Session.objects.all() for entry in session.get_decoded()["held"] for one in entry["typed"].values()]
    assert [one["is_new"] for one in held] == [True] and "notes" not in held[0]
    assert made_anew(browser).notes == "A ramp, please."
