"""Somebody cancels late and calls: they can come after all. Staff confirm them again, and nothing says otherwise any more."""

from datetime import timedelta

import pytest
from django.utils import timezone

from mailing import calls
from mailing.models import CallTask
from mailing.outbox import rounds
from tests import makers
from volunteers.actions import offers, sign_ups

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def role(db):
    makers.city()
    return makers.role(places=3, starts=timezone.now() + timedelta(hours=10))


def back_again(role, **person):
    """Cancel and confirm in the same minute, before the worker comes round; return the sign-up."""
    sign_up = makers.sign_up(role, who=makers.person(**person), now=timezone.now())
    sign_ups.cancel(sign_up=sign_up, by=None, now=timezone.now())
    return offers.confirm(sign_up=sign_up, by=makers.staff(), now=timezone.now() + timedelta(seconds=5))


def test_nobody_is_told_that_it_is_cancelled(role, mail_server):
    back_again(role)
    rounds.Round(lanes=rounds.WORKER, clock=lambda: timezone.now() + timedelta(minutes=1)).run()
    assert [letter.subject.partition(":")[0] for letter in mail_server.letters] == ["You are signed up"]


def test_nobody_is_called_about_it(role):
    sign_up = makers.sign_up(role, who=makers.person(email="", phone="+16175550142"), now=timezone.now())
    sign_ups.cancel(sign_up=sign_up, by=makers.staff(), now=timezone.now())
    rounds.Round(lanes=rounds.WORKER, clock=timezone.now).run()
    assert CallTask.objects.get().message.kind == "sign_up_cancelled"
    offers.confirm(sign_up=sign_up, by=makers.staff("dora@example.org"), now=timezone.now())
    calls.drop_unwanted(now=timezone.now())
    assert CallTask.objects.get().result == CallTask.Result.DROPPED


def test_the_place_is_not_called_late_and_the_record_says_who_gave_it(role):
    sign_up = back_again(role)
    sign_up.refresh_from_db()
    assert (sign_up.late, sign_up.entered_by.email) == (False, "carla@example.org")
