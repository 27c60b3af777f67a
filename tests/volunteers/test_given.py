"""What an opportunity was given by everybody: those who were only counted at the site have given their time too."""

from datetime import timedelta

import pytest

from bookings.models import State
from tests import makers
from tests.makers import NOW
from volunteers import totals
from volunteers.actions import attendance, sheets
from volunteers.models import Headcount

pytestmark = pytest.mark.django_db


@pytest.fixture
def role(db):
    makers.city()
    return makers.role(starts=NOW - timedelta(days=2), hours=3)


def given(role):
    return totals.given(role.opportunity).minutes


def test_people_without_a_name_count_with_the_minutes_of_each(role):
    carla, work = makers.staff(), role.opportunity
    makers.sign_up(role, state=State.ATTENDED, attended_minutes=180)
    attendance.count_nameless(shift_role=role, people=4, by=carla, now=NOW)
    assert given(role) == 180 + 4 * 180
    newcomer = sheets.Newcomer(role=role, party_size=2)
    sheets.key_blank(shift=role.shift, line=7, newcomer=newcomer, minutes=60, by=carla, now=NOW)
    assert given(role) == 180 + 4 * 180 + 2 * 60
    attendance.take_back_count(shift_role=role, by=carla, now=NOW)
    assert given(role) == 180 + 4 * 180
    makers.role(starts=role.shift.starts, of=work)
    assert given(role) == 180 + 4 * 180


def test_other_work_and_counts_without_minutes_add_nothing(role):
    elsewhere = makers.role(starts=NOW - timedelta(days=2))
    Headcount.objects.create(shift_role=elsewhere, people=3, attended_minutes=60, noted_at=NOW)
    Headcount.objects.create(shift_role=role, people=3, attended_minutes=None, noted_at=NOW)
    assert (given(role), given(elsewhere)) == (0, 180)
