"""The record of an event: written by one and another, minutes approved and published, published with one closing letter."""

from datetime import timedelta

import pytest
from django.utils import timezone

from bookings.models import State
from events.actions import followers, record_reminders, records
from events.models import Event, EventRecord, Figure, Follower
from intake.refusal import Refused
from mailing.models import AccessLink, Message
from mailing.outbox import rounds
from tests import makers, meetings
from tests.events import reporting
from tests.events.reporting import came, over, published, written

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def event(db):
    makers.city()
    return over(title="Night walk")


def told(kind="event_notes"):
    """Who gets a letter of this kind, by name, in order."""
    return sorted(Message.objects.filter(kind=kind).exclude(state="cancelled").values_list("person__name", flat=True))


def press(verb, event, now=None):
    return verb(event=event, by=reporting.carla(), now=now or timezone.now())


def test_what_is_written_down_stands_in_the_record(event):
    support = event.supports.create(kind="interpreter", language="es")
    record = written(event, headcount=31, figures={"Bags filled": 12}, used={support.pk: 4}, recording_link="https://example.org/r", transcript="Hello.")
    support.refresh_from_db()
    assert (record.headcount, record.notes, record.minutes_state, support.used) == (31, "We talked about the crossing.", "", 4)
    assert list(Figure.objects.values_list("name", "number")) == [("Bags filled", 12)]


def test_a_figure_keeps_its_row_as_long_as_it_keeps_its_name(event):
    written(event, figures={"Bags filled": 12, "Trees": 3})
    bags = Figure.objects.get(name="Bags filled").pk
    written(event, figures={"Bags filled": 14})
    assert list(Figure.objects.values_list("pk", "number")) == [(bags, 14)]


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"recording_link": "https://example.org/r"}, "captions or a transcript"),
        ({"notes": "Card 4111 1111 1111 1111"}, "we never need it"),
        ({"minutes": "Card 4111 1111 1111 1111"}, "we never need it"),
    ],
)
def test_what_cannot_stand_there_is_refused(event, facts, words):
    with pytest.raises(Refused, match=words):
        written(event, **facts)
    assert EventRecord.objects.count() == 0


@pytest.mark.parametrize(
    ("changes", "words"), [({"state": "cancelled"}, "took place"), ({"state": "draft"}, "took place"), ({"state": "postponed"}, "took place")]
)
def test_only_an_event_that_took_place_has_a_record(event, changes, words):
    Event.objects.update(**changes)
    with pytest.raises(Refused, match=words):
        written(Event.objects.get())


def test_nothing_is_written_before_the_event_begins():
    with pytest.raises(Refused, match="not begun"):
        written(meetings.event(starts=timezone.now() + timedelta(hours=1)))


# --- Minutes --------------------------------------------------------------------------------------------------------------


def test_minutes_go_from_draft_to_approved_to_published(event):
    assert written(event, minutes="The board met.").minutes_state == "draft"
    with pytest.raises(Refused, match="Approve them first"):
        press(records.publish_minutes, event)
    assert press(records.approve_minutes, event).minutes_state == "approved"
    approved_at = EventRecord.objects.get().approved_at
    assert press(records.publish_minutes, event).minutes_state == "published"
    assert press(records.approve_minutes, event).minutes_state == "published" and EventRecord.objects.get().approved_at == approved_at


def test_minutes_that_are_not_there_are_not_approved(event):
    with pytest.raises(Refused, match="no minutes yet"):
        press(records.approve_minutes, event)
    written(event)
    with pytest.raises(Refused, match="no minutes yet"):
        press(records.approve_minutes, event)


@pytest.mark.parametrize("changed", [{"minutes": "Other minutes."}, {"votes": "Lamp: 5 yes"}, {"present": "Ana Lima, chair"}])
def test_changed_minutes_are_a_draft_again(event, changed):
    written(event, minutes="The board met.")
    press(records.approve_minutes, event)
    press(records.publish_minutes, event)
    assert written(event, minutes="The board met.", headcount=5).minutes_state == "published"
    record = written(event, **{"minutes": "The board met.", **changed})
    assert (record.minutes_state, record.approved_at) == ("draft", None)


# --- Publishing -----------------------------------------------------------------------------------------------------------


def test_an_event_is_not_reported_without_notes_or_figures(event):
    with pytest.raises(Refused, match="at least one figure"):
        press(records.publish, event)
    written(event, notes="", headcount=30)
    with pytest.raises(Refused, match="at least one figure"):
        press(records.publish, event)
    assert Event.objects.get().state == "published"
    written(event, notes="", figures={"Bags filled": 12})
    press(records.publish, event)
    assert Event.objects.get().state == "reported"


def test_nothing_is_published_before_the_event_is_over(event):
    Event.objects.update(ends=timezone.now() + timedelta(minutes=5))
    written(event)
    with pytest.raises(Refused, match="not over yet"):
        press(records.publish, event)


