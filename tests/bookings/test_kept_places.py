"""Places kept for somebody: the database moves them from kept to taken and back, whoever writes, and never sells one twice."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from tests.bookings.crowd import at_once
from tests.makers import NOW, person, role
from tests.volunteers import making
from volunteers.models import Hold, ShiftRole, SignUp

pytestmark = pytest.mark.django_db(transaction=True)


def counts(one):
    fresh = ShiftRole.objects.get(pk=one.pk)
    return fresh.taken, fresh.reserved


def on(hold, n=0, *, size=1, state="confirmed"):
    return SignUp.objects.create(
        shift_role=hold.shift_role, hold=hold, person=person(f"Vera {n}", f"vera{n}@example.org"), party_size=size, state=state, waits_since=NOW
    )


def test_a_booking_on_kept_places_moves_them_from_kept_to_taken_and_back():
    some = role(places=5)
    hold = making.keep(some, 3)
    assert counts(some) == (0, 3)
    booked = on(hold, size=2)
    assert counts(some) == (2, 1)
    SignUp.objects.filter(pk=booked.pk).update(party_size=1)
    assert counts(some) == (1, 2)
    SignUp.objects.filter(pk=booked.pk).update(state="cancelled")
    assert counts(some) == (0, 3)
    booked.delete()
    assert counts(some) == (0, 3)


def test_a_full_shift_still_takes_the_partners_people_and_nobody_else():
    some = role(places=2)
    hold = making.keep(some, 2)
    with pytest.raises(IntegrityError), transaction.atomic():
        SignUp.objects.create(shift_role=some, person=person(), state="confirmed", waits_since=NOW)
    on(hold, 1)
    on(hold, 2)
    with pytest.raises(IntegrityError), transaction.atomic():
        on(hold, 3)
    assert counts(some) == (2, 0)


def test_a_larger_party_than_what_is_kept_takes_free_places_too():
    some = role(places=4)
    hold = making.keep(some, 2)
    on(hold, size=3)
    assert counts(some) == (3, 0)
    SignUp.objects.all().delete()
    assert counts(some) == (0, 2)


def test_released_places_are_free_and_stay_so_when_somebody_cancels():
    some = role(places=3)
    hold = making.keep(some, 3)
    booked = on(hold)
    Hold.objects.update(released_at=NOW)
    assert counts(some) == (1, 0)
    SignUp.objects.filter(pk=booked.pk).update(state="cancelled")
    assert counts(some) == (0, 0)


def test_more_than_fits_is_never_kept():
    some = role(places=2)
    with pytest.raises(IntegrityError), transaction.atomic():
        making.keep(some, 3)
    hold = making.keep(some, 2)
    with pytest.raises(IntegrityError), transaction.atomic():
        Hold.objects.filter(pk=hold.pk).update(places=3)


def test_nobody_but_the_database_writes_the_counters():
    some = role(places=5)
    hold = making.keep(some, 3)
    on(hold)
    ShiftRole.objects.update(reserved=0, taken=0)
    Hold.objects.update(used=0)
    hold.refresh_from_db()
    assert (counts(some), hold.used) == ((1, 2), 1)


def test_without_the_shield_a_stale_counter_would_be_kept():
    some = role(places=5)
    making.keep(some, 3)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE volunteers_shiftrole DISABLE TRIGGER USER")
    try:
        ShiftRole.objects.update(reserved=0)
        assert counts(some) == (0, 0)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE volunteers_shiftrole ENABLE TRIGGER USER")


@pytest.mark.parametrize("round_", range(3))
def test_partners_people_and_others_at_once_get_exactly_what_is_theirs(round_):
    some = role(places=6)
    hold = making.keep(some, 3, until=NOW + timedelta(days=900))

    def one(n):
        if n % 2:
            return on(hold, n)
        return SignUp.objects.create(shift_role=some, person=person(f"Sam {n}", f"sam{n}@example.org"), state="confirmed", waits_since=NOW)

    results = at_once(one, range(24))
    assert counts(some) == (6, 0)
    assert sum(isinstance(result, SignUp) for result in results) == 6
    assert SignUp.objects.filter(hold=hold).count() >= 3  # and a free place besides, where one was faster
