"""What a second reading found: each of these was wrong once."""

import io
from datetime import timedelta

import pytest
from django.urls import reverse
from PIL import Image

from bookings.models import State
from events import exports, photo_files, registration_retention, registration_words
from events.actions import events, registration_proofs, reminders, telling
from events.models import Event
from intake.refusal import Refused
from mailing import proof
from mailing.models import CallTask, Message
from people.models import Person
from tests import makers, meetings
from tests.events import planning
from tests.staff.conftest import make_staff, signed_in
from tests.volunteers.visitor import Visitor

pytestmark = pytest.mark.django_db
NOW = makers.NOW


@pytest.fixture
def event(office, carla):
    return planning.complete(office, carla, starts=NOW + timedelta(days=10))


def test_whoever_came_to_the_hall_takes_part_online_when_it_moves_and_gets_the_link(event):
    coming = meetings.registration(event, attends="in_person")
    day_before = event.starts - timedelta(hours=20)
    events.move_online(event=event, reason="Storm", online_link="https://example.org/room", dial_in="", dial_in_code="", by=None, now=day_before)
    reminders.queue(now=day_before)
    assert Message.objects.filter(kind="event_link", about=coming.ref).count() == 1
    (loaded,) = registration_words.fetch([coming.pk])
    assert str(registration_words.where(loaded)) == "Online"


@pytest.mark.parametrize("meanwhile", ["online", "in_person", "hybrid"])
def test_beside_a_hall_and_a_link_everybody_keeps_what_they_chose_however_it_was_held_meanwhile(event, carla, meanwhile):
    Event.objects.filter(pk=event.pk).update(mode="hybrid", online_link="https://example.org/room")
    chosen = [meetings.registration(event, attends=way) for way in ("in_person", "online")]

    def told():
        """Who comes online, as letters and pages say, and who is owed the link."""
        reminders.queue(now=event.starts - timedelta(hours=20))
        owed = set(Message.objects.filter(kind="event_link").values_list("about", flat=True))
        Message.objects.filter(kind="event_link").delete()
        where = [str(registration_words.where(one)) == "Online" for one in registration_words.fetch([one.pk for one in chosen])]
        assert where == [one.ref in owed for one in chosen]
        return where

    for mode, online in ((meanwhile, {"online": [True, True], "in_person": [False, False], "hybrid": [False, True]}[meanwhile]), ("hybrid", [False, True])):
        event.refresh_from_db()
        event.mode = mode
        events.save(event=event, by=carla, now=NOW)
        assert told() == online


def test_the_list_and_the_table_of_staff_say_how_it_is_held_now(event, carla):
    coming = meetings.registration(event)
    Event.objects.filter(pk=event.pk).update(mode="online")
    event.refresh_from_db()
    header, rows = exports.of("registrations", event, with_contact=True)
    assert dict(zip(header, rows.get(), strict=True))["takes part"] == "online or by phone"
    page = signed_in(carla).get(reverse("admin:events_registration_change", args=[coming.pk])).content.decode()
    assert "online or by phone" in page and "in person" not in page


def test_a_corrected_way_in_is_told_again_and_only_once(event):
    Event.objects.filter(pk=event.pk).update(mode="online", online_link="https://example.org/old")
    coming, near = meetings.registration(event, attends="online"), event.starts - timedelta(hours=20)
    reminders.queue(now=near)
    Message.objects.filter(kind="event_link").update(state=Message.State.SENT)
    Event.objects.filter(pk=event.pk).update(online_link="https://example.org/new")
    for _turn in range(2):
        reminders.queue(now=near)
    assert list(Message.objects.filter(kind="event_link", about=coming.ref).order_by("pk").values_list("state", flat=True)) == ["sent", "queued"]


def test_a_draft_that_was_given_up_is_on_no_page(event):
    Event.objects.filter(pk=event.pk).update(state="draft", published_at=None)
    event.refresh_from_db()
    events.cancel(event=event, reason="Not needed", by=None, now=NOW)
    assert Visitor().get(event.get_absolute_url()).status_code == 404
    assert event.title not in Visitor().get("/events/").content.decode()


def test_what_is_asked_on_a_second_form_reaches_the_office_with_the_code(event):
    coming = meetings.registration(event)
    link = proof.start(email=coming.person.email, person=coming.person, office=event.office, language="en", now=NOW)
    asked = meetings.accommodation(event, who=coming.person, link_id=link.pk)
    registration_proofs.settle(ids=[coming.pk], by=None, now=NOW)
    asked.refresh_from_db()
    assert asked.link_id is None


