"""While an event is put off, and its old date is past: what is told still leaves, what is known stays known, and no date is told before it is set."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events import accommodation_rules, asked_retention, registration_retention
from events.actions import attending, events
from events.models import DoorLink, Event, Invitation, Registration, Speaker
from mailing.outbox import rounds
from tests import makers, meetings
from tests.events import planning
from tests.events.young import guardians_browser, mia

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def put_off(workshop):
    """An event that was to be yesterday, and has no new date yet."""
    yesterday = timezone.now() - timedelta(days=1)

    def put_off():
        Event.objects.filter(pk=workshop.pk).update(
            state=Event.State.POSTPONED, starts=yesterday, ends=yesterday + timedelta(hours=2), postponed_from=yesterday
        )
        workshop.refresh_from_db()

    return put_off


def test_whoever_gives_their_place_up_gets_the_letter_about_it(workshop, put_off, mail_server):
    coming = meetings.registration(workshop)
    put_off()
    attending.cancel(registration=coming, by=None, now=timezone.now())
    rounds.Round(lanes=rounds.WORKER).run()
    assert [letter.to for letter in mail_server.wait_for(kind="registration_cancelled")] == [coming.person.email]


def test_a_young_person_whose_guardian_does_not_agree_is_told(workshop, put_off, mail_server):
    one = mia(workshop)
    put_off()
    Registration.objects.update(until=timezone.now() + timedelta(days=1))
    ana, _page, url = guardians_browser(one.consent)
    ana.press(f"{url}answer/", url, answer="no")
    rounds.Round(lanes=rounds.WORKER).run()
    assert [letter.to for letter in mail_server.wait_for(kind="event_guardian_said_no")] == ["mia@example.org"]


def names(event):
    return [event.speakers.get().name, event.invitations.get().name, event.door_links.get().name]


def test_who_is_to_speak_is_invited_or_helps_is_known_until_there_is_a_date_but_for_a_year_at_most(workshop, put_off):
    Speaker.objects.create(event=workshop, name="Ana")
    Invitation.objects.create(event=workshop, name="Ana", email="ana@example.org")
    DoorLink.objects.create(event=workshop, name="Ana", made_at=timezone.now())
    put_off()
    for days, kept in ((40, "Ana"), (364, "Ana")):
        for forget_old in (asked_retention.forget_old, registration_retention.forget_old):
            forget_old(now=workshop.ends + timedelta(days=days))
        assert names(workshop) == [kept] * 3
    for forget_old in (asked_retention.forget_old, registration_retention.forget_old):
        forget_old(now=workshop.ends + timedelta(days=366))
    assert names(workshop) == ["—", "", ""]


def test_what_would_help_is_answered_within_three_office_days_and_not_on_the_day_it_is_asked(workshop, put_off):
    put_off()
    assert accommodation_rules.due_on(workshop, makers.NOW).isoformat() == "2026-12-04"  # Tuesday and three days


def test_a_date_in_the_form_is_told_to_nobody_before_it_is_set_and_another_place_is(workshop, put_off):
    coming = meetings.registration(workshop)
    put_off()
    first, later = workshop.postponed_from, timezone.now() + timedelta(days=20)
    workshop.starts, workshop.ends = later, later + timedelta(hours=2)
    events.save(event=workshop, by=None, now=timezone.now())
    workshop.refresh_from_db()
    assert (workshop.starts, workshop.sequence, workshop.postponed_from, planning.due()) == (later, 0, first, [])
    workshop.venue = None
    events.save(event=workshop, by=None, now=timezone.now())
    assert [(message.kind, message.about) for message in planning.due()] == [("event_postponed", coming.ref)]
