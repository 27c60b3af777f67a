"""A follower in words, in the active language: for pages, letters and `/my/`."""

from django.urls import reverse
from django.utils.translation import gettext as _

from events import words
from events.models import Event, Follower
from languages.content import read_together
from people.things import Thing


def url(pk: int) -> str:
    """Return the address of one's own page."""
    return reverse("events:following", args=[pk])


def fetch(ids):
    """Return these followers with all that their words need; followers of one event share it, so that its words are looked up once."""
    found = list(Follower.objects.filter(pk__in=ids).select_related("person__office", "link").order_by("pk"))
    events = Event.objects.select_related("office", "venue").in_bulk({follower.event_id for follower in found})
    read_together(events.values())
    for follower in found:
        follower.event = events[follower.event_id]
    return found


def thing(follower):
    """Return a follower as one thing of one person."""
    event = follower.event
    if follower.stopped_at:
        state, said = "left", _("You get no more letters about it")
    elif follower.link_id:
        state, said = "held", _("Not confirmed yet")
    else:
        state, said = "kept_posted", _("We tell you how it goes on")
    return Thing(
        ref=follower.ref, title=words.title_of(event), name=follower.person.name, party_size=1, when=words.when(event), where=words.where(event),
        state=state, state_words=said, url=url(follower.pk), starts=None,
        next_words=_("We write to you, or call you, when notes are published and when something changes about what we promised.") if state == "kept_posted" else "",
        keeps_place=False, last_step=_("We tell you how it goes on"),
    )  # fmt: skip
