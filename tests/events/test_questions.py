"""Questions in advance: nothing is public before staff have looked, whoever asked hears what becomes of it, an office answers in public."""

import pytest
from django.db import IntegrityError, transaction
from django.template import Context, Template
from django.utils import timezone

from events.actions import questions
from events.models import Event, Question
from intake.refusal import Refused
from mailing.models import Message
from people import merging
from people.forgetting import forget
from people.models import Person
from tests import makers, meetings
from tests.events import asking
from tests.events.asking import Asker, kinds

pytestmark = pytest.mark.django_db(transaction=True)
PUBLIC = "When will the crossing on Geneva Avenue be safer?"


@pytest.fixture
def event(db):
    asking.city()
    return asking.coming()


@pytest.fixture
def carla(event):
    return makers.staff()


def asked(event, *, who=None, text="When will the crossing be safer?"):
    who = who or Person.objects.find_or_add(office=event.office, name="Vera Lopez", email="vera@example.org")
    return meetings.question(event, person=who, text=text)


def accept(question, by, text=PUBLIC):
    return questions.accept(question=question, public_text=text, by=by, now=timezone.now())


def answer(question, by, text="The new lights come in May."):
    return questions.answer(question=question, answer=text, office=question.event.office, by=by, now=timezone.now())


def everybody_reads(event):
    return Template("{% load event_parts %}{% questions_of event %}").render(Context({"event": event}))


def test_a_question_waits_for_the_proof_then_for_staff_and_nothing_of_it_is_public(event):
    vera = Asker()
    assert vera.ask_question(event)["Location"] == "/confirm/"
    assert Question.objects.to_moderate().count() == 0
    page = vera.prove()
    assert "We have your question" in page and kinds() == ["confirm_code"]
    found = Question.objects.to_moderate().get()
    own = vera.get(f"/events/questions/{found.pk}/").content.decode()
    assert "without your name" in own and "When will the crossing be safer?" in own
    assert "crossing" not in everybody_reads(event)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"question": ""}, "Write your question"), ({"question": "\u200b"}, "Write your question"), ({"question": "x" * 1001}, "too long"),
        ({"question": "Is 4111 1111 1111 1111 my card?"}, "we never need it"), ({"question": "My SSN is 123-45-6789"}, "we never need it"), ({"name": ""}, "Enter your name"),
        ({"email": "nobody"}, "like name@example.org"), ({"language": "xx"}, "one of the languages"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused_beside_its_field(event, typed, words):
    page = Asker().ask_question(event, **typed)
    assert page.status_code == 422 and words in page.content.decode()
    assert "4111" not in page.content.decode() and "6789" not in page.content.decode()
    assert Question.objects.count() == 0


def test_the_same_form_twice_is_one_question(event):
    vera = Asker()
    hidden = vera.hidden(vera.get(f"/events/{event.slug}/questions/ask/"))
    for _twice in range(2):
        vera.ask_question(event, **hidden)
    assert Question.objects.count() == 1


def test_accepted_answered_and_told_each_time_once(event, carla, mail_server):
    question = asked(event)
    for _twice in range(2):
        accept(question, carla)
    assert kinds() == ["question_taken"]
    asking.send_letters()
    for _twice in range(2):
        answer(question, carla)
    asking.send_letters()
    taken, answered = mail_server.letters
    assert PUBLIC in taken.text and "without your name" in taken.text
    assert "The new lights come in May." in answered.text and event.office.name in answered.text
    page = everybody_reads(event)
    assert PUBLIC in page and "The new lights come in May." in page and event.office.name in page and "Vera" not in page


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "words for everybody"), ("vera lopez asks: when?", "name of who asked"), ("Write to vera@example.org", "address or a phone number"),
        ("Call 617-555-0142, when?", "address or a phone number"), ("Card 4111 1111 1111 1111", "never need it"),
    ],
)  # fmt: skip
def test_what_everybody_reads_names_nobody(event, carla, text, words):
    question = asked(event, text="Vera Lopez here, when will the crossing be safer?")
    with pytest.raises(Refused, match=words):
        accept(question, carla, text)
    assert Question.objects.shown().count() == 0


def test_an_answer_may_say_a_phone_number_but_not_who_asked(event, carla):
    question = accept(asked(event), carla)
    with pytest.raises(Refused, match="name of who asked"):
        answer(question, carla, "Vera Lopez, it comes in May.")
    assert answer(question, carla, "In May. Questions: 617-555-0142.").state == "answered"


def test_the_database_itself_shows_no_question_without_public_words(event):
    """The control of the rule above, one floor below it."""
    question = asked(event)
    with pytest.raises(IntegrityError), transaction.atomic():
        Question.objects.filter(pk=question.pk).update(state="accepted")