def test_a_postponed_sensitive_event_keeps_its_people_and_a_past_one_does_not(office):
    kept, over = (meetings.event(office=office, is_sensitive=True, starts=NOW - timedelta(days=40), state=state) for state in ("postponed", "published"))
    people = {event.pk: Person.objects.find_or_add(office=office, name="Sam", email="sam@example.org", apart=event.apart) for event in (kept, over)}
    follower = Person.objects.find_or_add(office=office, name="Vera", email="vera@example.org", apart=over.apart)
    meetings.registration(kept, who=people[kept.pk])
    registration_retention.forget_old(now=NOW)
    gone = [Person.objects.get(pk=one.pk).forgotten_at is not None for one in (people[kept.pk], people[over.pk], follower)]
    assert gone == [False, True, True]


def test_a_sensitive_event_that_gets_no_new_date_within_a_year_keeps_nobody(office):
    event = meetings.event(office=office, is_sensitive=True, starts=NOW - timedelta(days=1), state="postponed")
    sam = Person.objects.find_or_add(office=office, name="Sam", email="sam@example.org", apart=event.apart)
    coming = meetings.registration(event, who=sam)
    for days, is_forgotten in ((364, False), (366, True)):
        registration_retention.forget_old(now=event.ends + timedelta(days=days))
        sam.refresh_from_db()
        coming.refresh_from_db()
        assert (sam.forgotten_at is not None, sam.name == "Sam", coming.state == State.CONFIRMED) == (is_forgotten, not is_forgotten, not is_forgotten)


def test_what_was_promised_about_names_cannot_be_switched_off_once_somebody_is_known(event, carla):
    meetings.registration(event)
    changed = Event.objects.get(pk=event.pk)
    changed.is_sensitive = True
    with pytest.raises(Refused):
        events.save(event=changed, by=carla, now=NOW)
    assert not Event.objects.get(pk=event.pk).is_sensitive


def test_no_name_of_a_sensitive_event_leaves_as_a_file(event):
    Event.objects.filter(pk=event.pk).update(is_sensitive=True)
    meetings.registration(event, organization="Hillside School")
    event.refresh_from_db()
    header, rows = exports.of("registrations", event, with_contact=True)
    assert not {"name", "phone", "email", "organization"} & set(map(str, header)) and "Vera" not in str(list(rows))


def test_a_time_that_is_changed_back_was_never_another(event, carla):
    meetings.registration(event)
    for hours in (1, -1):
        changed = Event.objects.get(pk=event.pk)
        changed.starts, changed.ends = changed.starts + timedelta(hours=hours), changed.ends + timedelta(hours=hours)
        events.save(event=changed, by=carla, now=NOW)
    event.refresh_from_db()
    assert event.postponed_from is None
    events.cancel(event=event, reason="Storm", by=carla, now=NOW)
    assert events.restore(event=event, by=carla, now=NOW).state == "published"


def test_whoever_is_about_to_leave_for_it_is_told_at_once(event):
    soon = event.starts - timedelta(minutes=5)
    event.starts += timedelta(days=1)
    assert telling.due_of_edit(event, soon, began=event.starts - timedelta(days=1)) == soon
    assert telling.due_of_edit(event, soon, began=event.starts) > soon


def test_an_event_given_up_and_taken_again_stands_in_the_calendar(event):
    first = meetings.registration(event, state=State.CANCELLED)
    again = meetings.registration(event, who=first.person)
    numbers = {one.pk: registration_words.entry(one, registration_words.method(one))["sequence"] for one in registration_words.fetch([first.pk, again.pk])}
    assert numbers[again.pk] > numbers[first.pk]
    (shown,) = registration_words.entries_of(persons=[first.person_id], since=NOW)
    assert shown["method"] == "PUBLISH"


def test_a_caller_without_more_reads_nobody_of_a_sensitive_event(office):
    event = meetings.event(office=office, is_sensitive=True)
    sam = Person.objects.find_or_add(office=office, name="Sam Secret", phone="+16175550123", apart=event.apart)
    task = CallTask.objects.create(office=office, person=sam, number=sam.phone, script="Your place is kept.", created_at=NOW)
    caller = signed_in(make_staff("cal@example.org", office, "caller"))
    assert "Sam Secret" not in caller.get("/admin/desk/calls/").content.decode()
    assert caller.post(f"/admin/desk/calls/{task.pk}/result/", {"result": "confirmed"}).status_code == 404


def test_several_pictures_in_one_file_are_a_photo_like_any_other():
    file = io.BytesIO()
    frames = [Image.new("RGB", (40, 30), color) for color in ("red", "blue")]
    frames[0].save(file, "MPO", save_all=True, append_images=frames[1:])
    data, width, height = photo_files.drawn_anew(file.getvalue())
    assert data.startswith(b"\xff\xd8") and (width, height) == (40, 30)
