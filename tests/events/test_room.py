"""The room: the speakers’ list, what is said without names, and how long the names are kept."""

from datetime import timedelta
from threading import Thread

import pytest
from django.db import connection
from django.template import Context, Template
from django.utils import timezone

from events import asked_retention, registration_retention, speaker_words
from events.actions import remarks, speakers
from events.models import AccommodationRequest, Event, Feedback, Question, Remark, Speaker
from intake.refusal import Refused
from people.models import Person
from tests import makers, meetings
from tests.events import asking
from tests.events.asking import Asker
from tests.reading import named

pytestmark = pytest.mark.django_db(transaction=True)
State = Speaker.State


@pytest.fixture
def event(db):
    asking.city()
    return asking.coming(minutes_each=3)


@pytest.fixture
def carla(event):
    return makers.staff()


def wants_to_speak(event, name, **more):
    return speakers.sign_up(
        event=event, name=name, topic="", attends=more.pop("attends", "in_person"), key=makers.key(), browser="b", now=timezone.now(), **more
    )


def call_next(event, by, **more):
    return speakers.call_next(event=event, key=more.pop("key", None) or makers.key(), by=by, now=timezone.now(), **more)


# --- Onto the list ----------------------------------------------------------------------------------------------------------


def test_anybody_signs_up_under_any_name_sees_their_place_and_takes_it_back(event):
    wants_to_speak(event, "Ana")
    sam, path = Asker(), f"/events/{event.slug}/speak/"
    assert sam.send(path, path, name="The one in red", topic="Lights")["Location"] == path
    page = sam.get(path).content.decode()
    assert "1 person is called before you" in page and "The one in red" in page and not named("Ana", page)
    speaker = Speaker.objects.get(name="The one in red")
    assert "The one in red" not in Asker().get(path).content.decode()
    assert Asker().send(f"{path}{speaker.pk}/leave/", path).status_code == 404
    assert sam.send(f"{path}{speaker.pk}/leave/", path)["Location"] == path
    speaker.refresh_from_db()
    assert speaker.state == "gone" and "off the list" in sam.get(path).content.decode()


def test_the_same_form_twice_is_one_place(event):
    sam, path = Asker(), f"/events/{event.slug}/speak/"
    hidden = sam.hidden(sam.get(path))
    for _twice in range(2):
        sam.post(path, {**hidden, "name": "Sam", "topic": ""})
    assert Speaker.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "words"), [({"name": ""}, "Any name will do"), ({"name": "x" * 81}, "too long"), ({"name": "4111 1111 1111 1111"}, "never need it"), ({"topic": "x" * 151}, "too long")]
)  # fmt: skip
def test_what_cannot_be_meant_is_refused_beside_its_field(event, typed, words):
    path = f"/events/{event.slug}/speak/"
    page = Asker().send(path, path, **{"name": "Sam", "topic": "", **typed})
    assert page.status_code == 422 and words in page.content.decode() and Speaker.objects.count() == 0


def test_at_a_hybrid_event_one_says_from_where_one_speaks(event):
    Event.objects.update(mode="hybrid")
    sam, path = Asker(), f"/events/{event.slug}/speak/"
    assert sam.send(path, path, name="Sam", topic="").status_code == 422
    assert sam.send(path, path, name="Sam", topic="", attends="online").status_code == 302
    assert Speaker.objects.get().attends == "online"


@pytest.mark.parametrize(
    ("changes", "status"), [({"minutes_each": None}, 404), ({"state": "draft"}, 404), ({"state": "cancelled"}, 422), ({"state": "held"}, 422)]
)
def test_where_no_list_is_kept_or_it_is_over_nobody_signs_up(event, changes, status):
    sam, path = Asker(), f"/events/{event.slug}/speak/"
    hidden = sam.hidden(sam.get(path))
    Event.objects.update(**changes)
    assert sam.post(path, {**hidden, "name": "Sam"}).status_code == status
    assert Speaker.objects.count() == 0


def test_the_public_list_is_not_endless_but_a_raised_hand_always_counts(event, carla, monkeypatch):
    monkeypatch.setattr(speakers.rules, "MOST_WAITING", 1)
    wants_to_speak(event, "Ana")
    with pytest.raises(Refused, match="full for now"):
        wants_to_speak(event, "Sam")
    assert wants_to_speak(event, "Sam", by=carla).order == 2


def test_the_page_of_the_event_says_how_many_wait_and_no_name(event):
    wants_to_speak(event, "Ana")
    page = Template("{% load event_parts %}{% speakers_of event %}").render(Context({"event": event}))
    assert "1 person is on the list" in page and "3 minutes" in page and not named("Ana", page)


# --- Who speaks -------------------------------------------------------------------------------------------------------------


def test_next_ends_the_one_before_and_a_press_that_comes_late_counts_once_at_its_time(event, carla):
    ana, sam = wants_to_speak(event, "Ana"), wants_to_speak(event, "Sam")
    key = makers.key()
    for _twice in range(2):
        assert call_next(event, carla, key=key, ago=timedelta(minutes=2)) == ana
    ana.refresh_from_db()
    assert ana.state == "speaking" and timedelta(minutes=1) < timezone.now() - ana.started_at < timedelta(minutes=3)
    assert call_next(event, carla) == sam
    assert call_next(event, carla) is None
    assert list(Speaker.objects.values_list("state", flat=True)) == ["done", "done"]


