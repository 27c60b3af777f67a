"""A sign-up in words: where it is, and what happens next, which depends on its state."""

from datetime import UTC, datetime

import pytest

from bookings.models import State
from languages.formats import plain
from places.directions import directions_to
from tests import makers
from tests.reading import told
from volunteers import words
from volunteers.models import Shift

pytestmark = pytest.mark.django_db

DEADLINE = datetime(2026, 12, 4, 22, 0, tzinfo=UTC)  # Friday, 5 p.m. in Boston


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (State.CONFIRMED, "We will remind you three days before, and at 6 p.m. the day before."),
        (State.WAITLISTED, "We will ask you as soon as a place is free; you do not need to do anything."),
        (State.OFFERED, f"Until {told(DEADLINE)}, 5 p.m. you can say yes or no. After that we ask the next person in line."),
        (State.HELD, ""),
        (State.CANCELLED, ""),
    ],
)
def test_only_who_is_expected_is_promised_reminders(state, said):
    one = makers.sign_up(makers.role(), state=state, until=DEADLINE if state in {State.OFFERED, State.HELD} else None)
    assert plain(words.next_words(one, makers.NOW)) == said


def test_nothing_comes_next_of_what_is_called_off():
    one = makers.sign_up(makers.role())
    one.shift_role.shift.cancelled_at = makers.NOW
    assert words.next_words(one, makers.NOW) == ""


def test_directions_lead_to_one_map_with_and_without_a_point():
    place = makers.venue()
    assert directions_to(place) == "https://www.openstreetmap.org/search?query=41+Geneva+Ave%2C+02121"
    place.lat, place.lng = 42.3, -71.1
    assert directions_to(place) == "https://www.openstreetmap.org/directions?to=42.3%2C-71.1"


@pytest.mark.parametrize(("kind", "said"), [("remote", "Wherever you are"), ("shifts", "We will tell you."), ("open_ended", "We will tell you.")])
def test_only_remote_work_is_wherever_one_is(db, kind, said):
    role = makers.role(of=makers.opportunity(kind=kind))
    Shift.objects.update(venue=None)
    role.shift.refresh_from_db()
    assert words.where(role) == said


def test_a_place_is_said_with_its_address(db):
    assert words.where(makers.role()) == "Grove Hall Library, 41 Geneva Ave, 02121"
