"""Parts of the page of an event: questions with their answers, the speakers’ list, the way to ask for support; and what one asked for. Constant queries each."""

from django import template
from django.utils import timezone

from events import accommodation_words, question_words, speaker_words, support_words
from events.models import AccommodationRequest, Event, Question, Registration
from events.views.asking import why_not

register = template.Library()


@register.inclusion_tag("events/_questions.html")
def questions_of(event: Event) -> dict:
    """Print what was asked and answered, in the words the office gave it, and the way to ask."""
    return {"event": event, "questions": question_words.shown(event), "takes": not why_not(event, timezone.now())}


@register.inclusion_tag("events/_speakers.html")
def speakers_of(event: Event) -> dict:
    """Print the speakers’ list of an event that keeps one: how many wait, how long each speaks, and the way onto it. Nobody’s name is in it."""
    return {"event": event, **speaker_words.for_everybody(event, timezone.now())}


@register.inclusion_tag("events/_support.html")
def ask_for_support(event: Event) -> dict:
    """Print the way to ask for what would help; it never closes before the event is over."""
    now = timezone.now()
    return {"event": event, "takes": not why_not(event, now), "deadline": support_words.deadline(event, now)}


@register.inclusion_tag("events/_asked.html")
def asked_with(registration: Registration) -> dict:
    """Print what its owner asked for at this event and how it stands, on their own page of the registration; constant queries."""
    same = {"event": registration.event_id, "person": registration.person_id}
    requests = accommodation_words.fetch(list(AccommodationRequest.objects.filter(**same).values_list("pk", flat=True)))
    questions = question_words.fetch(list(Question.objects.filter(**same).values_list("pk", flat=True)))
    return {
        "requests": [
            {"lines": accommodation_words.lines(one), "state": accommodation_words.state(one), "look": accommodation_words.look(one), "reply": one.reply} for one in requests
        ],
        "questions": [{"text": one.text, "state": question_words.state(one), "look": question_words.look(one)} for one in questions],
    }  # fmt: skip