def test_what_was_put_together_gets_the_same_answer(event, carla):
    first, second, third = (asked(event, who=makers.person(name, f"{name}@example.org", office=event.office)) for name in ("vera", "ana", "sam"))
    accept(first, carla)
    questions.merge(question=second, into=first, by=carla, now=timezone.now())
    answer(first, carla)
    assert set(Message.objects.filter(kind="question_answered").values_list("person__name", flat=True)) == {"vera", "ana"}
    questions.merge(question=third, into=first, by=carla, now=timezone.now())
    assert Message.objects.filter(kind="question_answered", person=third.person).count() == 1
    assert "3 people asked this" in everybody_reads(event)


def test_what_others_were_put_together_with_goes_along_with_them(event, carla):
    first, second, third = (asked(event, who=makers.person(name, f"{name}@example.org", office=event.office)) for name in ("vera", "ana", "sam"))
    for one in (first, second):
        accept(one, carla)
    questions.merge(question=third, into=second, by=carla, now=timezone.now())
    with pytest.raises(Refused, match="Other questions were put together"):
        questions.decline(question=second, because="No.", by=carla, now=timezone.now())
    questions.merge(question=second, into=first, by=carla, now=timezone.now())
    assert set(Question.objects.filter(merged_into=first)) == {second, third}


def test_a_question_is_put_together_only_with_a_public_one_of_the_same_event(event, carla):
    question, hidden, foreign = asked(event), asked(event, text="Why?"), accept(asked(asking.coming()), carla)
    for into in (question, hidden, foreign):
        with pytest.raises(Refused, match="Choose"):
            questions.merge(question=question, into=into, by=carla, now=timezone.now())


def test_who_is_declined_is_told_why_once_and_it_can_be_looked_at_again(event, carla, mail_server):
    question = asked(event)
    with pytest.raises(Refused, match="Say why"):
        questions.decline(question=question, because=" ", by=carla, now=timezone.now())
    for _twice in range(2):
        questions.decline(question=question, because="It is about another office.", by=carla, now=timezone.now())
    asking.send_letters()
    (letter,) = mail_server.letters
    assert "It is about another office." in letter.text
    with pytest.raises(Refused, match="by now"):
        accept(question, carla)
    questions.look_again(question=question, by=carla, now=timezone.now())
    assert accept(question, carla).state == "accepted"


def test_what_was_taken_off_the_page_is_answered_again_in_the_same_words(event, carla):
    question = accept(asked(event), carla)
    answer(question, carla)
    questions.decline(question=question, because="It is not about this event.", by=carla, now=timezone.now())
    questions.look_again(question=question, by=carla, now=timezone.now())
    accept(question, carla)
    assert "The new lights come in May." not in everybody_reads(event)
    for _twice in range(2):
        assert answer(question, carla).state == "answered"
    assert "The new lights come in May." in everybody_reads(event)
    assert Message.objects.filter(kind="question_answered").exclude(state="cancelled").count() == 1


def test_a_question_nobody_has_proved_is_not_looked_at(event, carla):
    Asker().ask_question(event)
    with pytest.raises(Refused, match="not confirmed yet"):
        accept(Question.objects.get(), carla)


def test_a_question_from_the_room_has_no_name_and_nobody_is_written_to(event, carla):
    key = makers.key()
    for _twice in range(2):
        made = questions.note(event=event, text="Why so late?", key=key, by=carla, now=timezone.now())
    answer(accept(made, carla), carla)
    assert (Question.objects.count(), kinds()) == (1, [])


def test_foreign_and_unknown_questions_are_one_404(event):
    found = asked(event)
    assert [Asker().get(f"/events/questions/{number}/").status_code for number in (found.pk, 987_654, 10**30)] == [404] * 3


def test_a_cancelled_event_takes_no_question(event):
    vera = Asker()
    hidden = vera.hidden(vera.get(f"/events/{event.slug}/questions/ask/"))
    Event.objects.update(state="cancelled")
    assert vera.post(f"/events/{event.slug}/questions/ask/", {**hidden, **vera.who, "question": "Why?"}).status_code == 422


def test_who_is_forgotten_leaves_the_public_words_and_no_other(event, carla):
    question = answer(accept(asked(event, text="I am Vera, when?"), carla), carla)
    forget(person=question.person, now=timezone.now())
    question.refresh_from_db()
    assert (question.person, question.text, question.public_text) == (None, "—", PUBLIC)


def test_two_records_of_one_person_become_one_with_all_questions(event):
    kept, gone = makers.person("Vera Lopez", "vera@example.org", office=event.office), makers.person("Vera Lopes", "lopes@example.org", office=event.office)
    question, request = asked(event, who=gone), meetings.accommodation(event, who=gone)
    merging.merge(kept=kept, gone=gone, by=None, now=timezone.now())
    for one in (question, request):
        one.refresh_from_db()
        assert one.person == kept


def test_hostile_words_stay_words(event, carla):
    accept(asked(event), carla, 'Why "</script><script>alert(1)</script>"; END:VEVENT?')
    assert "<script>" not in everybody_reads(event)
