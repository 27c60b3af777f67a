"""What people ask and say, on the page of an event: {% questions_of event %}, {% speakers_of event %}, {% ask_for_support event %}."""

from django import template
from django.utils.translation import get_language

from events import notices
from languages import formats
from languages.content import translated

register = template.Library()


@register.inclusion_tag("events/_questions.html")
def questions_of(event):
    """Questions that are accepted, and their answers with the office that gave them."""
    found = event.questions.shown().select_related("answered_by").order_by("id")
    return {"event": event, "questions": translated(found, get_language(), ["public_text", "answer"])}


@register.inclusion_tag("events/_speakers.html")
def speakers_of(event):
    """How to speak, where a speakers' list is kept."""
    return {"event": event}


@register.inclusion_tag("events/_support.html")
def ask_for_support(event):
    """How to ask for what would help one take part, and by when it can surely be arranged."""
    deadline = notices.request_deadline(event)
    return {"event": event, "until": formats.day_and_clock(deadline.astimezone(event.zone)) if deadline else ""}
