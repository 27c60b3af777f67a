"""What came of an event, on its page: {% outcome_of event %}, {% promises_of event %}, {% papers_of event %}, {% follow event %}."""

from django import template
from django.utils.translation import get_language

from events.browsing.event_page import web_link
from events.models import EventRecord
from languages.content import translated

register = template.Library()


@register.inclusion_tag("events/_outcome.html")
def outcome_of(event):
    """Notes, numbers, minutes and the recording, once they are published."""
    record = EventRecord.objects.filter(event=event, published_at__isnull=False).first()
    if record is None:
        return {"record": None}
    translated([record], get_language())
    figures = translated(event.figures.order_by("id"), get_language())
    has_minutes = record.minutes_state == EventRecord.Minutes.PUBLISHED
    return {"record": record, "figures": figures, "has_minutes": has_minutes, "recording": web_link(record.recording_link)}


@register.inclusion_tag("events/_promises.html")
def promises_of(event):
    """What the office promised there, and how far it is."""
    return {"promises": translated(event.commitments.select_related("office").order_by("due", "id"), get_language(), ["text"])}


@register.inclusion_tag("events/_papers.html")
def papers_of(event):
    """The papers to it."""
    papers = translated(event.papers.defer("content").order_by("id"), get_language(), ["title"])
    return {"event": event, "papers": [(paper, web_link(paper.link)) for paper in papers]}


@register.inclusion_tag("events/_follow.html")
def follow(event):
    """The way to hear how it goes on."""
    return {"event": event}
