"""The waitlist keeps its word because of its locks and its one transaction: with them, and without."""

import threading
from datetime import timedelta

import pytest
from django.db.models import QuerySet

from bookings import seats
from bookings.models import BookingQuerySet, State
from mailing.models import Message
from tests.bookings.crowd import at_once
from tests.makers import NOW, role, sign_up
from volunteers import emails
from volunteers.actions import places, sign_ups
from volunteers.models import SignUp

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def line():
    """Five people wait for two free places, first come first."""
    some = role(places=2)
    return [sign_up(some, state=State.WAITLISTED, now=NOW + timedelta(minutes=n)) for n in range(5)]


def offers():
    """Return who was offered a place, and whom the letters about it tell."""
    offered = SignUp.objects.filter(state=State.OFFERED).order_by("waits_since")
    told = Message.objects.filter(kind="waitlist_offer").values_list("about", flat=True)
    return [one.ref for one in offered], sorted(told, key=lambda ref: int(ref.rpartition(":")[2]))


def two_beats_sweep():
    """Sweep twice in the same moment, on clocks a minute apart."""
    return at_once(lambda n: places.sweep(now=NOW + timedelta(hours=1, minutes=n)), range(2))


def test_two_beats_at_once_offer_each_free_place_to_one_person(line):
    assert two_beats_sweep() == [None, None]
    first = [one.ref for one in line[:2]]
    assert offers() == (first, first)


def test_without_its_locks_two_beats_would_offer_the_same_places_twice(line, monkeypatch):
    both_have_looked = threading.Barrier(2, timeout=60)

    def look_without_locking(queryset, **how):
        seen = list(queryset)
        both_have_looked.wait()
        return seen

    monkeypatch.setattr(seats, "lock", lambda some: type(some).objects.get(pk=some.pk))
    monkeypatch.setattr(BookingQuerySet, "select_for_update", look_without_locking)
    assert two_beats_sweep() == [None, None]
    first = [one.ref for one in line[:2]]
    assert offers() == (first, [ref for ref in first for _ in range(2)])


@pytest.fixture
def holder():
    """Somebody has the last place and somebody waits for it."""
    some = role(places=1)
    holder = sign_up(some)
    sign_up(some, state=State.WAITLISTED)
    return holder


class PowerCut(Exception):
    """Everything ends in the middle."""


@pytest.fixture
def power_cut(monkeypatch):
    """The process ends after the place is offered and before its letter is owed."""

    def end(*arguments, **more):
        raise PowerCut

    monkeypatch.setattr(emails, "waitlist_offer", end)


def states():
    return list(SignUp.objects.order_by("pk").values_list("state", flat=True))


def test_a_cancellation_that_ends_in_the_middle_has_not_happened(holder, power_cut):
    with pytest.raises(PowerCut):
        sign_ups.cancel(sign_up=holder, by=None, now=NOW)
    assert states() == ["confirmed", "waitlisted"]


def test_without_the_one_transaction_somebody_would_be_offered_a_place_and_never_hear_of_it(holder, power_cut, monkeypatch):
    monkeypatch.setattr(QuerySet, "select_for_update", lambda queryset, **how: queryset.all())
    with pytest.raises(PowerCut):
        sign_ups.cancel.__wrapped__(sign_up=holder, by=None, now=NOW)
    assert (states(), offers()[1]) == (["cancelled", "offered"], [])
    places.sweep(now=NOW + timedelta(minutes=1))
    assert offers()[1] == []


def test_without_the_offer_in_it_a_cancellation_would_leave_the_place_empty(holder, monkeypatch):
    monkeypatch.setattr(sign_ups, "offer", lambda role, now: None)
    sign_ups.cancel(sign_up=holder, by=None, now=NOW)
    assert states() == ["cancelled", "waitlisted"]


def test_without_the_order_of_the_line_the_last_comer_would_be_offered_first(line, monkeypatch):
    in_order = BookingQuerySet.waiting
    monkeypatch.setattr(BookingQuerySet, "waiting", lambda bookings: in_order(bookings).reverse())
    places.sweep(now=NOW + timedelta(hours=1))
    assert offers()[0] == [one.ref for one in line[3:]]
