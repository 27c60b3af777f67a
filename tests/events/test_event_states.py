"""From the draft to the day: what is missing is named, registrations are kept, and whom it concerns is told, once and rightly."""

from datetime import UTC, datetime, timedelta

import icalendar
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bookings.models import State
from events import event_rules, people_told
from events.actions import events, series, telling
from events.letters import standing
from events.models import Event, EventEdit, Registration
from intake.refusal import Refused
from mailing import previews
from mailing.models import AccessLink, CallTask, Message
from tests import makers, meetings
from tests.events import planning
from tests.staff.conftest import signed_in

pytestmark = pytest.mark.django_db
NOW = makers.NOW
REASON = "The hall is closed."


@pytest.fixture
def event(office, carla):
    return planning.complete(office, carla, starts=NOW + timedelta(days=10))


def due():
    return list(Message.objects.filter(state=Message.State.QUEUED).order_by("pk"))


def text_of(message):
    return previews.of_message(message)


def wanted(message, now=NOW):
    record = standing.load([message]).get(message.pk)
    return record is not None and standing.is_wanted(message, record, now)


def moved(event, days=7, **changes):
    event.refresh_from_db()
    when = events.When(event.starts + timedelta(days=days), event.ends + timedelta(days=days), event.venue)
    return events.postpone(event=event, reason=REASON, when=when, by=None, now=NOW, **changes)


# --- Publishing -----------------------------------------------------------------------------------------------------------


def test_nothing_is_missing_of_a_complete_event(event):
    Event.objects.filter(pk=event.pk).update(state="draft")
    event.refresh_from_db()
    assert event_rules.gaps(event, NOW) == []
    assert events.publish(event=event, accepted=[], reason="", by=None, now=NOW).state == "published"


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("venue", {"venue": None}),
        ("online_link", {"mode": "online"}),
        ("dial_in", {"mode": "hybrid", "online_link": "https://example.org/room"}),
        ("text", {"text": ""}),
        ("officers", {"officers": ""}),
        ("recorded", {"is_recorded": None}),
        ("languages", {"languages": []}),
        ("board", {"kind": "board"}),
    ],
)
def test_what_is_missing_is_held_back_until_it_is_named_with_a_reason(event, code, change):
    Event.objects.filter(pk=event.pk).update(state="draft", **change)
    event.refresh_from_db()
    assert code in [gap.code for gap in event_rules.gaps(event, NOW)]
    codes = [gap.code for gap in event_rules.gaps(event, NOW)]
    for accepted, reason in (([], "Soon"), (codes, ""), (codes, "   ")):
        with pytest.raises(Refused):
            events.publish(event=event, accepted=accepted, reason=reason, by=None, now=NOW)
    assert Event.objects.get().state == "draft"
    published = events.publish(event=event, accepted=codes, reason="It comes tomorrow", by=None, now=NOW)
    assert published.state == "published" and published.gaps_accepted.startswith("It comes tomorrow (")


def test_no_agenda_no_supports_no_lead_and_steps_are_missing_too(event):
    event.agenda.all().delete()
    event.supports.all().delete()
    event.leads.clear()
    event.venue.step_free = False
    event.venue.save()
    Event.objects.filter(pk=event.pk).update(is_public_meeting=True)
    event = Event.objects.select_related("venue", "office", "board").get()
    assert {"agenda", "supports", "leads", "steps"} <= {gap.code for gap in event_rules.gaps(event, NOW)}


def test_the_page_names_the_gaps_and_keeps_what_was_typed(carla, office):
    event = planning.complete(office, carla, state="draft", officers="", published_at=None)
    client, url = signed_in(carla), reverse("admin:publish_event", args=[event.pk])
    codes = [gap.code for gap in event_rules.gaps(event, timezone.now())]
    assert "It is not said whether police officers will be there." in client.get(url).text
    refused = client.post(url, {"accepted": codes, "reason": ""})
    assert refused.status_code == 422 and "Say why it is published" in refused.text
    assert client.post(url, {"accepted": ["officers", "nonsense"], "reason": "Soon"}).status_code == 422
    assert client.post(url, {"accepted": codes, "reason": "Soon"}).status_code == 302
    assert Event.objects.get().state == "published"


