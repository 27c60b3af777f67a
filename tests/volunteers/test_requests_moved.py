"""A place that waits for a yes when its shift is moved: it waits by the new time, neither given back before it nor kept beyond it."""

from datetime import time, timedelta

import pytest

from bookings.deadlines import KEPT, STILL_TOLD
from bookings.models import State
from mailing.models import Message
from people.consents import Guardian
from people.models import Requirement
from tests import makers
from tests.volunteers.changing import move
from volunteers.actions import places, series, shifts, sign_up
from volunteers.models import SignUp

pytestmark = pytest.mark.django_db(transaction=True)
NOW = makers.NOW
WEEK = 7 * 24


@pytest.fixture(autouse=True)
def boston(db):
    makers.city()


def requested(role, name="Vera", **typed):
    """Somebody whose address is proved, and whose place waits for a yes."""
    email = f"{name.lower()}@example.org"
    sign_up.sign_up(shift_role=role, form=makers.form(name, email, **typed), proved={email}, key=makers.key(), browser="b", now=NOW)
    one = SignUp.objects.get(person__name=name, shift_role=role)
    assert one.state == State.REQUESTED
    return one


def role_in(days, *, size=3, **work):
    return makers.role(places=size, starts=NOW + timedelta(days=days), of=makers.opportunity(**work))


def test_of_a_shift_that_is_later_nothing_is_given_back_at_the_old_time():
    one = requested(role_in(4, approval=True))
    old = one.until
    move(one.shift, hours=WEEK)
    places.sweep(now=old)
    one.refresh_from_db()
    assert (one.state, one.until) == (State.REQUESTED, old + timedelta(days=7))
    assert not Message.objects.filter(kind="request_expired").exists()
    places.sweep(now=one.until)
    one.refresh_from_db()
    assert one.state == State.EXPIRED and Message.objects.filter(kind="request_expired").exists()


def test_of_a_shift_that_is_earlier_the_place_goes_to_the_line_before_it_begins():
    one = requested(role_in(10, size=1, approval=True))
    waits = makers.sign_up(one.shift_role, state=State.WAITLISTED)
    shift = move(one.shift, hours=-WEEK)
    one.refresh_from_db()
    assert one.until == shift.starts - STILL_TOLD
    places.sweep(now=one.until)
    waits.refresh_from_db()
    assert waits.state == State.OFFERED


def test_what_waits_for_a_guardian_waits_three_days_from_then_if_the_start_leaves_as_many():
    guardian = Guardian("Ana Lopez", "ana@example.org", "", "en")
    one = requested(role_in(2, minimum_age=14), "Mia", age="minor", guardian=guardian)
    assert one.until == one.shift.starts - STILL_TOLD
    shift = move(one.shift, hours=WEEK)
    one.refresh_from_db()
    assert one.until == NOW + KEPT
    later = NOW + timedelta(days=1)
    shift = move(shift, hours=-WEEK, now=later)
    one.refresh_from_db()
    assert one.until == shift.starts - STILL_TOLD


def test_each_waits_as_long_as_what_is_missing_takes():
    role, card = role_in(4, approval=True), Requirement.objects.create(office=makers.office(), kind="training", name="Food handler card")
    other = role.shift.roles.create(opportunity=role.opportunity, capacity=3, requirement=card)
    vera, dan = requested(role), requested(other, "Dan")
    shift = move(role.shift, hours=WEEK)
    for one, until in ((vera, shift.starts - STILL_TOLD), (dan, NOW + KEPT)):
        one.refresh_from_db()
        assert one.until == until


def test_nobody_else_is_touched():
    one = requested(role_in(4, approval=True))
    SignUp.objects.update(state=State.CONFIRMED, until=None)
    move(one.shift, hours=WEEK)
    one.refresh_from_db()
    assert (one.state, one.until) == (State.CONFIRMED, None)


def test_with_a_whole_series_each_waits_by_its_own_time():
    opportunity, first = makers.opportunity(approval=True), NOW.date() + timedelta(days=4)
    values = {"opportunity": opportunity, "places": 3, "venue": None, "by": makers.staff(), "now": NOW}
    planned = shifts.plan(day=first, start=time(9), end=time(12), repeat_until=first + timedelta(days=7), **values)
    waiting = [requested(shift.roles.get(), name) for shift, name in zip(planned, ("Vera", "Dan"), strict=True)]
    series.move_following(shift=planned[0], day=first + timedelta(days=2), start=time(9), end=time(12), venue=None, by=makers.User(), now=NOW)
    for one in waiting:
        old = one.until
        one.refresh_from_db()
        assert one.until == old + timedelta(days=2)
