"""What would help somebody take part: answered in their language, by one of two, taken back, and whether it worked."""

from datetime import timedelta

import pytest
from django.template import Context, Template
from django.utils import timezone

from events import accommodation_rules as rules
from events.actions import accommodation_sweeps, accommodations
from events.models import AccommodationRequest, Event
from intake.refusal import Refused
from languages.models import Translation, source_hash
from mailing import calls
from mailing.models import CallTask, Message
from people.models import Person
from tests import makers, meetings
from tests.events import asking
from tests.events.asking import Asker, answer, asked, kinds

pytestmark = pytest.mark.django_db(transaction=True)
State = AccommodationRequest.State


@pytest.fixture
def event(db):
    asking.city()
    return asking.coming()


@pytest.fixture
def carla(event):
    return makers.staff()


def test_each_answer_goes_out_once_in_the_persons_language_and_other_words_again(event, carla, mail_server):
    found = asked(event)
    Person.objects.filter(pk=found.person_id).update(language="es")
    Translation.objects.create(record=event, field="title", language="es", text="Sesión", source_hash=source_hash(event.title), status="verified")
    answer(found, carla, State.ARRANGING, "")
    asking.send_letters()
    for _twice in range(2):
        answer(found, carla)
    asking.send_letters()
    arranging, confirmed = mail_server.letters
    assert 'lang="es"' in confirmed.html and "Ana interprets." in confirmed.text and "Sesión" in confirmed.text
    assert "/my/link/" in arranging.text and "617-555-0142" in arranging.text


def test_an_answer_that_was_overtaken_before_it_left_is_not_sent(event, carla, mail_server):
    found = asked(event)
    answer(found, carla, State.ARRANGING, "We look for somebody.")
    answer(found, carla)
    asking.send_letters()
    assert [("Ana interprets." in one.text) for one in mail_server.letters] == [True]


@pytest.mark.parametrize(
    ("state", "reply", "words"),
    [("requested", "x", "Choose whether"), ("confirmed", " ", "Write what they have to know"), ("cannot", "", "Write what they have to know"), ("confirmed", "4111 1111 1111 1111", "never need it")],
)  # fmt: skip
def test_an_answer_that_says_nothing_is_refused(event, carla, state, reply, words):
    with pytest.raises(Refused, match=words):
        answer(asked(event), carla, state, reply)
    assert Message.objects.count() == 0


def test_the_second_of_two_who_answer_is_told_and_nothing_is_overwritten(event, carla):
    found, dan = asked(event), makers.staff("dan@example.org")
    seen = rules.version_of(found)
    answer(found, carla, seen=seen)
    with pytest.raises(Refused, match="changed this while you were writing"):
        answer(found, dan, State.CANNOT, "We have nobody.", seen=seen)
    found.refresh_from_db()
    assert (found.state, found.reply, found.owner) == ("confirmed", "Ana interprets.", carla)
    answer(found, dan, State.CANNOT, "Ana is ill.", seen=rules.version_of(found))
    assert kinds() == ["support_answered"] * 2


def test_without_looking_at_the_version_the_second_would_overwrite(event, carla):
    """The control: with no version the guard is off."""
    found = asked(event)
    answer(found, carla)
    assert answer(found, carla, State.CANNOT, "We have nobody.").state == "cannot"


def test_what_is_taken_back_is_not_answered_and_who_arranges_it_hears_of_it(event, carla):
    found = asked(event, owner=carla)
    event.leads.add(carla)
    answer(found, carla)
    vera = Asker()
    vera.ask_question(event)
    vera.prove()
    path = f"/events/support/{found.pk}/"
    assert "Do you want to take it back?" in vera.get(f"{path}cancel/").content.decode()
    for _twice in range(2):
        assert vera.send(f"{path}cancel/", path)["Location"] == path
    found.refresh_from_db()
    assert found.state == "withdrawn"
    assert Message.objects.filter(kind="support_taken_back").count() == 1
    assert Message.objects.get(kind="support_answered").state == Message.State.CANCELLED
    with pytest.raises(Refused, match="took their request back"):
        answer(found, carla, reply="Other words.")


def test_foreign_and_unknown_requests_are_one_404(event):
    found = asked(event)
    sam = Asker()
    for act in ("", "cancel/"):
        assert [sam.get(f"/events/support/{number}/{act}").status_code for number in (found.pk, 987_654, 10**30)] == [404] * 3
    hidden = sam.hidden(sam.get(f"/events/{event.slug}/support/"))
    for act in ("cancel/", "worked/"):
        assert [sam.post(f"/events/support/{number}/{act}", hidden).status_code for number in (found.pk, 987_654, 10**30)] == [404] * 3
    found.refresh_from_db()
    assert found.state == "requested"


