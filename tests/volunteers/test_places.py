"""The sweep: no place is held for ever, and nobody unproved stands in line for ever."""

from datetime import timedelta

import pytest
from django.utils import timezone

from mailing import proof, tidying
from mailing.models import AccessLink, Message
from mailing.outbox import claims, rounds
from tests import makers
from volunteers.actions import places
from volunteers.actions.sign_up import sign_up
from volunteers.models import SignUp

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def held(now):
    """A place held for Vera, whose code letter has not left."""
    makers.city()
    return hold(makers.role(starts=now + timedelta(days=100)), now)


def hold(role, now, **form):
    outcome = sign_up(shift_role=role, form=makers.form(**form), proved=set(), key=makers.key(), browser="b", now=now)
    return SignUp.objects.get(pk=outcome.ref.partition(":")[2])


def state_after_sweep(one, now):
    places.sweep(now=now)
    one.refresh_from_db()
    return one.state


@pytest.mark.parametrize(("passed", "state"), [(timedelta(hours=47), "held"), (timedelta(hours=49), "expired")])
def test_a_hold_whose_letter_never_left_ends_after_two_days(held, now, passed, state):
    assert held.until is None
    assert state_after_sweep(held, now + passed) == state


def test_a_hold_without_a_deadline_whose_letter_has_left_gets_one(held, now):
    AccessLink.objects.update(expires=now + DAY)
    assert state_after_sweep(held, now) == "held"
    assert held.until == now + DAY


def test_a_code_letter_in_doubt_for_good_starts_the_clock(held, now, settings):
    Message.objects.update(doubted=4)
    claims.claim(lanes=rounds.WORKER, count=1, now=now)
    claims.recover(now=now + settings.MAIL_LEASE * 2)
    held.refresh_from_db()
    assert (Message.objects.get().state, held.until) == ("ambiguous", now + settings.MAIL_LEASE * 2 + DAY)


@pytest.mark.parametrize(("passed", "state"), [(6.9, "waitlisted"), (7.1, "expired")])
def test_a_wait_whose_letter_never_left_ends_after_a_week(held, now, passed, state):
    SignUp.objects.update(state="waitlisted")
    assert state_after_sweep(held, now + passed * DAY) == state


@pytest.mark.parametrize(("state", "is_kept"), [("held", True), ("waitlisted", True), ("expired", False), ("cancelled", False)])
def test_a_link_is_not_forgotten_while_something_to_come_waits_for_it(held, now, state, is_kept):
    SignUp.objects.update(state=state)
    AccessLink.objects.update(expires=now - tidying.LINKS - DAY)
    tidying.forget_old(now=now)
    assert AccessLink.objects.exists() is is_kept
    assert SignUp.objects.waiting().count() == 0


def test_the_links_life_and_the_wait_end_together(held, now):
    assert places.UNPROVED_WAIT + proof.CODE_LIFE == proof.UNSENT_LIFE
