"""“Wrong number? Change it”: the place is kept, the old number is not called any more."""

from datetime import timedelta

import pytest
from django.utils import timezone

from bookings.models import State
from mailing import calls
from mailing.models import AccessLink
from mailing.outbox import rounds
from people.models import Person, User
from tests import makers
from tests.volunteers.visitor import Visitor
from volunteers.models import SignUp

pytestmark = pytest.mark.django_db(transaction=True)
RIGHT, WRONG = "+16175550143", "+16175550144"


@pytest.fixture
def dan(db):
    """Dan has signed up with a number that is not his; the office is to call it."""
    makers.city()
    visitor = Visitor()
    visitor.sign_up(makers.role(starts=timezone.now() + timedelta(days=10)), name="Dan", email="", phone="617-555-0144")
    rounds.Round(lanes=rounds.WORKER).run()
    return visitor


def change(visitor, number):
    answer = visitor.press("/confirm/number/", phone=number)
    rounds.Round(lanes=rounds.WORKER).run()
    calls.drop_unwanted(now=timezone.now())
    return answer


def test_the_place_stays_and_only_the_right_number_is_called(dan):
    before = SignUp.objects.get()
    assert change(dan, "(617) 555-0143").status_code == 302
    after = SignUp.objects.get()
    assert (after.pk, after.state, after.until, after.person.phone) == (before.pk, State.HELD, before.until, RIGHT)
    assert [line.number for line in calls.open_calls()] == [RIGHT]
    page = dan.get("/confirm/").content.decode()
    assert "617-555-0143" in page and "617-555-0144" not in page


def test_the_call_to_the_right_number_confirms_the_place(dan):
    change(dan, RIGHT)
    carla = User.objects.create(email="carla@example.org", is_staff=True)
    calls.record_result(task=calls.open_calls().get(), result="said_yes", by=carla, now=timezone.now())
    assert SignUp.objects.get().state == State.CONFIRMED
    assert Person.objects.get(phone=RIGHT).phone_confirmed_at is not None
    assert Person.objects.get(phone=WRONG).phone_confirmed_at is None


def test_a_number_that_is_none_is_said_and_changes_nothing(dan):
    answer = dan.press("/confirm/number/", phone="12")
    page = answer.content.decode()
    assert answer.status_code == 422 and "<details open>" in page and "Enter a phone number with area code" in page
    assert SignUp.objects.get().person.phone == WRONG and AccessLink.objects.count() == 1


def test_the_same_number_again_is_no_second_call(dan):
    assert change(dan, "617 555 0144").status_code == 302
    assert [line.number for line in calls.open_calls()] == [WRONG]


def test_a_stranger_changes_nobodys_number(dan):
    sam = Visitor()
    assert sam.press("/confirm/number/", from_page="/volunteer/", phone=RIGHT, link=AccessLink.objects.get().pk).status_code in {403, 404}
    assert SignUp.objects.get().person.phone == WRONG


def test_who_waits_for_a_code_has_no_number_to_change(dan):
    vera = Visitor()
    vera.sign_up(makers.role(starts=timezone.now() + timedelta(days=9)))
    assert vera.press("/confirm/number/", phone=RIGHT).status_code == 404
