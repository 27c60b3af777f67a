"""A drive whose promises end in the very moment of a pledge: two connections, one order of things, no promise that came too late."""

import pytest
from django.utils import timezone

from donations import eligibility
from donations.actions import drives, pledges
from donations.actions.pledges import Plan
from donations.models import Drive, Pledge
from intake.refusal import Refused
from tests import makers
from tests.donations import giving
from tests.volunteers.meeting import meet

pytestmark = pytest.mark.django_db(transaction=True)


def promise(drive, books):
    """As a donor whose form was read while the drive still took promises."""
    as_it_was = Drive.objects.get(pk=drive.pk)
    return lambda: giving.promise(as_it_was, {books: 3})


def stop(drive):
    return lambda: drives.stop_promises(drive=drive, by=None, now=timezone.now())


def test_who_ends_the_promises_first_is_waited_for_and_the_promise_is_refused(drive, books):
    met = meet(stop(drive), promise(drive, books))
    assert isinstance(met, Refused) and met.code == "closed"
    assert (Pledge.objects.count(), giving.taken(books)) == (0, 0)


def test_a_promise_that_was_first_is_waited_for_and_stands(drive, books):
    assert meet(promise(drive, books), stop(drive)).state == Drive.State.CLOSING
    assert (Pledge.objects.count(), giving.taken(books)) == (1, 3)


def test_without_reading_again_the_promise_would_come_too_late(drive, books, monkeypatch):
    monkeypatch.setattr(eligibility, "check_still_open", lambda drive, now: None)
    assert not isinstance(meet(stop(drive), promise(drive, books)), Refused)
    assert giving.taken(books) == 3


def test_what_staff_write_down_and_more_of_what_stands_are_refused_alike(drive, books):
    as_it_was, made = Drive.objects.get(pk=drive.pk), giving.made({books: 5})
    by, seen = makers.staff(), pledges.version(Pledge.objects.get(pk=made.pk))

    def enter():
        return pledges.enter(drive=as_it_was, form=giving.form({books: 2}), by=by, key=makers.key(), now=timezone.now())

    def add():
        return pledges.change(pledge=made, plan=Plan(((books.pk, 6),)), seen=seen, by=None, now=timezone.now())

    assert isinstance(meet(stop(drive), enter), Refused)
    Drive.objects.update(state=Drive.State.OPEN)
    assert isinstance(meet(stop(drive), add), Refused)
    assert giving.taken(books) == 5


def test_less_of_what_stands_waits_for_nobody(drive, books):
    made = giving.made({books: 5})
    seen = pledges.version(Pledge.objects.get(pk=made.pk))
    meet(stop(drive), lambda: pledges.change(pledge=made, plan=Plan(((books.pk, 2),)), seen=seen, by=None, now=timezone.now()))
    assert giving.taken(books) == 2
