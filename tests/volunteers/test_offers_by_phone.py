"""An offer to somebody without email: made by a call, taken or declined in the same call."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from bookings.models import State
from mailing import calls
from mailing.models import CallTask, Message
from mailing.outbox import rounds
from people.models import OfficeRole
from tests import makers
from tests.staff.conftest import make_staff, signed_in
from volunteers.actions import places, sign_ups
from volunteers.models import SignUp

pytestmark = pytest.mark.django_db


@pytest.fixture
def offered(last_place):
    """Dan has only a phone; a place has just come free for him."""
    holder = makers.sign_up(last_place)
    dan = makers.sign_up(last_place, who=makers.person("Dan", "", phone="+16175550142", channel="phone"), state=State.WAITLISTED)
    sign_ups.cancel(sign_up=holder, by=None, now=timezone.now())
    rounds.Round(lanes=rounds.WORKER).run()
    dan.refresh_from_db()
    return dan


@pytest.fixture
def caller(last_place):
    return make_staff("cal@example.org", makers.office(), OfficeRole.Role.CALLER)


def line():
    return CallTask.objects.get(message__kind="waitlist_offer")


def press(caller, result):
    return signed_in(caller).post(reverse("admin:call_result", args=[line().pk]), {"result": result}, follow=True)


def test_the_offer_lasts_until_the_call_is_due(offered):
    assert (offered.state, offered.until >= line().due > timezone.now()) == (State.OFFERED, True)


def test_an_email_offer_lasts_twelve_waking_hours_as_before(last_place):
    holder = makers.sign_up(last_place)
    vera = makers.sign_up(last_place, state=State.WAITLISTED)
    sign_ups.cancel(sign_up=holder, by=None, now=makers.NOW)
    vera.refresh_from_db()
    assert vera.until == makers.NOW + timedelta(hours=23)  # 11 hours until 9 p.m., one more from 8 a.m.


def test_the_line_asks_for_yes_or_no(offered, caller):
    page = signed_in(caller).get(reverse("admin:calls")).content.decode()
    assert 'value="said_yes"' in page and 'value="said_no"' in page and 'value="confirmed"' not in page


def test_yes_takes_the_place(offered, caller):
    press(caller, "said_yes")
    offered.refresh_from_db()
    assert (offered.state, line().result, line().message.state) == (State.CONFIRMED, "said_yes", Message.State.SENT)


def test_no_gives_it_to_the_next_in_line(last_place, offered, caller):
    sam = makers.sign_up(last_place, state=State.WAITLISTED)
    press(caller, "said_no")
    offered.refresh_from_db()
    sam.refresh_from_db()
    assert (offered.state, sam.state, line().result) == (State.DECLINED, State.OFFERED, "said_no")


def test_yes_after_the_offer_ended_is_refused_and_the_line_goes(offered, caller):
    SignUp.objects.filter(pk=offered.pk).update(until=timezone.now() - timedelta(minutes=1))
    assert "This offer has ended." in press(caller, "said_yes").content.decode()
    assert line().result == CallTask.Result.OPEN
    places.sweep(now=timezone.now())
    calls.drop_unwanted(now=timezone.now())
    assert line().result == CallTask.Result.DROPPED


def test_told_is_no_answer_to_an_offer_and_yes_is_none_to_other_letters(offered, caller):
    press(caller, "confirmed")
    assert line().result == CallTask.Result.OPEN
    CallTask.objects.filter(pk=line().pk).update(message=None)
    other = CallTask.objects.get()
    signed_in(caller).post(reverse("admin:call_result", args=[other.pk]), {"result": "said_yes"})
    other.refresh_from_db()
    assert other.result == CallTask.Result.OPEN