def test_who_was_not_there_can_come_back_to_the_same_place(event, carla):
    ana, sam = wants_to_speak(event, "Ana"), wants_to_speak(event, "Sam")
    for state in (State.GONE, State.WAITING):
        speakers.mark(speaker=ana, state=state, by=carla, now=timezone.now())
    assert call_next(event, carla) == ana
    speakers.mark(speaker=sam, state=State.SPEAKING, by=carla, now=timezone.now())
    assert dict(Speaker.objects.values_list("name", "state")) == {"Ana": "done", "Sam": "speaking"}


def test_two_who_press_next_at_once_let_two_speak_one_after_the_other(event, carla):
    for number in range(6):
        wants_to_speak(event, f"Speaker {number}")

    def press():
        try:
            call_next(event, carla)
        finally:
            connection.close()

    threads = [Thread(target=press) for _press in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(Speaker.objects.values_list("state", flat=True)) == ["done"] * 3 + ["speaking"] + ["waiting"] * 2


def test_minutes_run_on_the_clock_of_the_place(event, carla):
    wants_to_speak(event, "Ana")
    speaker = call_next(event, carla)
    speaker.started_at, speaker.event = timezone.datetime(2026, 12, 1, 23, 42, tzinfo=timezone.get_fixed_timezone(0)), event
    assert speaker_words.speaks_from(speaker).replace("\u00a0", " ") == "6:42 p.m. to 6:45 p.m."


# --- What is said -----------------------------------------------------------------------------------------------------------


def note(event, by, text="The light is too short.", theme="Crossings", times=1, key=None):
    return remarks.note(event=event, theme=theme, text=text, times=times, key=key or makers.key(), by=by, now=timezone.now())


def test_the_same_words_count_together_and_a_press_counts_once(event, carla):
    key = makers.key()
    for _twice in range(2):
        note(event, carla, key=key)
    note(event, carla, theme="crossings", text="the light is too short.", times=4)
    remark = Remark.objects.get()
    for _twice in range(2):
        remarks.count(remark=remark, key=key, by=carla, now=timezone.now())
    remark.refresh_from_db()
    assert (remark.theme, remark.times) == ("Crossings", 6)
    remarks.take_back(remark=remark, by=carla, now=timezone.now())
    assert Remark.objects.count() == 0


def test_a_remark_that_was_taken_back_stays_so_when_its_form_comes_once_more(event, carla):
    typed = {"event": event, "theme": "Crossings", "text": "Too fast.", "times": 1, "key": makers.key(), "by": carla, "now": timezone.now()}
    remarks.take_back(remark=remarks.note(**typed), by=carla, now=timezone.now())
    assert remarks.note(**typed) is None and not Remark.objects.exists()


def test_a_remark_takes_no_card_number_and_no_endless_count(event, carla):
    with pytest.raises(Refused, match="never need it"):
        note(event, carla, text="4111 1111 1111 1111")
    note(event, carla, times=5000)
    with pytest.raises(Refused, match="not counted"):
        note(event, carla)


# --- Kept -------------------------------------------------------------------------------------------------------------------


def test_names_go_after_30_days_and_words_after_a_year_or_30_days_where_it_is_sensitive(event):
    sensitive = asking.coming(is_sensitive=True, minutes_each=3)
    for one in (event, sensitive):
        wants_to_speak(one, "Ana")
        meetings.accommodation(one, text="A chair", reply="Yes", state="confirmed")
        meetings.question(one, text="I am Ana, when?", state="declined", declined_because="Why, Ana")
        Feedback.objects.create(event=one, text="Good")
    now = event.ends
    assert asked_retention.forget_old(now=now + timedelta(days=29)) == 0
    assert asked_retention.forget_old(now=now + timedelta(days=31)) == 4
    assert list(Speaker.objects.values_list("name", flat=True)) == ["—", "—"]
    assert list(AccommodationRequest.objects.order_by("event").values_list("text", "reply")) == [("A chair", "Yes"), ("", "")]
    assert list(Question.objects.order_by("event").values_list("text", flat=True)) == ["I am Ana, when?", "—"]
    assert asked_retention.forget_old(now=now + timedelta(days=366)) == 4
    assert asked_retention.forget_old(now=now + timedelta(days=366)) == 0
    assert (AccommodationRequest.objects.count(), Question.objects.exclude(text="—").count(), Feedback.objects.exclude(text="").count()) == (2, 0, 0)


def test_what_nobody_has_proved_for_a_week_goes(event):
    sam = Asker()
    sam.ask_support(event)
    sam.ask_question(event)
    asked_retention.forget_old(now=timezone.now() + timedelta(days=6))
    assert AccommodationRequest.objects.count() == 1
    asked_retention.forget_old(now=timezone.now() + timedelta(days=8))
    assert (AccommodationRequest.objects.count(), Question.objects.count()) == (0, 0)


def test_who_asked_something_at_a_sensitive_event_is_forgotten_30_days_after(event):
    Event.objects.update(is_sensitive=True)
    vera = Asker()
    vera.ask_support(event)
    vera.prove()
    vera.ask_question(event, name="Ana")
    known = makers.person("Vera Lopez", "vera@example.org", office=event.office)
    registration_retention.forget_old(now=event.ends + timedelta(days=29))
    assert Person.objects.known().count() == 3
    registration_retention.forget_old(now=event.ends + timedelta(days=31))
    assert list(Person.objects.known()) == [known]