def test_a_draft_goes_to_review_and_back(event):
    Event.objects.filter(pk=event.pk).update(state="draft")
    assert events.submit(event=event, by=None, now=NOW).state == "in_review"
    assert events.submit(event=event, by=None, now=NOW).state == "in_review"
    assert events.back_to_draft(event=event, by=None, now=NOW).state == "draft"
    Event.objects.filter(pk=event.pk).update(state="published")
    with pytest.raises(Refused):
        events.submit(event=event, by=None, now=NOW)


def test_what_has_begun_is_not_published(event):
    Event.objects.filter(pk=event.pk).update(state="draft")
    with pytest.raises(Refused, match="begun"):
        events.publish(event=event, accepted=[], reason="", by=None, now=event.starts)


# --- When things change -----------------------------------------------------------------------------------------------------


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
    assert {message.about for message in due()} == {coming.ref, waiting.ref, asked.ref}
    assert {message.kind for message in due()} == {"event_postponed"} and len(due()) == 3
    coming.refresh_from_db()
    assert coming.state == State.CONFIRMED and gone.ref not in {message.about for message in due()}


def makers_link(event):
    return AccessLink.objects.create(purpose="prove", address="sam@example.org", address_key="sam@example.org", office=event.office, created_at=NOW)


def test_the_letter_says_what_was_planned_why_and_that_the_place_is_kept(event):
    meetings.registration(event)
    events.postpone(event=event, reason=REASON, when=None, by=None, now=NOW)
    subject, text, *_rest = text_of(due()[0])
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
    assert [(message.kind, message.period) for message in due()] == [("event_moved", "2")]
    subject, text, *_rest = text_of(due()[0])
    assert "December 11" in text and "December 25" in text and "Can you still come?" in text and "New time or place" in subject
    assert datetime.fromisoformat(due()[0].values["was"]["starts"]) == first


def test_who_was_told_of_the_first_date_gets_a_second_letter(event):
    meetings.registration(event)
    events.postpone(event=event, reason=REASON, when=None, by=None, now=NOW)
    Message.objects.update(state="sent")
    moved(event, 14)
    assert [message.kind for message in due()] == ["event_moved"] and Message.objects.count() == 2
    assert "There is a new date." in text_of(due()[0])[1]


def test_moved_back_before_it_left_nobody_is_told(event):
    meetings.registration(event)
    moved(event, 7)
    assert wanted(due()[0])
    moved(event, -7)
    assert len(due()) == 1 and not wanted(due()[0])


def test_without_looking_again_before_sending_they_would_be_told(event, monkeypatch):
    meetings.registration(event)
    moved(event, 7)
    moved(event, -7)
    monkeypatch.setattr(standing, "differing", lambda message, event: {"starts": ""})
    assert wanted(due()[0])


def test_cancelled_and_restored_has_the_same_calendar_entry_with_a_higher_number(event):
    coming = meetings.registration(event)
    seen = []
    for verb, more in ((events.cancel, {"reason": REASON}), (events.restore, {})):
        verb(event=event, **more, by=None, now=NOW)
        record = standing.load(due())[due()[0].pk]
        entry = next(iter(icalendar.Calendar.from_ical(standing.calendar_file(due()[0], record)).walk("VEVENT")))
        seen.append((str(entry["UID"]), str(entry["STATUS"]), entry["SEQUENCE"], due()[0].kind))
        Message.objects.update(state="sent")
    uid = f"event-{event.pk}@localhost"
    assert [row[1:] for row in seen] == [("CANCELLED", 1, "event_cancelled"), ("CONFIRMED", 2, "event_moved")]
    assert len({row[0] for row in seen}) == 1 and seen[0][0].startswith(uid.partition("@")[0])
    assert "It takes place after all" in text_of(Message.objects.latest("pk"))[0]
    coming.refresh_from_db()
    assert coming.state == State.CONFIRMED


def test_cancelled_and_restored_before_the_letter_left_tells_nobody(event):
    meetings.registration(event)
    events.cancel(event=event, reason=REASON, by=None, now=NOW)
    events.restore(event=event, by=None, now=NOW)
    assert [wanted(message) for message in due()] == [False]


def test_a_draft_is_cancelled_without_a_letter_and_restored_as_a_draft(event):
    Event.objects.filter(pk=event.pk).update(state="draft", published_at=None)
    meetings.registration(event)
    events.cancel(event=event, reason=REASON, by=None, now=NOW)
    assert not due()
    assert events.restore(event=event, by=None, now=NOW).state == "draft"


