"""What ends by the clock: holds that nobody proves, and promises of a drive that is over."""

from datetime import timedelta

import pytest
from django.utils import timezone

from donations.actions import sweeps
from donations.models import Drive, Pledge
from mailing import proof
from mailing.models import AccessLink, Message
from tests import goods, makers
from tests.donations import giving
from tests.donations.giving import promise, taken

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_hold_that_nobody_proves_ends_and_may_be_confirmed_late_while_it_fits(drive, bags):
    promise(drive, {bags: 6})
    link, now = AccessLink.objects.get(), timezone.now()
    proof.start_clocks(link=link, now=now)
    assert Pledge.objects.get().until == now + timedelta(days=1)
    sweeps.sweep(now=now + timedelta(hours=23))
    assert (Pledge.objects.get().state, taken(bags)) == ("held", 6)
    sweeps.sweep(now=now + timedelta(days=1))
    assert (Pledge.objects.get().state, taken(bags)) == ("expired", 0)
    proof.settle(link=link, refs=[Pledge.objects.get().ref], by=None, now=now + timedelta(days=1))
    assert (Pledge.objects.get().state, taken(bags)) == ("promised", 6)


def test_where_little_is_left_a_hold_is_short_and_what_others_promised_meanwhile_is_theirs(drive, bags):
    promise(drive, {bags: 9})
    link, now = AccessLink.objects.get(), timezone.now()
    proof.start_clocks(link=link, now=now)
    assert Pledge.objects.get().until == now + timedelta(minutes=30)
    sweeps.sweep(now=now + timedelta(minutes=30))
    goods.pledge({bags: 5}, who=makers.person("Sam", "sam@example.org"))
    proof.settle(link=link, refs=[Pledge.objects.order_by("pk").first().ref], by=None, now=now)
    late = Pledge.objects.order_by("pk").first()
    assert (late.state, late.link, taken(bags)) == ("expired", None, 5)
    assert not Message.objects.filter(kind="pledged").exists()


def test_a_code_letter_that_never_left_keeps_nothing_for_ever(drive, bags):
    promise(drive, {bags: 6})
    sweeps.sweep(now=timezone.now() + timedelta(days=2, minutes=1))
    assert taken(bags) == 0


def test_what_was_not_brought_lapses_when_the_drive_is_closed_and_not_before(drive, books):
    pledge = giving.made({books: 3})
    Drive.objects.filter(pk=drive.pk).update(state=Drive.State.CLOSING)
    sweeps.sweep(now=timezone.now())
    assert Pledge.objects.get(pk=pledge.pk).state == "promised"
    Drive.objects.filter(pk=drive.pk).update(state=Drive.State.CLOSED)
    for _twice in range(2):
        sweeps.sweep(now=timezone.now())
    assert (Pledge.objects.get(pk=pledge.pk).state, taken(books)) == ("lapsed", 0)
    assert Message.objects.count() == 0
