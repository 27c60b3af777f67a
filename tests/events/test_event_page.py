"""One event, a board, the archive and the flyer: what they show, and what they never show."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from events.models import AgendaItem, BoardMember, Event, EventRecord, Paper, Support
from languages.models import Language
from tests import makers, meetings
from tests.events.reading import get, soon, text
from volunteers.models import Opportunity

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def city(db):
    makers.city()


def test_the_page_of_an_event_gives_the_facts_first():
    event = meetings.event(
        slug="listen", title="Listen", starts=soon(), languages=["en"], officers="no", is_recorded=True, bring="A friend", decision="Which corner first",
        minimum_age=14, contact_phone="+16175550191",
    )  # fmt: skip
    Language.objects.get_or_create(code="en", defaults={"name": "English", "own_name": "English"})
    Support.objects.create(event=event, kind="interpreter", language="en", note="all evening")
    AgendaItem.objects.create(event=event, title="Welcome", minutes=15, order=1)
    AgendaItem.objects.create(event=event, title="The plan", minutes=30, order=2, asks_decision=True, presented_by="Public Works")
    AgendaItem.objects.create(event=event, title="Open floor", order=3)
    said = text("/events/listen/")
    order = [
        "(Eastern Time)", "Grove Hall Library 41 Geneva Ave", "Directions", "Yes, there is a way in without steps.", "Interpreter: English ( all evening )".replace("( ", "(").replace(" )", ")"),
        "A friend", "Ages 14 and up.", "ID asked?", "No.", "No police officers will be there.", "Recorded?", "Yes.", "617-555-0191", "Which corner first",
        "noon · Welcome", "15 minutes", "12:15 p.m. · The plan", "Public Works", "To be decided", "12:45 p.m. · Open floor", "What would help you take part?",
    ]  # fmt: skip
    place = 0
    for words in order:
        assert words in said[place:], (words, said[place : place + 300])
        place = said.index(words, place)


def test_a_public_meeting_has_its_link_and_number_on_the_page_and_asks_no_name():
    meetings.event(
        slug="board", starts=soon(), mode="hybrid", is_public_meeting=True, online_link="https://meet.example.org/board", dial_in="+16175550170",
        dial_in_code="4711#", test_link="https://meet.example.org/test", overflow_room="Room 12", stream_link="https://stream.example.org/1",
    )  # fmt: skip
    page, said = get("/events/board/").text, text("/events/board/")
    for link in ("https://meet.example.org/board", "https://meet.example.org/test", "https://stream.example.org/1"):
        assert f'href="{link}"' in page
    for words in ("617-555-0170", "4711#", "When the room is full: Room 12", "need not give your name"):
        assert words in said


def test_the_link_of_any_other_event_is_nowhere():
    meetings.event(
        slug="session", starts=soon(), mode="hybrid", online_link="https://meet.example.org/secret", dial_in="+16175550170", dial_in_code="4711#",
        test_link="https://meet.example.org/secret-test",
    )  # fmt: skip
    for path in ("/events/", "/events/session/", "/events/session/flyer/", "/events/session/event.ics", "/es/events/session/"):
        body = get(path).text
        assert not [word for word in ("meet.example.org", "555-0170", "5550170", "4711") if word in body], path
    for path in ("/feeds/events.ics", "/feeds/events.atom"):
        body = get(path).getvalue().decode()
        assert "The link" not in body and not [word for word in ("meet.example.org", "5550170", "4711") if word in body], path
    assert "24 hours before" in text("/events/session/")


@pytest.mark.parametrize("link", ["javascript:alert(1)", "data:text/html,x", "JavaScript:alert(1)", "vbscript:x"])
def test_a_link_that_is_no_web_address_is_never_a_link(link):
    event = meetings.event(slug="board", starts=soon(), mode="online", is_public_meeting=True, online_link=link, stream_link=link, test_link=link)
    Paper.objects.create(event=event, title="Plan", link=link)
    page = get("/events/board/").text
    assert link not in page and link.lower() not in page.lower()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"state": "cancelled", "reason": "The hall has no heat."}, ["This was called off", "The hall has no heat."]),
        ({"state": "postponed", "reason": "Snow."}, ["This is postponed. A new date is not set yet.", "Snow.", "It was planned for"]),
        ({"mode": "online", "venue": None, "reason": "Snow."}, ["This has moved online", "Snow."]),
        ({"postponed_from": makers.NOW, "reason": "Snow."}, ["This has a new date. It was planned for Tuesday, December 1", "Snow."]),
        ({"reason": "Another room."}, ["Something has changed", "Another room."]),
    ],
)
def test_what_is_not_as_announced_says_so_and_why(change, words):
    meetings.event(slug="changed", starts=soon(), **change)
    said = text("/events/changed/")
    assert [one for one in words if one not in said] == []
    assert ("I’m coming" in said) is False or "state" not in change


def test_helpers_find_their_work_on_the_page_of_the_event():
    event = meetings.event(slug="clean-up", starts=soon(), kind="clean_up")
    work = makers.opportunity(title="Hand out rakes", event=event)
    makers.role(of=work, starts=soon() - timedelta(hours=1))
    connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert "Help at this event Hand out rakes" in text("/events/clean-up/")
    Opportunity.objects.update(event=None)
    assert "Hand out rakes" not in text("/events/clean-up/")


def test_the_page_of_the_work_leads_to_the_event():
    event = meetings.event(title="River clean-up", slug="clean-up", starts=soon())
    makers.opportunity(slug="rakes", event=event)
    assert '<a class="target" href="/events/clean-up/">River clean-up</a>' in get("/volunteer/rakes/").text
    Event.objects.update(state="draft")
    assert "River clean-up" not in get("/volunteer/rakes/").text


def test_a_board_shows_members_with_terms_meetings_and_minutes():
    board = meetings.board(name="Review Board", slug="review", rules="https://example.org/law")
    BoardMember.objects.create(board=board, name="Ana Ruiz", role="chair", appointed_by="the mayor", since=timezone.localdate() - timedelta(days=400))
    BoardMember.objects.create(board=board, name="Old Hand", since="2020-01-01", until="2022-01-01")
    meetings.event(board=board, title="Next meeting", starts=soon())
    past = meetings.event(board=board, title="Last meeting", slug="last", starts=soon(-8), state="reported")
    said = text("/events/boards/review/")
    for words in (
        "Ana Ruiz , chair",
        "appointed by the mayor",
        "Former members",
        "Old Hand",
        "Next meeting",
        "Last meeting",
        "The minutes are not published yet.",
    ):
        assert words in said, words
    EventRecord.objects.create(event=past, minutes="Resolved.", minutes_state="published", notes="Notes.")
    assert "The minutes are not published yet." in text("/events/boards/review/")  # they are public with the record
    EventRecord.objects.update(published_at=timezone.now())
    assert 'href="/events/last/#minutes"' in get("/events/boards/review/").text
    assert "Resolved." in text("/events/last/") and get("/events/boards/unknown/").status_code == 404


@pytest.mark.parametrize("state", ["draft", "approved", ""])
def test_minutes_that_are_not_published_are_not_on_the_page(state):
    past = meetings.event(slug="last", starts=soon(-8), state="reported")
    EventRecord.objects.create(event=past, minutes="Resolved.", minutes_state=state, published_at=timezone.now(), notes="What we heard.")
    said = text("/events/last/")
    assert "Resolved." not in said and "What we heard." in said
    EventRecord.objects.update(published_at=None)
    assert "What we heard." not in text("/events/last/")


def test_the_archive_shows_what_is_over_the_latest_first_and_where_notes_are():
    meetings.event(title="Long ago", starts=soon(-30))
    noted = meetings.event(title="Last week", starts=soon(-7))
    meetings.event(title="Off", starts=soon(-6), state="cancelled")
    meetings.event(title="To come", starts=soon())
    EventRecord.objects.create(event=noted, notes="Heard.", published_at=timezone.now())
    answer = get("/events/archive/")
    assert [(card.title, card.has_notes) for card in answer.context["page"].cards] == [("Last week", True), ("Long ago", False)]


def test_the_archive_goes_on_page_by_page():
    names = [meetings.event(title=f"Event {number:02}", starts=soon(-3 - number)).title for number in range(23)]
    first = get("/events/archive/")
    second = get("/events/archive/" + first.context["next_url"])
    assert [card.title for answer in (first, second) for card in answer.context["page"].cards] == names


def test_a_flyer_fits_what_is_to_come_and_leads_back_from_what_is_over():
    meetings.event(slug="coming", title="Come and see", starts=soon())
    meetings.event(slug="over", starts=soon(-3))
    said = text("/events/coming/flyer/")
    assert "Come and see" in said and "(Eastern Time)" in said and "localhost/events/coming" in get("/events/coming/flyer/").text.replace(":8000", "")
    assert get("/events/over/flyer/")["Location"] == "/events/over/"


def test_a_flyer_says_that_one_can_take_part_from_home_too_and_that_an_id_is_asked_for():
    event = meetings.event(slug="both", starts=soon(), mode="hybrid", asks_id=True)
    said = text("/events/both/flyer/")
    assert "Where Grove Hall Library 41 Geneva Ave" in said and "02121 From home Online" in said and said.count("ID asked? Yes, please bring one.") == 1
    Event.objects.filter(pk=event.pk).update(mode="in_person", asks_id=False)
    said = text("/events/both/flyer/")
    assert "From home" not in said and "ID asked?" not in said


@pytest.mark.parametrize("path", ["", "archive/", "listen/", "listen/flyer/", "listen/event.ics", "boards/review/"])
def test_looking_sets_no_cookie_and_writes_nothing(path):
    meetings.event(slug="listen", starts=soon())
    meetings.board(slug="review")
    before = list(Event.objects.values())
    answer = get(f"/events/{path}")
    assert answer.status_code == 200 and not answer.cookies and list(Event.objects.values()) == before
    assert Client().post(f"/events/{path}").status_code == 405
