"""What people say of an event afterwards: on the web, by the short address on paper, on the phone; nothing says who."""

import pytest
from django.urls import reverse

from events.models import Event, Feedback
from tests import makers
from tests.events import asking
from tests.events.asking import Asker
from tests.staff.conftest import carla, city, office, signed_in

pytestmark = pytest.mark.django_db(transaction=True)
__all__ = ["carla", "city", "office"]


@pytest.fixture
def event(office):
    return asking.coming(office=office)


@pytest.fixture
def desk(carla):
    return signed_in(carla)


def url(name, *args):
    return reverse(f"admin:{name}", args=args)


def test_people_say_how_it_was_without_a_name_once_per_form(event):
    path = f"/events/{event.slug}/feedback/"
    assert "still to come" in Asker().get(path).content.decode()
    asking.over(event)
    sam = Asker()
    sent = {**sam.hidden(sam.get(path)), "welcome": "5", "heard": "", "text": "More chairs"}
    for _twice in range(2):
        assert sam.post(path, sent)["Location"] == path
    said = Feedback.objects.get()
    assert (said.welcome, said.heard, said.text, said.source) == (5, None, "More chairs", "web")
    assert "Thank you" in sam.get(path).content.decode()


@pytest.mark.parametrize(
    ("typed", "words"), [({}, "Answer one of the questions"), ({"welcome": "6"}, "from 1 to 5"), ({"text": "4111 1111 1111 1111"}, "never need it"), ({"text": "x" * 2001}, "too long")]
)  # fmt: skip
def test_feedback_that_cannot_be_meant_is_refused(event, typed, words):
    asking.over(event)
    path = f"/events/{event.slug}/feedback/"
    page = Asker().send(path, path, **typed)
    assert page.status_code == 422 and words in page.content.decode() and Feedback.objects.count() == 0


def test_the_short_address_on_paper_is_made_once_and_read_however_it_is_typed(event, desk):
    asking.over(event)
    assert desk.get(url("feedback_sheet", event.pk)).status_code == 302
    for _twice in range(2):
        assert desk.post(url("feedback_code", event.pk))["Location"] == url("feedback_sheet", event.pk)
        event.refresh_from_db()
    code = event.feedback_code
    sheet = desk.get(url("feedback_sheet", event.pk)).content.decode()
    assert f"/events/f/{code}" in sheet and "How was it?" in sheet and 'lang="es"' in sheet and "<svg" in sheet
    typed = f"{code[:3].lower()} {code[3:]}"
    sam = Asker()
    assert sam.send(f"/events/f/{typed}/", f"/events/f/{typed}/", heard="2").status_code == 302
    assert Feedback.objects.get().source == "paper"
    wrong = code[:-1] + ("A" if code[-1] != "A" else "B")
    assert [sam.get(f"/events/f/{one}/").status_code for one in (wrong, "x", "%00")] == [404, 404, 404]


def test_staff_write_feedback_down_and_no_average_tells_what_one_person_said(event, desk):
    asking.over(event)
    for number in range(5):
        page = desk.get(url("event_feedback", event.pk)).content.decode()
        assert "fewer than 5 answers" in page
        desk.post(url("event_feedback", event.pk), {"key": makers.key(), "welcome": "4", "heard": "3", "text": f"Number {number}"})
    page = desk.get(url("event_feedback", event.pk)).content.decode()
    assert "4.0 of 5 (5 answers)" in page and "on the phone" in page and Feedback.objects.count() == 5
    assert desk.post(url("event_feedback", event.pk), {"key": makers.key()}).status_code == 422


def test_what_was_cancelled_takes_no_feedback_and_no_flood_is_kept(event, monkeypatch):
    asking.over(event)
    path = f"/events/{event.slug}/feedback/"
    monkeypatch.setattr("events.actions.feedback.MOST_IN_AN_HOUR", 1)
    assert Asker().send(path, path, heard="2").status_code == 302
    flood = Asker().send(path, path, heard="2")
    assert flood.status_code == 429 and flood["Retry-After"] == "3600"
    sam = Asker()
    hidden = sam.hidden(sam.get(path))
    Event.objects.update(state="cancelled")
    assert sam.post(path, {**hidden, "heard": "2"}).status_code == 422
