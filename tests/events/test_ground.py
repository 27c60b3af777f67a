"""What the database itself keeps: places of an event, kits that are lent, and rows that would say too much or too little."""

from datetime import date, timedelta

import pgtrigger
import pytest
from django.db import IntegrityError, transaction

from bookings.models import State
from events.models import Event, EventRecord, KitLoan, Question, Registration, Speaker
from tests import makers, meetings

pytestmark = pytest.mark.django_db
DAY = date(2026, 12, 12)


def test_an_event_counts_its_places_by_itself():
    event = meetings.event(places=3)
    meetings.registration(event, size=2)
    meetings.registration(event, state=State.WAITLISTED)
    event.refresh_from_db()
    assert (event.taken, event.places_left) == (2, 1)


def test_no_event_holds_more_than_its_places():
    event = meetings.event(places=3)
    meetings.registration(event, size=2)
    with pytest.raises(IntegrityError), transaction.atomic():
        meetings.registration(event, size=2)
    assert Registration.objects.count() == 1


def test_a_stale_save_does_not_write_the_count_back():
    event = meetings.event(places=3)
    stale = Event.objects.get(pk=event.pk)
    meetings.registration(event, size=3)
    stale.title = "Another title"
    stale.save()
    stale.refresh_from_db()
    assert stale.taken == 3


def test_one_person_is_at_an_event_once():
    first = meetings.registration(meetings.event())
    with pytest.raises(IntegrityError), transaction.atomic():
        meetings.registration(first.event, who=first.person)


def test_kits_are_never_lent_beyond_what_is_owned():
    kit = meetings.kit(owned=10)
    meetings.loan(kit, quantity=6, since=DAY, until=DAY + timedelta(days=2))
    meetings.loan(kit, quantity=4, since=DAY + timedelta(days=2))
    meetings.loan(kit, quantity=10, since=DAY + timedelta(days=3))
    with pytest.raises(IntegrityError, match="kits_fit|owned"), transaction.atomic():
        meetings.loan(kit, quantity=1, since=DAY + timedelta(days=2))
    meetings.loan(kit, quantity=4, since=DAY + timedelta(days=1))
    assert KitLoan.objects.count() == 4


def test_what_is_late_is_out_all_the_same():
    kit = meetings.kit(owned=10)
    meetings.loan(kit, quantity=10, since=DAY, state=KitLoan.State.OUT)
    next_day = meetings.loan(kit, quantity=10, since=DAY + timedelta(days=1))
    with pytest.raises(IntegrityError), transaction.atomic():
        KitLoan.objects.filter(pk=next_day.pk).update(state=KitLoan.State.OUT)
    with pgtrigger.ignore("events.KitLoan:keep_kits"):
        KitLoan.objects.filter(pk=next_day.pk).update(state=KitLoan.State.OUT)


def test_without_the_trigger_more_would_be_lent():
    kit = meetings.kit(owned=1)
    with pgtrigger.ignore("events.KitLoan:keep_kits"):
        meetings.loan(kit, quantity=2, since=DAY)
    assert KitLoan.objects.get().quantity == 2


def test_a_loan_that_came_back_or_was_cancelled_is_free_again():
    kit = meetings.kit(owned=2)
    for state in (KitLoan.State.RETURNED, KitLoan.State.CANCELLED):
        meetings.loan(kit, quantity=2, since=DAY, state=state)
    loan = meetings.loan(kit, quantity=2, since=DAY)
    KitLoan.objects.filter(pk=loan.pk).update(state=KitLoan.State.RETURNED)
    meetings.loan(kit, quantity=2, since=DAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        KitLoan.objects.filter(pk=loan.pk).update(state=KitLoan.State.OUT)


def test_fewer_are_owned_only_down_to_what_is_lent():
    kit = meetings.kit(owned=5)
    meetings.loan(kit, quantity=3, since=DAY)
    kit.owned = 3
    kit.save()
    kit.owned = 2
    with pytest.raises(IntegrityError), transaction.atomic():
        kit.save()


def test_a_public_question_has_public_words_and_an_answer_names_its_office():
    question = meetings.question()
    for wrong in ({"state": "accepted"}, {"state": "answered", "public_text": "When?", "answer": "In May."}, {"state": "merged"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Question.objects.filter(pk=question.pk).update(**wrong)
    Question.objects.filter(pk=question.pk).update(state="answered", public_text="When?", answer="In May.", answered_by=makers.office())


def test_a_recording_has_captions_or_a_transcript():
    event = meetings.event()
    with pytest.raises(IntegrityError), transaction.atomic():
        EventRecord.objects.create(event=event, recording_link="https://example.org/recording")
    EventRecord.objects.create(event=event, recording_link="https://example.org/recording", transcript="Welcome.")


def test_one_speaks_at_a_time():
    event = meetings.event(minutes_each=3)
    Speaker.objects.create(event=event, name="Sam", state=Speaker.State.SPEAKING)
    with pytest.raises(IntegrityError), transaction.atomic():
        Speaker.objects.create(event=event, name="Vera", state=Speaker.State.SPEAKING)
