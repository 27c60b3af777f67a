"""The desk: requests on a board and answered, questions looked at, the room on a phone, plan and review, feedback."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from events import accommodation_rules
from events.actions import plans, speakers
from events.models import AccommodationRequest, EngagementPlan, Question, Remark, Speaker
from intake.refusal import Refused
from mailing.models import Message
from people import handing_over, owning
from tests import makers, meetings
from tests.events import asking
from tests.events.asking import Asker
from tests.staff.conftest import carla, city, make_staff, office, other_coordinator, other_office, signed_in

pytestmark = pytest.mark.django_db(transaction=True)
__all__ = ["carla", "city", "office", "other_coordinator", "other_office"]


@pytest.fixture
def event(office):
    return asking.coming(office=office, minutes_each=3)


@pytest.fixture
def desk(carla):
    return signed_in(carla)


@pytest.fixture
def vera(office):
    return makers.person("Vera Lopez", "vera@example.org", office=office, language="es")


def url(name, *args):
    return reverse(f"admin:{name}", args=args)


# --- Requests ---------------------------------------------------------------------------------------------------------------


def test_the_board_shows_open_requests_the_soonest_due_first_and_whose_they_are(event, desk, carla, vera, other_office):
    late = meetings.accommodation(event, who=vera, language="es", due=timezone.localdate() - timedelta(days=1))
    mine = meetings.accommodation(event, who=vera, kind="food", due=timezone.localdate() + timedelta(days=2), owner=carla)
    meetings.accommodation(event, who=vera, kind="quiet", state="confirmed")
    meetings.accommodation(asking.coming(office=other_office), kind="childcare")
    page = desk.get(url("accommodations")).content.decode()
    assert "was to be answered by" in page and "in nobody’s hands" in page and "in the hands of Carla" in page
    assert page.index(f"request-{late.pk}") < page.index(f"request-{mine.pk}") and "Childcare" not in page and "A quiet place" not in page
    assert "Interpreter: Spanish" in page
    assert f"request-{late.pk}" not in desk.get(url("accommodations"), {"whose": "me"}).content.decode()
    assert "A quiet place" in desk.get(url("accommodations"), {"show": "answered"}).content.decode()
    assert desk.get(url("accommodations"), {"show": "castle", "whose": "x", "event": "9" * 40}).status_code == 200
    assert desk.get(url("accommodations"), {"event": "987654"}).status_code == 404


def test_the_board_asks_as_much_for_three_requests_as_for_one(event, desk, office):
    counts = []
    desk.get(url("accommodations"))  # what the first page of a browser asks besides
    for number in range(3):
        meetings.accommodation(event, language="es")
        if number != 1:
            with CaptureQueriesContext(connection) as asked:
                desk.get(url("accommodations"))
            counts.append(len(asked.captured_queries))
    assert counts[0] == counts[1]


def test_an_answer_goes_out_and_the_second_of_two_is_told_who_was_first(event, desk, vera, office):
    found, dan = meetings.accommodation(event, who=vera), signed_in(make_staff("dan@example.org", office, "coordinator"))
    seen = accommodation_rules.version_of(found)
    sent = {"state": "confirmed", "reply": "Ana viene.", "seen": seen}
    assert desk.post(url("answer_accommodation", found.pk), sent)["Location"] == url("accommodation", found.pk)
    second = dan.post(url("answer_accommodation", found.pk), {"state": "cannot", "reply": "We have nobody.", "seen": seen})
    page = second.content.decode()
    assert second.status_code == 422 and "Carla changed this while you were writing" in page and "We have nobody." in page and "Ana viene." in page
    found.refresh_from_db()
    assert (found.state, found.reply, str(found.owner), Message.objects.filter(kind="support_answered").count()) == ("confirmed", "Ana viene.", "Carla", 1)
    again = {"state": "cannot", "reply": "We have nobody.", "seen": accommodation_rules.version_of(found)}
    assert dan.post(url("answer_accommodation", found.pk), again).status_code == 302


def test_an_answer_that_says_nothing_comes_back(event, desk, vera):
    found = meetings.accommodation(event, who=vera)
    for sent, words in [
        ({}, "Choose whether"),
        ({"state": "confirmed", "reply": ""}, "Write what they have to know"),
        ({"state": "x", "reply": "x"}, "valid choice"),
    ]:
        answer = desk.post(url("answer_accommodation", found.pk), sent)
        assert answer.status_code == 422 and words in answer.content.decode()
    assert Message.objects.count() == 0


def test_staff_write_down_what_somebody_on_the_phone_needs(event, desk):
    asking.city()
    page = desk.get(url("enter_accommodation", event.pk))
    hidden = Asker().hidden(page)
    sent = {
        **hidden,
        "name": "Rosa",
        "email": "",
        "phone": "",
        "language": "es",
        "support_kind": "transport",
        "support_language": "",
        "support": "From Main Street",
    }
    for _twice in range(2):
        assert desk.post(url("enter_accommodation", event.pk), sent).status_code == 302
    found = AccommodationRequest.objects.get()
    assert (found.person.name, found.entered_by.name, found.link, found.state) == ("Rosa", "Carla", None, "requested")
    bad = desk.post(url("enter_accommodation", event.pk), {**sent, "name": "", "support": "4111 1111 1111 1111"})
    assert bad.status_code == 422 and "Enter your name" in bad.content.decode() and "4111" not in bad.content.decode()


def test_a_request_is_taken_into_ones_hands_and_handed_over_with_everything_else(event, desk, carla, vera, office):
    found, due = meetings.accommodation(event, who=vera), timezone.localdate() + timedelta(days=4)
    desk.post(url("take_accommodation", found.pk), {"due": due.isoformat()})
    found.refresh_from_db()
    assert (found.owner, found.due) == (carla, due)
    assert desk.post(url("take_accommodation", found.pk), {"due": "soon"}).status_code == 422
    (thing,) = owning.open_things(carla)
    assert thing.ref == found.ref and "as who arranges it" in thing.role
    dan = make_staff("dan@example.org", office, "coordinator")
    handing_over.hand_over(giver=carla, successor=dan, note="", by=carla, now=timezone.now())
    found.refresh_from_db()
    assert found.owner == dan


def test_staff_of_another_office_find_nothing(event, other_coordinator, vera):
    found = meetings.accommodation(event, who=vera)
    stranger = signed_in(other_coordinator)
    assert stranger.get(url("accommodation", found.pk)).status_code == 404
    assert "Vera Lopez" not in stranger.get(url("accommodations")).content.decode()


# --- Questions --------------------------------------------------------------------------------------------------------------


def test_a_question_is_taken_only_by_somebody_who_has_looked_and_then_answered(event, desk, office, vera):
    question = meetings.question(event, person=vera, text="I am Vera Lopez. When?")
    bad = desk.post(url("accept_question", question.pk), {"public_text": "When?"})
    assert bad.status_code == 422 and "tick the box" in bad.content.decode()
    named = desk.post(url("accept_question", question.pk), {"public_text": "I am Vera Lopez. When?", "looked": "on"})
    assert named.status_code == 422 and "name of who asked" in named.content.decode()
    assert Question.objects.shown().count() == 0
    desk.post(url("accept_question", question.pk), {"public_text": "When?", "looked": "on"})
    desk.post(url("answer_question", question.pk), {"answer": "In May.", "office": office.pk})
    question.refresh_from_db()
    assert (question.state, question.answered_by, str(question.moderated_by)) == ("answered", office, "Carla")
    page = desk.get(url("event_questions", event.pk)).content.decode()
    assert "In May." in page and "Answered (1)" in page
    assert desk.get(url("question", question.pk)).status_code == 200


def test_questions_are_put_together_declined_and_looked_at_again(event, desk, vera):
    first, second = meetings.question(event, public_text="When?", state="accepted"), meetings.question(event, person=vera)
    assert desk.post(url("merge_question", second.pk), {"into": second.pk}).status_code == 422
    assert desk.post(url("merge_question", second.pk), {"into": first.pk}).status_code == 302
    assert desk.post(url("look_again_at_question", second.pk)).status_code == 302
    assert desk.post(url("decline_question", second.pk), {"because": ""}).status_code == 422
    assert desk.post(url("decline_question", second.pk), {"because": "It is about another office."}).status_code == 302
    second.refresh_from_db()
    assert second.state == "declined"
    late = desk.post(url("accept_question", second.pk), {"public_text": "Why?", "looked": "on"})
    assert late.status_code == 422 and "somebody else has looked at it" in late.content.decode()


def test_a_question_from_the_room_is_written_down(event, desk):
    hidden = Asker().hidden(desk.get(url("event_questions", event.pk)))
    for _twice in range(2):
        desk.post(url("event_questions", event.pk), {**hidden, "question": "Why so late?"})
    assert desk.post(url("event_questions", event.pk), {**hidden, "question": ""}).status_code == 422
    assert Question.objects.get().person is None


# --- The room ---------------------------------------------------------------------------------------------------------------


def test_the_room_runs_on_forms_alone_and_the_script_gets_words(event, desk, carla):
    for name in ("Ana", "Sam"):
        hidden = Asker().hidden(desk.get(url("event_room", event.pk)))
        assert desk.post(url("raise_hand", event.pk), {**hidden, "name": name, "topic": ""}).status_code == 302
    press = {"key": makers.key(), "ago": "60"}
    for _twice in range(2):
        answer = desk.post(url("next_speaker", event.pk), press, headers={"Accept": "application/json"})
        assert answer.json() == {"said": "Ana speaks now."}
    page = desk.get(url("event_room", event.pk)).content.decode()
    assert "Ana" in page and "Is not here" in page
    sam = Speaker.objects.get(name="Sam")
    assert desk.post(url("mark_speaker", sam.pk), {"state": "gone"}).status_code == 302
    assert desk.post(url("mark_speaker", sam.pk), {"state": "flying"}, headers={"Accept": "application/json"}).status_code == 409
    assert dict(Speaker.objects.values_list("name", "state")) == {"Ana": "speaking", "Sam": "gone"}
    refused = desk.post(url("raise_hand", event.pk), {"name": ""}, headers={"Accept": "application/json"})
    assert refused.status_code == 409 and "Any name will do" in refused.json()["said"]


def test_remarks_are_noted_counted_and_taken_back(event, desk):
    sent = {"theme": "Lights", "text": "Too short", "times": "2", "key": makers.key()}
    for _twice in range(2):
        assert desk.post(url("note_remark", event.pk), sent).status_code == 302
    remark = Remark.objects.get()
    desk.post(url("count_remark", remark.pk), {"key": makers.key()})
    remark.refresh_from_db()
    assert remark.times == 3 and "Too short" in desk.get(url("event_room", event.pk)).content.decode()
    bad = desk.post(url("note_remark", event.pk), {"theme": "", "text": "4111 1111 1111 1111", "times": "-1"})
    assert bad.status_code == 422 and "Name the theme" in bad.content.decode() and "4111" not in bad.content.decode()
    desk.post(url("take_back_remark", remark.pk))
    assert Remark.objects.count() == 0


def test_the_room_asks_as_much_for_many_speakers_as_for_one(event, desk):
    counts = []
    desk.get(url("event_room", event.pk))  # what the first page of a browser asks besides
    for number in range(3):
        speakers.sign_up(event=event, name=f"S{number}", topic="", attends="in_person", key=makers.key(), browser="b", now=timezone.now())
        Remark.objects.create(event=event, theme=f"T{number}", text="x")
        if number != 1:
            with CaptureQueriesContext(connection) as asked:
                desk.get(url("event_room", event.pk))
            counts.append(len(asked.captured_queries))
    assert counts[0] == counts[1]


# --- Plan and review ----------------------------------------------------------------------------------------------------------


def plan(event, by, values, seen=""):
    return plans.write(event=event, values=values, seen=seen, by=by, now=timezone.now())


def test_the_last_review_of_the_same_board_stands_first_then_the_same_kind(office, carla, desk):
    board = meetings.board(office=office)
    past = {"office": office, "starts": timezone.now() - timedelta(days=30)}
    plan(meetings.event(**past, board=board, kind="board", title="Board in May"), carla, {"change_next_time": "Start later."})
    plan(
        meetings.event(**{**past, "starts": timezone.now() - timedelta(days=3)}, kind="board", title="Another board"),
        carla,
        {"change_next_time": "Bring chairs."},
    )
    coming = asking.coming(office=office, board=board, kind="board")
    assert plans.last_review(coming).plan.change_next_time == "Start later."
    page = desk.get(url("event_plan", coming.pk)).content.decode()
    assert page.index("Start later.") < page.index("Before: the plan") and "Board in May" in page
    assert plans.last_review(asking.coming(office=office, kind="board")).plan.change_next_time == "Bring chairs."
    assert plans.last_review(asking.coming(office=office, kind="workshop")) is None


def test_plan_and_review_are_saved_apart_and_a_second_editor_overwrites_nothing(event, desk, carla, office):
    assert desk.post(url("event_plan", event.pk), {"act": "plan", "who": "Parents", "seen": ""}).status_code == 302
    found = EngagementPlan.objects.get()
    assert found.planned_at and found.reviewed_at is None
    dan = signed_in(make_staff("dan@example.org", office, "coordinator"))
    seen = plans.version_of(found)
    assert dan.post(url("event_plan", event.pk), {"act": "review", "who_came": "Twelve parents", "seen": seen}).status_code == 302
    late = desk.post(url("event_plan", event.pk), {"act": "plan", "who": "Shop owners", "seen": seen})
    page = late.content.decode()
    assert late.status_code == 422 and "Dan changed the plan" in page and "Shop owners" in page and "Parents" in page
    found.refresh_from_db()
    assert (found.who, found.who_came, str(found.reviewed_by)) == ("Parents", "Twelve parents", "Dan")
    hidden = Asker().hidden(late)
    assert desk.post(url("event_plan", event.pk), {"act": "plan", "who": "Shop owners", "seen": hidden["seen"]}).status_code == 302
    assert "never need it" in desk.post(url("event_plan", event.pk), {"act": "plan", "who": "4111 1111 1111 1111"}).content.decode()
    with pytest.raises(Refused, match="no field"):
        plan(event, carla, {"event_id": "7"})
