"""At the door: people without a sign-up write down their names where the lead allows it, and a shift has one sign."""

from datetime import timedelta

import pytest
from django.utils import timezone

from bookings.models import State
from intake.refusal import Refused
from tests import makers
from tests.volunteers.checking_in import SIGN, Phone, point, shift_now
from volunteers import eligibility
from volunteers.actions import check_in_points as verbs
from volunteers.models import CheckInPoint, Shift, SignUp

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def role(db):
    makers.city()
    return shift_now()


@pytest.fixture
def phone(role):
    return Phone(point(role))


# --- Without a sign-up -------------------------------------------------------------------------------------------------------


def test_who_is_not_signed_up_is_told_whom_to_ask(phone, role):
    Shift.objects.update(contact_name="Lena", contact_phone="+16175550177")
    page = phone.page().text
    assert "Please ask the person who leads the shift." in page and "Lena" in page and "617-555-0177" in page
    assert phone.write_name(role, "Wanda").status_code == 422
    assert not SignUp.objects.exists()


def test_where_the_lead_allows_it_people_write_down_their_names_once(role):
    phone, key = Phone(point(role, takes_walk_ins=True)), makers.key()
    assert "Write down my name" in phone.page().text
    for _ in range(2):
        assert phone.write_name(role, "Wanda Lee", 2, key).status_code == 302
    walk_in = SignUp.objects.get()
    assert (walk_in.state, walk_in.person.name, walk_in.party_size, walk_in.attended_minutes) == (State.WALK_IN, "Wanda Lee", 2, 180)
    assert walk_in.changes.latest("pgh_id").pgh_context == {"check_in_point": phone.point.pk}
    assert "Welcome, Wanda." in phone.page().text


def test_names_cannot_be_poured_in(role):
    phone = Phone(point(role, takes_walk_ins=True))
    answers = [phone.write_name(role, f"Wanda {n}").status_code for n in range(eligibility.TRIES_OF_A_BROWSER + 2)]
    assert answers == [302] * eligibility.TRIES_OF_A_BROWSER + [429, 429]


@pytest.mark.parametrize(
    ("name", "size"), [("", 1), ("\u200b", 1), ("W" * 121, 1), ("Wanda", 0), ("Wanda", 600), ("Wanda", "x"), ("Wa\x00nda", 1), ("Wanda", 99)]
)
def test_a_name_that_cannot_be_meant_is_refused_beside_the_field(role, name, size):
    phone = Phone(point(role, takes_walk_ins=True))
    answer = phone.write_name(role, name, size)
    assert answer.status_code == 422 and not SignUp.objects.exists()


def test_a_role_of_another_shift_is_not_offered(role):
    phone, other = Phone(point(role, takes_walk_ins=True)), shift_now()
    assert phone.write_name(other, "Wanda").status_code == 422
    assert not SignUp.objects.exists()


# --- Opening a sign -----------------------------------------------------------------------------------------------------------


def test_a_shift_has_one_sign_whose_code_stays_the_same(role):
    by, first = makers.staff(), point(role)
    again = point(role, by=by, takes_walk_ins=True)
    assert (again.pk, again.takes_walk_ins, CheckInPoint.objects.count()) == (first.pk, True, 1)
    verbs.close_point(point=first, by=by, now=timezone.now())
    assert point(role).pk != first.pk


def test_a_form_sent_twice_opens_one_kiosk(role):
    by, key = makers.staff(), makers.key()
    assert {point(role, "kiosk", by=by, key=key).pk for _ in range(3)} == {CheckInPoint.objects.get().pk}


@pytest.mark.parametrize(
    "change", [{"ends": timezone.now() - timedelta(minutes=1), "starts": timezone.now() - timedelta(hours=2)}, {"cancelled_at": timezone.now()}]
)
def test_nothing_is_opened_for_what_is_over_or_called_off(role, change):
    Shift.objects.update(**change)
    with pytest.raises(Refused):
        point(role)


def test_a_sign_is_for_one_shift_only(role):
    with pytest.raises(Refused):
        point(role, SIGN, whole_day=True)