def test_moved_across_a_clock_change_the_time_of_day_is_what_was_typed(office, carla):
    event = planning.complete(office, carla, starts=datetime(2027, 3, 12, 23, tzinfo=UTC))  # 6 p.m., Friday before the clocks go forward
    meetings.registration(event)
    starts = datetime(2027, 3, 15, 18, tzinfo=event.zone)
    events.postpone(event=event, reason=REASON, when=events.When(starts, starts + timedelta(hours=2), event.venue), by=None, now=NOW)
    event.refresh_from_db()
    assert (event.local_starts.hour, event.starts.astimezone(UTC).hour) == (18, 22)
    assert "6\xa0p.m." not in text_of(due()[0])[1] and "6 p.m." in text_of(due()[0])[1]


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
    assert (event.state, event.sequence, due()) == ("published", 0, [])


def test_held_online_the_day_before_tells_the_link_to_nobody_by_this_letter(event):
    coming = meetings.registration(event)
    ways = {"online_link": "https://example.org/room", "dial_in": "+16175550199", "dial_in_code": "42"}
    events.move_online(event=event, reason="Storm", **ways, by=None, now=event.starts - timedelta(hours=20))
    text = text_of(due()[0])[1]
    assert "Online" in text and "example.org/room" not in text and "555-0199" not in text and "Storm" in text
    coming.refresh_from_db()
    assert coming.state == State.CONFIRMED


def test_of_a_public_meeting_everybody_may_know_the_link(event):
    Event.objects.filter(pk=event.pk).update(is_public_meeting=True)
    meetings.registration(event)
    events.move_online(event=event, reason="Storm", online_link="https://example.org/room", dial_in="", dial_in_code="", by=None, now=NOW)
    assert "https://example.org/room" in text_of(due()[0])[1]


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
    message = due()[0]
    Message.objects.filter(pk=message.pk).update(state="held")
    task = CallTask.objects.create(office=event.office, person=who, message=message, number=who.phone, script="Call.", due=NOW)
    moved(event, 14)
    task.refresh_from_db()
    message.refresh_from_db()
    assert (task.result, message.state) == ("dropped", "cancelled") and [one.about for one in due()] == [coming.ref]


def test_it_took_place_only_once_it_has_begun(event):
    with pytest.raises(Refused):
        events.mark_held(event=event, by=None, now=event.starts - timedelta(minutes=1))
    held = events.mark_held(event=event, by=None, now=event.starts)
    assert (held.state, held.held_at) == ("held", event.starts)
    with pytest.raises(Refused):
        events.cancel(event=event, reason=REASON, by=None, now=event.ends)


def test_an_edit_of_the_time_in_the_form_is_told_after_ten_minutes(carla, office):
    event = planning.complete(office, carla)
    meetings.registration(event)
    before = timezone.now()
    answer = planning.change(carla, event, start="19:00", end="21:00")
    message = Message.objects.get()
    assert "1 person is told of the new time or place within ten minutes" in answer.text
    assert message.kind == "event_moved" and message.due >= before + telling.WINDOW
    event.refresh_from_db()
    planning.change(carla, event, start="18:00", end="20:00")
    assert Message.objects.count() == 1 and not wanted(Message.objects.get(), timezone.now())


# --- What staff are asked about -------------------------------------------------------------------------------------------


def test_yes_tells_each_person_the_new_words_once_and_no_tells_nobody(carla, office):
    event = planning.complete(office, carla)
    meetings.registration(event)
    planning.change(carla, event, bring="A sweater")
    edit = EventEdit.objects.get()
    client, url = signed_in(carla), reverse("admin:tell_event", args=[event.pk])
    answer = {"act": "yes", "edit": edit.pk, "shown": ["bring"]}
    for _press in range(2):
        client.post(url, answer)
    assert Message.objects.get().kind == "event_changed" and "A sweater" in text_of(Message.objects.get())[1]
    event.refresh_from_db()
    planning.change(carla, event, bring="A hat")
    client.post(url, {"act": "no", "edit": EventEdit.objects.get(closed_at=None).pk, "shown": ["bring"]})
    assert Message.objects.count() == 1 and not EventEdit.objects.filter(closed_at=None).exists()


def test_what_was_not_shown_stays_a_question(event):
    meetings.registration(event)
    edit = telling.note(event=event, names={"bring"}, by=None, now=NOW)
    telling.note(event=event, names={"title"}, by=None, now=NOW)
    assert telling.decide(event=event, edit_id=edit.pk, shown=["bring", "nonsense"], tell_them=True, by=None, now=NOW) == 1
    assert EventEdit.objects.get(closed_at=None).facts == ["title"]
    assert telling.decide(event=event, edit_id=edit.pk, shown=["bring"], tell_them=True, by=None, now=NOW) is None


