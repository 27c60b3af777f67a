"""Whoever was offered a place when the event was put off, or called off, is the first to be asked when it has a date again."""

from datetime import timedelta

import pytest

from bookings.models import State
from events.actions import attending, events, offers, registration_sweeps
from events.models import Event, Registration
from intake.refusal import Refused
from mailing.models import Message
from tests import makers, meetings
from tests.events import planning

pytestmark = pytest.mark.django_db
NOW = makers.NOW
REASON = "The hall is closed."


@pytest.fixture
def event(office, carla):
    return planning.complete(office, carla, starts=NOW + timedelta(days=10), capacity=1)


@pytest.fixture
def line(event):
    """A had the only place and cancelled: B has an offer, C waits."""
    has = meetings.registration(event)
    second, third = (meetings.registration(event, state=State.WAITLISTED, now=NOW + timedelta(minutes=number)) for number in range(2))
    attending.cancel(registration=has, by=None, now=NOW + timedelta(hours=1))
    return fresh(second), fresh(third)


def fresh(registration):
    return Registration.objects.select_related("event").get(pk=registration.pk)


def states(line):
    return [fresh(one).state for one in line]


def planned(event):
    return events.When(event.starts + timedelta(days=14), event.ends + timedelta(days=14), event.venue)


def test_an_offer_outlives_the_time_without_a_date(event, line):
    second, third = line
    until, waits_since = second.until, second.waits_since
    assert states(line) == [State.OFFERED, State.WAITLISTED]
    events.postpone(event=event, reason=REASON, when=None, by=None, now=NOW + timedelta(hours=2))
    assert (fresh(second).until, fresh(second).waits_since, fresh(second).event.taken) == (None, waits_since, 0)
    registration_sweeps.sweep(now=until + timedelta(hours=1))
    assert states(line) == [State.WAITLISTED, State.WAITLISTED]
    events.set_new_date(event=event, when=planned(event), reason="", by=None, now=until + timedelta(hours=2))
    assert set(Message.objects.filter(kind="event_moved").values_list("about", flat=True)) == {second.ref, third.ref}
    registration_sweeps.sweep(now=until + timedelta(hours=3))
    assert states(line) == [State.OFFERED, State.WAITLISTED]
    assert fresh(second).until > until and fresh(second).event.taken == 1
    offers.accept_offer(registration=second, by=None, now=until + timedelta(hours=4))
    assert states(line) == [State.CONFIRMED, State.WAITLISTED]


def test_an_offer_outlives_an_event_that_takes_place_after_all(event, line):
    until = line[0].until
    events.cancel(event=event, reason=REASON, by=None, now=NOW + timedelta(hours=2))
    registration_sweeps.sweep(now=until + timedelta(hours=1))
    assert states(line) == [State.WAITLISTED, State.WAITLISTED]
    events.restore(event=event, by=None, now=until + timedelta(hours=2))
    registration_sweeps.sweep(now=until + timedelta(hours=3))
    assert states(line) == [State.OFFERED, State.WAITLISTED]


def test_the_letter_of_an_offer_that_has_not_left_is_taken_back_and_sent_anew(event, line):
    (letter,) = Message.objects.filter(kind="event_offer")
    events.postpone(event=event, reason=REASON, when=None, by=None, now=NOW + timedelta(hours=2))
    letter.refresh_from_db()
    assert letter.state == Message.State.CANCELLED
    events.set_new_date(event=event, when=planned(event), reason="", by=None, now=NOW + timedelta(days=1))
    registration_sweeps.sweep(now=NOW + timedelta(days=1))
    assert list(Message.objects.filter(kind="event_offer", state="queued").values_list("about", flat=True)) == [line[0].ref]


def test_moved_to_another_date_at_once_the_offer_stands(event, line):
    until = line[0].until
    events.postpone(event=event, reason=REASON, when=planned(event), by=None, now=NOW + timedelta(hours=2))
    assert (fresh(line[0]).state, fresh(line[0]).until) == (State.OFFERED, until)


def test_moved_to_another_date_whoever_was_only_asked_is_not_told_that_they_have_a_place(event, line):
    coming = meetings.registration(meetings.event(office=event.office, starts=event.starts))
    for one in (event, coming.event):
        events.postpone(event=one, reason=REASON, when=planned(event), by=None, now=NOW + timedelta(hours=2))
    said = {letter.about: "Your place is kept." in planning.text_of(letter)[1] for letter in Message.objects.filter(kind="event_moved")}
    assert said == {line[0].ref: False, line[1].ref: False, coming.ref: True}


@pytest.mark.parametrize(
    ("verb", "said"), [(events.postpone, "Your registration stays. We write to you as soon as there is a new date."), (events.cancel, "The event is cancelled")]
)
def test_whoever_presses_yes_meanwhile_reads_how_it_is(event, line, verb, said):
    verb(event=event, reason=REASON, by=None, now=NOW + timedelta(hours=2), **({"when": None} if verb == events.postpone else {}))
    with pytest.raises(Refused, match=said):
        offers.accept_offer(registration=line[0], by=None, now=NOW + timedelta(hours=3))


def test_while_it_is_put_off_nobody_takes_more_places_past_those_in_line(event, line):
    off = meetings.event(places=3, office=event.office, state=Event.State.POSTPONED)
    coming = meetings.registration(off, size=2)
    with pytest.raises(Refused, match="Your registration stays"):
        attending.change_party(registration=coming, party_size=3, by=None, now=NOW)
    attending.change_party(registration=coming, party_size=1, by=None, now=NOW)
    Event.objects.filter(pk=off.pk).update(state=Event.State.PUBLISHED)  # negative control
    attending.change_party(registration=coming, party_size=3, by=None, now=NOW)
    assert fresh(coming).party_size == 3
