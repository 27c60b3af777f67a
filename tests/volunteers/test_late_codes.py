"""Late codes and changed addresses: nothing is made that the shift would not take any more."""

from datetime import timedelta

import pytest
from django.utils import timezone

from bookings.models import State
from bookings.seats import Full
from intake.refusal import Refused
from mailing import proof
from mailing.models import Message
from tests import makers
from volunteers.actions import places, proofs, sign_up
from volunteers.models import Shift, ShiftRole, SignUp

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(last_place):
    """Vera's place is kept until she types the code."""
    sign_up.sign_up(shift_role=last_place, form=makers.form(), proved=set(), key=makers.key(), browser="b", now=timezone.now())
    return SignUp.objects.get()


def change_address(sign_up, *, is_new):
    typed = {sign_up.ref: {"name": "Vera", "phone": "", "party_size": 1, "is_new": is_new, "waits": False, "until": ""}}
    return proof.change_address(typed=typed, email="right@example.org", now=timezone.now())


def test_a_late_code_where_no_line_is_kept_does_not_wait(last_place, held):
    ShiftRole.objects.update(waitlist=False)
    SignUp.objects.update(until=timezone.now())
    places.sweep(now=timezone.now())
    makers.sign_up(last_place)
    proofs.settle(ids=[held.pk], by=None, now=timezone.now())
    held.refresh_from_db()
    assert (held.state, held.link) == (State.EXPIRED, None)
    assert set(Message.objects.values_list("kind", flat=True)) == {"confirm_code"}


def test_another_browsers_place_is_not_made_anew_where_no_line_is_kept(held):
    ShiftRole.objects.update(waitlist=False)
    with pytest.raises(Full):
        change_address(held, is_new=False)
    assert SignUp.objects.count() == 1


@pytest.mark.parametrize("is_new", [True, False])
def test_after_the_start_another_address_makes_and_moves_nothing(held, is_new):
    Shift.objects.update(starts=timezone.now() - timedelta(minutes=5))
    with pytest.raises(Refused):
        change_address(held, is_new=is_new)
    assert SignUp.objects.get().person.email == "vera@example.org"


def test_another_address_on_another_role_of_the_shift_gives_the_place_back(last_place, held):
    other = ShiftRole.objects.create(shift=last_place.shift, opportunity=last_place.opportunity, capacity=5)
    makers.sign_up(other, who=makers.person("Vera", "right@example.org"))
    change_address(held, is_new=True)
    held.refresh_from_db()
    assert held.state == State.CANCELLED
