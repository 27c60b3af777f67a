"""A training that was attended meets the requirement it names."""

from datetime import timedelta

import pytest

from bookings.models import State
from events.actions import events, trainings
from people.models import PersonRequirement, Requirement
from tests import makers, meetings
from tests.events import planning

pytestmark = pytest.mark.django_db
NOW = makers.NOW


@pytest.fixture
def training(office, carla):
    requirement = Requirement.objects.create(office=office, kind="training", name="Food handler training", valid_months=12)
    return planning.complete(office, carla, kind="training", starts=NOW - timedelta(hours=3), meets=requirement)


def test_who_attended_has_met_it_and_who_did_not_come_has_not(training, carla):
    came, away = meetings.registration(training, state=State.ATTENDED), meetings.registration(training, state=State.NO_SHOW)
    events.mark_held(event=training, by=carla, now=NOW)
    met = PersonRequirement.objects.get()
    assert (met.person, met.requirement, met.state, met.met_on) == (came.person, training.meets, "met", training.local_starts.date())
    assert met.expires.year == met.met_on.year + 1 and away.person != met.person


def test_who_is_marked_later_meets_it_then_and_nobody_twice(training, carla):
    meetings.registration(training, state=State.ATTENDED)
    late = meetings.registration(training)
    events.mark_held(event=training, by=carla, now=NOW)
    late.state = State.ATTENDED
    late.save()
    assert trainings.note_attended(event=training, by=carla, now=NOW) == 1
    assert trainings.note_attended(event=training, by=carla, now=NOW) == 0
    assert PersonRequirement.objects.count() == 2


def test_of_a_sensitive_training_nothing_stands_on_anybodys_record(training, carla):
    meetings.registration(training, state=State.ATTENDED)
    training.is_sensitive = True
    training.save()
    events.mark_held(event=training, by=carla, now=NOW)
    assert not PersonRequirement.objects.exists()
