"""When an event changes, registrations are kept, and whom it concerns is told, once and rightly."""

from datetime import UTC, datetime, timedelta

import icalendar
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from bookings.models import State
from events import people_told
from events.actions import events
from events.letters import standing
from events.models import Event, Registration
from intake.refusal import Refused
from mailing.models import AccessLink, CallTask, Message
from mailing.registry import kind_named
from tests import makers, meetings
from tests.events import planning
from tests.staff.conftest import signed_in

pytestmark = pytest.mark.django_db
NOW = makers.NOW
REASON = "The hall is closed."


@pytest.fixture
def event(office, carla):
    return planning.complete(office, carla, starts=NOW + timedelta(days=10))


def moved(event, days=7, **changes):
    event.refresh_from_db()
    when = events.When(event.starts + timedelta(days=days), event.ends + timedelta(days=days), event.venue)
    return events.postpone(event=event, reason=REASON, when=when, by=None, now=NOW, **changes)


def test_postponing_keeps_registrations_and_tells_everybody_concerned_once(event):
    coming, waiting = meetings.registration(event), meetings.registration(event, state=State.WAITLISTED)
    asked = meetings.accommodation(event)
    unproved = meetings.registration(event, state=State.HELD)
    link = makers_link(event)
    Registration.objects.filter(pk=unproved.pk).update(link=link)
    gone = meetings.registration(event, state=State.CANCELLED)
    events.postpone(event=event, reason=REASON, when=None, by=None, now=NOW)
    events.postpone(event=event, reason=REASON, when=None, by=None, now=NOW)
    event.refresh_from_db()
    assert (event.state, event.reason, event.sequence, event.postponed_from) == ("postponed", REASON, 1, event.starts)
    assert {message.about for message in planning.due()} == {coming.ref, waiting.ref, asked.ref}
    assert {message.kind for message in planning.due()} == {"event_postponed"} and len(planning.due()) == 3
    coming.refresh_from_db()
    assert coming.state == State.CONFIRMED and gone.ref not in {message.about for message in planning.due()}


def makers_link(event):
    return AccessLink.objects.create(purpose="prove", address="sam@example.org", address_key="sam@example.org", office=event.office, created_at=NOW)


def test_the_letter_says_what_was_planned_why_and_that_the_place_is_kept(event):
    meetings.registration(event)
    events.postpone(event=event, reason=REASON, when=None, by=None, now=NOW)
    subject, text, *_rest = planning.text_of(planning.due()[0])
    assert "Postponed: " in subject and "December 11" in subject
    assert REASON in text and "Your registration is kept." in text and "A new date is not set yet." in text


def test_a_new_date_asks_everybody_anew_and_drops_reminders_of_the_old_one(event):
    coming = meetings.registration(event, answer="coming", answered_at=NOW)
    reminder = Message.objects.create(
        person=coming.person,
        recipient=f"p:{coming.person_id}",
        office=event.office,
        kind="event_reminder",
        about=coming.ref,
        bundle="b",
        due=event.starts,
        lane=2,
    )
    events.postpone(event=event, reason=REASON, when=None, by=None, now=NOW)
    when = events.When(event.starts + timedelta(days=14), event.ends + timedelta(days=14), event.venue)
    events.set_new_date(event=event, when=when, reason="", by=None, now=NOW + timedelta(days=1))
    event.refresh_from_db()
    coming.refresh_from_db()
    reminder.refresh_from_db()
    assert (event.state, event.sequence, event.reason, event.starts) == ("published", 2, REASON, when.starts)
    assert (coming.state, coming.answer, coming.answered_at, reminder.state) == (State.CONFIRMED, "", None, "cancelled")


def test_a_letter_that_has_not_left_is_overtaken_and_says_what_was_before_both(event):
    meetings.registration(event)
    first = event.starts
    events.postpone(event=event, reason=REASON, when=None, by=None, now=NOW)
    moved(event, 14)
    assert [(message.kind, message.period) for message in planning.due()] == [("event_moved", "2")]
    subject, text, *_rest = planning.text_of(planning.due()[0])
    assert "December 11" in text and "December 25" in text and "Can you still come?" in text and "New time or place" in subject
    assert datetime.fromisoformat(planning.due()[0].values["was"]["starts"]) == first


def test_who_was_told_of_the_first_date_gets_a_second_letter(event):
    meetings.registration(event)
    events.postpone(event=event, reason=REASON, when=None, by=None, now=NOW)
    Message.objects.update(state="sent")
    moved(event, 14)
    assert [message.kind for message in planning.due()] == ["event_moved"] and Message.objects.count() == 2
    assert "There is a new date." in planning.text_of(planning.due()[0])[1]


