"""What came of an event in words: the same cost for little and for much, in the reader's language where somebody has verified it."""

from datetime import timedelta

import pytest
from django.template import Context, Template
from django.utils import timezone, translation

from events import outcomes
from events.letters import records as letters
from events.models import Commitment, CommitmentStep, Event, EventRecord, Follower
from languages.content import set_translation
from mailing.models import Message
from tests import makers, meetings
from tests.events import reporting

pytestmark = pytest.mark.django_db
PAGE = "{% load event_outcomes %}{% outcome_of event %}{% promises_of event %}{% papers_of event %}{% follow event %}"


@pytest.fixture
def event(db):
    makers.city()
    made = reporting.over()
    reporting.published(made, headcount=31)
    return Event.objects.get(pk=made.pk)


def add(event, number):
    """One more of everything that a page shows."""
    event.figures.create(name=f"Bags {number}", number=12)
    event.photos.create(content=b"x", width=1, height=1, description=f"A pond {number}", consent="nobody", consented_on=timezone.localdate())
    event.papers.create(title=f"Plan {number}", link="https://www.example.org/")
    event.record.organizations.add(event.office.partners.create(name=f"Friends {number}"))
    promise = Commitment.objects.create(event=event, office=event.office, text=f"Lamp {number}")
    CommitmentStep.objects.create(commitment=promise, state="done", text="It is on.", at=timezone.now())


def shown(event):
    return Template(PAGE).render(Context({"event": Event.objects.get(pk=event.pk)}))


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_page_costs_the_same_for_one_and_for_three(event, language, django_assert_max_num_queries):
    add(event, 1)
    with translation.override(language):
        shown(event)
        with django_assert_max_num_queries(30) as one:
            shown(event)
        for number in (2, 3):
            add(event, number)
        with django_assert_max_num_queries(len(one)):
            text = shown(event)
    assert text.count("<img") == 3 and "Friends 3" in text and "Lamp 3" in text


def test_texts_are_shown_in_another_language_only_once_they_are_verified(event):
    add(event, 1)
    promise, step = Commitment.objects.get(), CommitmentStep.objects.get()
    for record, field, text in ((promise, "text", "Reparamos la luz"), (step, "text", "Está encendida"), (event.record, "notes", "Hablamos del cruce")):
        set_translation(record=record, field=field, language="es", text=text, status="draft", now=timezone.now())
    with translation.override("es"):
        assert "Reparamos" not in shown(event) and 'lang="en"' in shown(event)
    for record, field, text in ((promise, "text", "Reparamos la luz"), (step, "text", "Está encendida"), (event.record, "notes", "Hablamos del cruce")):
        set_translation(record=record, field=field, language="es", text=text, status="verified", now=timezone.now())
    with translation.override("es"):
        text = shown(event)
    assert "Reparamos la luz" in text and "Está encendida" in text and "Hablamos del cruce" in text


def test_nothing_is_shown_before_it_is_published_and_of_what_was_called_off_none_is_followed():
    event = reporting.over()
    reporting.written(event)
    assert outcomes.of(event) is None and "Tell me how it goes on" in shown(event)
    Event.objects.filter(pk=event.pk).update(state="cancelled")
    assert "Tell me how it goes on" not in shown(event)


def test_what_somebody_typed_runs_nowhere(event):
    evil = "<script>alert(1)</script>"
    event.figures.create(name=evil, number=1)
    Commitment.objects.create(event=event, office=event.office, text=evil)
    event.papers.create(title=evil, link="https://www.example.org/")
    event.record.votes = event.record.present = event.record.transcript = evil
    event.record.save()
    assert "<script" not in shown(event)


def test_a_link_into_a_network_of_its_own_is_shown_nowhere(event, client):
    """However it came to stand there: by the shell, or from an older release."""
    EventRecord.objects.update(recording_link="http://169.254.169.254/", captions_link="http://localhost/")
    paper = event.papers.create(title="Plan", link="http://10.0.0.1/")
    assert "169.254" not in shown(event) and "localhost" not in shown(event)
    assert client.get(f"/events/papers/{paper.pk}/").status_code == 404


def test_letters_to_many_cost_the_same_as_to_few_in_two_languages(event, django_assert_max_num_queries):
    add(event, 1)

    def rendered(number):
        people = [makers.person(f"Ana {number} {n}", f"ana{number}{n}@example.org", office=event.office) for n in range(number)]
        for n, person in enumerate(people):
            Follower.objects.create(event=event, person=person, language=("en", "es")[n % 2])
        letters.notes_published(event, now=timezone.now())
        found = list(Message.objects.filter(kind="event_notes", person__in=people))
        letters.load_notes(found)  # the links that manage them are made
        with django_assert_max_num_queries(60) as cost:
            records = letters.load_notes(found)
            for message in found:
                with translation.override(message.language):
                    letters.notes_words(message, records[message.pk])
        return len(cost)

    rendered(2)  # what is looked up once for the process
    assert rendered(4) == rendered(8)


def test_a_support_that_nobody_counted_is_not_claimed():
    event = meetings.event(starts=timezone.now() - timedelta(days=1))
    event.supports.create(kind="food")
    assert [one.used for one in outcomes.supports(event)] == [None]
