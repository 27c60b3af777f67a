"""{% outcome_of event %}, {% promises_of event %}, {% papers_of event %} and {% follow event %}: what came of an event, on its page."""

from django import template

from events import outcomes
from events.models import Event

register = template.Library()


@register.inclusion_tag("events/_outcome.html")
def outcome_of(event):
    """Notes, figures, minutes and photos of a reported event; nothing before they are published."""
    return {"outcome": outcomes.of(event), "event": event}


@register.inclusion_tag("events/_promises.html")
def promises_of(event):
    """What was promised, with its steps."""
    return {"promises": outcomes.promises(event), "event": event}


@register.inclusion_tag("events/_papers.html")
def papers_of(event):
    """The papers of an event: downloads and links."""
    return {"papers": outcomes.papers(event), "event": event}


@register.inclusion_tag("events/_follow.html")
def follow(event):
    """The way to hear how it goes on; none for a draft, an event that was called off, or one for invited people only."""
    may_follow = event.state in Event.ANNOUNCED and event.state != Event.State.CANCELLED and not event.invited_only
    return {"event": event, "may_follow": may_follow}