def test_moved_back_before_it_left_nobody_is_told(event):
    meetings.registration(event)
    moved(event, 7)
    assert planning.is_wanted(planning.due()[0])
    moved(event, -7)
    assert len(planning.due()) == 1 and not planning.is_wanted(planning.due()[0])


def test_without_looking_again_before_sending_they_would_be_told(event, monkeypatch):
    meetings.registration(event)
    moved(event, 7)
    moved(event, -7)
    monkeypatch.setattr(standing, "differing", lambda message, event: {"starts": ""})
    assert planning.is_wanted(planning.due()[0])


def test_cancelled_and_restored_has_the_same_calendar_entry_with_a_higher_number(event):
    coming = meetings.registration(event)
    seen = []
    for verb, more in ((events.cancel, {"reason": REASON}), (events.restore, {})):
        verb(event=event, **more, by=None, now=NOW)
        record = standing.load(planning.due())[planning.due()[0].pk]
        entry = next(iter(icalendar.Calendar.from_ical(standing.calendar_file(planning.due()[0], record)).walk("VEVENT")))
        seen.append((str(entry["UID"]), str(entry["STATUS"]), entry["SEQUENCE"], planning.due()[0].kind))
        Message.objects.update(state="sent")
    uid = f"event-{event.pk}@localhost"
    assert [row[1:] for row in seen] == [("CANCELLED", 1, "event_cancelled"), ("CONFIRMED", 2, "event_moved")]
    assert len({row[0] for row in seen}) == 1 and seen[0][0].startswith(uid.partition("@")[0])
    assert "It takes place after all" in planning.text_of(Message.objects.latest("pk"))[0]
    coming.refresh_from_db()
    assert coming.state == State.CONFIRMED


def test_cancelled_and_restored_before_the_letter_left_tells_nobody(event):
    meetings.registration(event)
    events.cancel(event=event, reason=REASON, by=None, now=NOW)
    events.restore(event=event, by=None, now=NOW)
    assert [planning.is_wanted(message) for message in planning.due()] == [False]


def test_what_had_no_date_when_it_was_cancelled_has_none_when_it_is_restored(event):
    meetings.registration(event)
    events.postpone(event=event, reason=REASON, when=None, by=None, now=NOW)
    events.cancel(event=event, reason=REASON, by=None, now=NOW)
    assert events.restore(event=event, by=None, now=NOW).state == "postponed"
    moved(event, 0)
    assert (Event.objects.get().state, Event.objects.get().postponed_from) == ("published", None)
    events.cancel(event=event, reason=REASON, by=None, now=NOW)
    assert events.restore(event=event, by=None, now=NOW).state == "published"


def test_a_draft_is_cancelled_without_a_letter_and_restored_as_a_draft(event):
    Event.objects.filter(pk=event.pk).update(state="draft", published_at=None)
    meetings.registration(event)
    events.cancel(event=event, reason=REASON, by=None, now=NOW)
    assert not planning.due()
    assert events.restore(event=event, by=None, now=NOW).state == "draft"


def test_moved_across_a_clock_change_the_time_of_day_is_what_was_typed(office, carla):
    event = planning.complete(office, carla, starts=datetime(2027, 3, 12, 23, tzinfo=UTC))  # 6 p.m., Friday before the clocks go forward
    meetings.registration(event)
    starts = datetime(2027, 3, 15, 18, tzinfo=event.zone)
    events.postpone(event=event, reason=REASON, when=events.When(starts, starts + timedelta(hours=2), event.venue), by=None, now=NOW)
    event.refresh_from_db()
    assert (event.local_starts.hour, event.starts.astimezone(UTC).hour) == (18, 22)
    assert "6\xa0p.m." not in planning.text_of(planning.due()[0])[1] and "6 p.m." in planning.text_of(planning.due()[0])[1]


@pytest.mark.parametrize("wrong", [timedelta(days=-20), timedelta(days=-11)])
def test_a_new_date_in_the_past_is_refused_and_nothing_is_written(event, wrong):
    meetings.registration(event)
    with pytest.raises(Refused):
        events.postpone(event=event, reason=REASON, when=events.When(event.starts + wrong, event.ends + wrong, None), by=None, now=NOW)
    with pytest.raises(Refused):
        events.postpone(event=event, reason=REASON, when=events.When(event.ends, event.starts, None), by=None, now=NOW)
    with pytest.raises(Refused):
        events.postpone(event=event, reason="  ", when=None, by=None, now=NOW)
    event.refresh_from_db()
    assert (event.state, event.sequence, planning.due()) == ("published", 0, [])


def test_held_online_the_day_before_tells_the_link_to_nobody_by_this_letter(event):
    coming = meetings.registration(event)
    ways = {"online_link": "https://example.org/room", "dial_in": "+16175550199", "dial_in_code": "42"}
    events.move_online(event=event, reason="Storm", **ways, by=None, now=event.starts - timedelta(hours=20))
    text = planning.text_of(planning.due()[0])[1]
    assert "Online" in text and "example.org/room" not in text and "555-0199" not in text and "Storm" in text
    coming.refresh_from_db()
    assert coming.state == State.CONFIRMED