def test_who_came_asked_or_followed_gets_one_closing_letter_each(event):
    came(event, "Ana")
    both = came(event, "Ben")
    meetings.question(event, person=both.person)
    meetings.question(event, person=makers.person("Cem", "cem@example.org"))
    Follower.objects.create(event=event, person=makers.person("Dora", "dora@example.org"))
    Follower.objects.create(event=event, person=both.person)
    meetings.registration(event, who=makers.person("Away", "away@example.org"), state=State.NO_SHOW)
    meetings.registration(event, who=makers.person("Gone", "gone@example.org"), state=State.CANCELLED)
    came(event, "Walker", email="")
    came(over(), "Elsewhere")
    assert followers.audience(event) == published(event) == 4
    assert told() == ["Ana", "Ben", "Cem", "Dora"]


def test_where_nobody_was_checked_in_all_who_were_expected_count_as_there(event):
    meetings.registration(event, who=makers.person("Ana", "ana@example.org"))
    meetings.registration(event, who=makers.person("Waits", "waits@example.org"), state=State.WAITLISTED)
    published(event)
    assert told() == ["Ana"]


def test_who_was_expected_and_not_checked_in_was_not_there(event):
    came(event, "Ana")
    meetings.registration(event, who=makers.person("Late", "late@example.org"))
    published(event)
    assert told() == ["Ana"]


def test_publishing_twice_writes_to_nobody_twice(event):
    came(event, "Ana")
    assert published(event) == 1
    came(event, "Ben")
    assert (published(event), told()) == (0, ["Ana"])
    EventRecord.objects.update(told_at=None)  # even then: a letter is owed once
    assert (published(event), told()) == (1, ["Ana", "Ben"])


def test_who_has_stopped_it_gets_nothing(event):
    there = came(event, "Ana")
    follower = Follower.objects.create(event=event, person=there.person)
    followers.stop(follower=follower, now=timezone.now())
    assert followers.audience(event) == 0
    assert (published(event), told(), Follower.objects.count()) == (0, [], 1)


def test_an_address_that_nobody_has_proved_gets_nothing(event):
    link = makers_link()
    Follower.objects.create(event=event, person=makers.person("Ana", "ana@example.org"), link=link)
    meetings.question(event, person=makers.person("Ben", "ben@example.org"), link=link)
    assert (published(event), told()) == (0, [])


def makers_link():
    values = {"purpose": "prove", "address": "x@example.org", "address_key": "x@example.org", "created_at": timezone.now()}
    return AccessLink.objects.create(office=makers.office(), **values)


def test_the_closing_letter_says_what_came_of_it_and_how_to_stop(event, mail_server):
    came(event, "Ana", language="es")
    came(event, "Ben")
    written(event, headcount=31, figures={"Bags filled": 12})
    event.commitments.create(office=event.office, text="We repair the light.", due=timezone.localdate() + timedelta(days=30))
    press(records.publish, event)
    rounds.Round(lanes=rounds.BULK, clock=timezone.now).run()
    letter = next(one for one in mail_server.letters if "Ben" in one.text)
    assert letter.subject == "What came of it: Night walk"
    for words in ("31 people were there", "Bags filled: 12", "We repair the light. (until", "To stop these letters:", "/my/link/", f"/events/{event.slug}/"):
        assert words in letter.text
    assert "Bags filled" in letter.html and len(mail_server.letters) == 2


def test_letters_to_many_are_owed_in_a_few_statements(event, django_assert_max_num_queries):
    for number in range(30):
        came(event, f"Ana{number}")
    written(event)
    with django_assert_max_num_queries(25) as queries:
        press(records.publish, event)
    (owing,) = [one["sql"] for one in queries.captured_queries if "INSERT INTO mailing_message" in one["sql"]]
    assert "VALUES" not in owing  # one statement however many there are: the server knows whom
    assert len(told()) == 30


# --- Reminding ------------------------------------------------------------------------------------------------------------


def at_ten(days):
    """Ten in the morning, so many days from now."""
    return (timezone.localtime() + timedelta(days=days)).replace(hour=10, minute=0, second=0)


def reminded():
    return list(Message.objects.filter(kind="notes_missing").order_by("pk").values_list("to", "period"))


def test_the_organizer_is_reminded_after_three_and_seven_days(db):
    event = over(days=1)
    event.leads.add(reporting.carla())
    for days in (1, 3, 4, 5, 7, 8):
        record_reminders.sweep(now=at_ten(days))
        record_reminders.sweep(now=at_ten(days))
    assert reminded() == [("carla@example.org", "day:3"), ("carla@example.org", "day:7")]


def test_nobody_is_reminded_of_what_is_reported_called_off_long_past_or_at_night(db):
    published(over(days=4))
    over(days=4, state="cancelled")
    over(days=40)
    record_reminders.sweep(now=at_ten(0))
    over(days=4)
    record_reminders.sweep(now=timezone.localtime().replace(hour=3))
    assert reminded() == []


def test_without_a_lead_the_contact_is_reminded_else_the_office(db):
    over(days=4, contact_email="desk@example.org")
    over(days=4)
    record_reminders.sweep(now=at_ten(0))
    assert [to for to, _period in reminded()] == ["desk@example.org", "engagement@example.org"]


def test_a_reminder_is_not_sent_once_the_notes_are_there(db, mail_server):
    event = over(days=4)
    record_reminders.sweep(now=at_ten(0))
    published(event)
    Message.objects.update(due=timezone.now())
    rounds.Round(lanes=rounds.WORKER, clock=timezone.now).run()
    assert mail_server.letters == [] and Message.objects.get(kind="notes_missing").state == "cancelled"
