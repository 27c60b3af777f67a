"""Limits hold for one address and for people without email, also when two forms arrive at once."""

from datetime import timedelta

import pytest
from django.db.models import Sum
from django.utils import timezone

from bookings.models import State
from intake.refusal import Refused
from mailing import proof
from tests import makers
from tests.volunteers.meeting import meet
from volunteers import eligibility
from volunteers.actions import sign_up
from volunteers.models import ShiftRole, SignUp

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def some(db):
    makers.city()
    return makers.role(places=20, starts=timezone.now() + timedelta(days=10))


@pytest.fixture
def other(some):
    """Another role of the same shift."""
    return ShiftRole.objects.create(shift=some.shift, opportunity=some.opportunity, name="Driver", capacity=20)


def signing_up(role, proved=("vera@example.org",), **typed):
    return sign_up.sign_up(
        shift_role=ShiftRole.objects.for_sign_up(role.pk), form=makers.form(**typed), proved=set(proved), key=makers.key(), browser="b", now=timezone.now()
    )


def places_of_one_address():
    return SignUp.objects.filter(state=State.CONFIRMED).aggregate(n=Sum("party_size"))["n"]


def test_two_forms_of_one_address_at_once_keep_to_its_limit(some, other):
    for role in (some, other):
        SignUp.objects.all().delete()
        refused = meet(lambda: signing_up(some, size=5), lambda role=role: signing_up(role, name="Ben", size=5))
        assert isinstance(refused, Refused) and refused.code == "limit"
        assert places_of_one_address() == 5


def test_a_code_typed_while_another_form_is_sent_keeps_to_the_limit(some, other):
    signing_up(other, proved=(), name="Ben", size=5)
    held = SignUp.objects.get()
    meet(lambda: signing_up(some, size=5), lambda: proof.settle(link=held.link, refs=[held.ref], by=None, now=timezone.now()))
    held.refresh_from_db()
    assert (held.state, places_of_one_address()) == (State.DECLINED, 5)


def test_without_holding_the_address_two_forms_pass_the_limit(some, monkeypatch):
    monkeypatch.setattr(eligibility, "_HOLD", "")
    meet(lambda: signing_up(some, size=5), lambda: signing_up(some, name="Ben", size=5))
    assert places_of_one_address() == 10


def test_one_number_keeps_to_the_limit_of_its_own_and_counts_nobody_elses(some, other):
    dan, sam = (makers.person(name, "", phone=number, channel="phone") for name, number in (("Dan", "+16175550142"), ("Sam", "+16175550143")))
    ben = makers.sign_up(some, who=makers.person("Ben", "", phone="+16175550142", channel="phone"), size=4)
    makers.sign_up(some, who=sam, size=5)
    wanted = SignUp(shift_role=other, person=dan, party_size=2)
    eligibility.check_places_per_address(wanted)
    SignUp.objects.filter(pk=ben.pk).update(party_size=5)
    with pytest.raises(Refused):
        eligibility.check_places_per_address(wanted)


def test_two_phones_at_once_keep_to_the_share_of_people_without_email(some):
    ShiftRole.objects.update(capacity=4)
    refused = meet(
        lambda: signing_up(some, email="", phone="+16175550142"),
        lambda: signing_up(some, name="Dan", email="", phone="+16175550143"),
    )
    assert isinstance(refused, Refused) and refused.code == "phone_share"
    assert SignUp.objects.count() == 1