def test_of_a_public_meeting_everybody_may_know_the_link(event):
    Event.objects.filter(pk=event.pk).update(is_public_meeting=True)
    meetings.registration(event)
    events.move_online(event=event, reason="Storm", online_link="https://example.org/room", dial_in="", dial_in_code="", by=None, now=NOW)
    assert "https://example.org/room" in planning.text_of(planning.due()[0])[1]


def test_a_link_that_leads_inside_is_refused_by_the_verb_too(event):
    for link in ("javascript:alert(1)", "http://127.0.0.1/"):
        with pytest.raises(Refused):
            events.move_online(event=event, reason="Storm", online_link=link, dial_in="", dial_in_code="", by=None, now=NOW)
    with pytest.raises(Refused):
        events.move_online(event=event, reason="Storm", online_link="", dial_in="", dial_in_code="", by=None, now=NOW)


def test_many_are_held_online_at_once_or_none(carla, office):
    some = [planning.complete(office, carla, days=20 + number) for number in range(3)]
    for event in some:
        meetings.registration(event)
    data = {
        "events": [event.pk for event in some[:2]],
        "reason": "Storm",
        "online_link": "https://example.org/room",
        "dial_in": "617-555-0199",
        "dial_in_code": "7",
    }
    client, url = signed_in(carla), reverse("admin:many_events_online")
    assert client.post(url, {**data, "events": [*data["events"], 10**6]}).status_code == 422
    assert client.post(url, {**data, "online_link": "data:x"}).status_code == 422
    assert client.post(url, {**data, "events": []}).status_code == 422 and not Message.objects.exists()
    assert client.post(url, data).status_code == 302
    assert list(Event.objects.order_by("pk").values_list("mode", flat=True)) == ["online", "online", "in_person"]
    assert Message.objects.filter(kind="event_moved").count() == 2


def test_who_has_no_email_gets_a_line_on_the_call_list_and_the_old_line_goes(event):
    who = makers.person("Vera", "", phone="+16175550111", office=event.office)
    coming = meetings.registration(event, who=who)
    events.postpone(event=event, reason=REASON, when=None, by=None, now=NOW)
    message = planning.due()[0]
    Message.objects.filter(pk=message.pk).update(state="held")
    task = CallTask.objects.create(office=event.office, person=who, message=message, number=who.phone, script="Call.", due=NOW)
    moved(event, 14)
    task.refresh_from_db()
    message.refresh_from_db()
    assert (task.result, message.state) == ("dropped", "cancelled") and [one.about for one in planning.due()] == [coming.ref]


def test_it_took_place_only_once_it_has_begun(event):
    with pytest.raises(Refused):
        events.mark_held(event=event, by=None, now=event.starts - timedelta(minutes=1))
    held = events.mark_held(event=event, by=None, now=event.starts)
    assert (held.state, held.held_at) == ("held", event.starts)
    with pytest.raises(Refused):
        events.cancel(event=event, reason=REASON, by=None, now=event.ends)


def test_a_batch_of_letters_asks_for_the_words_in_a_language_once(carla, office, monkeypatch):
    for _number in range(2):
        event = planning.complete(office, carla)
        for language in ("es", "en", "es", "en"):
            meetings.registration(event, language=language)
        events.postpone(event=event, reason=REASON, when=None, by=carla, now=timezone.now())

    def asked():
        said, kind, due = [], kind_named("event_postponed"), list(planning.due())
        found = kind.load(due)
        with CaptureQueriesContext(connection) as queries:
            for message in due:
                with override(message.language):
                    said.append((message.language, kind.context(message, found[message.pk]).shared["what"]))
                kind.calendar(message, found[message.pk])
        assert {language for language, _title in said} == {"en", "es"} and all((title == "Sesión") == (language == "es") for language, title in said)
        return len([one for one in queries.captured_queries if "languages_translation" in one["sql"]])

    assert asked() == 1
    monkeypatch.setattr(standing, "read_together", list)  # negative control: each event by itself
    assert asked() == 2


def test_telling_costs_the_same_statements_for_one_person_and_fifty(carla, office):
    def cost(people):
        event = planning.complete(office, carla)
        for _number in range(people):
            meetings.registration(event)
        with CaptureQueriesContext(connection) as queries:
            events.postpone(event=event, reason=REASON, when=None, by=carla, now=timezone.now())
        assert people_told.number(event) == people == Message.objects.filter(about__in=[one.ref for one in event.registrations.all()]).count()
        return len(queries)

    assert cost(1) == cost(50)
