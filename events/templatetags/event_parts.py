"""Parts of the page of an event: questions with their answers, the speakers’ list, and the way to ask for support. Constant queries each."""

from django import template
from django.utils import timezone

from events import question_words, speaker_words, support_words
from events.models import Event
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
    """Print what is there for everybody, and the way to ask for more; it never closes before the event is over."""
    now = timezone.now()
    return {"event": event, "supports": support_words.promised(event), "takes": not why_not(event, now), "deadline": support_words.deadline(event, now)}
