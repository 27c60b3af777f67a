"""“Write to these people”: looked at first, sent once, to each in one's own letter or call."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from bookings.models import State
from mailing.models import AccessLink, Message
from mailing.reach.suppression import suppress
from mailing.writing import previews
from people.models import OfficeRole, Person
from tests.staff.conftest import enter, make_staff, signed_in
from volunteers import words
from volunteers.actions import notes
from volunteers.letters import notes as note_letters
from volunteers.models import Shift, SignUp

TYPED = {"subject": "The back door", "text": "Please come to the back door.\n\nSee you!", "act": "preview"}


@pytest.fixture
def desk(carla, shift):
    client = signed_in(carla)
    client.note = reverse("admin:write_to_shift", args=[shift.pk])
    return client


@pytest.fixture
def crowd(role, carla, vera):
    """One of each; returns them by name."""
    people = {
        name: enter(role, name, by=carla, phone=f"+1617555016{number}")
        for number, name in enumerate(["Cal Call", "Exa Excused", "Nia No-show", "Wes Waits", "Hana Held"])
    }
    people["Tess Tell"] = enter(role, "Tess Tell", by=carla, phone="")
    people["Gone"] = enter(role, "Gone", by=carla, phone="+16175550169")
    for name, state in [("Exa Excused", "excused"), ("Nia No-show", "no_show"), ("Wes Waits", "waitlisted"), ("Hana Held", "held"), ("Gone", "cancelled")]:
        SignUp.objects.filter(pk=people[name].pk).update(state=state)
    Message.objects.all().delete()
    return {**people, "Vera Lopez": vera}


def key_of(page):
    return re.search(r'name="key" value="([^"]+)"', page.text)[1]


def notes_to():
    return sorted(Message.objects.filter(kind="note_to_shift").values_list("person__name", flat=True))


def test_the_roster_leads_there_with_the_number_of_people(desk, crowd, shift):
    page = desk.get(reverse("admin:roster", args=[shift.pk])).text
    assert "Write to these 3 people" in page and desk.note in page


def test_the_preview_shows_the_words_the_counts_and_who_not_and_why_and_stores_nothing(desk, crowd):
    links = AccessLink.objects.count()
    page = desk.post(desk.note, TYPED)
    reached = page.context["reached"]
    assert [[one.person.name for one in some] for some in (reached.by_email, reached.by_call)] == [["Vera Lopez"], ["Cal Call"]]
    assert {one.person.name: why for one, why in reached.not_written} == {
        "Exa Excused": "is excused", "Nia No-show": "did not come", "Wes Waits": "is on the waitlist", "Hana Held": "has not confirmed",
        "Tess Tell": "no way to reach them: tell them in person",
    }  # fmt: skip
    assert "1 person gets it by email." in page.text and "Send it to 2 people" in page.text and "As Vera Lopez will read it" in page.text
    assert "Hello Vera Lopez" in page.text and "Please come to the back door." in page.text and "•••" in page.text
    assert (notes_to(), AccessLink.objects.count()) == ([], links)


@pytest.mark.parametrize(("urgent", "lane"), [("", Message.Lane.NORMAL), ("on", Message.Lane.URGENT)])
def test_it_is_sent_once_to_each_in_the_lane_that_was_chosen(desk, crowd, urgent, lane):
    typed = {**TYPED, "urgent": urgent, "act": "send", "key": key_of(desk.post(desk.note, {**TYPED, "key": key_of(desk.get(desk.note))}))}
    for _press in range(2):
        assert "on its way to 2 people" in desk.post(desk.note, typed, follow=True).text
    assert notes_to() == ["Cal Call", "Vera Lopez"]
    assert set(Message.objects.filter(kind="note_to_shift").values_list("lane", "state")) == {(lane, "queued")}
    desk.post(desk.note, {**typed, "text": "Another text.", "key": key_of(desk.get(desk.note))})
    assert notes_to() == ["Cal Call", "Cal Call", "Vera Lopez", "Vera Lopez"]


def test_without_the_key_a_second_press_would_write_again(desk, crowd):
    """Negative control."""
    for _press in range(2):
        desk.post(desk.note, {**TYPED, "act": "send"})
    assert len(notes_to()) == 4


def test_who_waits_gets_it_when_asked_for(desk, crowd):
    desk.post(desk.note, {**TYPED, "with_waitlist": "on", "act": "send"})
    assert notes_to() == ["Cal Call", "Vera Lopez", "Wes Waits"]


def test_changing_it_keeps_what_was_typed_and_sends_nothing(desk, crowd):
    page = desk.post(desk.note, {**TYPED, "act": "change"})
    assert page.status_code == 200 and "The back door" in page.text and "See you!" in page.text and notes_to() == []


@pytest.mark.parametrize("wrong", [{"subject": "\u200b"}, {"text": ""}, {"subject": "x" * 121}, {"text": "x" * 3001}, {"text": "a\x00b"}])
def test_what_is_wrong_stands_beside_the_field_and_nothing_is_sent(desk, crowd, wrong):
    assert desk.post(desk.note, {**TYPED, **wrong, "act": "send"}).status_code == 422
    assert notes_to() == []


@pytest.mark.parametrize("state", [State.EXCUSED, State.CANCELLED, State.NO_SHOW])
def test_nobody_who_is_excused_or_gone_meanwhile_gets_see_you_tomorrow(desk, vera, state):
    desk.post(desk.note, {**TYPED, "act": "send"})
    letter = Message.objects.get(kind="note_to_shift")
    assert note_letters.wanted(letter, words.fetch([vera.pk])[0], timezone.now())
    SignUp.objects.filter(pk=vera.pk).update(state=state)
    assert not note_letters.wanted(letter, words.fetch([vera.pk])[0], timezone.now())


def test_a_shift_that_is_called_off_is_not_written_to(desk, vera, shift):
    Shift.objects.filter(pk=shift.pk).update(cancelled_at=timezone.now())
    answer = desk.post(desk.note, {**TYPED, "act": "send"})
    assert answer.status_code == 422 and "everyone was told" in answer.text and notes_to() == []


def test_an_address_that_refuses_letters_is_called_and_nobody_forgotten_is_written_to(vera, shift):
    suppress(address="vera@example.org", reason="refused", now=timezone.now())
    reached = notes.reached(shift=shift, with_waitlist=False)
    assert ([one.pk for one in reached.by_call], reached.by_email) == ([vera.pk], [])
    Person.objects.update(forgotten_at=timezone.now())
    assert [why for _one, why in notes.reached(shift=shift, with_waitlist=False).not_written] == ["asked to be forgotten"]


def test_what_staff_typed_runs_nowhere_and_the_frame_is_in_the_readers_language(desk, vera, city):
    SignUp.objects.filter(pk=vera.pk).update(language="es")
    desk.post(desk.note, {**TYPED, "text": "<b>Hi</b> {{ url }} {% now 'Y' %}", "act": "send"})
    subject, text, html = previews.of_message(Message.objects.get(kind="note_to_shift"))
    with translation.override("es"):
        assert translation.gettext("What:") in text
    assert subject == "The back door" and "<b>Hi</b> {{ url }} {% now 'Y' %}" in text
    assert "&lt;b&gt;Hi&lt;/b&gt;" in html and "<b>Hi" not in html and 'lang="es"' in html


def test_the_people_of_another_office_and_viewers_are_not_written_to(desk, other_coordinator, office, vera):
    for user, status in [(other_coordinator, 404), (make_staff("vi@example.org", office, OfficeRole.Role.VIEWER), 403)]:
        assert signed_in(user).post(desk.note, {**TYPED, "act": "send"}).status_code == status
    assert notes_to() == []
