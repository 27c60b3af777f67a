"""Somebody whose code has not come calls: what is held for them is theirs."""

import pytest
from django.utils import timezone

from bookings.models import State
from bookings.seats import Full
from mailing.models import Message
from people.models import User
from tests import makers
from tests.volunteers.visitor import Visitor
from volunteers.actions import sign_up as signing_up
from volunteers.actions.sign_up import Form
from volunteers.models import SignUp

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def role(db):
    makers.city()
    return makers.role(places=1)


def called(role, name="Vera Volunteer", email="vera@example.org"):
    by = User.objects.filter(is_staff=True).first() or makers.staff()
    return signing_up.enter(shift_role=role, form=Form(name, email, "", 1, "en"), by=by, now=timezone.now())


def test_the_last_place_that_is_held_for_the_caller_is_confirmed(role):
    Visitor().sign_up(role, name="Vera Volunteer", email="vera@example.org")
    assert SignUp.objects.get().state == State.HELD
    called(role)
    one = SignUp.objects.get()
    assert (one.state, one.link, one.until, one.entered_by.is_staff) == (State.CONFIRMED, None, None, True)
    assert Message.objects.filter(kind="signed_up", about=one.ref).count() == 1
    called(role)
    assert SignUp.objects.count() == Message.objects.filter(kind="signed_up").count() == 1


def test_somebody_else_gets_no_place_by_it(role):
    Visitor().sign_up(role, name="Vera Volunteer", email="vera@example.org")
    with pytest.raises(Full):
        called(role, name="Sam", email="sam@example.org")
    assert SignUp.objects.get().state == State.HELD


def test_a_place_in_line_that_waits_for_a_code_counts(role):
    makers.sign_up(role)
    type(role).objects.filter(pk=role.pk).update(waitlist=True)
    Visitor().sign_up(role, name="Vera Volunteer", email="vera@example.org", waitlist="1")
    one = SignUp.objects.get(state=State.WAITLISTED)
    assert one.link_id
    called(role)
    one.refresh_from_db()
    assert (one.state, one.link) == (State.WAITLISTED, None) and Message.objects.filter(kind="waitlisted", about=one.ref).count() == 1
