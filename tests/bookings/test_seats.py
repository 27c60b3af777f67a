"""The kernel: never more than fits, through any door; first come, first offered; nobody twice."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from bookings import seats
from bookings.models import State
from intake.refusal import Refused
from tests.bookings.crowd import at_once
from tests.makers import NOW, form, key, person, role, sign_up
from volunteers.actions import places, sign_ups
from volunteers.actions.sign_up import sign_up as sign_up_verb
from volunteers.models import ShiftRole, SignUp

pytestmark = pytest.mark.django_db(transaction=True)


def taken(one):
    return ShiftRole.objects.get(pk=one.pk).taken


@pytest.mark.parametrize("round_", range(5))
def test_last_places_go_to_as_many_as_fit(round_):
    crowded = role(places=3)
    people = [person(f"Vera {n}", f"vera{n}@example.org") for n in range(20)]
    results = at_once(lambda who: sign_up(crowded, who=who), people)
    assert sum(isinstance(result, SignUp) for result in results) == 3
    assert sum(isinstance(result, IntegrityError) for result in results) == 17
    assert taken(crowded) == 3


def test_without_the_count_trigger_the_shift_is_oversold():
    crowded = role(places=3)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE volunteers_signup DISABLE TRIGGER USER")
    try:
        at_once(
            lambda n: SignUp.objects.create(shift_role=crowded, person=person(f"Vera {n}", f"v{n}@example.org"), state="confirmed", waits_since=NOW), range(6)
        )
        assert SignUp.objects.filter(shift_role=crowded).count() == 6
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE volunteers_signup ENABLE TRIGGER USER")


def test_a_stale_save_does_not_overwrite_the_count():
    some = role(places=2)
    stale = ShiftRole.objects.get(pk=some.pk)
    sign_up(some, size=2)
    stale.taken = 0
    stale.name = "Greeter"
    stale.save()
    assert (taken(some), ShiftRole.objects.get(pk=some.pk).name) == (2, "Greeter")


def test_without_the_shield_a_stale_save_oversells():
    some = role(places=2)
    stale = ShiftRole.objects.get(pk=some.pk)
    sign_up(some, size=2)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE volunteers_shiftrole DISABLE TRIGGER USER")
    try:
        stale.save()
        sign_up(some, size=2)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE volunteers_shiftrole ENABLE TRIGGER USER")
    assert SignUp.objects.filter(shift_role=some, state="confirmed").count() == 2


@pytest.mark.parametrize("state", State.values)
def test_each_state_holds_a_seat_or_not(state):
    some = role(places=5)
    one = sign_up(some, state=state, size=2)
    assert taken(some) == (2 if state in State.SEAT_HOLDING else 0)
    one.delete()
    assert taken(some) == 0


def test_bulk_updates_and_sql_are_counted():
    some, other = role(places=5), role(places=5)
    for _ in range(3):
        sign_up(some, state=State.WAITLISTED)
    SignUp.objects.filter(shift_role=some).update(state="confirmed")
    assert taken(some) == 3
    with connection.cursor() as cursor:
        cursor.execute("UPDATE volunteers_signup SET shift_role_id = %s WHERE shift_role_id = %s", [other.pk, some.pk])
    assert (taken(some), taken(other)) == (0, 3)
    assert set(SignUp.objects.values_list("shift_id", flat=True)) == {other.shift_id}


def test_places_cannot_go_below_what_is_taken():
    some = role(places=5)
    sign_up(some, size=3)
    with transaction.atomic(), pytest.raises(Refused, match="3 places are already taken"):
        seats.change_places(seats=some, capacity=2)
    with transaction.atomic():
        seats.change_places(seats=some, capacity=3)
    assert ShiftRole.objects.get(pk=some.pk).capacity == 3


def test_the_waitlist_is_offered_in_order_and_nobody_is_passed_over_for_good():
    some = role(places=2)
    holder = sign_up(some, size=2)
    big = sign_up(some, state=State.WAITLISTED, size=3, now=NOW)
    first = sign_up(some, state=State.WAITLISTED, now=NOW + timedelta(minutes=1))
    second = sign_up(some, state=State.WAITLISTED, now=NOW + timedelta(minutes=2))
    third = sign_up(some, state=State.WAITLISTED, now=NOW + timedelta(minutes=3))
    sign_ups.cancel(sign_up=holder, by=None, now=NOW)
    states = {one.pk: SignUp.objects.get(pk=one.pk).state for one in (big, first, second, third)}
    assert states == {big.pk: "waitlisted", first.pk: "offered", second.pk: "offered", third.pk: "waitlisted"}


def test_every_freed_place_is_offered_once_when_many_cancel_at_once():
    some = role(places=10)
    holders = [sign_up(some) for _ in range(10)]
    for n in range(15):
        sign_up(some, state=State.WAITLISTED, now=NOW + timedelta(minutes=n))
    at_once(lambda one: sign_ups.cancel(sign_up=one, by=None, now=NOW), holders[:5])
    assert SignUp.objects.filter(shift_role=some, state="offered").count() == 5
    assert taken(some) == 10
    offered = SignUp.objects.filter(shift_role=some, state="offered").order_by("waits_since").values_list("waits_since", flat=True)
    assert list(offered) == [NOW + timedelta(minutes=n) for n in range(5)]


def test_the_sweep_ends_offers_and_asks_the_next_and_running_twice_changes_nothing():
    some = role(places=1)
    sign_up(some, state=State.OFFERED, until=NOW - timedelta(minutes=1))
    waiting = sign_up(some, state=State.WAITLISTED)
    places.sweep(now=NOW)
    places.sweep(now=NOW)
    waiting.refresh_from_db()
    assert waiting.state == State.OFFERED
    assert SignUp.objects.filter(shift_role=some, state="expired").count() == 1


def test_nothing_is_offered_after_the_start():
    some = role(places=2, starts=NOW - timedelta(minutes=1))
    waiting = sign_up(some, state=State.WAITLISTED)
    places.sweep(now=NOW)
    waiting.refresh_from_db()
    assert waiting.state == State.WAITLISTED


def test_a_newcomer_goes_to_the_end_of_the_line_while_somebody_who_fits_waits():
    some = role(places=1)
    sign_up(some, state=State.WAITLISTED)
    with pytest.raises(seats.Full):
        sign_up_verb(shift_role=some, form=form(), proved=set(), key=key(), browser="b", now=NOW)


def test_two_people_swapping_sizes_at_once_do_not_deadlock():
    some, other = role(places=50), role(places=50)
    ones = [sign_up(some) for _ in range(10)] + [sign_up(other) for _ in range(10)]

    def move(one):
        to = other if one.shift_role_id == some.pk else some
        SignUp.objects.filter(pk=one.pk).update(shift_role=to)

    results = at_once(move, ones)
    assert [result for result in results if result is not None] == []
    assert (taken(some), taken(other)) == (10, 10)