# --- Did it work? ---------------------------------------------------------------------------------------------------------


def test_the_morning_after_everybody_with_a_promise_is_asked_once_whether_it_worked(event, carla, mail_server):
    found, other, waiting = (asked(event, who=makers.person(name, f"{name}@example.org", office=event.office)) for name in ("vera", "ana", "sam"))
    answer(found, carla)
    answer(other, carla)
    asking.over(event)
    accommodations.say_how_it_worked(request=other, worked="no", note="Nobody came.", by=None, now=timezone.now())
    before = event.ends + timedelta(minutes=5)
    assert accommodation_sweeps.ask_whether_it_worked(now=before) == 0
    for number in (1, 0):
        assert accommodation_sweeps.ask_whether_it_worked(now=timezone.now()) == number
    asking.send_letters()
    assert [one.to for one in mail_server.letters if "Did it work?" in one.subject] == ["vera@example.org"]
    assert waiting.state == "requested"


def test_the_question_is_answered_on_the_own_page_and_the_last_word_counts(event, carla):
    vera = Asker()
    vera.ask_support(event)
    vera.prove()
    found = AccommodationRequest.objects.get()
    answer(found, carla)
    path = f"/events/support/{found.pk}/"
    early = vera.send(f"{path}worked/", path, worked="yes")
    assert early.status_code == 422 and "after the event" in early.content.decode()
    asking.over(event)
    assert vera.send(f"{path}worked/", path).status_code == 422
    for word in ("yes", "partly"):
        assert vera.send(f"{path}worked/", path, worked=word, note="The headset was broken.")["Location"] == path
    found.refresh_from_db()
    assert (found.worked, found.worked_note) == ("partly", "The headset was broken.")


def test_who_has_no_email_is_called_and_says_on_the_phone_whether_it_worked(event, carla):
    rosa = makers.person("Rosa", "", phone="+16175550148", office=event.office, channel="phone")
    found = asked(event, who=rosa)
    answer(found, carla)
    asking.over(event)
    accommodation_sweeps.ask_whether_it_worked(now=timezone.now())
    asking.send_letters()
    task = CallTask.objects.get(message__kind="support_worked")
    calls.record_result(task=task, result=CallTask.Result.SAID_NO, by=carla, now=timezone.now())
    found.refresh_from_db()
    assert found.worked == "no"


def test_whoever_does_not_come_needs_nothing_any_more(event, carla):
    found, other = asked(event), meetings.accommodation(event)
    registration = meetings.registration(event, who=found.person)
    AccommodationRequest.objects.filter(pk=found.pk).update(registration=registration, owner=carla)
    for _twice in range(2):
        accommodations.withdraw_with(registration=registration, by=None, now=timezone.now())
    for one, state in ((found, "withdrawn"), (other, "requested")):
        one.refresh_from_db()
        assert one.state == state
    assert kinds() == ["support_taken_back"]


def test_while_an_event_has_no_new_date_requests_are_asked_for_and_answered(event, carla, mail_server):
    asking.over(event)
    Event.objects.update(state="postponed")
    vera = Asker()
    vera.ask_support(event)
    assert "We have your request" in vera.prove()
    answer(AccommodationRequest.objects.get(), carla)
    asking.send_letters()
    assert "Ana interprets." in mail_server.letters[-1].text and "A new date is not set yet." in mail_server.letters[-1].text
    assert AccommodationRequest.objects.to_come(timezone.now()).count() == 1


def test_the_page_of_a_registration_says_how_everything_asked_stands(event, carla):
    found = asked(event)
    answer(found, carla)
    meetings.question(event, person=found.person, text="When will it be safer?")
    asked(asking.coming(), who=found.person)
    registration = meetings.registration(event, who=found.person)
    page = Template("{% load event_parts %}{% asked_with registration %}").render(Context({"registration": registration}))
    assert "It will be there for you" in page and "Ana interprets." in page and "We have your question" in page and page.count("Interpreter") == 1


def test_the_page_of_an_event_says_how_to_ask_as_long_as_it_is_not_over(event):
    part = Template("{% load event_parts %}{% ask_for_support event %}")
    assert f"/events/{event.slug}/support/" in part.render(Context({"event": Event.objects.get(pk=event.pk)}))
    assert part.render(Context({"event": asking.over(event)})).strip() == ""