# --- Series ---------------------------------------------------------------------------------------------------------------


def weekly(event, weeks=3):
    event.refresh_from_db()
    later = series.repeat(event=event, rule="weekly", until=event.local_starts.date() + timedelta(weeks=weeks), by=None, now=NOW)
    Event.objects.filter(pk__in=[one.pk for one in later]).update(state="published", published_at=NOW)
    event.refresh_from_db()
    return [event, *Event.objects.filter(pk__in=[one.pk for one in later]).order_by("starts")]


def test_one_and_the_later_ones_go_online_and_what_was_changed_by_itself_stays(event):
    some = weekly(event)
    Event.objects.filter(pk=some[2].pk).update(is_detached=True)
    for one in some:
        meetings.registration(one)
    ways = {"reason": "Storm", "online_link": "https://example.org/room", "dial_in": "", "dial_in_code": ""}
    series.move_online(event=some[1], with_following=True, by=None, now=NOW, **ways)
    assert [Event.objects.get(pk=one.pk).mode for one in some] == ["in_person", "online", "in_person", "online"]
    assert {message.about for message in due()} == {one.registrations.get().ref for one in (some[1], some[3])}


def test_a_new_time_for_the_later_ones_keeps_each_on_its_own_day_and_tells_each(carla, office):
    event = planning.complete(office, carla)
    later = series.repeat(event=event, rule="weekly", until=event.local_starts.date() + timedelta(weeks=2), by=None, now=timezone.now())
    Event.objects.update(state="published")
    event.refresh_from_db()
    for one in [event, *later]:
        meetings.registration(one)
    planning.change(carla, event, start="17:00", end="19:00", scope="following", bring="Tea")
    found = list(Event.objects.order_by("starts"))
    assert [(one.local_starts.hour, one.local_ends.hour, one.bring, one.is_detached) for one in found] == [(17, 19, "Tea", False)] * 3
    assert [(one.starts - found[0].starts).days for one in found] == [0, 7, 14] or len({one.local_starts.weekday() for one in found}) == 1
    assert Message.objects.filter(kind="event_moved").count() == 3


def test_a_series_goes_on_longer_and_its_drafts_are_published_together(event):
    some = weekly(event, 2)
    new = series.extend(series=some[0].series, until=some[-1].local_starts.date() + timedelta(weeks=2), by=None, now=NOW)
    assert [one.state for one in new] == ["draft", "draft"]
    published = series.publish_all(series=some[0].series, accepted=[], reason="", by=None, now=NOW)
    assert len(published) == 2
    with pytest.raises(Refused):
        series.extend(series=some[0].series, until=some[0].local_starts.date(), by=None, now=NOW)
    with pytest.raises(Refused, match="two years"):
        series.extend(series=some[0].series, until=some[0].local_starts.date() + timedelta(weeks=400), by=None, now=NOW)


def test_all_drafts_are_published_or_none(event):
    some = weekly(event, 2)
    Event.objects.filter(pk__in=[one.pk for one in some[1:]]).update(state="draft")
    Event.objects.filter(pk=some[2].pk).update(officers="")
    with pytest.raises(Refused, match="Nothing was changed"):
        series.publish_all(series=some[0].series, accepted=[], reason="", by=None, now=NOW)
    assert Event.objects.filter(state="draft").count() == 2


def test_a_copy_is_a_draft_with_everything_but_what_came_of_it(carla, office):
    event = planning.complete(office, carla)
    meetings.registration(event)
    client, url = signed_in(carla), reverse("admin:copy_event", args=[event.pk])
    page = client.get(url).text
    key = page.split('name="key" value="')[1].split('"')[0]
    assert client.post(url, {"day": "2020-01-01", "key": key}).status_code == 422
    for _press in range(2):
        assert client.post(url, {"day": str(planning.at(60).date()), "key": key}).status_code == 302
    new = Event.objects.exclude(pk=event.pk).get()
    assert (new.state, new.local_starts.hour, new.copied_from, new.registrations.count()) == ("draft", 18, event, 0)
    assert (new.supports.get().note, new.agenda.get().title, list(new.leads.all())) == ("vegetarian too", "Safer crossings", [carla])


# --- Many people ------------------------------------------------------------------------------------------------------------


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
