"""Milestones: each reached once, thanked for once, however often the clock rings."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from bookings.models import State
from mailing.models import Message
from mailing.registry import kind_named
from people.forgetting import forget
from tests import makers
from tests.makers import NOW
from tests.volunteers.meeting import meet
from volunteers.actions import hours, thanks
from volunteers.actions.hours import Work
from volunteers.models import Recognition, SignUp

pytestmark = pytest.mark.django_db
TODAY = date(2026, 12, 1)


@pytest.fixture
def vera(db):
    makers.city()
    return makers.person()


def gave(person, minutes, *, days_ago=1):
    """The office writes down so many minutes, on as many days as it takes."""
    work, by, day = makers.opportunity(), makers.User.objects.filter(is_staff=True).first() or makers.staff(), TODAY - timedelta(days=days_ago)
    made = []
    while minutes > 0:
        made.append(hours.record(opportunity=work, person=person, work=Work(day, min(minutes, 600)), by=by, now=NOW))
        minutes, day = minutes - 600, day - timedelta(days=1)
    return made


def milestones(person):
    return sorted(Recognition.objects.filter(person=person).values_list("milestone", flat=True))


def test_the_first_time_is_thanked_for_the_next_day_at_ten(vera):
    gave(vera, 60)
    assert thanks.sweep(now=NOW) == 1
    letter = Message.objects.get()
    assert (letter.kind, letter.person, milestones(vera)) == ("milestone", vera, [0])
    assert letter.due == datetime(2026, 12, 2, 10, tzinfo=timezone.get_default_timezone())


@pytest.mark.parametrize(("minutes", "reached"), [(599, [0]), (600, [0, 10]), (1499, [0, 10]), (1500, [0, 10, 25]), (30_000, [0, 10, 25, 50, 100, 250, 500])])
def test_hours_reach_their_milestones_and_the_highest_is_thanked_for(vera, minutes, reached):
    gave(vera, minutes)
    assert thanks.sweep(now=NOW) == 1
    assert milestones(vera) == reached
    assert Recognition.objects.get(thanked=True).milestone == reached[-1]


def test_however_often_it_runs_each_milestone_is_thanked_for_once(vera):
    gave(vera, 600)
    assert [thanks.sweep(now=NOW + timedelta(hours=turn)) for turn in range(4)] == [1, 0, 0, 0]
    gave(vera, 900, days_ago=10)
    assert [thanks.sweep(now=NOW) for _turn in range(2)] == [1, 0]
    assert Message.objects.count() == 2


def test_rosters_count_as_well_and_what_waits_does_not(vera):
    sign_up = makers.sign_up(makers.role(starts=NOW - timedelta(days=2), hours=12), who=vera)
    hours.claim(sign_up=sign_up, work=Work(TODAY, 660), key=makers.key(), browser="b", now=NOW)
    assert (thanks.sweep(now=NOW), milestones(vera)) == (0, [])
    SignUp.objects.update(state=State.ATTENDED, attended_minutes=720)
    assert (thanks.sweep(now=NOW), milestones(vera)) == (1, [0, 10])


@pytest.mark.parametrize(("days", "letters"), [(30, 1), (31, 0)])
def test_what_was_reached_long_ago_is_noted_without_a_letter(vera, days, letters):
    gave(vera, 60, days_ago=days)
    assert (thanks.sweep(now=NOW), milestones(vera)) == (letters, [0])


def test_a_milestone_that_is_taken_back_before_the_letter_left_is_reached_anew(vera):
    entry = gave(vera, 60)[0]
    thanks.sweep(now=NOW)
    hours.decline(entry=entry, reason="Another Vera", by=entry.entered_by, now=NOW)
    assert (thanks.sweep(now=NOW), milestones(vera)) == (0, [])
    assert Message.objects.get(kind="milestone").state == "cancelled"
    gave(vera, 60, days_ago=2)
    assert (thanks.sweep(now=NOW), Message.objects.filter(kind="milestone", state="queued").count()) == (1, 1)


def test_who_was_thanked_keeps_the_milestone(vera):
    entry = gave(vera, 60)[0]
    thanks.sweep(now=NOW)
    Message.objects.update(state="sent")
    hours.decline(entry=entry, reason="Another Vera", by=entry.entered_by, now=NOW)
    thanks.sweep(now=NOW)
    assert milestones(vera) == [0]


def test_at_sending_the_letter_is_owed_only_while_it_is_true(vera):
    entry = gave(vera, 600)[0]
    thanks.sweep(now=NOW)
    kind, letter = kind_named("milestone"), Message.objects.get()
    assert kind.is_wanted(letter, kind.load([letter])[letter.id], NOW)
    assert kind.context(letter, kind.load([letter])[letter.id]).personal["so_far"] == "10 hours"
    hours.correct(entry=entry, work=Work(entry.day, 599), by=entry.entered_by, now=NOW)
    assert not kind.is_wanted(letter, kind.load([letter])[letter.id], NOW)


def test_who_is_called_is_called_for_hours_and_not_for_the_first_time(vera):
    dan = makers.person("Dan", "", phone="+16175550142", channel="phone")
    gave(dan, 60)
    assert (thanks.sweep(now=NOW), milestones(dan)) == (0, [0])
    gave(dan, 540, days_ago=3)
    assert (thanks.sweep(now=NOW), milestones(dan)) == (1, [0, 10])


def test_who_was_forgotten_is_not_thanked(vera):
    gave(vera, 60)
    forget(person=vera, now=NOW)
    assert (thanks.sweep(now=NOW), milestones(vera)) == (0, [])


def test_the_database_keeps_each_milestone_once_and_knows_which_there_are(vera):
    Recognition.objects.create(person=vera, milestone=10, reached_on=TODAY)
    for milestone, name in [(10, "one_milestone_of_a_kind_per_person"), (11, "milestone_is_known")]:
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            Recognition.objects.create(person=vera, milestone=milestone, reached_on=TODAY)


@pytest.mark.django_db(transaction=True)
def test_two_beats_at_once_thank_once(vera):
    gave(vera, 60)
    assert meet(lambda: thanks.sweep(now=NOW), lambda: thanks.sweep(now=NOW)) == 0
    assert (Message.objects.count(), Recognition.objects.count()) == (1, 1)
