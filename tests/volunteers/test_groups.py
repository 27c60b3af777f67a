"""Groups on one form: a contact person, names if wanted, whole groups waiting, offered and coming whole."""

from datetime import timedelta

import pytest
from django.utils import timezone

from bookings.models import State
from people.forgetting import forget
from tests import makers
from tests.volunteers.visitor import Visitor, code_for
from volunteers.actions import sign_ups
from volunteers.models import Group, SignUp

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def role(db):
    makers.city()
    return makers.role(places=12, starts=timezone.now() + timedelta(days=10))


def group_form(browser, role, **typed):
    page = browser.get(f"/volunteer/shifts/{role.pk}/sign-up/?group=1")
    values = {"name": "Vera", "email": "vera@example.org", "phone": "", "language": "en", "notes": "", "group_name": "Chess Club", "group_names": "", **typed}
    return browser.post(f"/volunteer/shifts/{role.pk}/sign-up/", {**browser.hidden(page), **values})


def come(role, **typed):
    browser = Visitor()
    answer = group_form(browser, role, **typed)
    assert answer.status_code == 302, answer.content.decode()
    browser.type_code(code_for(typed.get("email", "vera@example.org")))
    return browser, SignUp.objects.latest("pk")


def test_a_group_of_ten_comes_on_one_form_with_the_names_of_some(role):
    browser, sign_up = come(role, party_size="10", group_names="Ada\n\n Bo \n")
    group = Group.objects.get()
    assert (sign_up.state, sign_up.party_size, group.name, group.names) == (State.CONFIRMED, 10, "Chess Club", ["Ada", "Bo"])
    page = browser.get(f"/volunteer/sign-ups/{sign_up.pk}/").content.decode()
    assert "Chess Club" in page
    assert "Ada" in page


def test_ten_people_without_a_group_are_refused_as_before(role):
    assert "at most 6" in Visitor().sign_up(role, party_size="10").content.decode()


@pytest.mark.parametrize(
    ("typed", "words"), [({"party_size": "21"}, "at most 20"), ({"party_size": "3", "group_name": ""}, "Enter a name"), ({"party_size": "3", "group_names": "x" * 200}, "too long")]
)  # fmt: skip
def test_a_group_that_is_too_large_or_has_no_name_is_refused_with_all_that_was_typed(role, typed, words):
    answer = group_form(Visitor(), role, **typed)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert 'name="group_name"' in answer.content.decode()
    assert not SignUp.objects.exists()


def test_a_group_waits_and_is_offered_whole(role):
    first = makers.sign_up(role, size=6)
    second = makers.sign_up(role, size=3)
    _browser, group = come(role, party_size="8", waitlist="1")
    _other, single = come(role, email="sam@example.org", name="Sam", party_size="4", waitlist="1", group_name="Family")
    assert [one.state for one in (group, single)] == [State.WAITLISTED, State.WAITLISTED]
    sign_ups.cancel(sign_up=second, by=makers.staff(), now=timezone.now())
    group.refresh_from_db()
    single.refresh_from_db()
    assert (group.state, single.state) == (State.WAITLISTED, State.OFFERED)
    sign_ups.cancel(sign_up=first, by=makers.staff("c2@example.org"), now=timezone.now())
    group.refresh_from_db()
    assert (group.state, group.party_size) == (State.OFFERED, 8)


def test_one_address_cannot_bring_two_groups_beyond_the_limit(role):
    type(role).objects.update(capacity=100)
    browser, _sign_up = come(role, party_size="18")
    again = group_form(browser, role, name="Vera's sister", party_size="5")
    assert again.status_code == 422
    assert "One address can hold at most 20 places" in again.content.decode()


def test_whoever_is_forgotten_takes_the_names_of_the_group_along(role):
    _browser, sign_up = come(role, party_size="3", group_names="Ada")
    forget(person=sign_up.person, now=timezone.now())
    group = Group.objects.get()
    assert (group.name, group.names) == ("", [])
